import PostalMime, { type Address as PostalAddress, type Attachment, type Email } from 'postal-mime'

import { invalidArgValue } from '../argument-errors.js'
import type { DraftAddresses, DraftAttachment, MessageDraft } from '../draft/message-draft.js'
import { PR_MESSAGE_DELIVERY_TIME, PR_TRANSPORT_MESSAGE_HEADERS_W } from '../generated/prop-tags.js'
import type { PropPair } from '../property-input.js'
import { headerValue, splitHeaders, type RawHeader } from './mime-headers.js'
import { securedDraft } from './secured-mail.js'

// Of a mail that is longer than that nobody has any use.
const mostHeaders = 16 * 1024 * 1024

/** What {@link composeMessage} makes an Outlook message of. */
export interface EmlDraft {
  draft: MessageDraft
  /** Whether it is a mail that was sent, rather than one to be edited: with `X-Unsent: 1`, as Outlook has it. */
  sent: boolean
}

/**
 * Takes an internet message apart.
 * @throws TypeError `ERR_INVALID_ARG_VALUE` if its parts are nested too deeply, or its headers are too long.
 */
export async function emlToDraft(bytes: Buffer): Promise<EmlDraft> {
  const email = await parse(bytes)
  const headers = splitHeaders(email.headerLines.map(({ line }) => line).join('\r\n'))
  const sent = headerValue(headers, 'x-unsent') !== '1'
  const draft: MessageDraft = {
    ...addressesOf(email),
    ...idsOf(email, headers),
    ...levelsOf(headers),
    subject: email.subject ?? '',
    text: email.text === undefined ? undefined : withoutLastLineEnd(email.text),
    html: email.html === undefined ? undefined : withoutLastLineEnd(email.html),
    attachments: email.attachments.map(toDraftAttachment),
    date: dateOf(email, headers),
    properties: propertiesOf(headers, sent),
  }
  return { draft: { ...draft, ...securedDraft(bytes, headers) }, sent }
}

async function parse(bytes: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxHeadersSize: mostHeaders })
  } catch (error) {
    throw invalidArgValue(`This mail cannot be taken apart: ${(error as Error).message}.`)
  }
}

function addressesOf(email: Email) {
  return {
    from: toDraftAddresses(email.from && [email.from]),
    sender: toDraftAddresses(email.sender && [email.sender]),
    to: toDraftAddresses(email.to),
    cc: toDraftAddresses(email.cc),
    bcc: toDraftAddresses(email.bcc),
    replyTo: toDraftAddresses(email.replyTo),
  }
}

// A group without members is somebody without an address, or nobody.
function toDraftAddresses(addresses: readonly PostalAddress[] | undefined): DraftAddresses {
  return (addresses ?? []).flatMap((each) => {
    if (each.group === undefined) return [{ name: each.name, address: each.address }]
    const isNobody = each.group.length > 0 || /^undisclosed[- ]recipients$/i.test(each.name)
    return isNobody ? each.group : [{ name: each.name, address: '' }]
  })
}

function idsOf(email: Email, headers: readonly RawHeader[]) {
  return {
    messageId: email.messageId,
    inReplyTo: headerValue(headers, 'in-reply-to'),
    references: email.references,
    categories: headerValue(headers, 'keywords')
      ?.split(/\s*,\s*/)
      .filter((each) => each !== ''),
  }
}

/** [MS-OXCMAIL] 2.2.3.2.11: Importance goes before X-Priority and Priority. */
function levelsOf(headers: readonly RawHeader[]): Pick<MessageDraft, 'importance' | 'sensitivity'> {
  const importance = headerValue(headers, 'importance')?.toLowerCase()
  const priority = headerValue(headers, 'x-priority') ?? headerValue(headers, 'priority')?.toLowerCase()
  const level =
    importance ??
    (/^(?:[12]|urgent)/.test(priority ?? '')
      ? 'high'
      : /^(?:[45]|non-urgent)/.test(priority ?? '')
        ? 'low'
        : '')
  const sensitivity = headerValue(headers, 'sensitivity')?.toLowerCase() ?? ''
  return {
    ...(level === 'high' || level === 'low' ? { importance: level } : {}),
    ...(sensitivity in sensitivities ? { sensitivity: sensitivities[sensitivity] } : {}),
  }
}

const sensitivities: Readonly<Record<string, NonNullable<MessageDraft['sensitivity']>>> = {
  personal: 'personal',
  private: 'private',
  'company-confidential': 'confidential',
}

function dateOf(email: Email, headers: readonly RawHeader[]): Date | undefined {
  const date = new Date(email.date ?? '')
  return Number.isNaN(date.getTime()) ? receivedOf(headers) : date
}

/** When the last server got it: the first Received header is the newest. */
function receivedOf(headers: readonly RawHeader[]): Date | undefined {
  const received = headerValue(headers, 'received')
  const date = new Date(received?.slice(received.lastIndexOf(';') + 1) ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date
}

function propertiesOf(headers: readonly RawHeader[], sent: boolean): PropPair[] {
  const text = `${headers.map(({ line }) => line).join('\r\n')}\r\n\r\n`.replaceAll('\0', '')
  const received = sent ? receivedOf(headers) : undefined
  return [
    [PR_TRANSPORT_MESSAGE_HEADERS_W, text],
    ...(received ? [[PR_MESSAGE_DELIVERY_TIME, received] as const] : []),
  ]
}

function toDraftAttachment(attachment: Attachment): DraftAttachment {
  const { filename, mimeType, contentId } = attachment
  return {
    filename: filename ?? undefined,
    contentType: mimeType,
    content: contentOf(attachment),
    ...(contentId ? { cid: contentId.replace(/^<|>$/g, '') } : {}),
  }
}

function contentOf({ content, mimeType }: Attachment): Buffer {
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : content instanceof ArrayBuffer
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  // The parser has made the lines of these end with LF, and has added one.
  if (mimeType.startsWith('message/')) return withCrlf(withoutLastLineEnd(bytes.toString('latin1')), 'latin1')
  const isCalendar = mimeType === 'text/calendar' || mimeType === 'application/ics'
  return isCalendar ? withCrlf(bytes.toString(), 'utf8') : bytes
}

function withCrlf(text: string, encoding: 'latin1' | 'utf8'): Buffer {
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), encoding)
}

function withoutLastLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}
