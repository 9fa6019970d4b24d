import { writeContainer, type StorageTree } from '../support/msg-container.ts'
import { readContainer, type ReadStorage } from '../support/msg-container-reader.ts'
import { randomBytes, type Random } from './random.ts'

/** Damage that knows the format: what lies in the storages ([MS-OXMSG]), and how they are stored ([MS-CFB]). */

/** A file to damage. */
export interface Seed {
  name: string
  bytes: Buffer
  tree: StorageTree
}

export interface Mutant {
  bytes: Buffer
  /** What was done to which seed. */
  how: string
}

interface Place {
  storage: StorageTree
  name: string
}

const kSectorSize = 512
const kEntrySize = 128
const kHeaderFields = [0x18, 0x1a, 0x1e, 0x20, 0x2c, 0x30, 0x38, 0x3c, 0x40, 0x44, 0x48, 0x4c, 0x50]
const kNumbers = [0, 1, 2, 3, 7, 8, 0x7f, 0xff, 0x100, 0xfff, 0x1000, 0x7fff, 0x8000, 0xffff, 0x10000, 0x1000000, 0x7fffffff, 0x80000000, 0xfffffffa, 0xfffffffc, 0xfffffffd, 0xfffffffe, 0xffffffff] // prettier-ignore
const kTypes = [0, 1, 2, 3, 4, 5, 6, 7, 0xa, 0xb, 0xd, 0x14, 0x1e, 0x1f, 0x40, 0x48, 0x102, 0x1002, 0x1003, 0x1014, 0x101e, 0x101f, 0x1040, 0x1048, 0x1102, 0xfff] // prettier-ignore
const kMostCopies = 60

export function toSeed(name: string, bytes: Buffer): Seed {
  const toTree = ({ clsid, storages, streams }: ReadStorage): StorageTree => ({
    clsid,
    entries: {
      ...Object.fromEntries(streams),
      ...Object.fromEntries([...storages].map(([key, each]) => [key, toTree(each)])),
    },
  })
  return { name, bytes, tree: toTree(readContainer(bytes)) }
}

/** Some damage to one of the seeds; the same for the same state of `random`. */
export function mutate(random: Random, seeds: readonly Seed[]): Mutant {
  const seed = pick(random, seeds)
  const how: string[] = [seed.name]
  let bytes: Buffer
  if (random(3) === 0) {
    bytes = Buffer.from(seed.bytes)
  } else {
    const tree = structuredCloneOf(seed.tree)
    for (let count = 1 + random(4); count > 0; count--) how.push(changeTree(random, tree))
    bytes = writeContainer(tree)
  }
  if (how.length === 1 || random(4) === 0) {
    for (let count = 1 + random(6); count > 0; count--) {
      const { name, change } = pick(random, fileChanges)
      how.push(name)
      bytes = change(random, bytes, seeds)
    }
  }
  return { bytes, how: how.join(', ') }
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random(items.length)]
  if (item === undefined) throw new RangeError('there is nothing to pick from')
  return item
}

function structuredCloneOf({ clsid, entries }: StorageTree): StorageTree {
  const copies = Object.entries(entries).map(([name, each]) => [
    name,
    each instanceof Uint8Array ? Buffer.from(each) : structuredCloneOf(each),
  ])
  return {
    ...(clsid === undefined ? {} : { clsid }),
    entries: Object.fromEntries(copies) as StorageTree['entries'],
  }
}

function number(random: Random, size: number): number {
  const some = [
    pick(random, kNumbers),
    random(2 ** 32),
    random(64),
    size >>> random(10),
    (size >>> 9) + 2 - random(4),
  ]
  return pick(random, some) >>> 0
}

// What lies in the storages.

function places(storage: StorageTree): Place[] {
  return Object.entries(storage.entries).flatMap(([name, each]) => [
    { storage, name },
    ...(each instanceof Uint8Array ? [] : places(each)),
  ])
}

function changeTree(random: Random, tree: StorageTree): string {
  const all = places(tree)
  if (all.length === 0) return 'nothing is there'
  const named = all.filter(({ name }) => name === '__properties_version1.0' || name.startsWith('__nameid'))
  const place = pick(random, random(2) === 0 && named.length > 0 ? named : all)
  const content = place.storage.entries[place.name]
  const path = place.name
  if (content instanceof Uint8Array) return `${changeStream(random, place, Buffer.from(content))} ${path}`
  return `${changeStorage(random, place, content as StorageTree, tree)} ${path}`
}

function changeStream(random: Random, { storage, name }: Place, content: Buffer): string {
  const put = (bytes: Buffer) => (storage.entries[name] = bytes)
  switch (random(9)) {
    case 0:
      return (put(content.subarray(0, random(content.length + 1))), 'cut')
    case 1:
      return (put(Buffer.concat([content, randomBytes(random, random(600))])), 'lengthen')
    case 2:
      return (rename(random, storage, name), 'rename')
    case 3:
      return (Reflect.deleteProperty(storage.entries, name), 'drop')
    case 4:
      return ((storage.entries[name] = { entries: {} }), 'make a storage of')
    case 5:
      return (put(repeated(random, content)), 'repeat parts of')
    case 6:
      return (put(randomBytes(random, 4 * random(1500))), 'fill at random')
    default:
      for (let count = 1 + random(4); count > 0; count--) changeNumber(random, content)
      return (put(content), 'change numbers in')
  }
}

/** A number of 1, 2 or 4 bytes, or a type in a property stream. */
function changeNumber(random: Random, content: Buffer): void {
  if (content.length < 4) return
  const at = random(content.length - 3)
  const aligned = at & ~3
  const kind = random(5)
  if (kind === 0) content[at] = random(256)
  else if (kind === 1) content.writeUInt16LE(number(random, content.length) & 0xffff, at)
  else if (kind === 2) content.writeUInt16LE(pick(random, kTypes), aligned)
  else content.writeUInt32LE(number(random, content.length), aligned)
}

function repeated(random: Random, content: Buffer): Buffer {
  const start = random(content.length + 1) & ~7
  const part = content.subarray(start, start + 8 * (1 + random(8)))
  const copies = Array.from({ length: random(300) }, () => part)
  return Buffer.concat([content.subarray(0, start), ...copies, content.subarray(start)])
}

function changeStorage(
  random: Random,
  { storage, name }: Place,
  content: StorageTree,
  tree: StorageTree,
): string {
  switch (random(6)) {
    case 0:
      return (Reflect.deleteProperty(storage.entries, name), 'drop')
    case 1:
      return ((storage.entries[name] = randomBytes(random, 64)), 'make a stream of')
    case 2:
      return (rename(random, storage, name), 'rename')
    case 3: {
      // As another recipient, attachment or value.
      for (let count = random(kMostCopies); count > 0; count--)
        storage.entries[changed(random, name)] = content
      return 'multiply'
    }
    case 4: {
      // Inside another.
      const others = places(tree).filter((each) => !(each.storage.entries[each.name] instanceof Uint8Array))
      const target = pick(random, others)
      const inner = target.storage.entries[target.name] as StorageTree
      inner.entries[random(2) === 0 ? '__substg1.0_3701000D' : name] = structuredCloneOf(content)
      return 'nest'
    }
    default:
      return ((content.clsid = randomBytes(random, 16).toString('hex')), 'another class for')
  }
}

function rename(random: Random, storage: StorageTree, name: string): void {
  const content = storage.entries[name]
  Reflect.deleteProperty(storage.entries, name)
  if (content) storage.entries[changed(random, name)] = content
}

/** Another digit, another case, another length. */
function changed(random: Random, name: string): string {
  const at = Math.max(0, name.length - 1 - random(8))
  const kind = random(8)
  if (kind === 0) return name.toLowerCase()
  if (kind === 1) return name.slice(0, at + 1)
  if (kind === 2) return `${name.slice(0, 20)}${pick(random, ['1E', '1F', '02', '0D'])}`
  return `${name.slice(0, at)}${random(16).toString(16).toUpperCase()}${name.slice(at + 1)}`
}

// How they are stored.

const sectorAt = (sector: number) => (sector + 1) * kSectorSize

/** Where the entries of the directory may be: all 128 bytes that look like one. */
function entryOffsets(bytes: Buffer): number[] {
  const offsets: number[] = []
  for (let at = kSectorSize; at + kEntrySize <= bytes.length; at += kEntrySize) {
    const nameSize = bytes.readUInt16LE(at + 0x40)
    if (nameSize > 0 && nameSize <= 64 && [1, 2, 5].includes(bytes[at + 0x42] ?? 0)) offsets.push(at)
  }
  return offsets
}

const fileChanges: {
  name: string
  change: (random: Random, bytes: Buffer, seeds: readonly Seed[]) => Buffer
}[] = [
  {
    name: 'header field',
    change: (random, bytes) => {
      const at = pick(random, kHeaderFields)
      if (bytes.length < at + 4) return bytes
      if (at < 0x2c) bytes.writeUInt16LE(number(random, 0) & 0xffff, at)
      else bytes.writeUInt32LE(number(random, bytes.length), at)
      return bytes
    },
  },
  {
    name: 'FAT entry',
    change: (random, bytes) => {
      if (bytes.length < 0x200) return bytes
      const fat = sectorAt(bytes.readUInt32LE(random(2) === 0 ? 0x4c : 0x3c))
      const entries = Math.min(kSectorSize / 4, bytes.length >> 9)
      const at = fat + 4 * random(entries)
      if (at + 4 <= bytes.length) bytes.writeUInt32LE(number(random, bytes.length), at)
      return bytes
    },
  },
  ...[0x40, 0x42, 0x44, 0x48, 0x4c, 0x74, 0x78, 0x7c].map((field) => ({
    name: `directory field 0x${field.toString(16)}`,
    change: (random: Random, bytes: Buffer) => {
      const offsets = entryOffsets(bytes)
      if (offsets.length === 0) return bytes
      const at = pick(random, offsets) + field
      if (field < 0x44) bytes.writeUInt16LE(number(random, 0) & 0xffff, at)
      else bytes.writeUInt32LE(random(2) === 0 ? random(offsets.length) : number(random, bytes.length), at)
      return bytes
    },
  })),
  {
    name: 'bits',
    change: (random, bytes) => {
      if (bytes.length === 0) return bytes
      for (let count = 1 + random(16); count > 0; count--) {
        const at = random(bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
      }
      return bytes
    },
  },
  { name: 'cut', change: (random, bytes) => bytes.subarray(0, random(bytes.length + 1)) },
  {
    name: 'sectors of another',
    change: (random, bytes, seeds) => {
      const other = pick(random, seeds).bytes
      const [from, to] = [random(other.length >> 9) << 9, random(bytes.length >> 9) << 9]
      other.copy(bytes, to, from, from + kSectorSize * (1 + random(8)))
      return bytes
    },
  },
  {
    name: 'sectors twice',
    change: (random, bytes) => {
      const from = random(bytes.length >> 9) << 9
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(Math.max(0, from - 4 * kSectorSize))])
    },
  },
]
