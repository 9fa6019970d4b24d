import CFB from 'cfb'

/** A storage of a compound file: what it holds, by name. Bytes are streams. */
export interface StorageTree {
  /** `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}`; all zeros where it is left out. */
  clsid?: string
  entries: { [name: string]: Uint8Array | StorageTree }
}

interface DirectoryEntry {
  name: string
  type: number
  color: number
  L: number
  R: number
  C: number
  clsid: string
  state: number
  start: number
  size: number
  content: Buffer
}

const kUnused = 0
const kStorage = 1
const kStream = 2
const kRoot = 5
const kRed = 0
const kBlack = 1
const kNoEntry = -1
const kFreeSector = 0xffffffff
const kEndOfChain = -2
const kSectorSize = 512
const kMiniStreamCutoff = 4096
const kLongestName = 31

/** The 16 bytes of a GUID as [MS-DTYP] 2.3.4 stores them: three little-endian numbers, then eight bytes. */
export function guidBytes(guid: string): Buffer {
  const hex = guid.replace(/[{}-]/g, '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new TypeError(`${guid} is no GUID`)
  const bytes = Buffer.from(hex, 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** Sibling order of [MS-CFB] 2.6.4: the shorter name first, then by upper-case UTF-16 units. */
function compareNames(a: string, b: string): number {
  const upperA = a.toUpperCase()
  const upperB = b.toUpperCase()
  return a.length - b.length || (upperA < upperB ? -1 : upperA > upperB ? 1 : 0)
}

function newEntry(name: string, node: Uint8Array | StorageTree): DirectoryEntry {
  if (name.length > kLongestName || /[/\\:!]/.test(name))
    throw new RangeError(`${name} is no name for a stream`)
  const stream = node instanceof Uint8Array
  const content = stream ? Buffer.from(node) : Buffer.alloc(0)
  return {
    name,
    type: stream ? kStream : kStorage,
    color: kBlack,
    L: kNoEntry,
    R: kNoEntry,
    C: kNoEntry,
    clsid: guidBytes(stream ? '0'.repeat(32) : (node.clsid ?? '0'.repeat(32))).toString('hex'),
    state: 0,
    start: stream ? kEndOfChain : 0,
    size: content.length,
    content,
  }
}

/** Adds all that a storage holds, and links the siblings to a red-black tree. Answers the tree's top. */
function addChildren(directory: DirectoryEntry[], storage: StorageTree): number {
  const names = Object.keys(storage.entries).sort(compareNames)
  const first = directory.length
  for (const name of names) directory.push(newEntry(name, storage.entries[name] as Uint8Array | StorageTree))

  names.forEach((name, i) => {
    const child = storage.entries[name] as Uint8Array | StorageTree
    if (!(child instanceof Uint8Array)) entryAt(directory, first + i).C = addChildren(directory, child)
  })

  // Halving gives a tree whose levels are all full but the lowest: that one is red, the others black.
  const fullLevels = Math.floor(Math.log2(names.length + 1))
  const link = (from: number, to: number, level: number): number => {
    if (from === to) return kNoEntry
    const middle = (from + to) >> 1
    const entry = entryAt(directory, middle)
    entry.color = level < fullLevels ? kBlack : kRed
    entry.L = link(from, middle, level + 1)
    entry.R = link(middle + 1, to, level + 1)
    return middle
  }
  return link(first, first + names.length, 0)
}

function entryAt(directory: DirectoryEntry[], index: number): DirectoryEntry {
  const entry = directory[index]
  if (!entry) throw new RangeError(`the directory has no entry ${index}`)
  return entry
}

/** cfb fills the unused ends of its allocation tables with "end of chain", where [MS-CFB] 2.3 wants "free". */
function markFreeSectors(file: Buffer, miniSectors: number): void {
  // cfb writes each table to sectors in a row: first the FAT's own index (if any), then the FAT, then the mini FAT.
  const fill = (firstSector: number, sectors: number, used: number) => {
    const table = (firstSector + 1) * kSectorSize
    for (let i = used; i < (sectors * kSectorSize) / 4; ++i) file.writeUInt32LE(kFreeSector, table + 4 * i)
  }
  fill(file.readUInt32LE(0x48), file.readUInt32LE(0x2c), file.length / kSectorSize - 1)
  fill(file.readUInt32LE(0x3c), file.readUInt32LE(0x40), miniSectors)
}

/** Writes a compound file ([MS-CFB] version 3, 512-byte sectors) with cfb. Equal trees give equal bytes. */
export function writeContainer(root: StorageTree): Buffer {
  const directory = [newEntry('Root Entry', root)]
  const top = entryAt(directory, 0)
  top.type = kRoot
  top.C = addChildren(directory, root)

  // cfb adds an entry of its own to every file that lacks it, and rebuilds the tree. It takes this unused one for its own, and drops it.
  const placeholder = { ...newEntry('', Buffer.alloc(0)), type: kUnused }
  const container = {
    FileIndex: [...directory, placeholder],
    FullPaths: [...directory.map((entry) => entry.name), 'Root Entry/\u0001Sh33tJ5'],
  }
  container.FullPaths[0] = 'Root Entry/'
  // A copy: cfb leaves methods of its own on its buffer.
  const file = Buffer.from(CFB.write(container, { type: 'buffer' }) as Buffer)
  const miniSectors = directory
    .filter((entry) => entry.size < kMiniStreamCutoff)
    .reduce((sum, entry) => sum + Math.ceil(entry.content.length / 64), 0)
  markFreeSectors(file, miniSectors)
  return file
}
