import { wrapCompressedRTFStream, MAPI_MODIFY } from '../compressed-rtf.js'
import { encapsulateHtml } from '../encapsulate-html.js'
import {
  PR_BODY_W,
  PR_HTML,
  PR_INTERNET_CPID,
  PR_NATIVE_BODY_INFO,
  PR_RTF_COMPRESSED,
  PR_RTF_IN_SYNC,
} from '../generated/prop-tags.js'
import { htmlToPlainText } from '../html-to-plain-text.js'
import type { Message } from '../message.js'
import { NATIVE_BODY_HTML, NATIVE_BODY_PLAINTEXT } from '../message-constants.js'
import { IID_IStream } from '../prop-stream.js'
import { setAll } from './set-all.js'

const utf8 = 65001

export interface DraftBody {
  text: string | undefined
  html: string | undefined
}

/**
 * HTML goes into PR_HTML, and into RTF, without which Outlook shows a draft as plain text; a text that is not given is
 * made of it.
 */
export async function writeBody(message: Message, { text, html }: DraftBody): Promise<void> {
  if (html === undefined) {
    if (text === undefined) return
    await setAll(message, [
      [PR_INTERNET_CPID, utf8],
      [PR_BODY_W, toMapiText(text)],
      [PR_NATIVE_BODY_INFO, NATIVE_BODY_PLAINTEXT],
    ])
    return
  }
  await setAll(message, [
    [PR_INTERNET_CPID, utf8],
    [PR_HTML, Buffer.from(html)],
    [PR_BODY_W, toMapiText(text ?? (await htmlToPlainText(html, false)))],
    [PR_NATIVE_BODY_INFO, NATIVE_BODY_HTML],
    [PR_RTF_IN_SYNC, true],
  ])
  await using compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream, { create: true })
  await using rtf = await wrapCompressedRTFStream(compressed, MAPI_MODIFY)
  await rtf.write(encapsulateHtml(html))
  await rtf.commit()
  await compressed.commit()
}

/** MAPI's strings end at a null character, and Outlook's lines with CRLF. */
function toMapiText(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n|\r|\n/g, '\r\n')
}
