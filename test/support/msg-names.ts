import { guidBytes, type StorageTree } from './msg-container.ts'

/** A named property's name: its property set, and a number or a string in it. */
export type PropertyName = { guid: string; id: number } | { guid: string; name: string }

export const PS_MAPI = '{00020328-0000-0000-c000-000000000046}'
export const PS_PUBLIC_STRINGS = '{00020329-0000-0000-c000-000000000046}'
export const PS_INTERNET_HEADERS = '{00020386-0000-0000-c000-000000000046}'

const kFirstGuidInStream = 3
const kBuckets = 0x1f

/** The CRC-32 of [MS-OXMSG] 2.2.3.2: it starts at 0, and its end is not inverted. */
export function nameCrc(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return crc >>> 0
}

function entry(idOrOffset: number, guidIndexAndKind: number, propertyIndex: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(idOrOffset, 0)
  bytes.writeUInt16LE(guidIndexAndKind, 4)
  bytes.writeUInt16LE(propertyIndex, 6)
  return bytes
}

/** `__nameid_version1.0` ([MS-OXMSG] 2.2.3): the n-th name is that of property id 0x8000 + n. */
export function encodeNames(names: readonly PropertyName[], options: { buckets: boolean }): StorageTree {
  const guids: string[] = []
  const guidIndex = (guid: string): number => {
    const lower = guid.toLowerCase()
    if (lower === PS_MAPI) return 1
    if (lower === PS_PUBLIC_STRINGS) return 2
    if (!guids.includes(lower)) guids.push(lower)
    return guids.indexOf(lower) + kFirstGuidInStream
  }
  const entries: Buffer[] = []
  const strings: Buffer[] = []
  const buckets = new Map<number, Buffer[]>()
  let stringsSize = 0

  names.forEach((name, n) => {
    const isString = 'name' in name
    const guidAndKind = (guidIndex(name.guid) << 1) | (isString ? 1 : 0)
    let key: number
    if (isString) {
      const text = Buffer.from(name.name, 'utf16le')
      const length = Buffer.alloc(4)
      length.writeUInt32LE(text.length)
      entries.push(entry(stringsSize, guidAndKind, n))
      const padded = Buffer.concat([length, text, Buffer.alloc(-text.length & 3)])
      strings.push(padded)
      stringsSize += padded.length
      const lowerCase = name.guid.toLowerCase() === PS_INTERNET_HEADERS
      key = nameCrc(lowerCase ? Buffer.from(name.name.toLowerCase(), 'utf16le') : text)
    } else {
      entries.push(entry(name.id, guidAndKind, n))
      key = name.id
    }
    const bucket = 0x1000 + (((key ^ guidAndKind) >>> 0) % kBuckets)
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), entry(key, guidAndKind, n)])
  })

  const storage: StorageTree = {
    entries: {
      '__substg1.0_00020102': Buffer.concat(guids.map(guidBytes)),
      '__substg1.0_00030102': Buffer.concat(entries),
      '__substg1.0_00040102': Buffer.concat(strings),
    },
  }
  if (options.buckets) {
    for (const [bucket, content] of buckets) {
      storage.entries[`__substg1.0_${bucket.toString(16).toUpperCase()}0102`] = Buffer.concat(content)
    }
  }
  return storage
}
