import { crc32 } from 'node:zlib'

/** PR_RTF_COMPRESSED values, made to [MS-OXRTFCP] without any code that is under test. */

const kDictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
  '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const kRing = 4096
const kLongest = 17

function withHeader(kind: 'LZFu' | 'MELA', contents: Buffer, rawSize: number, crc: number): Buffer {
  const header = Buffer.alloc(16)
  header.writeUInt32LE(contents.length + 12, 0)
  header.writeUInt32LE(rawSize, 4)
  header.write(kind, 8, 'latin1')
  header.writeUInt32LE(crc, 12)
  return Buffer.concat([header, contents])
}

function toBytes(rtf: string | Buffer): Buffer {
  return typeof rtf === 'string' ? Buffer.from(rtf, 'latin1') : rtf
}

/** Stored: COMPTYPE is "MELA". */
export function storedRtf(rtf: string | Buffer): Buffer {
  return withHeader('MELA', toBytes(rtf), toBytes(rtf).length, 0)
}

/** Compressed: COMPTYPE is "LZFu". */
export function compressedRtf(rtf: string | Buffer): Buffer {
  const text = Buffer.concat([Buffer.from(kDictionary, 'latin1'), toBytes(rtf)])
  const tokens: number[][] = []
  let at = kDictionary.length
  while (at < text.length) {
    const [from, length] = longestMatch(text, at)
    tokens.push(length < 2 ? [text[at] ?? 0] : reference(from, length))
    at += Math.max(length, 1)
  }
  tokens.push(reference(at, 2))
  const bytes: number[] = []
  for (let i = 0; i < tokens.length; i += 8) {
    const run = tokens.slice(i, i + 8)
    bytes.push(
      run.reduce((bits, token, bit) => bits | (token.length === 2 ? 1 << bit : 0), 0),
      ...run.flat(),
    )
  }
  const contents = Buffer.from(bytes)
  // The CRC starts at 0 and is not inverted.
  return withHeader('LZFu', contents, toBytes(rtf).length, ~crc32(contents, 0xffffffff) >>> 0)
}

function reference(from: number, length: number): number[] {
  const word = ((from % kRing) << 4) | (length - 2)
  return [word >> 8, word & 0xff]
}

function longestMatch(text: Buffer, at: number): [from: number, length: number] {
  let best: [number, number] = [0, 0]
  const longest = Math.min(kLongest, text.length - at)
  // Near ones alone: what a compressor finds is up to it.
  for (let from = Math.max(0, at - 600); from < at; ++from) {
    let length = 0
    while (length < longest && text[from + length] === text[at + length]) ++length
    if (length > best[1]) best = [from, length]
  }
  return best
}
