import { guidBytes } from './msg-container.ts'

export const PT_I2 = 0x0002
export const PT_LONG = 0x0003
export const PT_R4 = 0x0004
export const PT_DOUBLE = 0x0005
export const PT_CURRENCY = 0x0006
export const PT_APPTIME = 0x0007
export const PT_ERROR = 0x000a
export const PT_BOOLEAN = 0x000b
export const PT_OBJECT = 0x000d
export const PT_I8 = 0x0014
export const PT_STRING8 = 0x001e
export const PT_UNICODE = 0x001f
export const PT_SYSTIME = 0x0040
export const PT_CLSID = 0x0048
export const PT_BINARY = 0x0102
export const MV_FLAG = 0x1000

/**
 * A single value, by its tag's type: number (PT_I2, PT_LONG, PT_R4, PT_DOUBLE, PT_APPTIME, PT_ERROR), boolean, bigint
 * (PT_CURRENCY, PT_I8, and PT_SYSTIME in 100 ns since 1601), Date (PT_SYSTIME), string (PT_UNICODE, PT_CLSID),
 * bytes (PT_BINARY, and PT_STRING8 in whatever code page the message is in).
 */
export type SingleValue = number | bigint | boolean | string | Date | Uint8Array

export type PropertyValue = SingleValue | readonly SingleValue[]

/** How a value goes into a file: its 8 bytes in the property stream, and the streams beside it, by the end of their names. */
export interface EncodedValue {
  inline: Buffer
  streams: { [suffix: string]: Buffer }
}

const kTicksPerMillisecond = 10_000n
const kUnixEpochInTicks = 116_444_736_000_000_000n

export function typeOf(tag: number): number {
  return tag & 0xffff
}

export function hex8(number: number): string {
  return (number >>> 0).toString(16).toUpperCase().padStart(8, '0')
}

/** 100 ns since 1601, as PT_SYSTIME counts. */
export function toTicks(time: Date | bigint): bigint {
  return typeof time === 'bigint' ? time : BigInt(time.getTime()) * kTicksPerMillisecond + kUnixEpochInTicks
}

function mismatch(type: number, value: PropertyValue): TypeError {
  return new TypeError(`${typeof value} does not fit property type 0x${type.toString(16).padStart(4, '0')}`)
}

function encodeNumber(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(type === PT_DOUBLE || type === PT_APPTIME ? 8 : type === PT_I2 ? 2 : 4)
  if (type === PT_I2) bytes.writeInt16LE(value)
  else if (type === PT_LONG) bytes.writeInt32LE(value | 0)
  else if (type === PT_ERROR) bytes.writeUInt32LE(value >>> 0)
  else if (type === PT_R4) bytes.writeFloatLE(value)
  else if (type === PT_DOUBLE || type === PT_APPTIME) bytes.writeDoubleLE(value)
  else throw mismatch(type, value)
  return bytes
}

function encodeBigint(type: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  if (type === PT_SYSTIME) bytes.writeBigUInt64LE(value)
  else if (type === PT_CURRENCY || type === PT_I8) bytes.writeBigInt64LE(value)
  else throw mismatch(type, value)
  return bytes
}

/** A single value's bytes, strings without their NUL. */
function encodeSingle(type: number, value: SingleValue): Buffer {
  if (typeof value === 'number') return encodeNumber(type, value)
  if (typeof value === 'bigint') return encodeBigint(type, value)
  if (typeof value === 'boolean' && type === PT_BOOLEAN) return Buffer.from([value ? 1 : 0, 0])
  if (typeof value === 'string' && type === PT_UNICODE) return Buffer.from(value, 'utf16le')
  if (typeof value === 'string' && type === PT_CLSID) return guidBytes(value)
  if (value instanceof Date && type === PT_SYSTIME) return encodeBigint(type, toTicks(value))
  if (value instanceof Uint8Array && (type === PT_BINARY || type === PT_STRING8)) return Buffer.from(value)
  throw mismatch(type, value)
}

/** Bytes of the NUL that ends a string of this type. */
function terminatorSize(type: number): number {
  return type === PT_UNICODE ? 2 : type === PT_STRING8 ? 1 : 0
}

/** The value field of a value that has streams: a size, and a number that only PT_OBJECT uses. [MS-OXMSG] 2.4.2.2 */
export function sizeField(size: number, reserved = 0): Buffer {
  const field = Buffer.alloc(8)
  field.writeUInt32LE(size, 0)
  field.writeUInt32LE(reserved, 4)
  return field
}

/** [MS-OXMSG] 2.1.4.2: a stream of lengths, and one stream for each value. */
function encodeVariableLengthValues(type: number, values: Buffer[]): EncodedValue {
  const terminator = Buffer.alloc(terminatorSize(type))
  const streams: { [suffix: string]: Buffer } = {}
  const lengths = values.map((bytes, i) => {
    streams[`-${hex8(i)}`] = Buffer.concat([bytes, terminator])
    const length = sizeField(bytes.length + terminator.length)
    return type === PT_BINARY ? length : length.subarray(0, 4)
  })
  streams[''] = Buffer.concat(lengths)
  return { inline: sizeField(streams[''].length), streams }
}

/** [MS-OXMSG] 2.4.2 */
export function encodeValue(tag: number, value: PropertyValue): EncodedValue {
  const type = typeOf(tag) & ~MV_FLAG
  const variable = type === PT_UNICODE || type === PT_STRING8 || type === PT_BINARY
  if (typeOf(tag) & MV_FLAG) {
    if (!Array.isArray(value)) throw mismatch(typeOf(tag), value)
    const values = value.map((each: SingleValue) => encodeSingle(type, each))
    if (variable) return encodeVariableLengthValues(type, values)
    const all = Buffer.concat(values)
    return { inline: sizeField(all.length), streams: { '': all } }
  }
  if (Array.isArray(value)) throw mismatch(type, value)
  const bytes = encodeSingle(type, value as SingleValue)
  if (variable || type === PT_CLSID) {
    return { inline: sizeField(bytes.length + terminatorSize(type)), streams: { '': bytes } }
  }
  const inline = Buffer.alloc(8)
  bytes.copy(inline)
  return { inline, streams: {} }
}
