import CFB from 'cfb'

/** A storage as it is found in a compound file: names as they are written. */
export interface ReadStorage {
  /** 32 hex digits, the bytes as they are stored. */
  clsid: string
  storages: Map<string, ReadStorage>
  streams: Map<string, Buffer>
  /** Names that the storage has twice, in whatever case. */
  duplicates: string[]
}

interface DirectoryEntry {
  name: string
  type: number
  clsid: string
  L: number
  R: number
  C: number
  content?: Uint8Array
}

const kStream = 2
const kNoEntry = -1

/** All that is in a storage, from the top of the tree that its names are in. */
function readStorage(directory: readonly DirectoryEntry[], { clsid, C }: DirectoryEntry): ReadStorage {
  const storage: ReadStorage = { clsid, storages: new Map(), streams: new Map(), duplicates: [] }
  const taken = new Set<string>()
  const waiting = [C]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (index === kNoEntry) continue
    const entry = directory[index]
    if (!entry) throw new Error(`the directory has no entry ${index}`)
    const { name, type, content = [], L, R } = entry
    if (taken.has(name.toUpperCase())) storage.duplicates.push(name)
    taken.add(name.toUpperCase())
    if (type === kStream) storage.streams.set(name, Buffer.from(content))
    else storage.storages.set(name, readStorage(directory, entry))
    waiting.push(L, R)
  }
  return storage
}

/**
 * Reads a compound file with cfb, none of the package's own code. cfb's own paths are not used: entries that were
 * deleted are in them too.
 */
export function readContainer(bytes: Uint8Array): ReadStorage {
  const { FileIndex } = CFB.read(Buffer.from(bytes), { type: 'buffer' })
  const directory = FileIndex as unknown as DirectoryEntry[]
  const root = directory[0]
  if (!root) throw new Error('the file has no root storage')
  return readStorage(directory, root)
}
