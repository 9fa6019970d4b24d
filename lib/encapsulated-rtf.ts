import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'

import { decodeCodePage } from './code-pages.js'
import { tidyRtf } from './tidy-rtf.js'

const windowsLatin = 1252
const chunkSize = 64 * 1024

/** What was put into RTF to travel in it. */
export interface Encapsulated {
  kind: 'html' | 'text'
  content: string
}

/**
 * Which kind of text the RTF says that it encapsulates; `undefined` if it is nothing but RTF. [MS-OXRTFEX] 2.2.3.1:
 * the control word stands among the first ten tokens, before any text.
 */
export function encapsulatedKind(rtf: Uint8Array): 'html' | 'text' | undefined {
  const head = Buffer.from(rtf.subarray(0, 512)).toString('latin1')
  const found =
    /^\{\\rtf1?(?:[ \r\n]*\\(?!from(?:html|text))[a-z]+-?\d*){0,8}[ \r\n]*\\from(html1|text)\b/i.exec(head)
  if (!found) return undefined
  return found[1] === 'text' ? 'text' : 'html'
}

/**
 * Recovers the HTML or the plain text that RTF encapsulates. The event loop turns in between, since megabytes of RTF
 * take seconds.
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfex/906fbb0f-2467-490e-8c3e-bdc31c5e9d35
 * @throws Error If the RTF encapsulates nothing, or is broken.
 */
export async function deEncapsulate(rtf: Uint8Array): Promise<Encapsulated> {
  // Few programs need it, and loading it is a fifth of what loading the package takes.
  const { deEncapsulateStream } = await import('rtf-stream-parser')
  const chunks = Readable.from(inChunks(tidyRtf(rtf)), { objectMode: false })
  try {
    const { mode, text } = await deEncapsulateStream(chunks, { decode: decodeFontText, warn: () => {} })
    return { kind: mode, content: text.toString() }
  } finally {
    chunks.destroy()
  }
}

async function* inChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkSize) {
    yield bytes.subarray(at, at + chunkSize)
    await nextTurn()
  }
}

function decodeFontText(bytes: Buffer, encoding: string): string {
  const codePage = Number(/^cp(\d+)$/.exec(encoding)?.[1])
  return decodeCodePage(bytes, codePage) ?? decodeCodePage(bytes, windowsLatin) ?? ''
}
