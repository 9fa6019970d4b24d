import { ConformanceReport } from './conformance-report.ts'
import { NameMapChecker } from './msg-conformance-names.ts'
import { kEmbeddedMessage, type PropertyEntry, ValueChecker, valueName } from './msg-conformance-values.ts'
import { type ReadStorage, readContainer } from './msg-container-reader.ts'
import { hex8, MV_FLAG, PT_OBJECT, PT_STRING8, PT_UNICODE, typeOf } from './msg-values.ts'

/**
 * What a file does otherwise than [MS-OXMSG] says it must, found with none of the package's own code. Where MAPI's own
 * files differ from the text, they count:
 * - Zero-length strings are there, with the size of their NUL. 2.4.2.2 has them be errors.
 * - Storages and streams whose names do not begin with `__` belong to others, and are passed over.
 */

const kPropertyStream = '__properties_version1.0'
const kNameStorage = '__nameid_version1.0'
const kMessageClass = '0b0d020000000000c000000000000046'
const kRecipient = /^__recip_version1\.0_#([0-9A-F]{8})$/
const kAttachment = /^__attach_version1\.0_#([0-9A-F]{8})$/
const kMostChildren = 2048
const kKnownFlags = 7
const kReadable = 2
const kUnicodeOk = 0x00040000
const kFirstNamedId = 0x8000

const PR_HASATTACH = 0x0e1b000b
const PR_MESSAGE_FLAGS = 0x0e070003
const PR_ATTACH_NUM = 0x0e210003
const PR_ROWID = 0x30000003
const PR_STORE_SUPPORT_MASK = 0x340d0003
const PR_ATTACH_DATA_OBJ = 0x3701000d
const PR_ATTACH_METHOD = 0x37050003
const MSGFLAG_HASATTACH = 0x10
const ATTACH_EMBEDDED_MSG = 5
const ATTACH_OLE = 6

interface CheckedObject {
  entries: Map<number, PropertyEntry>
  names: Set<string>
}

class ConformanceChecker {
  readonly report = new ConformanceReport()
  #namedIds = 0

  checkFile(root: ReadStorage): void {
    this.#demand(root.clsid === kMessageClass, '2.2', '/', `has the class ${root.clsid}`)
    const names = root.storages.get(kNameStorage)
    this.#demand(names !== undefined, '2.2.3', '/', `lacks ${kNameStorage}`)
    if (names) this.#namedIds = new NameMapChecker(this.report, names).check()
    this.#checkMessage(root, '/', 32)
  }

  #demand(condition: boolean, section: string, where: string, problem: string): void {
    this.report.demand(condition, section, where, problem)
  }

  #checkMessage(storage: ReadStorage, where: string, headerSize: 24 | 32): void {
    const stream = storage.streams.get(kPropertyStream) ?? Buffer.alloc(0)
    const { entries, names } = this.#checkProperties(storage, where, headerSize)
    const isUnicode = ((entries.get(PR_STORE_SUPPORT_MASK)?.value.readUInt32LE(0) ?? 0) & kUnicodeOk) !== 0
    this.#checkWidth(entries, where, isUnicode)
    const recipients = this.#children(storage, kRecipient)
    const attachments = this.#children(storage, kAttachment)
    for (const [number, recipient] of recipients) {
      const at = `${where}recipient ${number}`
      const checked = this.#checkRecipient(recipient, at, number)
      this.#checkWidth(checked.entries, at, isUnicode)
    }
    for (const [number, attachment] of attachments) {
      const at = `${where}attachment ${number}`
      const checked = this.#checkAttachment(attachment, at, number)
      this.#checkWidth(checked.entries, at, isUnicode)
    }
    if (headerSize === 32) names.add(kNameStorage)
    this.#checkStrays(storage, where, names, [kRecipient, kAttachment])
    if (stream.length >= headerSize) {
      this.#demand(stream.readBigUInt64LE(0) === 0n, '2.4.1.1', where, 'has a header that does not begin with zeros') // prettier-ignore
      if (headerSize === 32)
        this.#demand(stream.readBigUInt64LE(24) === 0n, '2.4.1.1', where, 'has a header that does not end with zeros') // prettier-ignore
      this.#checkNumbers('recipients', [...recipients.keys()], stream.readUInt32LE(8), stream.readUInt32LE(16), where) // prettier-ignore
      this.#checkNumbers('attachments', [...attachments.keys()], stream.readUInt32LE(12), stream.readUInt32LE(20), where) // prettier-ignore
    }
    this.#checkHasAttachments(entries, where, attachments.size > 0)
  }

  #checkNumbers(what: string, numbers: number[], next: number, count: number, where: string): void {
    this.#demand(count === numbers.length, '2.4.1.1', where, `counts ${count} ${what}, not ${numbers.length}`)
    this.#demand(count <= kMostChildren, '2.2', where, `has ${count} ${what}`)
    const inARow = numbers.every((number, i) => number === i)
    this.#demand(inARow, '2.2.1, 2.2.2', where, `has ${what} with the numbers ${numbers.join()}`)
    const least = numbers.length === 0 ? 0 : Math.max(...numbers) + 1
    const isNext = numbers.length === 0 ? next === 0 : next >= least
    this.#demand(isNext, '2.4.1.1', where, `says that the next of the ${what} is ${next}`)
  }

  #checkHasAttachments(entries: Map<number, PropertyEntry>, where: string, has: boolean): void {
    const stored = entries.get(PR_HASATTACH)
    if (stored) this.#demand((stored.value.readUInt16LE(0) === 1) === has, 'MS-OXCMSG', where, 'has a wrong PR_HASATTACH') // prettier-ignore
    const flags = entries.get(PR_MESSAGE_FLAGS)
    const flag = ((flags?.value.readUInt32LE(0) ?? 0) & MSGFLAG_HASATTACH) !== 0
    if (flags) this.#demand(flag === has, 'MS-OXCMSG', where, 'has a wrong MSGFLAG_HASATTACH')
  }

  #children(storage: ReadStorage, pattern: RegExp): Map<number, ReadStorage> {
    const numbered = [...storage.storages].flatMap(([name, child]) => {
      const digits = pattern.exec(name)?.[1]
      return digits === undefined ? [] : [[parseInt(digits, 16), child] as const]
    })
    return new Map(numbered.sort(([a], [b]) => a - b))
  }

  #checkRecipient(storage: ReadStorage, where: string, number: number): CheckedObject {
    const checked = this.#checkProperties(storage, where, 8)
    this.#checkStrays(storage, where, checked.names, [])
    const rowId = checked.entries.get(PR_ROWID)?.value.readUInt32LE(0) ?? number
    this.#demand(rowId === number, '2.2.1', where, `has the PR_ROWID ${rowId}`)
    return checked
  }

  #checkAttachment(storage: ReadStorage, where: string, number: number): CheckedObject {
    const checked = this.#checkProperties(storage, where, 8)
    this.#checkStrays(storage, where, checked.names, [])
    const { entries } = checked
    const stored = entries.get(PR_ATTACH_NUM)?.value.readUInt32LE(0) ?? number
    this.#demand(stored === number, '2.2.2', where, `has the PR_ATTACH_NUM ${stored}`)
    const method = entries.get(PR_ATTACH_METHOD)?.value.readUInt32LE(0)
    const object = entries.get(PR_ATTACH_DATA_OBJ)
    const isMessage = object?.value.readUInt32LE(4) === kEmbeddedMessage
    this.#demand((method === ATTACH_EMBEDDED_MSG) === isMessage, '2.2.2.1', where, `has the method ${method ?? 'none'}`) // prettier-ignore
    if (object && !isMessage) this.#demand(method === ATTACH_OLE, '2.2.2.2', where, `has the method ${method ?? 'none'}`) // prettier-ignore
    const embedded = storage.storages.get(valueName(PR_ATTACH_DATA_OBJ))
    if (!embedded?.streams.has(kPropertyStream)) return checked
    this.#demand(/^0+$/.test(embedded.clsid), '2.2.2.1', where, `has the class ${embedded.clsid} on its message`) // prettier-ignore
    this.#checkMessage(embedded, `${where}/`, 24)
    return checked
  }

  #checkProperties(storage: ReadStorage, where: string, headerSize: number): CheckedObject {
    const stream = storage.streams.get(kPropertyStream)
    this.#demand(stream !== undefined, '2.4', where, `lacks ${kPropertyStream}`)
    const values = new ValueChecker(this.report, storage, where)
    const entries = new Map<number, PropertyEntry>()
    if (!stream || stream.length < headerSize) {
      this.#demand(stream === undefined, '2.4.1', where, `has a header of ${stream?.length ?? 0} bytes`)
      return { entries, names: values.names }
    }
    if (headerSize === 8)
      this.#demand(stream.readBigUInt64LE(0) === 0n, '2.4.1.3', where, 'has a header that is not zero')
    this.#demand((stream.length - headerSize) % 16 === 0, '2.4.2', where, 'has a part of an entry')
    const ids = new Set<number>()
    for (let at = headerSize; at + 16 <= stream.length; at += 16) {
      const entry = {
        tag: stream.readUInt32LE(at),
        flags: stream.readUInt32LE(at + 4),
        value: stream.subarray(at + 8, at + 16),
      }
      this.#checkEntry(entry, where, headerSize, ids)
      entries.set(entry.tag, entry)
      values.check(entry)
    }
    return { entries, names: values.names }
  }

  #checkEntry({ tag, flags }: PropertyEntry, where: string, headerSize: number, ids: Set<number>): void {
    const at = `${where} 0x${hex8(tag)}`
    const id = tag >>> 16
    this.#demand(!ids.has(id), '2.4', at, 'is there twice, or with two types')
    ids.add(id)
    this.#demand((flags & ~kKnownFlags) === 0, '2.4.2.1', at, `has the flags 0x${flags.toString(16)}`)
    this.#demand((flags & kReadable) !== 0, '2.4.2.1', at, 'cannot be read')
    this.#demand(id !== 0 && id !== 0xffff, '2.4.2.1', at, 'has an id that no property has')
    const isNamed = id < kFirstNamedId || id - kFirstNamedId < this.#namedIds
    this.#demand(isNamed, '2.2.3', at, 'has no name')
    const isObject = typeOf(tag) === PT_OBJECT
    const isData = tag === PR_ATTACH_DATA_OBJ && headerSize === 8
    this.#demand(!isObject || isData, '2.2.2', at, 'is an object that files do not have')
  }

  #checkWidth(entries: Map<number, PropertyEntry>, where: string, isUnicode: boolean): void {
    const wrong = isUnicode ? PT_STRING8 : PT_UNICODE
    for (const tag of entries.keys()) {
      const isWrong = (typeOf(tag) & ~MV_FLAG) === wrong
      this.#demand(
        !isWrong,
        '2.1.1.1',
        `${where} 0x${hex8(tag)}`,
        'is not as wide as PR_STORE_SUPPORT_MASK says',
      )
    }
  }

  #checkStrays(storage: ReadStorage, where: string, names: Set<string>, patterns: RegExp[]): void {
    for (const name of storage.duplicates) this.#demand(false, 'MS-CFB', where, `has ${name} twice`)
    const isOthers = (name: string) => where === '/' && !name.startsWith('__')
    for (const name of storage.streams.keys()) {
      const belongs = names.has(name) || name === kPropertyStream || isOthers(name)
      this.#demand(belongs, '2.2', where, `has the stream ${name}, which belongs to nothing`)
    }
    for (const [name, child] of storage.storages) {
      const isChild = patterns.some((pattern) => pattern.test(name))
      const belongs = names.has(name) || isChild || isOthers(name)
      this.#demand(belongs, '2.2', where, `has the storage ${name}, which belongs to nothing`)
      if (isChild)
        this.#demand(/^0+$/.test(child.clsid), '2.2', where, `has the class ${child.clsid} on ${name}`)
    }
  }
}

/** Everything in the file that [MS-OXMSG] forbids, a line each. */
export function conformanceProblems(bytes: Uint8Array): string[] {
  const checker = new ConformanceChecker()
  checker.checkFile(readContainer(bytes))
  return checker.report.problems
}
