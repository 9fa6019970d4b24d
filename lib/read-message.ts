import { types } from 'node:util'

import { invalidArgType } from './argument-errors.js'
import { checkInstance } from './check-instance.js'
import { beginTurn } from './event-loop-turn.js'
import { addBodies, toContents, type MessageContents } from './message-contents.js'
import './kept-shapes.js'
import type { BodyKind } from './message-body.js'
import { PackReader } from './message-pack.js'
import { MessageSession } from './message-session.js'
import { toNativeOptions } from './native-read-options.js'
import {
  checkObject,
  checkOptions,
  isAnything,
  isBoolean,
  isIntegerUpTo,
  isOneOf,
  type Check,
} from './options.js'
import type { PropTag } from './prop-tag.js'
import { toTagArray } from './property-values.js'
import type { ProviderOption } from './provider.js'
import { callOn } from './session-object.js'
import { withSharedSessions } from './shared-sessions.js'
import {
  bytesName,
  engineChecks,
  fileChecks,
  toBytesSource,
  toFileSource,
  toPath,
  type EngineOptions,
  type FileOptions,
  type MessageSource,
} from './storage-source.js'

/** What {@link readMessage} reads of a message. */
export interface ReadContentsOptions {
  /**
   * `true` for all properties of the message, its recipients and its attachments, as MAPI has them, or the tags of
   * those of the message that are wanted besides those that the result names. The default is false.
   */
  properties?: boolean | readonly PropTag[] | undefined
  /** Whether to read the recipients. The default is true. */
  recipients?: boolean | undefined
  /**
   * The bodies: `true`, the default, is `['text', 'html']`. HTML or plain text that the message has only within RTF
   * is recovered from there.
   */
  bodies?: boolean | readonly BodyKind[] | undefined
  /** Whether to list the attachments, the default; `'content'` reads their bytes too. */
  attachments?: boolean | 'content' | undefined
  /**
   * Whether to read what is more than a line in a list of messages: headers, reply-to, references, categories, and the
   * fields of appointments, contacts, tasks, notes and journal entries. The default is true, and false if no bodies are
   * read.
   */
  details?: boolean | undefined
  /** Whether to read messages that are attached, with these same options. The default is true. */
  nested?: boolean | undefined
  /** What a message may have of everything, so that one from a stranger costs no more. */
  limits?: ReadLimits | undefined
}

export interface ReadLimits {
  /**
   * How deep messages in messages are read, from 0 to 64, the default. Those deeper are in `problems`, with
   * `MAPI_E_TOO_COMPLEX`.
   */
  depth?: number | undefined
  /**
   * How many recipients, and how many attachments, a message may have, up to 1,048,576, the default. `readMessage` rejects
   * those with more, with `MAPI_E_TABLE_TOO_BIG`; attached ones are in `problems`.
   */
  rows?: number | undefined
  /**
   * How many bytes may be read of a message and of those attached to it: the values of properties, 2 bytes for each
   * character. `readMessage` rejects what has more, with `MAPI_E_TOO_BIG`; attached messages with which it would be more
   * are in `problems`. By default there is no limit.
   */
  bytes?: number | undefined
}

export interface ReadMessageOptions extends ReadContentsOptions, EngineOptions {
  /** The session to read in. By default one that all such calls share, and that is closed when it is idle. */
  session?: MessageSession | undefined
  /** Which MAPI to use where no session is given. The default is that of `openIMsgSession`. */
  provider?: ProviderOption | undefined
  /** What others may do with the file meanwhile. The default is `'denyWrite'`. */
  share?: FileOptions['share']
}

const isKnownBody = isOneOf('html', 'rtf', 'text')
const isContent = isOneOf('content')

const limitChecks: Record<string, Check> = {
  depth: isIntegerUpTo(64),
  rows: isIntegerUpTo(0x100000),
  bytes: isIntegerUpTo(Number.MAX_SAFE_INTEGER),
}

export const readChecks: Record<string, Check> = {
  ...engineChecks,
  share: fileChecks['share'] ?? isAnything,
  provider: isAnything,
  properties: (name, value) => {
    if (typeof value !== 'boolean') toTagArray(name, value)
  },
  recipients: isBoolean,
  bodies: (name, value) => {
    if (typeof value === 'boolean') return
    if (!Array.isArray(value))
      throw invalidArgType(name, "a boolean, or an array of 'html', 'rtf', 'text'", value)
    for (const kind of value) isKnownBody(name, kind)
  },
  attachments: (name, value) => {
    if (typeof value !== 'boolean') isContent(name, value)
  },
  details: isBoolean,
  nested: isBoolean,
  limits: (name, value) => {
    checkObject(name, value, limitChecks)
  },
}

export const isSession: Check = (name, value) => {
  checkInstance(name, value, MessageSession, 'an instance of MessageSession')
}

const readOneChecks: Record<string, Check> = { ...readChecks, session: isSession }

/**
 * Reads a message: opens it, reads what the options ask for, and closes it, all in one go on the session's thread.
 * @param source The path or `file:` URL of a .msg file, or its bytes.
 * @throws MapiError As `session.openMessage`, or what MAPI answers where the message cannot be read. A body or an
 *   attached message that cannot be read is in `problems` instead.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgonistg
 */
export async function readMessage(
  source: MessageSource,
  options?: ReadMessageOptions,
): Promise<MessageContents> {
  checkOptions(options, readOneChecks)
  const session = options?.session
  if (session) return (await readIn(session, source, options)).contents
  return withSharedSessions(options?.provider, 1, async ([shared]) => {
    const { contents } = await readIn(shared as MessageSession, source, options)
    return contents
  })
}

/** A message, and how much memory its values take, in bytes. */
export interface SizedContents {
  contents: MessageContents
  size: number
}

/**
 * The same in this session, of options that were checked.
 * @param oneAtATime Whether nothing else is asked of the session until this is answered.
 */
export async function readIn(
  session: MessageSession,
  source: MessageSource,
  options: ReadMessageOptions | undefined,
  oneAtATime = true,
): Promise<SizedContents> {
  const isFile = !types.isUint8Array(source)
  const name = isFile ? toPath('source', source) : bytesName
  const nativeSource = isFile ? toFileSource(name, options) : toBytesSource(source, options)
  const bodies = toBodyKinds(options?.bodies)
  if (oneAtATime) beginTurn()
  const pack = await callOn(session, `Reading ${name}`, (native, handle) =>
    native.readMessage(handle, nativeSource, toNativeOptions(options, bodies), oneAtATime),
  )
  const wanted = {
    name,
    bodies,
    properties: options?.properties !== undefined && options.properties !== false,
    details: options?.details ?? bodies.length > 0,
    contents: options?.attachments === 'content',
  }
  const reader = new PackReader(pack)
  const unpacked = reader.message()
  const contents = toContents(unpacked, wanted)
  if (bodies.length > 0) await addBodies(contents, unpacked, wanted)
  return { contents, size: reader.size }
}

function toBodyKinds(bodies: ReadContentsOptions['bodies']): readonly BodyKind[] {
  if (bodies === undefined || bodies === true) return ['text', 'html']
  return bodies === false ? [] : bodies
}
