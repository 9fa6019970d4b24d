import type { MessageDraft } from '../draft/message-draft.js'
import type { MessageContents } from '../message-contents.js'
import { bodyStart, headerValue, parameter, type RawHeader } from './mime-headers.js'

/**
 * Mail that is signed or encrypted by S/MIME. Outlook has it in one attachment, from which the mail is made again
 * byte by byte, so that the signature stays valid.
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxosmime/e8fb85cd-a2dd-4a4f-8d7e-4e3d7bc7ad6d
 */

const attachmentName = 'smime.p7m'

/** What is different in such a mail; nothing of another one. */
export function securedDraft(eml: Buffer, headers: readonly RawHeader[]): MessageDraft {
  const type = headerValue(headers, 'content-type') ?? ''
  if (/^multipart\/signed\b/i.test(type)) {
    // Other signatures, such as OpenPGP's, are attachments.
    if (!/^application\/(?:x-)?pkcs7-signature$/.test(parameter(type, 'protocol') ?? '')) return {}
    const content = Buffer.concat([partHeaders(headers), eml.subarray(bodyStart(eml))])
    return {
      messageClass: 'IPM.Note.SMIME.MultipartSigned',
      attachments: [{ filename: attachmentName, contentType: 'multipart/signed', content }],
    }
  }
  if (/^application\/(?:x-)?pkcs7-mime\b/i.test(type)) return { messageClass: 'IPM.Note.SMIME' }
  return {}
}

function partHeaders(headers: readonly RawHeader[]): Buffer {
  const own = headers.filter(({ key }) => key.startsWith('content-'))
  return Buffer.from(`${own.map(({ line }) => `${line}\r\n`).join('')}\r\n`)
}

/** The part that a signed mail is, with its Content- headers; `undefined` of another one. */
export function signedPart({ messageClass, attachments = [] }: MessageContents): Buffer | undefined {
  const [only] = attachments
  if (!/^IPM\.Note\.SMIME/i.test(messageClass ?? '') || attachments.length !== 1) return undefined
  return only?.mimeType?.toLowerCase() === 'multipart/signed' ? only.content : undefined
}

/** The content of an encrypted or opaquely signed mail; `undefined` of another one. */
export function securedContent({ messageClass, attachments = [] }: MessageContents): Buffer | undefined {
  const [only] = attachments
  if (!/^IPM\.Note\.SMIME/i.test(messageClass ?? '') || attachments.length !== 1) return undefined
  return only?.mimeType?.toLowerCase() === 'multipart/signed' ? undefined : only?.content
}
