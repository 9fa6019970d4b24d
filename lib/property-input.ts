import { types } from 'node:util'

import { checkInteger, invalidArgType, outOfRange } from './argument-errors.js'
import { FileTime } from './file-time.js'
import type { NativeValue } from './native.js'
import {
  MV_FLAG,
  PT_APPTIME,
  PT_BINARY,
  PT_BOOLEAN,
  PT_CLSID,
  PT_CURRENCY,
  PT_DOUBLE,
  PT_ERROR,
  PT_I2,
  PT_I8,
  PT_LONG,
  PT_NULL,
  PT_R4,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
} from './prop-tag.js'

const guidForm = /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i

/**
 * A property's value as the addon takes it.
 * @param name What errors call the value.
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or RangeError `ERR_OUT_OF_RANGE` if it does not fit the tag's type.
 */
export function toNativeValue(name: string, tag: number, value: unknown): NativeValue {
  const type = tag & 0xffff
  if ((type & MV_FLAG) === 0) return toSingle(name, type, value)
  if (!Array.isArray(value))
    throw invalidArgType(name, 'an array, since the property has several values', value)
  return value.map((element, index) =>
    toSingle(`${name}[${String(index)}]`, type & ~MV_FLAG, element),
  ) as NativeValue
}

function toSingle(name: string, type: number, value: unknown): Exclude<NativeValue, unknown[]> {
  switch (type) {
    case PT_NULL:
      if (value !== null) throw invalidArgType(name, 'null', value)
      return value
    case PT_I2:
      return integer(name, value, -0x8000, 0x7fff)
    case PT_LONG:
      // Many properties of this type are bits, which people write without a sign.
      return integer(name, value, -0x80000000, 0xffffffff) | 0
    case PT_ERROR:
      return integer(name, value, -0x80000000, 0xffffffff) >>> 0
    case PT_R4:
    case PT_DOUBLE:
    case PT_APPTIME:
      if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value)
      return value
    case PT_BOOLEAN:
      if (typeof value !== 'boolean') throw invalidArgType(name, 'of type boolean', value)
      return value
    case PT_CURRENCY:
    case PT_I8:
      if (typeof value !== 'bigint') throw invalidArgType(name, 'of type bigint', value)
      if (BigInt.asIntN(64, value) !== value) throw outOfRange(name, 'a signed number of 64 bits', value)
      return value
    case PT_SYSTIME:
      if (!types.isDate(value)) throw invalidArgType(name, 'an instance of FileTime or Date', value)
      return new FileTime(value).ticks
    case PT_UNICODE:
      return text(name, value)
    case PT_STRING8:
      return value instanceof Uint8Array ? value : text(name, value)
    case PT_BINARY:
      if (!(value instanceof Uint8Array))
        throw invalidArgType(name, 'an instance of Buffer or Uint8Array', value)
      return value
    case PT_CLSID:
      return toGuid(name, value)
    default:
      throw invalidArgType(name, 'of a type that has values: see the type in the property tag', value)
  }
}

/** Throws unless the value is a GUID in braces. */
export function toGuid(name: string, value: unknown): string {
  if (typeof value === 'string' && guidForm.test(value)) return value
  throw invalidArgType(name, 'a GUID like {00020329-0000-0000-c000-000000000046}', value)
}

function integer(name: string, value: unknown, min: number, max: number): number {
  checkInteger(name, value, min, max)
  return value as number
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value)
  return value
}
