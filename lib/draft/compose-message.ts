import {
  PR_CLIENT_SUBMIT_TIME,
  PR_CONVERSATION_TOPIC_W,
  PR_DISPLAY_NAME_W,
  PR_IMPORTANCE,
  PR_INTERNET_MESSAGE_ID_W,
  PR_INTERNET_REFERENCES_W,
  PR_IN_REPLY_TO_ID_W,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_DELIVERY_TIME,
  PR_MESSAGE_FLAGS,
  PR_PRIORITY,
  PR_RECIPIENT_TYPE,
  PR_REPLY_RECIPIENT_ENTRIES,
  PR_REPLY_RECIPIENT_NAMES_W,
  PR_SENDER_ADDRTYPE_W,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_ENTRYID,
  PR_SENDER_NAME_W,
  PR_SENDER_SMTP_ADDRESS_W,
  PR_SENSITIVITY,
  PR_SENT_REPRESENTING_ADDRTYPE_W,
  PR_SENT_REPRESENTING_EMAIL_ADDRESS_W,
  PR_SENT_REPRESENTING_ENTRYID,
  PR_SENT_REPRESENTING_NAME_W,
  PR_SENT_REPRESENTING_SMTP_ADDRESS_W,
  PR_SUBJECT_W,
  PR_TRANSPORT_MESSAGE_HEADERS_W,
} from '../generated/prop-tags.js'
import type { Message } from '../message.js'
import { MAPI_BCC, MAPI_CC, MAPI_TO, MSGFLAG_READ, MSGFLAG_UNSENT } from '../message-constants.js'
import type { Address } from '../message-contents.js'
import { PS_INTERNET_HEADERS, PS_PUBLIC_STRINGS } from '../named-property.js'
import { createOneOff, smtpRecipient } from '../one-off.js'
import { PT_MV_UNICODE, PT_UNICODE } from '../prop-tag.js'
import type { PropPair } from '../property-input.js'
import { replyRecipientEntries } from '../reply-recipients.js'
import { checkDraft, type CheckedDraft } from './check-draft.js'
import { writeAttachments } from './draft-attachments.js'
import { writeBody } from './draft-body.js'
import type { DraftHeaders, MessageDraft } from './message-draft.js'
import { setAll } from './set-all.js'

const importances = { low: 0, normal: 1, high: 2 }
const priorities = { low: -1, normal: 0, high: 1 }
const sensitivities = { normal: 0, personal: 1, private: 2, confidential: 3 }

/** Writes a draft into a new message, which is to be saved afterwards. */
export async function composeMessage(message: Message, draft: MessageDraft, sent: boolean): Promise<void> {
  await compose(message, draft, await checkDraft(draft), sent)
}

/** The same of a draft that was checked. */
export async function compose(
  message: Message,
  draft: MessageDraft,
  checked: CheckedDraft,
  sent: boolean,
): Promise<void> {
  await setAll(message, [
    ...ownProperties(draft, checked, sent),
    ...originators(checked),
    ...replyRecipients(checked.replyTo),
  ])
  await writeBody(message, checked)
  await writeRecipients(message, checked)
  await writeAttachments(message, checked.attachments, checked.html, composeMessage)
  if (draft.categories && draft.categories.length > 0) {
    await message.setNamed(PS_PUBLIC_STRINGS, 'Keywords', PT_MV_UNICODE, draft.categories)
  }
  if (!sent) await writeHeadersToSend(message, headersOf(draft.headers))
  await setAll(message, draft.properties ?? [])
}

function ownProperties(draft: MessageDraft, { date }: CheckedDraft, sent: boolean): PropPair[] {
  const level = draft.importance ?? draft.priority
  const time = date ?? new Date()
  const pairs: PropPair[] = [
    [PR_MESSAGE_CLASS_W, draft.messageClass ?? 'IPM.Note'],
    // Only until the first saveChanges.
    [PR_MESSAGE_FLAGS, sent ? MSGFLAG_READ : MSGFLAG_UNSENT],
  ]
  if (sent) pairs.push([PR_CLIENT_SUBMIT_TIME, time], [PR_MESSAGE_DELIVERY_TIME, time])
  if (draft.subject !== undefined) {
    const subject = oneLine(draft.subject)
    pairs.push([PR_SUBJECT_W, subject], [PR_CONVERSATION_TOPIC_W, withoutPrefix(subject)])
  }
  if (level) pairs.push([PR_IMPORTANCE, importances[level]], [PR_PRIORITY, priorities[level]])
  if (draft.sensitivity) pairs.push([PR_SENSITIVITY, sensitivities[draft.sensitivity]])
  if (draft.messageId) pairs.push([PR_INTERNET_MESSAGE_ID_W, toMessageId(draft.messageId)])
  if (draft.inReplyTo) pairs.push([PR_IN_REPLY_TO_ID_W, toMessageId(draft.inReplyTo)])
  const references = [draft.references ?? []].flat().flatMap((each) => each.split(/\s+/))
  const known = references.filter((each) => each !== '')
  if (known.length > 0) pairs.push([PR_INTERNET_REFERENCES_W, known.map(toMessageId).join(' ')])
  const headers = headersOf(draft.headers)
  if (headers.length > 0) {
    const lines = headers.map(([key, value]) => `${key}: ${value}\r\n`)
    pairs.push([PR_TRANSPORT_MESSAGE_HEADERS_W, `${lines.join('')}\r\n`])
  }
  return pairs
}

/** Who sends it, and for whom. */
function originators({ from, sender }: CheckedDraft): PropPair[] {
  const pairs: PropPair[] = []
  const actual = sender ?? from
  if (from) {
    pairs.push([PR_SENT_REPRESENTING_NAME_W, from.name || from.address])
    if (from.address) {
      pairs.push(
        [PR_SENT_REPRESENTING_ADDRTYPE_W, 'SMTP'],
        [PR_SENT_REPRESENTING_EMAIL_ADDRESS_W, from.address],
        [PR_SENT_REPRESENTING_SMTP_ADDRESS_W, from.address],
        [PR_SENT_REPRESENTING_ENTRYID, createOneOff(from.name || from.address, 'SMTP', from.address)],
      )
    }
  }
  if (actual) {
    pairs.push([PR_SENDER_NAME_W, actual.name || actual.address])
    if (actual.address) {
      pairs.push(
        [PR_SENDER_ADDRTYPE_W, 'SMTP'],
        [PR_SENDER_EMAIL_ADDRESS_W, actual.address],
        [PR_SENDER_SMTP_ADDRESS_W, actual.address],
        [PR_SENDER_ENTRYID, createOneOff(actual.name || actual.address, 'SMTP', actual.address)],
      )
    }
  }
  return pairs
}

function replyRecipients(addresses: readonly Address[]): PropPair[] {
  if (addresses.length === 0) return []
  const names = addresses.map(({ name, address }) => (name || address).replaceAll(';', ','))
  return [
    [PR_REPLY_RECIPIENT_NAMES_W, names.join('; ')],
    [PR_REPLY_RECIPIENT_ENTRIES, replyRecipientEntries(addresses)],
  ]
}

async function writeRecipients(message: Message, { to, cc, bcc }: CheckedDraft): Promise<void> {
  const rowsOf = (type: number, addresses: readonly Address[]) =>
    addresses.map(({ name, address }): readonly PropPair[] =>
      address
        ? smtpRecipient(type, name || address, address)
        : // Outlook looks the name up when the draft is sent.
          [
            [PR_RECIPIENT_TYPE, type],
            [PR_DISPLAY_NAME_W, name],
          ],
    )
  const rows = [...rowsOf(MAPI_TO, to), ...rowsOf(MAPI_CC, cc), ...rowsOf(MAPI_BCC, bcc)]
  if (rows.length > 0) await message.modifyRecipients('add', rows)
}

/** Outlook puts those that are named properties into the message that it sends. */
async function writeHeadersToSend(
  message: Message,
  headers: readonly (readonly [string, string])[],
): Promise<void> {
  for (const [key, value] of headers) {
    await message.setNamed(PS_INTERNET_HEADERS, key.toLowerCase(), PT_UNICODE, value)
  }
}

function headersOf(headers: DraftHeaders | undefined): (readonly [string, string])[] {
  if (headers === undefined) return []
  const pairs: (readonly [string, unknown])[] = Array.isArray(headers)
    ? headers.map(({ key, value }: { key: string; value: unknown }) => [key, value] as const)
    : Object.entries(headers)
  return pairs.flatMap(([key, value]) =>
    [value].flat().map((each) => [oneLine(key), oneLine(textOfHeader(each))] as const),
  )
}

// nodemailer takes { prepared, value } too.
function textOfHeader(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'value' in value) return String(value.value)
  return String(value)
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x08\x0a-\x1f\x7f]+/g, ' ')
}

function toMessageId(id: string): string {
  const known = oneLine(id).trim()
  return known.startsWith('<') ? known : `<${known}>`
}

/** [MS-OXCMSG] 3.2.1.2: without `RE: ` and its like. */
function withoutPrefix(subject: string): string {
  return subject.replace(/^[^\d:]{1,3}: /, '')
}
