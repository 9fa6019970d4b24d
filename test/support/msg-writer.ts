import { type StorageTree, writeContainer } from './msg-container.ts'
import { encodeNames, type PropertyName } from './msg-names.ts'
import { encodeValue, hex8, type PropertyValue, sizeField } from './msg-values.ts'

/**
 * Writes .msg files as [MS-OXMSG] says, from plain descriptions, with none of the package's own code: what reads
 * them is tested against a second opinion. Deviations make damaged and odd files.
 */

/** What to do otherwise than the specification says with one property. */
export interface PropertyDeviation {
  /** PROPATTR_* bits. */
  flags?: number
  /** The size field, whatever the stream's size is. */
  size?: number
  /** The number after the size field. */
  reserved?: number
  /** Leaves the value's streams out. */
  omitStreams?: true
}

/** Tag, value, deviations. Order is kept; a tag may be there twice (the later value gets the stream). */
export type Property = readonly [tag: number, value: PropertyValue, deviation?: PropertyDeviation]

/** What to do otherwise with the property stream of a message, a recipient or an attachment. */
export interface PropertyStreamDeviation {
  header?: { nextRecipient?: number; nextAttachment?: number; recipients?: number; attachments?: number }
  omit?: true
  /** Takes so many bytes from the end. */
  cut?: number
  append?: Uint8Array
}

interface PropertyOwner {
  properties: readonly Property[]
  propertyStream?: PropertyStreamDeviation
}

export interface RecipientDescription extends PropertyOwner {
  /** N of `__recip_version1.0_#N`; its place in the list where it is left out. */
  number?: number
}

/** Its data is PR_ATTACH_DATA_BIN among the properties, or an embedded message, or an OLE storage. */
export interface AttachmentDescription extends PropertyOwner {
  /** N of `__attach_version1.0_#N`; its place in the list where it is left out. */
  number?: number
  message?: MessageDescription
  storage?: StorageTree
}

export interface MessageDescription extends PropertyOwner {
  recipients?: readonly RecipientDescription[]
  attachments?: readonly AttachmentDescription[]
}

/** A whole file. */
export interface MsgDescription extends MessageDescription {
  /** The n-th is the name of property id 0x8000 + n, in embedded messages as well. */
  names?: readonly PropertyName[]
  /** Class of the root storage; MAPI's for messages where it is left out. */
  clsid?: string
  nameStorage?: 'omit' | 'omit buckets'
  lowerCaseNames?: true
  /** Bytes after the end of the compound file. */
  trailing?: Uint8Array
}

const kMessageClsid = '{00020d0b-0000-0000-c000-000000000046}'
const kAttachDataObject = 0x3701000d
const kPropertyStream = '__properties_version1.0'
const kEmbeddedMessage = 1
const kOleStorage = 4

const kReadable = 2
const kWriteable = 4
const kMandatory = 1
/** MAPI's own files have these properties, by id, read-only: */
const kReadOnly = new Set([
  0x0e02, 0x0e03, 0x0e04, 0x0e1b, 0x0e1d, 0x0e21, 0x0ff4, 0x0ff7, 0x0ff9, 0x0ffe, 0x3007, 0x3008, 0x340d,
])
/** ... and these mandatory: PR_ATTACH_METHOD, PR_RENDERING_POSITION. */
const kMandatoryIds = new Set([0x3705, 0x370b])

function defaultFlags(tag: number): number {
  const id = tag >>> 16
  if (kReadOnly.has(id)) return kReadable
  return kReadable | kWriteable | (kMandatoryIds.has(id) ? kMandatory : 0)
}

function propertyEntry(tag: number, flags: number, inline: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(tag >>> 0, 0)
  head.writeUInt32LE(flags, 4)
  return Buffer.concat([head, inline])
}

/** A storage with the properties' streams; `extraEntries` go to the end of the property stream. */
function encodeProperties(owner: PropertyOwner, header: Buffer, extraEntries: Buffer[] = []): StorageTree {
  const storage: StorageTree = { entries: {} }
  const entries = owner.properties.map(([tag, value, deviation = {}]) => {
    const { inline, streams } = encodeValue(tag, value)
    if (!deviation.omitStreams) {
      for (const [suffix, content] of Object.entries(streams)) {
        storage.entries[`__substg1.0_${hex8(tag)}${suffix}`] = content
      }
    }
    if (deviation.size !== undefined) inline.writeUInt32LE(deviation.size, 0)
    if (deviation.reserved !== undefined) inline.writeUInt32LE(deviation.reserved, 4)
    return propertyEntry(tag, deviation.flags ?? defaultFlags(tag), inline)
  })
  const { omit, cut = 0, append = Buffer.alloc(0) } = owner.propertyStream ?? {}
  const stream = Buffer.concat([header, ...entries, ...extraEntries])
  if (!omit)
    storage.entries[kPropertyStream] = Buffer.concat([stream.subarray(0, stream.length - cut), append])
  return storage
}

function encodeAttachment(attachment: AttachmentDescription): StorageTree {
  const { message, storage: ole } = attachment
  const object = message ? encodeMessage(message, 'embedded') : ole
  const entry = () =>
    propertyEntry(
      kAttachDataObject,
      defaultFlags(kAttachDataObject),
      sizeField(0xffffffff, message ? kEmbeddedMessage : kOleStorage),
    )
  const storage = encodeProperties(attachment, Buffer.alloc(8), object ? [entry()] : [])
  if (object) storage.entries[`__substg1.0_${hex8(kAttachDataObject)}`] = object
  return storage
}

function nextNumber(items: readonly { number?: number }[]): number {
  return Math.max(-1, ...items.map((item, i) => item.number ?? i)) + 1
}

/** [MS-OXMSG] 2.4.1.1, 2.4.1.2: an embedded message's header lacks the last 8 bytes. */
function messageHeader(message: MessageDescription, place: 'root' | 'embedded'): Buffer {
  const recipients = message.recipients ?? []
  const attachments = message.attachments ?? []
  const { header = {} } = message.propertyStream ?? {}
  const bytes = Buffer.alloc(place === 'root' ? 32 : 24)
  bytes.writeUInt32LE(header.nextRecipient ?? nextNumber(recipients), 8)
  bytes.writeUInt32LE(header.nextAttachment ?? nextNumber(attachments), 12)
  bytes.writeUInt32LE(header.recipients ?? recipients.length, 16)
  bytes.writeUInt32LE(header.attachments ?? attachments.length, 20)
  return bytes
}

function encodeMessage(message: MessageDescription, place: 'root' | 'embedded'): StorageTree {
  const storage = encodeProperties(message, messageHeader(message, place))
  message.recipients?.forEach((recipient, i) => {
    storage.entries[`__recip_version1.0_#${hex8(recipient.number ?? i)}`] = encodeProperties(
      recipient,
      Buffer.alloc(8),
    )
  })
  message.attachments?.forEach((attachment, i) => {
    storage.entries[`__attach_version1.0_#${hex8(attachment.number ?? i)}`] = encodeAttachment(attachment)
  })
  return storage
}

function lowerCaseNames(storage: StorageTree): StorageTree {
  const entries: StorageTree['entries'] = {}
  for (const [name, node] of Object.entries(storage.entries)) {
    entries[name.toLowerCase()] = node instanceof Uint8Array ? node : lowerCaseNames(node)
  }
  return { ...storage, entries }
}

/** The storages and streams of a .msg file. */
export function encodeMsg(message: MsgDescription): StorageTree {
  const root = encodeMessage(message, 'root')
  root.clsid = message.clsid ?? kMessageClsid
  if (message.nameStorage !== 'omit') {
    const buckets = message.nameStorage !== 'omit buckets'
    root.entries['__nameid_version1.0'] = encodeNames(message.names ?? [], { buckets })
  }
  return message.lowerCaseNames ? lowerCaseNames(root) : root
}

/** The bytes of a .msg file. Equal descriptions give equal bytes. */
export function writeMsg(message: MsgDescription): Buffer {
  const file = writeContainer(encodeMsg(message))
  return message.trailing ? Buffer.concat([file, message.trailing]) : file
}
