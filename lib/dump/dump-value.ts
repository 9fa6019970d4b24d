import { createHash } from 'node:crypto'

import {
  FileTime,
  MV_FLAG,
  PT_APPTIME,
  PT_BINARY,
  PT_CURRENCY,
  PT_DOUBLE,
  PT_I8,
  PT_R4,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
} from '../index.js'

/** How PT_BINARY values are shown: whole, or as size and SHA-256. */
export type BinaryForm = 'base64' | 'hash'

/** A property's value as the dump shows it. */
export type DumpedValue = string | number | boolean | null | { [key: string]: DumpedValue } | DumpedValue[]

/**
 * @param type The property's type, of which the value's form depends.
 * @param value As `getPropRow(..., { rawStrings: true })` gives it.
 */
export function dumpValue(type: number, value: unknown, binary: BinaryForm): DumpedValue {
  if (Array.isArray(value)) return value.map((each) => dumpValue(type & ~MV_FLAG, each, binary))
  switch (type) {
    case PT_CURRENCY:
    case PT_I8:
      return { int64: String(value) }
    case PT_SYSTIME:
      return { filetime: String((value as FileTime).ticks) }
    case PT_R4:
    case PT_DOUBLE:
    case PT_APPTIME:
      // JSON has no other way to say NaN or infinite.
      return Number.isFinite(value) ? (value as number) : { number: String(value) }
    case PT_STRING8:
      return { string8: withoutTrailingZeros(value as Buffer, 1).toString('hex') }
    case PT_UNICODE:
      return (value as string).replace(/\0+$/, '')
    case PT_BINARY:
      return dumpBinary(value as Buffer, binary)
    default:
      return value as number | boolean | string | null
  }
}

/** The value of a string property, of which `bytes` is all that is stored. */
export function dumpStoredString(type: number, bytes: Buffer, binary: BinaryForm): DumpedValue {
  const value = type === PT_UNICODE ? withoutTrailingZeros(bytes, 2).toString('utf16le') : bytes
  return dumpValue(type, value, binary)
}

export function dumpError(hresult: number): DumpedValue {
  return { error: `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}` }
}

function dumpBinary(bytes: Buffer, form: BinaryForm): DumpedValue {
  if (form === 'base64') return { base64: bytes.toString('base64') }
  return { binary: { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } }
}

function withoutTrailingZeros(bytes: Buffer, unit: number): Buffer {
  let end = bytes.length - (bytes.length % unit)
  while (end > 0 && bytes.subarray(end - unit, end).every((byte) => byte === 0)) end -= unit
  return bytes.subarray(0, end)
}
