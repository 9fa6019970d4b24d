const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const quote = 0x27
const minus = 0x2d
const space = 0x20
const carriageReturn = 0x0d
const lineFeed = 0x0a

// Outlook's own groups are a few dozen deep. Each level costs the parser more than the one before.
const deepestGroup = 1000

/**
 * Rewrites RTF to the same text in a form that rtf-stream-parser reads quickly and rightly, whatever is in it:
 * - line ends inside text, which mean nothing in RTF, and for each of which the parser copies the text anew, go;
 * - so do the bytes of `\bin`, for which the parser sets aside as much memory as the RTF claims, and escapes like
 *   `\'zz` that are none;
 * - the second byte of a double-byte character, which may stand as a plain or escaped letter behind the `\'xx` of the
 *   first one, becomes a `\'xx` too, so that both are decoded together. So do bytes beyond ASCII.
 * @throws Error If groups are nested deeper than in any document.
 */
export function tidyRtf(rtf: Uint8Array): Buffer {
  return new Tidier(rtf).run()
}

class Tidier {
  readonly #input: Uint8Array
  #output: Buffer
  #size = 0
  #at = 0
  /** Whether the last thing written was a `\'xx` that may be the first half of a character. */
  #afterLead = false

  constructor(rtf: Uint8Array) {
    this.#input = rtf
    this.#output = Buffer.alloc(rtf.length + 64)
  }

  run(): Buffer {
    let depth = 0
    while (this.#at < this.#input.length) {
      const byte = this.#byteAt(this.#at)
      if (byte === backslash) {
        this.#control()
        continue
      }
      this.#at++
      if (byte === carriageReturn || byte === lineFeed) continue
      if (byte === openBrace || byte === closeBrace) {
        depth += byte === openBrace ? 1 : -1
        if (depth > deepestGroup) throw new Error('The RTF nests groups too deep')
        this.#afterLead = false
        this.#put(byte)
      } else {
        this.#textByte(byte)
      }
    }
    return this.#output.subarray(0, this.#size)
  }

  #textByte(byte: number): void {
    if (byte >= 0x80 || this.#afterLead) this.#putEscaped(byte)
    else this.#put(byte)
  }

  #control(): void {
    const next = this.#byteAt(this.#at + 1)
    if (next === quote) {
      const value = hexValue(this.#byteAt(this.#at + 2), this.#byteAt(this.#at + 3))
      this.#at += value === undefined ? 2 : 4
      if (value !== undefined) this.#putEscaped(value)
    } else if (isLetter(next)) {
      this.#controlWord()
    } else if (this.#afterLead && (next === backslash || next === openBrace || next === closeBrace)) {
      this.#at += 2
      this.#putEscaped(next)
    } else {
      this.#afterLead = false
      this.#put(backslash)
      // A backslash before a line end is a paragraph.
      if (next === carriageReturn || next === lineFeed) this.#putText('par ')
      else if (this.#at + 1 < this.#input.length) this.#put(next)
      this.#at += 2
    }
  }

  #controlWord(): void {
    const start = this.#at
    let end = start + 1
    while (isLetter(this.#byteAt(end))) end++
    const wordEnd = end
    if (this.#byteAt(end) === minus) end++
    while (isDigit(this.#byteAt(end))) end++
    this.#afterLead = false
    this.#at = this.#byteAt(end) === space ? end + 1 : end
    const word = Buffer.from(this.#input.subarray(start + 1, wordEnd)).toString('latin1')
    if (word === 'bin') {
      const length = Number(Buffer.from(this.#input.subarray(wordEnd, end)).toString('latin1'))
      this.#at += Math.max(0, Math.min(length, this.#input.length - this.#at))
      return
    }
    for (let at = start; at < end; at++) this.#put(this.#byteAt(at))
    this.#put(space)
  }

  /** Past the end: -1. */
  #byteAt(at: number): number {
    return this.#input[at] ?? -1
  }

  #putEscaped(byte: number): void {
    this.#putText(`\\'${byte.toString(16).padStart(2, '0')}`)
    this.#afterLead = !this.#afterLead && byte >= 0x80
  }

  #putText(text: string): void {
    for (let at = 0; at < text.length; at++) this.#put(text.charCodeAt(at))
  }

  #put(byte: number): void {
    if (this.#size === this.#output.length) {
      this.#output = Buffer.concat([this.#output], this.#output.length * 2)
    }
    this.#output[this.#size++] = byte
  }
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function hexValue(high: number, low: number): number | undefined {
  const text = String.fromCharCode(high & 0xff, low & 0xff)
  return /^[\da-f]{2}$/i.test(text) ? parseInt(text, 16) : undefined
}
