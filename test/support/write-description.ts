import assert from 'node:assert/strict'

import {
  type Attachment,
  FileTime,
  IID_IStorage,
  type MapiProp,
  type Message,
  type MessageSession,
  PR_ATTACH_DATA_OBJ,
  PR_MESSAGE_CODEPAGE,
  PROP_ID,
  PROP_TAG,
  PROP_TYPE,
  type PropInputValue,
  type PropTag,
  type Storage,
} from 'mapi-msg'

import type { StorageTree } from './msg-container.ts'
import { MV_FLAG, PT_ERROR, PT_STRING8, PT_SYSTIME, type SingleValue } from './msg-values.ts'
import type { MessageDescription, MsgDescription, Property } from './msg-writer.ts'

/** Has the package write what msg-writer.ts writes from the same description, with the calls that its users have. */

const kFirstNamedId = 0x8000

/** What a description needs besides itself: the tags of its names, and the code page of its 8-bit strings. */
interface Context {
  named: readonly (PropTag | undefined)[]
  decode: (bytes: Uint8Array) => string
}

function toInput(type: number, value: SingleValue, { decode }: Context): unknown {
  if (type === PT_SYSTIME && typeof value === 'bigint') return new FileTime(value)
  if (type === PT_STRING8) return decode(value as Uint8Array)
  return value
}

function toPair([tag, value]: Property, context: Context): readonly [PropTag, PropInputValue] {
  const type = PROP_TYPE(tag)
  const named = context.named[PROP_ID(tag) - kFirstNamedId]
  const input = Array.isArray(value)
    ? value.map((each: SingleValue) => toInput(type & ~MV_FLAG, each, context))
    : toInput(type, value as SingleValue, context)
  const id = named === undefined ? PROP_ID(tag) : PROP_ID(named)
  return [PROP_TAG(type, id), input as PropInputValue]
}

async function setAll(object: MapiProp, properties: readonly Property[], context: Context): Promise<void> {
  const pairs = properties
    .filter(([tag]) => PROP_TYPE(tag as PropTag) !== PT_ERROR)
    .map((property) => toPair(property, context))
  // The code page first: it is that of the strings.
  const [codePages, others] = [pairs, pairs].map((all, i) =>
    all.filter(([tag]) => (tag === PR_MESSAGE_CODEPAGE) === (i === 0)),
  )
  const problems = [...(await object.setProps(codePages ?? [])), ...(await object.setProps(others ?? []))]
  const unexpected = problems.filter(({ error }) => error.code !== 'MAPI_E_COMPUTED')
  assert.deepEqual(unexpected, [])
}

async function writeStorage(storage: Storage, { entries }: StorageTree): Promise<void> {
  for (const [name, content] of Object.entries(entries)) {
    if (content instanceof Uint8Array) {
      await using stream = await storage.createStream(name)
      await stream.write(Buffer.from(content))
    } else {
      await using child = await storage.createStorage(name)
      await writeStorage(child, content)
    }
  }
  await storage.commit()
}

async function writeAttachmentObject(
  attachment: Attachment,
  { message, storage }: { message?: MessageDescription; storage?: StorageTree },
  context: Context,
): Promise<void> {
  if (message) {
    await using embedded = await attachment.openEmbeddedMessage({ create: true })
    await writeContents(embedded, message, context)
    await embedded.saveChanges()
  } else if (storage) {
    await using object = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage, { create: true })
    if (storage.clsid !== undefined) await object.setClass(storage.clsid)
    await writeStorage(object, storage)
  }
}

async function writeContents(
  message: Message,
  description: MessageDescription,
  context: Context,
): Promise<void> {
  await setAll(message, description.properties, context)
  const rows = (description.recipients ?? []).map(({ properties }) =>
    properties.map((property) => toPair(property, context)),
  )
  if (rows.length > 0) await message.modifyRecipients('add', rows)
  for (const each of description.attachments ?? []) {
    await using attachment = await message.createAttach()
    await setAll(attachment, each.properties, context)
    await writeAttachmentObject(attachment, each, context)
    await attachment.saveChanges()
  }
}

/**
 * Writes all of the description into a new message, but does not save it. Errors cannot be set, and are left out.
 * @returns The tags that the names of the description have.
 */
export async function writeDescription(
  message: Message,
  description: MsgDescription,
  codePage = 'windows-1252',
): Promise<readonly (PropTag | undefined)[]> {
  const names = (description.names ?? []).map((name) =>
    'name' in name ? { propertySet: name.guid, name: name.name } : { propertySet: name.guid, id: name.id },
  )
  const tags = names.length > 0 ? await message.getIDsFromNames(names, { create: true }) : []
  const decoder = new TextDecoder(codePage)
  await writeContents(message, description, { named: tags, decode: (bytes) => decoder.decode(bytes) })
  return tags
}

/** The bytes of a file that the package wrote from a description. */
export async function writtenBytes(
  session: MessageSession,
  description: MsgDescription,
  options: { unicode?: boolean; codePage?: string } = {},
): Promise<Buffer> {
  await using message = await session.createMessage(null, { unicode: options.unicode ?? true })
  await writeDescription(message, description, options.codePage)
  return await message.saveToBytes()
}
