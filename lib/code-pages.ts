import iconv from 'iconv-lite'

// Where the name that iconv-lite knows is not the number.
// https://learn.microsoft.com/windows/win32/intl/code-page-identifiers
const names: Partial<Record<number, string>> = {
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10001: 'shift_jis',
  10002: 'big5',
  10003: 'euc-kr',
  10006: 'macgreek',
  10007: 'maccyrillic',
  10008: 'gb2312',
  10029: 'maccenteuro',
  10081: 'macturkish',
  12000: 'utf-32le',
  12001: 'utf-32be',
  20127: 'ascii',
  20932: 'euc-jp',
  20936: 'gb2312',
  51932: 'euc-jp',
  51936: 'gb2312',
  51949: 'euc-kr',
  54936: 'gb18030',
  65000: 'utf-7',
  65001: 'utf-8',
}

const firstIso2022Jp = 50220
const lastIso2022Jp = 50222

/**
 * Decodes text in a Windows code page. A byte order mark of a Unicode encoding is left out.
 * @returns `undefined` if the code page is not one that can be decoded here.
 */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string | undefined {
  if (codePage >= firstIso2022Jp && codePage <= lastIso2022Jp) return decodeIso2022Jp(bytes)
  const encoding = encodingName(codePage)
  return encoding === undefined ? undefined : iconv.decode(bytes, encoding)
}

function encodingName(codePage: number): string | undefined {
  const name = names[codePage] ?? String(codePage)
  return iconv.encodingExists(name) ? name : undefined
}

// The katakana that 50222 shifts to are those that TextDecoder knows behind an escape sequence. Of two escape
// sequences in a row it takes the first for an error.
function decodeIso2022Jp(bytes: Uint8Array): string {
  const escaped = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll('\x0e', '\x1b(I')
    .replaceAll('\x0f', '\x1b(B')
    // eslint-disable-next-line no-control-regex -- escape sequences are what this is about
    .replace(/(?:\x1b[($][@-Z])+(?=\x1b[($])/g, '')
  return new TextDecoder('iso-2022-jp').decode(Buffer.from(escaped, 'latin1'))
}
