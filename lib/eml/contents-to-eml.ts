import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer'

import { PR_CREATION_TIME, PR_LAST_MODIFICATION_TIME } from '../generated/prop-tags.js'
import type { MessageContents } from '../message-contents.js'
import { AddressBook } from './address-book.js'
import { attachmentsOf, type MailAttachment } from './mail-attachments.js'
import { bodyStart, headerValue, splitHeaders, type RawHeader } from './mime-headers.js'
import { securedContent, signedPart } from './secured-mail.js'

/** What has to be read for {@link contentsToEml} besides the usual. */
export const emlProperties = [PR_CREATION_TIME, PR_LAST_MODIFICATION_TIME]

/** Makes an internet message of a message that was read with its details, bodies and the contents of its attachments. */
export async function contentsToEml(contents: MessageContents): Promise<Buffer> {
  const headers = splitHeaders(contents.headers ?? '')
  const mail = mailOf(contents, headers)
  const signed = signedPart(contents)
  if (signed) return Buffer.concat([headersAlone(mail, signed), signed])
  const secured = securedContent(contents)
  if (secured) return build({ ...mail, attachments: [securedAttachment(secured, headers)] })
  return build({
    ...mail,
    // A body without any text is one all the same.
    text: contents.text || (contents.html ? undefined : ' '),
    html: contents.html || undefined,
    attachments: await attachmentsOf(contents, contentsToEml),
  })
}

async function build(mail: MailComposerOptions): Promise<Buffer> {
  const node = new MailComposer(mail).compile()
  node.keepBcc = true
  return node.build()
}

/** The headers that say nothing of the body, and none that the part has itself. */
function headersAlone(mail: MailComposerOptions, part: Buffer): Buffer {
  const node = new MailComposer(mail).compile()
  node.keepBcc = true
  const known = new Set(splitHeaders(part.toString('latin1', 0, bodyStart(part))).map(({ key }) => key))
  const lines = splitHeaders(node.buildHeaders()).filter(
    ({ key }) => !key.startsWith('content-') && !known.has(key),
  )
  return Buffer.from(lines.map(({ line }) => `${line}\r\n`).join(''))
}

function mailOf(contents: MessageContents, headers: readonly RawHeader[]): MailComposerOptions {
  const book = new AddressBook(headers)
  const mail: MailComposerOptions = {
    from: book.one(contents.from),
    sender: book.one(contents.sender),
    to: book.all(contents.to),
    cc: book.all(contents.cc),
    bcc: book.all(contents.bcc),
    replyTo: book.all(contents.replyTo),
    subject: contents.subject,
    messageId: contents.messageId,
    inReplyTo: contents.inReplyTo,
    references: contents.references,
    date: dateOf(contents, headers),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  const own = ownHeaders(contents)
  const written = new Set(own.map(({ key }) => key.toLowerCase()))
  for (const [name, value] of Object.entries(mail)) {
    const key = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    if (value !== undefined && (!Array.isArray(value) || value.length > 0)) written.add(key)
  }
  const kept = headers.filter(({ key }) => !written.has(key) && !isOfBody(key) && !isOfProperty(key))
  return { ...mail, headers: [...kept.map(toPrepared), ...own] }
}

function isOfBody(key: string): boolean {
  return key === 'mime-version' || key.startsWith('content-')
}

// What the message says in properties, which go before what its headers said once.
const ofProperties = new Set([
  ...[
    'subject',
    'importance',
    'priority',
    'x-priority',
    'x-msmail-priority',
    'sensitivity',
    'keywords',
    'x-unsent',
  ],
])

function isOfProperty(key: string): boolean {
  return ofProperties.has(key)
}

function toPrepared({ line }: RawHeader) {
  const colon = line.indexOf(':')
  return { key: line.slice(0, colon), value: { prepared: true, value: line.slice(colon + 1).trim() } }
}

/** [MS-OXCMAIL] 2.1.3.2. */
function ownHeaders(contents: MessageContents): { key: string; value: string }[] {
  const headers: { key: string; value: string }[] = []
  const { importance, sensitivity, categories = [] } = contents
  if (importance !== 'normal') {
    headers.push({ key: 'Importance', value: importance })
    headers.push({ key: 'X-Priority', value: importance === 'high' ? '1' : '5' })
  }
  if (sensitivity !== 'normal') {
    const value = sensitivity === 'confidential' ? 'Company-Confidential' : sensitivity
    headers.push({ key: 'Sensitivity', value })
  }
  if (categories.length > 0) headers.push({ key: 'Keywords', value: categories.join(', ') })
  // Outlook opens such a file for editing.
  if (contents.isDraft) headers.push({ key: 'X-Unsent', value: '1' })
  return headers
}

const second = 1000

/** The date as its sender wrote it, with the time zone, where the message still says the same. */
function dateOf(contents: MessageContents, headers: readonly RawHeader[]): Date | string {
  const sent = contents.sent ?? contents.received
  const written = headerValue(headers, 'date')
  const time = new Date(written ?? '').getTime()
  if (written !== undefined && !Number.isNaN(time)) {
    if (!sent || Math.abs(sent.getTime() - time) < second) return written
  }
  const { properties } = contents
  return (
    sent ?? properties?.get(PR_LAST_MODIFICATION_TIME) ?? properties?.get(PR_CREATION_TIME) ?? new Date(0)
  )
}

function securedAttachment(content: Buffer, headers: readonly RawHeader[]): MailAttachment {
  const type = headerValue(headers, 'content-type') ?? ''
  const isKnown = /^application\/(?:x-)?pkcs7-mime\b/i.test(type)
  return {
    filename: 'smime.p7m',
    contentType: isKnown ? type : 'application/pkcs7-mime; smime-type=enveloped-data',
    content,
  }
}
