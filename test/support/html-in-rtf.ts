import iconv from 'iconv-lite'
import { deEncapsulateSync } from 'rtf-stream-parser'

/** The HTML that RTF encapsulates, as another reader recovers it; `undefined` if it finds none. */
export function htmlInRtf(rtf: Buffer): string | undefined {
  try {
    const { mode, text } = deEncapsulateSync(rtf, {
      decode: (bytes, encoding) => iconv.decode(bytes, encoding),
      warn: () => {},
    })
    return mode === 'html' ? text.toString() : undefined
  } catch {
    return undefined
  }
}
