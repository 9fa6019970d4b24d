import type { ConformanceReport } from './conformance-report.ts'
import type { ReadStorage } from './msg-container-reader.ts'
import {
  hex8,
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
  PT_OBJECT,
  PT_R4,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
  typeOf,
} from './msg-values.ts'

/** The rules of [MS-OXMSG] 2.1.2 to 2.1.4 and 2.4.2: an entry of the property stream, and the streams of its value. */

/** An entry of a property stream. */
export interface PropertyEntry {
  tag: number
  flags: number
  /** Eight bytes. */
  value: Buffer
}

/** Bytes of the values that lie in the property stream, by type. */
export const kInlineSizes = new Map([
  [PT_I2, 2],
  [PT_BOOLEAN, 2],
  [PT_LONG, 4],
  [PT_R4, 4],
  [PT_ERROR, 4],
  [PT_DOUBLE, 8],
  [PT_CURRENCY, 8],
  [PT_APPTIME, 8],
  [PT_I8, 8],
  [PT_SYSTIME, 8],
])
const kMultiSizes = new Map([...kInlineSizes, [PT_CLSID, 16]])
kMultiSizes.delete(PT_BOOLEAN)
kMultiSizes.delete(PT_ERROR)

const kTerminators = new Map([
  [PT_UNICODE, 2],
  [PT_STRING8, 1],
])

/** The numbers behind 0xFFFFFFFF ([MS-OXMSG] 2.4.2.2). */
export const kEmbeddedMessage = 1
export const kCustomStorage = 4

export const valueName = (tag: number) => `__substg1.0_${hex8(tag)}`

function endsWithNul(bytes: Buffer, size: number): boolean {
  return bytes.length >= size && bytes.subarray(bytes.length - size).every((byte) => byte === 0)
}

/** Checks the values of one object, and finds out which streams and storages they account for. */
export class ValueChecker {
  /** Names of the streams and storages of values. */
  readonly names = new Set<string>()
  readonly #report: ConformanceReport
  readonly #storage: ReadStorage
  readonly #where: string

  constructor(report: ConformanceReport, storage: ReadStorage, where: string) {
    this.#report = report
    this.#storage = storage
    this.#where = where
  }

  check(entry: PropertyEntry): void {
    const type = typeOf(entry.tag)
    if (kInlineSizes.has(type)) this.#checkInline(entry, type)
    else if (type === PT_OBJECT) this.#checkObject(entry)
    else if (type === PT_CLSID || type === PT_BINARY || kTerminators.has(type)) this.#checkStream(entry, type)
    else if (type & MV_FLAG && kMultiSizes.has(type & ~MV_FLAG)) this.#checkFixedValues(entry, type)
    else if (type & MV_FLAG && (kTerminators.has(type & ~MV_FLAG) || type === (PT_BINARY | MV_FLAG)))
      this.#checkVariableValues(entry, type & ~MV_FLAG)
    else this.#demand(false, '2.1', entry, 'is of a type that files do not have')
  }

  #demand(condition: boolean, section: string, entry: PropertyEntry, problem: string): void {
    this.#report.demand(condition, section, `${this.#where} 0x${hex8(entry.tag)}`, problem)
  }

  #checkInline(entry: PropertyEntry, type: number): void {
    const size = kInlineSizes.get(type) ?? 8
    this.#demand(
      entry.value.subarray(size).every((byte) => byte === 0),
      '2.4.2.1.1',
      entry,
      'has bytes behind its value that are not zero',
    )
    if (type === PT_BOOLEAN) this.#demand(entry.value.readUInt16LE(0) <= 1, '2.4.2.1', entry, 'is no boolean')
  }

  #stream(entry: PropertyEntry, suffix = ''): Buffer | undefined {
    const name = `${valueName(entry.tag)}${suffix}`
    this.names.add(name)
    const stream = this.#storage.streams.get(name)
    this.#demand(stream !== undefined, '2.1.3', entry, `lacks the stream ${name}`)
    return stream
  }

  #checkSize(entry: PropertyEntry, size: number): void {
    const field = entry.value.readUInt32LE(0)
    this.#demand(field === size, '2.4.2.2', entry, `has the size ${field}, not ${size}`)
    this.#demand(entry.value.readUInt32LE(4) === 0, '2.4.2.2', entry, 'has a reserved field that is not zero')
  }

  #checkStream(entry: PropertyEntry, type: number): void {
    const stream = this.#stream(entry)
    if (!stream) return
    const terminator = kTerminators.get(type) ?? 0
    this.#checkSize(entry, stream.length + terminator)
    if (type === PT_CLSID) this.#demand(stream.length === 16, '2.1.3', entry, 'is no GUID')
    if (terminator === 0) return
    this.#demand(stream.length % terminator === 0, '2.1.3', entry, 'ends within a character')
    this.#demand(!endsWithNul(stream, terminator), '2.1.3', entry, 'has its NUL in the stream')
  }

  #checkFixedValues(entry: PropertyEntry, type: number): void {
    const stream = this.#stream(entry)
    if (!stream) return
    const size = kMultiSizes.get(type & ~MV_FLAG) ?? 1
    this.#checkSize(entry, stream.length)
    this.#demand(stream.length > 0 && stream.length % size === 0, '2.1.4.1', entry, 'is not a row of values')
  }

  #checkVariableValues(entry: PropertyEntry, type: number): void {
    const lengths = this.#stream(entry)
    if (!lengths) return
    this.#checkSize(entry, lengths.length)
    const lengthSize = type === PT_BINARY ? 8 : 4
    this.#demand(
      lengths.length > 0 && lengths.length % lengthSize === 0,
      '2.1.4.2',
      entry,
      'has a length stream that is not a row of lengths',
    )
    const terminator = kTerminators.get(type) ?? 0
    for (let i = 0; (i + 1) * lengthSize <= lengths.length; ++i) {
      const stream = this.#stream(entry, `-${hex8(i)}`)
      if (!stream) continue
      const length = lengths.readUInt32LE(i * lengthSize)
      this.#demand(length === stream.length, '2.1.4.2.1', entry, `says ${length} of value ${i}, not ${stream.length}`) // prettier-ignore
      if (type === PT_BINARY)
        this.#demand(lengths.readUInt32LE(i * 8 + 4) === 0, '2.1.4.2.1', entry, `has a reserved field of value ${i} that is not zero`) // prettier-ignore
      if (terminator === 0) continue
      const ends = stream.length % terminator === 0 && endsWithNul(stream, terminator)
      this.#demand(ends, '2.1.4.2.2', entry, `has no NUL at the end of value ${i}`)
    }
  }

  #checkObject(entry: PropertyEntry): void {
    const name = valueName(entry.tag)
    this.names.add(name)
    const storage = this.#storage.storages.get(name)
    this.#demand(storage !== undefined, '2.2.2', entry, `lacks the storage ${name}`)
    this.#demand(entry.value.readUInt32LE(0) === 0xffffffff, '2.4.2.2', entry, 'has a size')
    const kind = storage?.streams.has('__properties_version1.0') ? kEmbeddedMessage : kCustomStorage
    const reserved = entry.value.readUInt32LE(4)
    this.#demand(reserved === kind, '2.4.2.2', entry, `has the reserved field ${reserved}, not ${kind}`)
  }
}
