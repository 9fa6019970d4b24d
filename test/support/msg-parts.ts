import type { StorageTree } from './msg-container.ts'
import type {
  AttachmentDescription,
  MessageDescription,
  Property,
  RecipientDescription,
} from './msg-writer.ts'

/** Tags and building blocks of ordinary messages. The tags are written out, so that no table of ours is behind the fixtures. */
export const PR_MESSAGE_CLASS_W = 0x001a001f
export const PR_SUBJECT_W = 0x0037001f
export const PR_CLIENT_SUBMIT_TIME = 0x00390040
export const PR_SUBJECT_PREFIX_W = 0x003d001f
export const PR_SENT_REPRESENTING_NAME_W = 0x0042001f
export const PR_SENT_REPRESENTING_ADDRTYPE_W = 0x0064001f
export const PR_SENT_REPRESENTING_EMAIL_ADDRESS_W = 0x0065001f
export const PR_RECIPIENT_TYPE = 0x0c150003
export const PR_SENDER_NAME_W = 0x0c1a001f
export const PR_SENDER_ADDRTYPE_W = 0x0c1e001f
export const PR_SENDER_EMAIL_ADDRESS_W = 0x0c1f001f
export const PR_DISPLAY_BCC_W = 0x0e02001f
export const PR_DISPLAY_CC_W = 0x0e03001f
export const PR_DISPLAY_TO_W = 0x0e04001f
export const PR_MESSAGE_DELIVERY_TIME = 0x0e060040
export const PR_MESSAGE_FLAGS = 0x0e070003
export const PR_HASATTACH = 0x0e1b000b
export const PR_NORMALIZED_SUBJECT_W = 0x0e1d001f
export const PR_ATTACH_SIZE = 0x0e200003
export const PR_ATTACH_NUM = 0x0e210003
export const PR_OBJECT_TYPE = 0x0ffe0003
export const PR_ENTRYID = 0x0fff0102
export const PR_BODY_W = 0x1000001f
export const PR_INTERNET_MESSAGE_ID_W = 0x1035001f
export const PR_ROWID = 0x30000003
export const PR_DISPLAY_NAME_W = 0x3001001f
export const PR_ADDRTYPE_W = 0x3002001f
export const PR_EMAIL_ADDRESS_W = 0x3003001f
export const PR_SEARCH_KEY = 0x300b0102
export const PR_STORE_SUPPORT_MASK = 0x340d0003
export const PR_ATTACH_DATA_BIN = 0x37010102
export const PR_ATTACH_EXTENSION_W = 0x3703001f
export const PR_ATTACH_FILENAME_W = 0x3704001f
export const PR_ATTACH_METHOD = 0x37050003
export const PR_ATTACH_LONG_FILENAME_W = 0x3707001f
export const PR_ATTACH_TAG = 0x370a0102
export const PR_RENDERING_POSITION = 0x370b0003
export const PR_ATTACH_MIME_TAG_W = 0x370e001f
export const PR_SMTP_ADDRESS_W = 0x39fe001f
export const PR_INTERNET_CPID = 0x3fde0003
export const PR_MESSAGE_CODEPAGE = 0x3ffd0003

export const MAPI_TO = 1
export const MAPI_CC = 2
export const MAPI_BCC = 3

const MAPI_MAILUSER = 6
const MAPI_ATTACH = 7
const ATTACH_BY_VALUE = 1
const ATTACH_EMBEDDED_MSG = 5
const ATTACH_OLE = 6
const MSGFLAG_READ = 0x01
const MSGFLAG_HASATTACH = 0x10
/** STORE_* bits that MAPI's own files have; the last one says that strings are Unicode. */
export const kAnsiStore = 0x00000e79
export const kUnicodeStore = 0x00040e79

/** A one-off entry id ([MS-OXCDATA] 2.2.5.1) in Unicode, without rich text. */
function oneOffEntryId(name: string, addressType: string, address: string): Buffer {
  const head = Buffer.from('00000000812b1fa4bea310199d6e00dd010f540200000190', 'hex')
  return Buffer.concat([head, Buffer.from(`${name}\0${addressType}\0${address}\0`, 'utf16le')])
}

function recipient(kind: number, name: string, type: string, address: string): Property[] {
  return [
    [PR_RECIPIENT_TYPE, kind],
    [PR_OBJECT_TYPE, MAPI_MAILUSER],
    [PR_ENTRYID, oneOffEntryId(name, type, address)],
    [PR_DISPLAY_NAME_W, name],
    [PR_ADDRTYPE_W, type],
    [PR_EMAIL_ADDRESS_W, address],
    [PR_SEARCH_KEY, Buffer.from(`${type}:${address}\0`.toUpperCase(), 'latin1')],
  ]
}

export function mailUser(kind: number, name: string, address: string): RecipientDescription {
  return { properties: recipient(kind, name, 'SMTP', address) }
}

/** An Exchange user: the address is a distinguished name, the SMTP address a property of its own. */
export function exchangeUser(kind: number, name: string, dn: string, smtp: string): RecipientDescription {
  return { properties: [...recipient(kind, name, 'EX', dn), [PR_SMTP_ADDRESS_W, smtp]] }
}

/** Gives recipients their PR_ROWID. */
export function rows(recipients: readonly RecipientDescription[]): RecipientDescription[] {
  return recipients.map((each, i) => ({ ...each, properties: [...each.properties, [PR_ROWID, i]] }))
}

/** Gives attachments their PR_ATTACH_NUM. */
export function numbered(attachments: readonly AttachmentDescription[]): AttachmentDescription[] {
  return attachments.map((each, i) => ({ ...each, properties: [[PR_ATTACH_NUM, i], ...each.properties] }))
}

function attachment(method: number, name: string): Property[] {
  return [
    [PR_OBJECT_TYPE, MAPI_ATTACH],
    [PR_STORE_SUPPORT_MASK, kUnicodeStore],
    [PR_ATTACH_METHOD, method],
    [PR_RENDERING_POSITION, -1],
    [PR_DISPLAY_NAME_W, name],
  ]
}

export function fileAttachment(name: string, content: Uint8Array, mimeType?: string): AttachmentDescription {
  const properties: Property[] = [
    ...attachment(ATTACH_BY_VALUE, name),
    [PR_ATTACH_LONG_FILENAME_W, name],
    [PR_ATTACH_EXTENSION_W, /\.[^.]*$/.exec(name)?.[0] ?? ''],
    [PR_ATTACH_SIZE, content.length],
    [PR_ATTACH_DATA_BIN, content],
  ]
  if (mimeType) properties.push([PR_ATTACH_MIME_TAG_W, mimeType])
  return { properties }
}

export function messageAttachment(name: string, message: MessageDescription): AttachmentDescription {
  return { properties: attachment(ATTACH_EMBEDDED_MSG, name), message }
}

export function oleAttachment(name: string, storage: StorageTree): AttachmentDescription {
  const oleTag = Buffer.from('2a864886f714030a030201', 'hex')
  return { properties: [...attachment(ATTACH_OLE, name), [PR_ATTACH_TAG, oleTag]], storage }
}

export interface Note {
  subject: string
  body: string
  from?: { name: string; address: string }
  sent?: Date
  received?: Date
  recipients?: readonly RecipientDescription[]
  attachments?: readonly AttachmentDescription[]
  more?: readonly Property[]
}

function displayNames(recipients: readonly RecipientDescription[], kind: number): string {
  const value = (properties: readonly Property[], tag: number) =>
    properties.find((each) => each[0] === tag)?.[1]
  return recipients
    .filter((each) => value(each.properties, PR_RECIPIENT_TYPE) === kind)
    .map((each) => value(each.properties, PR_DISPLAY_NAME_W))
    .join('; ')
}

/** An ordinary received e-mail in Unicode, with the properties that Outlook stores with one. */
export function note(description: Note): MessageDescription {
  const { subject, body, from, sent, received, recipients = [], attachments = [], more = [] } = description
  const [, prefix = '', normalized = subject] = /^([A-Z]{1,3}: )(.*)$/i.exec(subject) ?? []
  const properties: Property[] = [
    [PR_STORE_SUPPORT_MASK, kUnicodeStore],
    [PR_MESSAGE_CLASS_W, 'IPM.Note'],
    [PR_SUBJECT_W, subject],
    [PR_SUBJECT_PREFIX_W, prefix],
    [PR_NORMALIZED_SUBJECT_W, normalized],
    [PR_DISPLAY_TO_W, displayNames(recipients, MAPI_TO)],
    [PR_DISPLAY_CC_W, displayNames(recipients, MAPI_CC)],
    [PR_DISPLAY_BCC_W, displayNames(recipients, MAPI_BCC)],
    [PR_MESSAGE_FLAGS, MSGFLAG_READ | (attachments.length ? MSGFLAG_HASATTACH : 0)],
    [PR_HASATTACH, attachments.length > 0],
    [PR_BODY_W, body],
    [PR_INTERNET_CPID, 65001],
  ]
  if (from) {
    properties.push(
      [PR_SENDER_NAME_W, from.name],
      [PR_SENDER_ADDRTYPE_W, 'SMTP'],
      [PR_SENDER_EMAIL_ADDRESS_W, from.address],
      [PR_SENT_REPRESENTING_NAME_W, from.name],
      [PR_SENT_REPRESENTING_ADDRTYPE_W, 'SMTP'],
      [PR_SENT_REPRESENTING_EMAIL_ADDRESS_W, from.address],
    )
  }
  if (sent) properties.push([PR_CLIENT_SUBMIT_TIME, sent])
  if (received) properties.push([PR_MESSAGE_DELIVERY_TIME, received])
  return {
    properties: [...properties, ...more],
    recipients: rows(recipients),
    attachments: numbered(attachments),
  }
}
