import { isUtf8 } from 'node:buffer'

import { decodeCharset, decodeCodePage, encodingOf } from './code-pages.js'

const utf16CodePage = 1200
const bigEndianUtf16CodePage = 1201
const asciiCodePage = 20127
const utf8CodePage = 65001
const windowsLatin = 1252
// HTML asks for the charset to be within the first 1024 bytes; Outlook's head elements are longer.
const headSize = 8192

/**
 * Decodes the bytes of PR_HTML. Their code page is that of PR_INTERNET_CPID
 * (https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtaginternetcodepage-canonical-property).
 * A byte order mark goes before it. Where the code page is missing, unknown, or one that such bytes cannot be in, what
 * the HTML says of itself counts, then UTF-8 if the bytes are that, then Windows' code page for Western Europe.
 */
export function decodeHtml(bytes: Uint8Array, codePage: number | undefined): string {
  return (
    decodeMarked(bytes) ??
    (codePage !== undefined && canBe(bytes, codePage) ? decodeCodePage(bytes, codePage) : undefined) ??
    decodeAsDeclared(bytes) ??
    (isUtf8(bytes) ? decodeCodePage(bytes, utf8CodePage) : undefined) ??
    decodeCodePage(bytes, windowsLatin) ??
    ''
  )
}

function decodeMarked(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeCodePage(bytes, utf8CodePage)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeCodePage(bytes, utf16CodePage)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeCodePage(bytes, bigEndianUtf16CodePage)
  return undefined
}

function canBe(bytes: Uint8Array, codePage: number): boolean {
  if (codePage === asciiCodePage) return bytes.every((byte) => byte < 0x80)
  if (codePage === utf8CodePage) return isUtf8(bytes)
  // Markup is ASCII, and each ASCII character has a zero byte in UTF-16.
  if (codePage === utf16CodePage) return bytes.includes(0)
  return true
}

function decodeAsDeclared(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, headSize)).toString('latin1')
  const charset = /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1]
  if (charset === undefined) return undefined
  const encoding = encodingOf(charset)
  // The declaration itself was read as ASCII.
  if (encoding?.startsWith('utf-16')) return undefined
  if (encoding === 'utf-8' && !isUtf8(bytes)) return undefined
  return decodeCharset(bytes, charset)
}
