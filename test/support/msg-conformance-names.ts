import type { ConformanceReport } from './conformance-report.ts'
import { guidBytes } from './msg-container.ts'
import type { ReadStorage } from './msg-container-reader.ts'
import { nameCrc, PS_INTERNET_HEADERS, PS_MAPI, PS_PUBLIC_STRINGS } from './msg-names.ts'

/** The rules of [MS-OXMSG] 2.2.3: the mapping of named properties. */

const kGuids = '__substg1.0_00020102'
const kEntries = '__substg1.0_00030102'
const kNames = '__substg1.0_00040102'
const kFirstGuid = 3
const kBuckets = 0x1f
const hexOf = (guid: string) => guidBytes(guid).toString('hex')

interface NameEntry {
  /** The entry as a bucket has it. */
  key: number
  guidAndKind: number
  propertyIndex: number
}

export class NameMapChecker {
  readonly #report: ConformanceReport
  readonly #storage: ReadStorage
  readonly #guids: string[] = []
  readonly #seen = new Set<string>()
  #stringsEnd = 0

  constructor(report: ConformanceReport, storage: ReadStorage) {
    this.#report = report
    this.#storage = storage
  }

  /** Answers how many property ids have names. */
  check(): number {
    this.#demand(this.#storage.storages.size === 0, '2.2.3', 'holds storages')
    this.#demand(/^0+$/.test(this.#storage.clsid), '2.2.3', 'has a class')
    this.#readGuids()
    const stream = this.#stream(kEntries)
    this.#demand(stream.length % 8 === 0, '2.2.3.1.2', 'has a part of an entry')
    const entries: NameEntry[] = []
    for (let i = 0; (i + 1) * 8 <= stream.length; ++i) {
      const entry = this.#checkEntry(stream.subarray(i * 8, i * 8 + 8), i)
      if (entry) entries.push(entry)
    }
    const strings = this.#stream(kNames)
    this.#demand(this.#stringsEnd === strings.length, '2.2.3.1.3', 'has strings that are no names')
    this.#checkBuckets(entries)
    return Math.floor(stream.length / 8)
  }

  #demand(condition: boolean, section: string, problem: string): void {
    this.#report.demand(condition, section, '__nameid_version1.0', problem)
  }

  #stream(name: string): Buffer {
    const stream = this.#storage.streams.get(name)
    this.#demand(stream !== undefined, '2.2.3.1', `lacks ${name}`)
    return stream ?? Buffer.alloc(0)
  }

  #readGuids(): void {
    const stream = this.#stream(kGuids)
    this.#demand(stream.length % 16 === 0, '2.2.3.1.1', 'has a part of a GUID')
    for (let at = 0; at + 16 <= stream.length; at += 16) {
      const guid = stream.subarray(at, at + 16).toString('hex')
      this.#demand(!this.#guids.includes(guid), '2.2.3.1.1', `has the GUID ${guid} twice`)
      const hasIndex = guid === hexOf(PS_MAPI) || guid === hexOf(PS_PUBLIC_STRINGS)
      this.#demand(!hasIndex, '2.2.3.1.1', `has the GUID ${guid}, which has an index of its own`)
      this.#guids.push(guid)
    }
  }

  #checkEntry(bytes: Buffer, i: number): NameEntry | undefined {
    const idOrOffset = bytes.readUInt32LE(0)
    const guidAndKind = bytes.readUInt16LE(4)
    const propertyIndex = bytes.readUInt16LE(6)
    this.#demand(propertyIndex === i, '2.2.3.1.2.1', `has the property index ${propertyIndex} in entry ${i}`)
    const index = guidAndKind >> 1
    const guid = index === 1 ? hexOf(PS_MAPI) : index === 2 ? hexOf(PS_PUBLIC_STRINGS) : this.#guids[index - kFirstGuid] // prettier-ignore
    this.#demand(guid !== undefined, '2.2.3.1.2.1', `has the GUID index ${index} in entry ${i}`)
    if (guid === undefined) return undefined
    const isString = (guidAndKind & 1) === 1
    const name = isString ? this.#nameAt(idOrOffset, i) : Buffer.alloc(0)
    if (!name) return undefined
    const lowered = guid === hexOf(PS_INTERNET_HEADERS) ? lowerCase(name) : name
    const identity = `${guid} ${isString ? `"${lowered.toString('hex')}"` : idOrOffset}`
    this.#demand(!this.#seen.has(identity), '2.2.3', `has the name of entry ${i} twice`)
    this.#seen.add(identity)
    return { key: isString ? nameCrc(lowered) : idOrOffset, guidAndKind, propertyIndex }
  }

  /** Names lie in the order of their entries, each padded to four bytes ([MS-OXMSG] 2.2.3.1.3). */
  #nameAt(offset: number, i: number): Buffer | undefined {
    const strings = this.#storage.streams.get(kNames) ?? Buffer.alloc(0)
    this.#demand(offset % 4 === 0, '2.2.3.1.3', `has the name of entry ${i} at ${offset}`)
    const length = offset + 4 <= strings.length ? strings.readUInt32LE(offset) : -1
    const fits = length > 0 && length % 2 === 0 && offset + 4 + length <= strings.length
    this.#demand(fits, '2.2.3.1.3', `has no name for entry ${i}`)
    if (!fits) return undefined
    this.#demand(offset === this.#stringsEnd, '2.2.3.1.3', `has bytes between names before entry ${i}`)
    const end = (offset + 4 + length + 3) & ~3
    const padding = strings.subarray(offset + 4 + length, end)
    this.#demand(end <= strings.length, '2.2.3.1.3', `does not pad the name of entry ${i}`)
    this.#demand(
      padding.every((byte) => byte === 0),
      '2.2.3.1.3',
      `pads the name of entry ${i} with other bytes than zeros`,
    )
    this.#stringsEnd = Math.max(this.#stringsEnd, end)
    return strings.subarray(offset + 4, offset + 4 + length)
  }

  #checkBuckets(entries: NameEntry[]): void {
    const expected = new Map<string, string[]>()
    for (const { key, guidAndKind, propertyIndex } of entries) {
      const number = 0x1000 + (((key ^ guidAndKind) >>> 0) % kBuckets)
      const name = `__substg1.0_${number.toString(16).toUpperCase()}0102`
      const bytes = Buffer.alloc(8)
      bytes.writeUInt32LE(key, 0)
      bytes.writeUInt16LE(guidAndKind, 4)
      bytes.writeUInt16LE(propertyIndex, 6)
      expected.set(name, [...(expected.get(name) ?? []), bytes.toString('hex')])
    }
    for (const [name, stream] of this.#storage.streams) {
      if ([kGuids, kEntries, kNames].includes(name)) continue
      this.#demand(expected.has(name), '2.2.3.2', `has the stream ${name}, in which nothing belongs`)
      this.#demand(stream.length % 8 === 0, '2.2.3.2', `has a part of an entry in ${name}`)
    }
    for (const [name, members] of expected) {
      const stream = this.#storage.streams.get(name)
      this.#demand(stream !== undefined, '2.2.3.2', `lacks ${name}`)
      const found = stream?.toString('hex').match(/.{16}/g) ?? []
      const same = [...found].sort().join() === members.sort().join()
      this.#demand(same, '2.2.3.2', `has in ${name} ${found.join()}, not ${members.join()}`)
    }
  }
}

function lowerCase(name: Buffer): Buffer {
  const ascii = /[A-Z]/g
  return Buffer.from(
    name.toString('utf16le').replace(ascii, (letter) => letter.toLowerCase()),
    'utf16le',
  )
}
