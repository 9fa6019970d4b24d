import { addon } from './addon.js'

// Those that Windows has no conversion for, by their names for TextDecoder; and UTF-8, of which it would leave a byte
// order mark in the text.
// https://learn.microsoft.com/windows/win32/intl/code-page-identifiers
const encodings: Partial<Record<number, string>> = {
  1200: 'utf-16le',
  1201: 'utf-16be',
  28600: 'iso-8859-10',
  28604: 'iso-8859-14',
  28606: 'iso-8859-16',
  65001: 'utf-8',
}

const iso2022Jp = 50220

/**
 * Decodes text in a Windows code page. A byte order mark of a Unicode encoding is left out.
 * @returns `undefined` if the code page is not one that can be decoded here.
 */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string | undefined {
  const encoding = encodings[codePage]
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes)
  return addon().decodeString8(bytes, codePage >>> 0)
}

/**
 * Decodes text in an encoding that goes by its name, as in HTML: one of https://encoding.spec.whatwg.org/#names-and-labels
 * or of the kind of `cp437`.
 * @returns `undefined` if the name is none that is known.
 */
export function decodeCharset(bytes: Uint8Array, charset: string): string | undefined {
  const encoding = encodingOf(charset)
  // TextDecoder takes the first of two escape sequences in a row for an error.
  if (encoding === 'iso-2022-jp') return decodeCodePage(bytes, iso2022Jp)
  // Several versions of Node.js decode windows-1252 as ISO 8859-1.
  const codePage = /^(?:windows|cp|ibm)-?(\d+)$/i.exec(encoding ?? charset)?.[1]
  if (codePage !== undefined) return decodeCodePage(bytes, Number(codePage))
  return encoding === undefined ? undefined : new TextDecoder(encoding).decode(bytes)
}

/** The name that the encoding has in the standard. */
export function encodingOf(charset: string): string | undefined {
  try {
    return new TextDecoder(charset).encoding
  } catch {
    return undefined
  }
}
