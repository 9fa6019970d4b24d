import { checkInteger } from './argument-errors.js'
import { isULong } from './options.js'
import type { FileTime } from './file-time.js'

declare const propTagValue: unique symbol

/**
 * A property tag: the property's identifier in the upper 16 bits, its type in the lower ones.
 *
 * At run time it is a number. For the compiler it also carries the type of the property's value, so that
 * reading PR_SUBJECT_W gives a string. A `PropTag<string>` is a `PropTag`; a plain number is not:
 * make a tag of it with {@link PROP_TAG} or {@link CHANGE_PROP_TYPE}.
 *
 * https://learn.microsoft.com/office/client-developer/outlook/mapi/about-property-tags
 */
export type PropTag<Value = unknown> = number & { readonly [propTagValue]: Value }

/** The value that a tag stands for: `PropTagValue<typeof PR_SUBJECT_W>` is `string`. */
export type PropTagValue<Tag extends PropTag> = Tag[typeof propTagValue]

// https://learn.microsoft.com/office/client-developer/outlook/mapi/property-types
/** Any type: in a tag given to `getProps` it asks for the type that the property has. */
export const PT_UNSPECIFIED = 0x0000
export const PT_NULL = 0x0001
export const PT_I2 = 0x0002
export const PT_LONG = 0x0003
export const PT_R4 = 0x0004
export const PT_DOUBLE = 0x0005
/** A 64-bit integer in units of 1/10000. */
export const PT_CURRENCY = 0x0006
/** A date as days since 1899-12-30, with the time of day as fraction. */
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

export const PT_SHORT = PT_I2
export const PT_I4 = PT_LONG
export const PT_FLOAT = PT_R4
export const PT_R8 = PT_DOUBLE
export const PT_LONGLONG = PT_I8
/** Strings are Unicode here, as in a program that is compiled with UNICODE. */
export const PT_TSTRING = PT_UNICODE

/** In a property type: there are several values. */
export const MV_FLAG = 0x1000
/** In the type of a table column, with MV_FLAG: a row for each value. */
export const MV_INSTANCE = 0x2000
export const MVI_FLAG = 0x3000

export const PT_MV_I2 = 0x1002
export const PT_MV_LONG = 0x1003
export const PT_MV_R4 = 0x1004
export const PT_MV_DOUBLE = 0x1005
export const PT_MV_CURRENCY = 0x1006
export const PT_MV_APPTIME = 0x1007
export const PT_MV_I8 = 0x1014
export const PT_MV_STRING8 = 0x101e
export const PT_MV_UNICODE = 0x101f
export const PT_MV_SYSTIME = 0x1040
export const PT_MV_CLSID = 0x1048
export const PT_MV_BINARY = 0x1102

export const PT_MV_SHORT = PT_MV_I2
export const PT_MV_I4 = PT_MV_LONG
export const PT_MV_FLOAT = PT_MV_R4
export const PT_MV_R8 = PT_MV_DOUBLE
export const PT_MV_LONGLONG = PT_MV_I8
export const PT_MV_TSTRING = PT_MV_UNICODE

/** The JavaScript type of the values of each property type. */
export interface PropTypeValues {
  [PT_NULL]: null
  [PT_I2]: number
  [PT_LONG]: number
  [PT_R4]: number
  [PT_DOUBLE]: number
  [PT_CURRENCY]: bigint
  [PT_APPTIME]: number
  /** There is no value, but a reason why not. */
  [PT_ERROR]: undefined
  [PT_BOOLEAN]: boolean
  /** Objects are opened with `openProperty`, never read. */
  [PT_OBJECT]: never
  [PT_I8]: bigint
  [PT_STRING8]: string
  [PT_UNICODE]: string
  [PT_SYSTIME]: FileTime
  /** `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}` in lower case. */
  [PT_CLSID]: string
  [PT_BINARY]: Buffer
  [PT_MV_I2]: number[]
  [PT_MV_LONG]: number[]
  [PT_MV_R4]: number[]
  [PT_MV_DOUBLE]: number[]
  [PT_MV_CURRENCY]: bigint[]
  [PT_MV_APPTIME]: number[]
  [PT_MV_I8]: bigint[]
  [PT_MV_STRING8]: string[]
  [PT_MV_UNICODE]: string[]
  [PT_MV_SYSTIME]: FileTime[]
  [PT_MV_CLSID]: string[]
  [PT_MV_BINARY]: Buffer[]
}

/** The JavaScript type of a property type's values: `unknown` for PT_UNSPECIFIED and for a plain `number`. */
export type PropTypeValue<Type extends number> = Type extends keyof PropTypeValues
  ? PropTypeValues[Type]
  : unknown

/** Every value that a property can have. */
export type PropValue = Exclude<PropTypeValues[keyof PropTypeValues], undefined>

/**
 * Makes a property tag.
 * @param type A PT_* constant. As a constant, it decides the type of the property's value.
 * @param id The property's identifier: of a named property as `getIDsFromNames` gave it.
 * @throws TypeError `ERR_INVALID_ARG_TYPE` if either is no number.
 * @throws RangeError `ERR_OUT_OF_RANGE` if either is not an integer from 0 to 0xFFFF.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/prop_tag
 */
export function PROP_TAG<Type extends number>(type: Type, id: number): PropTag<PropTypeValue<Type>> {
  checkInteger('type', type, 0, 0xffff)
  checkInteger('id', id, 0, 0xffff)
  return (id * 0x10000 + type) as PropTag<PropTypeValue<Type>>
}

/**
 * The type in a property tag, a PT_* constant.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/prop_type
 */
export function PROP_TYPE(tag: number): number {
  isULong('tag', tag)
  return tag & 0xffff
}

/**
 * The identifier in a property tag. From 0x8000 on it is that of a named property.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/prop_id
 */
export function PROP_ID(tag: number): number {
  isULong('tag', tag)
  return tag >>> 16
}

/**
 * The tag of the same property with another type, for instance the PT_STRING8 form of a Unicode string.
 * @param type A PT_* constant. As a constant, it decides the type of the property's value.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/change_prop_type
 */
export function CHANGE_PROP_TYPE<Type extends number>(tag: number, type: Type): PropTag<PropTypeValue<Type>> {
  return PROP_TAG(type, PROP_ID(tag))
}
