import path from 'node:path'
import { pipeline } from 'node:stream/promises'

import { detectExtension, detectMimeType } from 'nodemailer/lib/mime-funcs'

import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import { ATTACH_BY_VALUE, ATTACH_EMBEDDED_MSG } from '../attachment.js'
import {
  PR_ATTACH_CONTENT_ID_W,
  PR_ATTACH_EXTENSION_W,
  PR_ATTACH_FLAGS,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_ATTACH_MIME_TAG_W,
  PR_ATTACHMENT_HIDDEN,
  PR_DISPLAY_NAME_W,
  PR_RENDERING_POSITION,
} from '../generated/prop-tags.js'
import type { Message } from '../message.js'
import { ATT_MHTML_REF } from '../message-constants.js'
import type { PropPair } from '../property-input.js'
import { readBytes, streamBytes, toByteSource, type ByteSource } from './draft-content.js'
import type { DraftAttachment, MessageDraft } from './message-draft.js'
import { setAll } from './set-all.js'

/** Writes a message into an attachment. */
export type WriteAttached = (message: Message, draft: MessageDraft, sent: boolean) => Promise<void>

/** An attachment whose draft was checked. */
export type CheckedAttachment = { filename: string; mimeType: string; cid: string | undefined } & (
  { message: MessageDraft; source?: undefined } | { source: ByteSource; message?: undefined }
)

/** Throws for what no attachment can be made of. */
export function checkAttachment(name: string, attachment: DraftAttachment): CheckedAttachment {
  if (typeof attachment !== 'object' || (attachment as unknown) === null) {
    throw invalidArgType(name, 'an object', attachment)
  }
  const cid = attachment.cid === undefined ? undefined : attachment.cid.replace(/^<|>$/g, '')
  if (attachment.message !== undefined) {
    const { message } = attachment
    if (typeof message !== 'object' || (message as unknown) === null) {
      throw invalidArgType(`${name}.message`, 'a message to write', message)
    }
    const filename = attachment.filename || message.subject || 'Message'
    return { filename, mimeType: 'message/rfc822', cid, message }
  }
  const mimeType = mimeTypeOf(attachment)
  const filename = fileNameOf(attachment, mimeType)
  return { filename, mimeType, cid, source: toByteSource(name, attachment) }
}

/**
 * Writes them in their order.
 * @param html A picture that it shows is not in the list of attachments.
 */
export async function writeAttachments(
  message: Message,
  attachments: readonly CheckedAttachment[],
  html: string | undefined,
  writeAttached: WriteAttached,
): Promise<void> {
  for (const attachment of attachments) {
    if (attachment.message) {
      const sent = attachment.message.date !== undefined
      await writeMessageAttachment(message, attachment.filename, attachment.message, sent, writeAttached)
    } else if (attachment.mimeType === 'message/rfc822') {
      const { emlToDraft } = await import('../eml/eml-to-draft.js')
      const { draft, sent } = await emlToDraft(await readBytes(attachment.source))
      const name = draft.subject || attachment.filename.replace(/\.eml$/i, '')
      await writeMessageAttachment(message, name, draft, sent, writeAttached)
    } else {
      await writeFileAttachment(message, attachment, attachment.source, html)
    }
  }
}

async function writeFileAttachment(
  message: Message,
  { filename, mimeType, cid }: CheckedAttachment,
  source: ByteSource,
  html: string | undefined,
): Promise<void> {
  const values: PropPair[] = [
    [PR_ATTACH_METHOD, ATTACH_BY_VALUE],
    [PR_ATTACH_LONG_FILENAME_W, filename],
    [PR_DISPLAY_NAME_W, filename],
    [PR_ATTACH_MIME_TAG_W, mimeType],
    [PR_RENDERING_POSITION, -1],
  ]
  const extension = path.extname(filename)
  if (extension !== '') values.push([PR_ATTACH_EXTENSION_W, extension])
  if (cid !== undefined) values.push([PR_ATTACH_CONTENT_ID_W, cid])
  if (cid !== undefined && isShown(cid, html)) {
    values.push([PR_ATTACH_FLAGS, ATT_MHTML_REF], [PR_ATTACHMENT_HIDDEN, true])
  }
  await using created = await message.createAttach()
  await setAll(created, values)
  await pipeline(streamBytes(source), created.createWriteStream())
  await created.saveChanges()
}

async function writeMessageAttachment(
  message: Message,
  name: string,
  draft: MessageDraft,
  sent: boolean,
  writeAttached: WriteAttached,
): Promise<void> {
  await using created = await message.createAttach()
  await setAll(created, [
    [PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG],
    [PR_DISPLAY_NAME_W, name],
    [PR_RENDERING_POSITION, -1],
  ])
  await using inner = await created.openEmbeddedMessage({ create: true })
  await writeAttached(inner, draft, sent)
  await inner.saveChanges()
  await created.saveChanges()
}

/** Whether the HTML shows the attachment with this Content-ID. */
export function isShown(cid: string, html: string | undefined): boolean {
  if (html === undefined || cid === '') return false
  return html.includes(`cid:${cid}`) || html.includes(`cid:${encodeURIComponent(cid)}`)
}

const ofData = /^data:([^;,]+)/i

function mimeTypeOf({ contentType, filename, path: from }: DraftAttachment): string {
  if (contentType !== undefined) return withoutParameters(contentType)
  const ofUrl = typeof from === 'string' ? ofData.exec(from)?.[1] : undefined
  return ofUrl ?? detectMimeType(path.extname(filename || lastPartOf(from)).slice(1) || 'bin')
}

function withoutParameters(contentType: string): string {
  if (typeof (contentType as unknown) !== 'string') {
    throw invalidArgValue('The "contentType" property must be a string.')
  }
  return contentType.replace(/;.*$/s, '').trim().toLowerCase()
}

function fileNameOf({ filename, path: from }: DraftAttachment, mimeType: string): string {
  const name = filename || lastPartOf(from)
  const extension = detectExtension(mimeType)
  const known = name || `attachment.${/^\w+$/.test(extension) ? extension : 'bin'}`
  // eslint-disable-next-line no-control-regex
  return known.replace(/[\x00-\x1f\x7f]+/g, ' ')
}

function lastPartOf(from: unknown): string {
  if (from instanceof URL)
    return from.protocol === 'data:' ? '' : decodeURIComponent(path.posix.basename(from.pathname))
  if (typeof from !== 'string' || ofData.test(from)) return ''
  return from.split(/[/\\]/).pop() ?? ''
}
