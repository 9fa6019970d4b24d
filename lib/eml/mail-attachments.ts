import path from 'node:path'

import type { MailComposerOptions } from 'nodemailer/lib/mail-composer'
import { detectMimeType } from 'nodemailer/lib/mime-funcs'

import { ATTACH_OLE } from '../attachment.js'
import { isShown } from '../draft/draft-attachments.js'
import type { AttachmentContents, MessageContents } from '../message-contents.js'

export type MailAttachment = NonNullable<MailComposerOptions['attachments']>[number]

/** The attachments as parts of an internet message. Links and OLE objects, which have no bytes, are none. */
export async function attachmentsOf(
  contents: MessageContents,
  toEml: (message: MessageContents) => Promise<Buffer>,
): Promise<MailAttachment[]> {
  const attachments: MailAttachment[] = []
  for (const attachment of contents.attachments ?? []) {
    if (attachment.message) {
      const name = attachment.message.subject || attachment.name || 'Message'
      attachments.push({
        filename: `${name}.eml`,
        contentType: 'message/rfc822',
        contentDisposition: 'attachment',
        content: await toEml(attachment.message),
      })
    } else if (attachment.content && attachment.method !== ATTACH_OLE) {
      attachments.push(fileOf(attachment, attachment.content, contents.html))
    }
  }
  // Formatted text that is in no form that mail programs show.
  if (!contents.text && !contents.html && contents.rtf) {
    const content = Buffer.from(contents.rtf, 'latin1')
    attachments.push({ filename: 'message.rtf', contentType: 'application/rtf', content })
  }
  return attachments
}

function fileOf(
  { name, mimeType, contentId, inline }: AttachmentContents,
  content: Buffer,
  html: string | undefined,
): MailAttachment {
  const id = contentId?.replace(/^<|>$/g, '')
  const isPart = id !== undefined && isShown(id, html)
  return {
    filename: name || false,
    content,
    contentDisposition: isPart || (inline && id) ? 'inline' : 'attachment',
    contentType: typeOf(name, mimeType, content),
    // With `cid` it is a part of the HTML. Outlook gives files an identifier too that no HTML has.
    ...(isPart ? { cid: id } : id ? { headers: { 'Content-ID': `<${id}>` } } : {}),
  }
}

// What servers and mail programs report, in lines.
const report = /^message\/(?:delivery-status|disposition-notification|feedback-report)$/i

/** The type of a file. Parts of most of the types multipart and message would be more than a file. */
function typeOf(name: string | undefined, mimeType: string | undefined, content: Buffer): string {
  const isWellFormed = /^[\w.+-]+\/[\w.+-]+$/.test(mimeType ?? '')
  const type = isWellFormed ? mimeType : undefined
  const known = type ?? detectMimeType(path.extname(name ?? '').slice(1) || 'bin')
  if (report.test(known) && isLines(content)) return known
  return /^(?:multipart|message)\//i.test(known) ? 'application/octet-stream' : known
}

/** Whether it stays as it is without being encoded. */
function isLines(content: Buffer): boolean {
  return /^(?:[\t\x20-\x7e]{0,998}\r\n)*[\t\x20-\x7e]{0,998}$/.test(content.toString('latin1'))
}
