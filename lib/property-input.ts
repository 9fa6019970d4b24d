import { types } from 'node:util'

import { checkInteger, invalidArgType, invalidArgValue, outOfRange } from './argument-errors.js'
import { FileTime } from './file-time.js'
import type { NativeValue, NativeValues } from './native.js'
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
  PT_OBJECT,
  PT_R4,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
  PT_UNSPECIFIED,
  type PropTag,
  type PropTagValue,
} from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { tagText, toTag } from './property-values.js'

/** A value that can be written, of whatever type. Which ones fit a tag its type decides. */
export type PropInputValue =
  | null
  | number
  | bigint
  | boolean
  | string
  | Date
  | Uint8Array
  | readonly number[]
  | readonly bigint[]
  | readonly string[]
  | readonly Date[]
  | readonly Uint8Array[]

/**
 * What may be written where reading gives a `Value`: any `Date` for a FileTime, any Uint8Array for a Buffer. Where
 * the value's type is not known, anything is; then it is checked when it is written.
 */
export type PropInput<Value> = unknown extends Value
  ? PropInputValue
  : [Value] extends [never]
    ? never
    : Value extends Date
      ? Date
      : Value extends Uint8Array
        ? Uint8Array
        : Value extends readonly (infer Element)[]
          ? readonly PropInput<Element>[]
          : Value

/** A property's tag with a value for it. */
export type PropPair = readonly [tag: PropTag, value: PropInputValue]

/** Pairs of these tags and of values that fit them. */
export type PropPairs<Tags extends readonly PropTag[]> = {
  readonly [Index in keyof Tags]: readonly [tag: Tags[Index], value: PropInput<PropTagValue<Tags[Index]>>]
}

/** The same for pairs that are known already: what of them fits. */
export type FittingPairs<Pairs extends readonly PropPair[]> = {
  readonly [Index in keyof Pairs]: readonly [
    tag: Pairs[Index][0],
    value: PropInput<PropTagValue<Pairs[Index][0]>>,
  ]
}

/** Rows of pairs, with values that fit their tags. */
export type PropRows<Rows extends readonly (readonly PropPair[])[]> = {
  readonly [Row in keyof Rows]: FittingPairs<Rows[Row]>
}

const guidForm = /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i

// MAPI counts bytes in 32 bits, and a property must fit into a file of 2 GB.
const longestValue = 0x7fffffff

/**
 * Pairs of tags and values as the addon takes them.
 * @param name What errors call the array.
 * @throws TypeError or RangeError, with Node's codes, that names the pair and its property.
 */
export function toNativeValues(name: string, pairs: unknown): NativeValues {
  if (!Array.isArray(pairs)) throw invalidArgType(name, 'an array of pairs of a tag and a value', pairs)
  return pairs.flatMap((pair: unknown, index) => {
    const pairName = `${name}[${String(index)}]`
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw invalidArgType(pairName, 'an array of a property tag and a value', pair)
    }
    const tag = toTag(`${pairName}[0]`, pair[0])
    return [tag, toWritableValue(`${pairName}[1]`, tag, pair[1])]
  })
}

/** As {@link toNativeValue}, but for a value that is to be stored. */
export function toWritableValue(name: string, tag: number, value: unknown): NativeValue {
  const property = `${name} (${propTagName(tag) ?? tagText(tag)})`
  const native = toNativeValue(property, tag, value)
  if (Array.isArray(native) && native.length === 0) {
    throw invalidArgValue(
      `The "${property}" argument is empty. MAPI stores no array without values: delete the property instead.`,
    )
  }
  return native
}

/**
 * A property's value as the addon takes it.
 * @param name What errors call the value.
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or RangeError `ERR_OUT_OF_RANGE` if it does not fit the tag's type.
 */
export function toNativeValue(name: string, tag: number, value: unknown): NativeValue {
  const type = tag & 0xffff
  if ((type & MV_FLAG) === 0 || !multiValueTypes.has(type & ~MV_FLAG)) return toSingle(name, type, value)
  if (!Array.isArray(value))
    throw invalidArgType(name, 'an array, since the property has several values', value)
  const elements = value.map((element: unknown, index) =>
    toSingle(`${name}[${String(index)}]`, type & ~MV_FLAG, element),
  )
  if (new Set(elements.map((element) => typeof element)).size > 1) {
    throw invalidArgType(name, 'an array of either strings or bytes, not of both', value)
  }
  return elements as NativeValue
}

// https://learn.microsoft.com/office/client-developer/outlook/mapi/property-types
const multiValueTypes = new Set([
  PT_I2,
  PT_LONG,
  PT_R4,
  PT_DOUBLE,
  PT_CURRENCY,
  PT_APPTIME,
  PT_I8,
  PT_STRING8,
  PT_UNICODE,
  PT_SYSTIME,
  PT_CLSID,
  PT_BINARY,
])

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
      return float(name, value)
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
      return ticks(name, value)
    case PT_UNICODE:
      return text(name, value)
    case PT_STRING8:
      return types.isUint8Array(value) ? bytesOfText(name, value) : text(name, value)
    case PT_BINARY:
      if (!types.isUint8Array(value)) throw invalidArgType(name, 'an instance of Buffer or Uint8Array', value)
      checkLength(name, value.byteLength)
      return value
    case PT_CLSID:
      return toGuid(name, value)
    case PT_OBJECT:
      throw invalidArgType(name, 'left out: objects are opened with openProperty, not written', value)
    case PT_UNSPECIFIED:
      throw invalidArgType(name, 'for a tag with a type, as CHANGE_PROP_TYPE makes it', value)
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

function float(name: string, value: unknown): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value)
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
    throw outOfRange(name, 'a number of 32 bits in floating point', value)
  }
  return value
}

function ticks(name: string, value: unknown): bigint {
  if (!types.isDate(value)) throw invalidArgType(name, 'an instance of FileTime or Date', value)
  try {
    return new FileTime(value).ticks
  } catch {
    throw outOfRange(name, 'a date from the year 1601 to the year 60056', value)
  }
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value)
  checkLength(name, value.length * 2)
  if (value.includes('\0')) throw hasNul(name)
  return value
}

function bytesOfText(name: string, value: Uint8Array): Uint8Array {
  checkLength(name, value.byteLength)
  if (value.includes(0)) throw hasNul(name)
  return value
}

function hasNul(name: string): TypeError {
  return invalidArgValue(
    `The "${name}" argument must not have null characters: MAPI takes strings to end there. createWriteStream can write them.`,
  )
}

function checkLength(name: string, bytes: number): void {
  if (bytes > longestValue) throw outOfRange(`${name}.length`, `at most ${longestValue} bytes`, bytes)
}
