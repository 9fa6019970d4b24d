import { readFileSync } from 'node:fs'

/** What the header of a Windows program or DLL says. https://learn.microsoft.com/windows/win32/debug/pe-format */
export interface PeFile {
  /** IMAGE_FILE_MACHINE_... */
  machine: number
  /** DLLs that Windows loads with this one. */
  imports: string[]
  /** DLLs that are loaded when they are first called. */
  delayedImports: string[]
  exports: string[]
  /** DllCharacteristics */
  characteristics: number
}

const kPe32Plus = 0x20b
const kExportTable = 0
const kImportTable = 1
const kDelayImportTable = 13

export function readPeFile(path: string): PeFile {
  const file = readFileSync(path)
  const header = file.readUInt32LE(0x3c)
  const sectionCount = file.readUInt16LE(header + 6)
  const optionalHeader = header + 24
  const directories = optionalHeader + (file.readUInt16LE(optionalHeader) === kPe32Plus ? 112 : 96)
  const sections = optionalHeader + file.readUInt16LE(header + 20)

  const toOffset = (address: number): number => {
    for (let i = 0; i < sectionCount; i++) {
      const section = sections + 40 * i
      const start = file.readUInt32LE(section + 12)
      const size = file.readUInt32LE(section + 16)
      if (address >= start && address < start + size) return address - start + file.readUInt32LE(section + 20)
    }
    throw new RangeError(`${path} has nothing at 0x${address.toString(16)}`)
  }
  const textAt = (address: number): string => {
    const start = toOffset(address)
    return file.toString('latin1', start, file.indexOf(0, start))
  }
  const directory = (index: number): number => file.readUInt32LE(directories + 8 * index)
  /** The names in a table of descriptors, whose last one is all zeros. */
  const namesIn = (table: number, descriptorSize: number, nameField: number): string[] => {
    const names: string[] = []
    if (table === 0) return names
    for (let at = toOffset(table); file.readUInt32LE(at + nameField) !== 0; at += descriptorSize) {
      names.push(textAt(file.readUInt32LE(at + nameField)))
    }
    return names
  }
  const exportedNames = (): string[] => {
    const table = directory(kExportTable)
    if (table === 0) return []
    const count = file.readUInt32LE(toOffset(table) + 24)
    const names = toOffset(file.readUInt32LE(toOffset(table) + 32))
    return Array.from({ length: count }, (_, i) => textAt(file.readUInt32LE(names + 4 * i)))
  }
  return {
    machine: file.readUInt16LE(header + 4),
    imports: namesIn(directory(kImportTable), 20, 12),
    delayedImports: namesIn(directory(kDelayImportTable), 32, 4),
    exports: exportedNames(),
    characteristics: file.readUInt16LE(optionalHeader + 70),
  }
}
