import {
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_MIME_TAG_W,
  PR_ATTACH_NUM,
  PR_CLIENT_SUBMIT_TIME,
  PR_DISPLAY_NAME_W,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_DELIVERY_TIME,
  PR_RECIPIENT_TYPE,
  PR_SENDER_NAME_W,
  PR_SUBJECT_W,
} from './generated/prop-tags.js'
import { toContents } from './message-contents.js'
import { PackReader } from './message-pack.js'
import { toNativeOptions } from './native-read-options.js'
import { PT_MV_UNICODE, type PropTag } from './prop-tag.js'
import { ReadAhead } from './read-ahead.js'
import { SourceFeed } from './source-feed.js'
import { toBytesSource, toFileSource } from './storage-source.js'

/**
 * One object of each kind that reading a message makes. V8 throws away the code that it optimized for a kind of
 * object when it collects the last of them: then the next message takes twice as long.
 */

const text = 'x'
const texts = (...tags: PropTag[]) => tags.flatMap((tag) => [tag, text.length])
const time = [0, 0]
const guid = [0, 0, 0, 0]
const recipients = [1, 2, PR_RECIPIENT_TYPE, 1, ...texts(PR_DISPLAY_NAME_W)]
const names = [1, 0x8000, ...guid, 0, 1]

const messageRow = [
  ...[5, PR_CLIENT_SUBMIT_TIME, ...time, PR_MESSAGE_DELIVERY_TIME, ...time],
  ...texts(PR_MESSAGE_CLASS_W, PR_SUBJECT_W, PR_SENDER_NAME_W),
]
const attachmentRow = (...data: number[]) => [
  ...[3 + data.length / 2, PR_ATTACH_NUM, 1],
  ...texts(PR_ATTACH_LONG_FILENAME_W, PR_ATTACH_MIME_TAG_W),
  ...data,
]
const details = [1, 1, 0x80000000 + PT_MV_UNICODE, 1, text.length]
const attachedMessage = [...messageRow, 0, 0, 0, 0, ...names]
const attachments = [2, ...attachmentRow(PR_ATTACH_DATA_BIN, 0), 0, ...attachmentRow(), 1, ...attachedMessage]

const words = Uint32Array.from([...messageRow, ...details, ...recipients, ...attachments, 0, ...names])
const reader = new PackReader([words.buffer, words.length, text.repeat(words.length), []])
const unpacked = reader.message()
const wanted = { name: '', bodies: [], details: true, contents: true }

export const keptShapes: readonly object[] = [
  toBytesSource(new Uint8Array(), undefined),
  toFileSource('', undefined),
  toNativeOptions(undefined, []),
  new SourceFeed([]),
  new ReadAhead(),
  reader,
  unpacked,
  toContents(unpacked, { ...wanted, properties: true }),
  toContents(unpacked, { ...wanted, properties: false }),
]
