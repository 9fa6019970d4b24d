import { invalidArgType } from './argument-errors.js'

// The code page of the escapes \'xx, of which there are none.
const head =
  '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\r\n\\uc1\\pard\\plain\\f0\\fs20 '

const endOfLine = /\r\n?|\n/g
const endOfParagraph = /^<(?:br|hr|\/(?:p|div|li|tr|table|h[1-6]))\b/i
const elementWithoutText = /<(style|script|title)\b/iy
const tag = /<[^<>]*>/y
const entity = /&(?:#\d+|#x[\da-f]+|\w+);/iy
const text = /[^<&\r\n]+/y
const entityTexts: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
}

/**
 * HTML within RTF, as Outlook keeps most bodies: for PR_RTF_COMPRESSED, written with `wrapCompressedRTFStream` and
 * MAPI_MODIFY. Programs that know only RTF show its text and paragraphs. All line ends become CRLF.
 * @returns RTF, in ASCII.
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfex/906fbb0f-2467-490e-8c3e-bdc31c5e9d35
 */
export function encapsulateHtml(html: string): Buffer {
  if (typeof html !== 'string') throw invalidArgType('html', 'of type string', html)
  const parts = [head]
  for (let at = 0; at < html.length;) {
    const [length, rtf] = nextPart(html, at)
    parts.push(rtf)
    at += length
  }
  parts.push('}')
  return Buffer.from(parts.join(''), 'latin1')
}

/** The length of what comes next, and the RTF for it. */
function nextPart(html: string, at: number): [length: number, rtf: string] {
  const plain = match(text, html, at)
  if (plain !== undefined) return [plain.length, escapeText(plain)]
  const line = /^(?:\r\n?|\n)/.exec(html.slice(at, at + 2))?.[0]
  if (line !== undefined) return [line.length, htmlOnly(line) + rtfOnly(' ')]
  const named = match(entity, html, at)
  if (named !== undefined) return [named.length, htmlOnly(named) + rtfOnly(escapeText(textOf(named)))]
  const markup = html.slice(at, endOfMarkup(html, at))
  return [markup.length, htmlOnly(markup) + (endOfParagraph.test(markup) ? rtfOnly('\\par ') : '')]
}

/** Where a tag ends, or what has no text: what is not ended reaches to the end, as in browsers. */
function endOfMarkup(html: string, at: number): number {
  if (html.startsWith('<!--', at)) return endOf(/-->/g, html, at)
  elementWithoutText.lastIndex = at
  const element = elementWithoutText.exec(html)?.[1]
  if (element !== undefined) return endOf(new RegExp(`</${element}[^<>]*>`, 'gi'), html, at)
  return at + (match(tag, html, at)?.length ?? 1)
}

function endOf(end: RegExp, html: string, at: number): number {
  end.lastIndex = at
  return end.test(html) ? end.lastIndex : html.length
}

function match(sticky: RegExp, html: string, at: number): string | undefined {
  sticky.lastIndex = at
  return sticky.exec(html)?.[0]
}

/** [MS-OXRTFEX] 2.1.3.1.4: only those who look for HTML see it. */
function htmlOnly(html: string): string {
  const lines = html.split(endOfLine).map(escapeText)
  return `{\\*\\htmltag64 ${lines.join('\\par ')}}`
}

/** [MS-OXRTFEX] 2.1.3.1.2: those who look for HTML pass over it. */
function rtfOnly(rtf: string): string {
  return `\\htmlrtf ${rtf}\\htmlrtf0 `
}

function escapeText(plain: string): string {
  return plain.replace(/[\\{}]|[^\x20-\x7e]/g, (unit) => {
    if (/[\\{}]/.test(unit)) return `\\${unit}`
    // A number of 16 bits with a sign.
    return unit === '\t' ? '\\tab ' : `\\u${(unit.charCodeAt(0) << 16) >> 16}?`
  })
}

function textOf(named: string): string {
  const name = named.slice(1, -1)
  if (!name.startsWith('#')) return entityTexts[name] ?? ''
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
