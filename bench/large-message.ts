import { closeSync, openSync, writeSync } from 'node:fs'

import { fileAttachment, note, PR_ATTACH_DATA_BIN, PR_ATTACH_SIZE } from '../test/support/msg-parts.ts'
import { writeMsg, type Property } from '../test/support/msg-writer.ts'
import { pattern } from '../test/support/samples.ts'

const sectorSize = 512
const entriesPerSector = sectorSize / 4
const headerFatEntries = 109
const miniStreamCutoff = 4096
const free = -1
const endOfChain = -2
const fatSector = -3
const difatSector = -4
const dataStream = '__substg1.0_37010102'
const chunk = pattern(1 << 20)

/**
 * Writes a .msg file with one attachment of `size` bytes without holding it in memory: it makes a file with a small
 * attachment, and puts in its place a long one that lies at the file's end. [MS-CFB]
 */
export function writeLargeMessage(file: string, size: number): void {
  const small = messageWithAttachment(Math.min(size, miniStreamCutoff), size)
  const fd = openSync(file, 'w')
  try {
    if (size <= miniStreamCutoff) writeSync(fd, small)
    else writeGrown(fd, small, size)
  } finally {
    closeSync(fd)
  }
}

/** With `size` in the properties, whatever the stream's length is. */
function messageWithAttachment(length: number, size: number): Buffer {
  const attachment = fileAttachment('large.bin', pattern(length))
  const properties = attachment.properties.map(([tag, value]): Property => {
    if (tag === PR_ATTACH_SIZE) return [tag, size]
    return tag === PR_ATTACH_DATA_BIN ? [tag, value, { size }] : [tag, value]
  })
  return writeMsg(note({ subject: 'Large', body: 'One attachment\r\n', attachments: [{ properties }] }))
}

function writeGrown(fd: number, small: Buffer, size: number): void {
  const oldSectors = small.length / sectorSize - 1
  const oldFat = readFatLocations(small)
  const dataSectors = Math.ceil(size / sectorSize)
  let fatSectors = oldFat.length
  let difatSectors = 0
  while (
    fatSectors * entriesPerSector <
    oldSectors + difatSectors + fatSectors - oldFat.length + dataSectors
  ) {
    fatSectors++
    difatSectors = Math.ceil(Math.max(0, fatSectors - headerFatEntries) / (entriesPerSector - 1))
  }

  // The new sectors are those of the DIFAT, of the FAT, and of the data.
  const firstFat = oldSectors + difatSectors
  const firstData = firstFat + fatSectors - oldFat.length
  const fatLocations = [...oldFat, ...range(firstFat, firstData)]
  const fat = new Int32Array(fatSectors * entriesPerSector).fill(free)
  for (const [i, location] of oldFat.entries()) {
    const start = i * entriesPerSector
    for (let k = 0; k < entriesPerSector && start + k < oldSectors; k++) {
      fat[start + k] = small.readInt32LE((location + 1) * sectorSize + 4 * k)
    }
  }
  freeChain(fat, small.readInt32LE(entryOffset(small) + 0x74))
  fat.fill(difatSector, oldSectors, firstFat)
  fat.fill(fatSector, firstFat, firstData)
  for (let i = firstData; i < firstData + dataSectors - 1; i++) fat[i] = i + 1
  fat[firstData + dataSectors - 1] = endOfChain

  const entry = entryOffset(small)
  small.writeInt32LE(firstData, entry + 0x74)
  small.writeUInt32LE(size, entry + 0x78)
  small.writeInt32LE(fatSectors, 0x2c)
  small.writeInt32LE(difatSectors > 0 ? oldSectors : endOfChain, 0x44)
  small.writeInt32LE(difatSectors, 0x48)
  for (let i = 0; i < headerFatEntries; i++) small.writeInt32LE(fatLocations[i] ?? free, 0x4c + 4 * i)
  const fatBytes = Buffer.from(fat.buffer)
  for (const [i, location] of oldFat.entries()) {
    fatBytes.copy(small, (location + 1) * sectorSize, i * sectorSize, (i + 1) * sectorSize)
  }

  writeSync(fd, small)
  writeSync(fd, difat(fatLocations.slice(headerFatEntries), oldSectors))
  writeSync(fd, fatBytes.subarray(oldFat.length * sectorSize))
  writeData(fd, size)
}

function readFatLocations(file: Buffer): number[] {
  return Array.from({ length: file.readInt32LE(0x2c) }, (_, i) => file.readInt32LE(0x4c + 4 * i))
}

function* range(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i
}

/** Where the directory's entry of the attachment's data is. */
function entryOffset(file: Buffer): number {
  return file.indexOf(Buffer.from(`${dataStream}\0`, 'utf16le'))
}

function freeChain(fat: Int32Array, first: number): void {
  for (let sector = first; sector >= 0;) {
    const next = fat[sector] ?? endOfChain
    fat[sector] = free
    sector = next
  }
}

/** The DIFAT's sectors: where the FAT's sectors are, and at the end of each where the next one is. */
function difat(locations: readonly number[], first: number): Buffer {
  const perSector = entriesPerSector - 1
  const sectors = Math.ceil(locations.length / perSector)
  const bytes = Buffer.alloc(sectors * sectorSize, 0xff)
  for (let sector = 0; sector < sectors; sector++) {
    const start = sector * sectorSize
    for (let k = 0; k < perSector; k++) {
      bytes.writeInt32LE(locations[sector * perSector + k] ?? free, start + 4 * k)
    }
    bytes.writeInt32LE(sector + 1 < sectors ? first + sector + 1 : endOfChain, start + 4 * perSector)
  }
  return bytes
}

function writeData(fd: number, size: number): void {
  for (let left = size; left > 0; left -= chunk.length) {
    const length = Math.min(left, chunk.length)
    const padded = Math.ceil(length / sectorSize) * sectorSize
    writeSync(fd, chunk, 0, Math.min(padded, chunk.length))
  }
}
