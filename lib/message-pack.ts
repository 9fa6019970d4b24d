import { toEncapsulated, type BrokenRtf, type Encapsulated } from './encapsulated-rtf.js'
import { toMapiError } from './failures.js'
import { FileTime } from './file-time.js'
import type { MapiError } from './mapi-error.js'
import type { NativeMessagePack } from './native.js'
import type { NamedTag } from './named-property.js'
import {
  MV_FLAG,
  PT_APPTIME,
  PT_BINARY,
  PT_BOOLEAN,
  PT_CLSID,
  PT_CURRENCY,
  PT_DOUBLE,
  PT_ERROR,
  PT_I2,
  PT_I8,
  PT_LONG,
  PT_R4,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
  type PropTag,
  type PropValue,
} from './prop-tag.js'
import { PropertyRow } from './property-row.js'

/** A message as the addon read it. */
export interface UnpackedMessage {
  row: PropertyRow
  /** What `addDetails` understands. */
  details: PropertyRow | MapiError | undefined
  recipients: PropertyRow[] | undefined
  attachments: UnpackedAttachment[] | undefined
  /** PR_RTF_COMPRESSED, uncompressed. */
  rtf: Buffer | MapiError | undefined
  /** What it encapsulates. */
  encapsulated: Encapsulated | BrokenRtf | undefined
  names: NamedTag[] | undefined
}

export interface UnpackedAttachment {
  row: PropertyRow
  message: UnpackedMessage | MapiError | undefined
}

const notAsked = 0xffffffff
const large = 0xffffffff

// For the bits of doubles.
const doubleWords = new Uint32Array(2)
const double = new Float64Array(doubleWords.buffer)

/**
 * Takes apart what native/mapi/message_pack.h describes. Short strings are cut out of one, and short binaries lie in
 * one block of memory.
 */
export class PackReader {
  readonly #memory: ArrayBuffer
  readonly #words: Uint32Array
  readonly #text: string
  readonly #large: (string | Buffer)[]
  #word = 0
  #textAt = 0
  #byteAt: number
  #largeAt = 0

  constructor([memory, wordCount, text, largeValues]: NativeMessagePack) {
    this.#memory = memory
    this.#words = new Uint32Array(memory, 0, wordCount)
    this.#text = text
    this.#large = largeValues
    this.#byteAt = 4 * wordCount
  }

  /** How much memory the values take, in bytes. */
  get size(): number {
    let size = this.#memory.byteLength + 2 * this.#text.length
    for (const value of this.#large) size += typeof value === 'string' ? 2 * value.length : value.byteLength
    return size
  }

  message(): UnpackedMessage {
    return {
      row: this.#row(),
      details: this.#details(),
      recipients: this.#table(),
      attachments: this.#attachments(),
      rtf: this.#rtf(),
      encapsulated: this.#encapsulated(),
      names: this.#names(),
    }
  }

  #next(): number {
    return this.#words[this.#word++] as number
  }

  #row(): PropertyRow {
    const count = this.#next()
    const tags = new Array<number>(count)
    const values = new Array<PropValue>(count)
    for (let i = 0; i < count; i++) {
      const tag = this.#next()
      tags[i] = tag
      values[i] = this.#value(tag & 0xffff)
    }
    return new PropertyRow(tags, values)
  }

  #details(): PropertyRow | MapiError | undefined {
    const kind = this.#next()
    if (kind === 0) return undefined
    return kind === 1 ? this.#row() : this.#failure('Reading named properties')
  }

  #table(): PropertyRow[] | undefined {
    const count = this.#next()
    if (count === notAsked) return undefined
    const rows = new Array<PropertyRow>(count)
    for (let i = 0; i < count; i++) rows[i] = this.#row()
    return rows
  }

  #attachments(): UnpackedAttachment[] | undefined {
    const count = this.#next()
    if (count === notAsked) return undefined
    return Array.from({ length: count }, () => ({ row: this.#row(), message: this.#content() }))
  }

  #content(): UnpackedMessage | MapiError | undefined {
    const kind = this.#next()
    if (kind === 0) return undefined
    return kind === 1 ? this.message() : this.#failure('Reading the message in an attachment')
  }

  #rtf(): Buffer | MapiError | undefined {
    const kind = this.#next()
    if (kind === 0) return undefined
    return kind === 1 ? this.#binary() : this.#failure('Uncompressing PR_RTF_COMPRESSED')
  }

  #encapsulated(): Encapsulated | BrokenRtf | undefined {
    const kind = this.#next()
    return kind === 0 ? undefined : toEncapsulated(kind, this.#string())
  }

  #names(): NamedTag[] | undefined {
    const count = this.#next()
    if (count === notAsked) return undefined
    return Array.from({ length: count }, () => {
      const tag = (this.#next() * 0x10000) as PropTag
      const propertySet = this.#guid()
      return this.#next() === 0
        ? { tag, propertySet, id: this.#next() }
        : { tag, propertySet, name: this.#string() }
    })
  }

  #failure(action: string): MapiError {
    return toMapiError({ hresult: this.#next(), method: this.#string() }, action)
  }

  #value(type: number): PropValue {
    switch (type) {
      case PT_UNICODE:
      case PT_STRING8:
        return this.#string()
      case PT_BINARY:
        return this.#binary()
      case PT_I2:
      case PT_LONG:
        return this.#next() | 0
      case PT_BOOLEAN:
        return this.#next() !== 0
      case PT_SYSTIME:
        return FileTime.fromParts(this.#next(), this.#next())
      case PT_ERROR:
        return this.#next()
      case PT_R4:
      case PT_DOUBLE:
      case PT_APPTIME:
        return this.#double()
      case PT_I8:
      case PT_CURRENCY:
        return BigInt.asIntN(64, BigInt(this.#next()) | (BigInt(this.#next()) << 32n))
      case PT_CLSID:
        return this.#guid()
      default:
        return type & MV_FLAG ? this.#array(type & ~MV_FLAG) : null
    }
  }

  #array(type: number): PropValue {
    if (!singleTypes.has(type)) return null
    return Array.from({ length: this.#next() }, () => this.#value(type)) as PropValue
  }

  #double(): number {
    doubleWords[0] = this.#next()
    doubleWords[1] = this.#next()
    return double[0] as number
  }

  #string(): string {
    const length = this.#next()
    if (length === large) return this.#large[this.#largeAt++] as string
    const start = this.#textAt
    this.#textAt += length
    return this.#text.slice(start, this.#textAt)
  }

  #binary(): Buffer {
    const length = this.#next()
    if (length === large) return this.#large[this.#largeAt++] as Buffer
    const start = this.#byteAt
    this.#byteAt += length
    return Buffer.from(this.#memory, start, length)
  }

  #guid(): string {
    return guidText(this.#next(), this.#next(), this.#next(), this.#next())
  }
}

interface KnownGuid {
  words: readonly [number, number, number, number]
  text: string
}

// Named properties have few property sets, and putting one into text takes long.
const knownGuids = new Map<number, KnownGuid>()
const mostKnownGuids = 256

function guidText(a: number, b: number, c: number, d: number): string {
  const key = (a ^ b ^ c ^ d) >>> 0
  const known = knownGuids.get(key)
  if (known?.words[0] === a && known.words[1] === b && known.words[2] === c && known.words[3] === d) {
    return known.text
  }
  const text = `{${hex(a)}-${hex(b).slice(4)}-${hex(b).slice(0, 4)}-${inByteOrder(c).slice(0, 4)}-${inByteOrder(c).slice(4)}${inByteOrder(d)}}`
  if (knownGuids.size < mostKnownGuids) knownGuids.set(key, { words: [a, b, c, d], text })
  return text
}

const singleTypes = new Set<number>([
  ...[PT_I2, PT_LONG, PT_R4, PT_DOUBLE, PT_CURRENCY, PT_APPTIME, PT_I8],
  ...[PT_STRING8, PT_UNICODE, PT_SYSTIME, PT_CLSID, PT_BINARY],
])

function hex(word: number): string {
  return word.toString(16).padStart(8, '0')
}

function inByteOrder(word: number): string {
  return hex(
    ((word & 0xff) * 0x1000000 + ((word & 0xff00) << 8) + ((word >>> 8) & 0xff00) + (word >>> 24)) >>> 0,
  )
}
