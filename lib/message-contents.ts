import { addDetails, type MessageDetails } from './details/message-details.js'
import type { FileTime } from './file-time.js'
import {
  PR_ATTACHMENT_HIDDEN,
  PR_ATTACH_CONTENT_ID_W,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_FILENAME_W,
  PR_ATTACH_FLAGS,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_ATTACH_MIME_TAG_W,
  PR_ATTACH_NUM,
  PR_ATTACH_SIZE,
  PR_BODY_W,
  PR_CLIENT_SUBMIT_TIME,
  PR_CONVERSATION_TOPIC_W,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_HTML,
  PR_IMPORTANCE,
  PR_INTERNET_CPID,
  PR_INTERNET_MESSAGE_ID_W,
  PR_INTERNET_REFERENCES_W,
  PR_IN_REPLY_TO_ID_W,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_DELIVERY_TIME,
  PR_MESSAGE_FLAGS,
  PR_RECIPIENT_TYPE,
  PR_REPLY_RECIPIENT_ENTRIES,
  PR_REPLY_RECIPIENT_NAMES_W,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SENDER_SMTP_ADDRESS_W,
  PR_SENSITIVITY,
  PR_SENT_REPRESENTING_EMAIL_ADDRESS_W,
  PR_SENT_REPRESENTING_NAME_W,
  PR_SENT_REPRESENTING_SMTP_ADDRESS_W,
  PR_SMTP_ADDRESS_W,
  PR_SUBJECT_W,
  PR_TRANSPORT_MESSAGE_HEADERS_W,
} from './generated/prop-tags.js'
import { MapiError } from './mapi-error.js'
import { ATT_MHTML_REF, MSGFLAG_READ, MSGFLAG_UNSENT } from './message-constants.js'
import { bodyOfKind, type BodyKind, type BodySource } from './message-body.js'
import type { UnpackedAttachment, UnpackedMessage } from './message-pack.js'
import type { NamedTag } from './named-property.js'
import { CHANGE_PROP_TYPE, PT_UNSPECIFIED, type PropTag } from './prop-tag.js'
import type { PropertyRow } from './property-row.js'
import { readReplyRecipients } from './reply-recipients.js'

/** A sender or recipient. */
export interface Address {
  /** The display name; empty if there is none. */
  name: string
  /** The SMTP address if the message has it, else the address as it is, such as an Exchange name; empty if there is none. */
  address: string
}

/** A recipient, with the properties of its row if they were asked for. */
export interface Recipient extends Address {
  properties?: PropertyRow
}

/** What {@link readMessage} gives. */
export interface MessageContents extends MessageDetails {
  /** PR_MESSAGE_CLASS, such as `IPM.Note`. */
  messageClass: string | undefined
  subject: string | undefined
  /**
   * Who the message is from: PR_SENT_REPRESENTING_*, or the sender where that is missing, or is the same name without
   * an address.
   */
  from: Address | undefined
  /** Who sent it for `from`, where that is somebody else. */
  sender?: Address
  /** Where answers are to go, if not to `from`. */
  replyTo?: Address[]
  /** Without recipients these are missing. */
  to?: Recipient[]
  cc?: Recipient[]
  bcc?: Recipient[]
  /** PR_CLIENT_SUBMIT_TIME; `undefined` for a draft. */
  sent: FileTime | undefined
  /** PR_MESSAGE_DELIVERY_TIME. */
  received: FileTime | undefined
  /** PR_INTERNET_MESSAGE_ID. */
  messageId: string | undefined
  /** PR_IN_REPLY_TO_ID: the `messageId` of the message that this one answers. */
  inReplyTo?: string
  /** PR_INTERNET_REFERENCES: the `messageId`s of the conversation so far, the oldest first. */
  references?: string[]
  /** PR_CONVERSATION_TOPIC: the subject without `RE:` and its like. */
  conversationTopic?: string
  importance: 'low' | 'normal' | 'high'
  sensitivity: 'normal' | 'personal' | 'private' | 'confidential'
  /** MSGFLAG_UNSENT: Outlook opens it for editing. */
  isDraft: boolean
  /** MSGFLAG_READ. */
  isRead: boolean
  /** PR_TRANSPORT_MESSAGE_HEADERS: the headers that the message came with, as text. */
  headers?: string
  /** The bodies that were asked for, of those that the message has. */
  text?: string
  html?: string
  /** Each character is one byte of the RTF. */
  rtf?: string
  /** Missing if they were not asked for. */
  attachments?: AttachmentContents[]
  /** All properties, or those asked for. */
  properties?: PropertyRow
  /** With all properties: the names of the named ones among them, of nested messages' properties too. */
  names?: NamedTag[]
  /** What could not be read of the message, such as a damaged body. Nearly always empty. */
  problems: MapiError[]
}

/** An attachment of a message that {@link readMessage} read. */
export interface AttachmentContents {
  /** PR_ATTACH_NUM, for `message.openAttach`. */
  number: number
  /** The file's name as its sender wrote it: never use it as a path unchecked. */
  name: string | undefined
  mimeType: string | undefined
  contentId: string | undefined
  /** Whether it is shown within the text, and hidden from the list of attachments. */
  inline: boolean
  /** In bytes, where it is known. */
  size: number | undefined
  /** PR_ATTACH_METHOD, an ATTACH_* constant. */
  method: number
  /** The bytes, if they were asked for. Attached messages and OLE objects have none. */
  content?: Buffer
  /** The attached message. */
  message?: MessageContents
  properties?: PropertyRow
}

/** Of messages. */
export const contentTags: readonly PropTag[] = [
  PR_MESSAGE_CLASS_W,
  PR_SUBJECT_W,
  PR_SENT_REPRESENTING_NAME_W,
  PR_SENT_REPRESENTING_SMTP_ADDRESS_W,
  PR_SENT_REPRESENTING_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SENDER_SMTP_ADDRESS_W,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_CLIENT_SUBMIT_TIME,
  PR_MESSAGE_DELIVERY_TIME,
  PR_INTERNET_MESSAGE_ID_W,
  PR_IMPORTANCE,
  PR_SENSITIVITY,
  PR_MESSAGE_FLAGS,
]

/** Of messages, if details are wanted. */
export const detailTags: readonly PropTag[] = [
  PR_REPLY_RECIPIENT_ENTRIES,
  PR_REPLY_RECIPIENT_NAMES_W,
  PR_IN_REPLY_TO_ID_W,
  PR_INTERNET_REFERENCES_W,
  PR_CONVERSATION_TOPIC_W,
  PR_TRANSPORT_MESSAGE_HEADERS_W,
]

const PR_HTML_OF_ANY_TYPE = CHANGE_PROP_TYPE(PR_HTML, PT_UNSPECIFIED)

export const bodyTags: Record<BodyKind, readonly PropTag[]> = {
  html: [PR_HTML_OF_ANY_TYPE, PR_INTERNET_CPID],
  text: [PR_BODY_W, PR_INTERNET_CPID],
  rtf: [],
}

export const recipientTags: readonly PropTag[] = [
  PR_RECIPIENT_TYPE,
  PR_DISPLAY_NAME_W,
  PR_SMTP_ADDRESS_W,
  PR_EMAIL_ADDRESS_W,
]

export const attachmentTags: readonly PropTag[] = [
  PR_ATTACH_NUM,
  PR_ATTACH_METHOD,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_FILENAME_W,
  PR_DISPLAY_NAME_W,
  PR_ATTACH_MIME_TAG_W,
  PR_ATTACH_CONTENT_ID_W,
  PR_ATTACH_SIZE,
  PR_ATTACH_FLAGS,
  PR_ATTACHMENT_HIDDEN,
]

/** What of the unpacked message goes into its contents. */
export interface WantedContents {
  name: string
  bodies: readonly BodyKind[]
  properties: boolean
  details: boolean
  contents: boolean
}

/** All but the bodies, for which there is {@link addBodies}. */
export function toContents(unpacked: UnpackedMessage, wanted: WantedContents): MessageContents {
  const { row } = unpacked
  const flags = row.get(PR_MESSAGE_FLAGS) ?? 0
  const contents: MessageContents = {
    messageClass: row.get(PR_MESSAGE_CLASS_W),
    subject: row.get(PR_SUBJECT_W),
    from: fromOf(row),
    sent: row.get(PR_CLIENT_SUBMIT_TIME),
    received: row.get(PR_MESSAGE_DELIVERY_TIME),
    messageId: row.get(PR_INTERNET_MESSAGE_ID_W),
    importance: importances[row.get(PR_IMPORTANCE) ?? 1] ?? 'normal',
    sensitivity: sensitivities[row.get(PR_SENSITIVITY) ?? 0] ?? 'normal',
    isDraft: (flags & MSGFLAG_UNSENT) !== 0,
    isRead: (flags & MSGFLAG_READ) !== 0,
    problems: [],
  }
  if (wanted.details) addAllDetails(contents, unpacked)
  if (unpacked.recipients) addRecipients(contents, unpacked.recipients, wanted)
  if (unpacked.attachments) {
    contents.attachments = unpacked.attachments.map((attachment) =>
      toAttachment(attachment, contents.problems, wanted),
    )
  }
  if (wanted.properties) contents.properties = row
  if (unpacked.names) contents.names = unpacked.names
  return contents
}

/** Adds the bodies to the contents of a message, and to those of the messages attached to it. */
export async function addBodies(
  contents: MessageContents,
  unpacked: UnpackedMessage,
  wanted: WantedContents,
): Promise<void> {
  await addOwnBodies(contents, unpacked, wanted)
  for (const [index, { message }] of (unpacked.attachments ?? []).entries()) {
    const attached = contents.attachments?.[index]?.message
    if (attached && message && !(message instanceof MapiError)) await addBodies(attached, message, wanted)
  }
}

// Values of PR_IMPORTANCE.
const importances = ['low', 'normal', 'high'] as const
// Values of PR_SENSITIVITY.
const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const

function addAllDetails(contents: MessageContents, { row, details }: UnpackedMessage): void {
  const sender = senderOf(row)
  const isOther = sender?.address.toLowerCase() !== contents.from?.address.toLowerCase()
  if (sender?.address && isOther) contents.sender = sender
  const replyTo = readReplyRecipients(
    row.get(PR_REPLY_RECIPIENT_ENTRIES),
    row.get(PR_REPLY_RECIPIENT_NAMES_W),
  )
  if (replyTo.length > 0) contents.replyTo = replyTo
  const inReplyTo = row.get(PR_IN_REPLY_TO_ID_W)
  if (inReplyTo) contents.inReplyTo = inReplyTo
  const references = row.get(PR_INTERNET_REFERENCES_W)?.trim()
  if (references) contents.references = references.split(/\s+/)
  const conversationTopic = row.get(PR_CONVERSATION_TOPIC_W)
  if (conversationTopic) contents.conversationTopic = conversationTopic
  const headers = row.get(PR_TRANSPORT_MESSAGE_HEADERS_W)
  if (headers) contents.headers = headers
  if (details instanceof MapiError) contents.problems.push(details)
  else if (details) addDetails(contents, contents.messageClass, details)
}

function fromOf(row: PropertyRow): Address | undefined {
  const represented = addressOf(
    row.get(PR_SENT_REPRESENTING_NAME_W),
    row.get(PR_SENT_REPRESENTING_SMTP_ADDRESS_W) || row.get(PR_SENT_REPRESENTING_EMAIL_ADDRESS_W),
  )
  if (represented?.address) return represented
  const sender = senderOf(row)
  // Some writers leave out the address of who is represented where that is the sender.
  return represented && represented.name !== sender?.name ? represented : sender
}

function senderOf(row: PropertyRow): Address | undefined {
  return addressOf(
    row.get(PR_SENDER_NAME_W),
    row.get(PR_SENDER_SMTP_ADDRESS_W) || row.get(PR_SENDER_EMAIL_ADDRESS_W),
  )
}

function addressOf(name: string | undefined, address: string | undefined): Address | undefined {
  return name || address ? { name: name ?? '', address: address ?? '' } : undefined
}

// The upper bits of PR_RECIPIENT_TYPE are flags.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagrecipienttype-canonical-property
const recipientTypeMask = 0x0f
const typeTo = 1
const typeCc = 2
const typeBcc = 3

function addRecipients(contents: MessageContents, rows: PropertyRow[], wanted: WantedContents): void {
  const lists: Recipient[][] = [[], [], [], []]
  for (const row of rows) {
    const recipient: Recipient = {
      name: row.get(PR_DISPLAY_NAME_W) ?? '',
      address: row.get(PR_SMTP_ADDRESS_W) || row.get(PR_EMAIL_ADDRESS_W) || '',
    }
    if (wanted.properties) recipient.properties = row
    lists[(row.get(PR_RECIPIENT_TYPE) ?? typeTo) & recipientTypeMask]?.push(recipient)
  }
  contents.to = lists[typeTo] ?? []
  contents.cc = lists[typeCc] ?? []
  contents.bcc = lists[typeBcc] ?? []
}

async function addOwnBodies(
  contents: MessageContents,
  { row, rtf, encapsulated }: UnpackedMessage,
  wanted: WantedContents,
): Promise<void> {
  const source: BodySource = {
    name: wanted.name,
    codePage: row.get(PR_INTERNET_CPID),
    html: () => row.get(PR_HTML_OF_ANY_TYPE),
    text: () => row.get(PR_BODY_W),
    rtf: () => {
      if (rtf instanceof MapiError) throw rtf
      return rtf
    },
    encapsulated: () => {
      if (rtf instanceof MapiError) throw rtf
      return encapsulated
    },
  }
  for (const kind of wanted.bodies) {
    try {
      const body = await bodyOfKind(source, kind)
      if (body) contents[kind] = body.content
    } catch (error) {
      if (!(error instanceof MapiError)) throw error
      if (!contents.problems.includes(error)) contents.problems.push(error)
    }
  }
}

function toAttachment(
  { row, message }: UnpackedAttachment,
  problems: MapiError[],
  wanted: WantedContents,
): AttachmentContents {
  const content = wanted.contents ? row.get(PR_ATTACH_DATA_BIN) : undefined
  const isReferred = ((row.get(PR_ATTACH_FLAGS) ?? 0) & ATT_MHTML_REF) !== 0
  const attachment: AttachmentContents = {
    number: row.get(PR_ATTACH_NUM) ?? 0,
    name: row.get(PR_ATTACH_LONG_FILENAME_W) ?? row.get(PR_ATTACH_FILENAME_W) ?? row.get(PR_DISPLAY_NAME_W),
    mimeType: row.get(PR_ATTACH_MIME_TAG_W),
    contentId: row.get(PR_ATTACH_CONTENT_ID_W),
    inline: isReferred || row.get(PR_ATTACHMENT_HIDDEN) === true,
    size: content?.length ?? row.get(PR_ATTACH_SIZE),
    method: row.get(PR_ATTACH_METHOD) ?? 0,
  }
  if (content) attachment.content = content
  if (message instanceof MapiError) problems.push(message)
  else if (message) attachment.message = toContents(message, wanted)
  if (wanted.properties) attachment.properties = row
  return attachment
}
