import { invalidArgType } from './argument-errors.js'
import { isULong } from './options.js'
import type { PropTag } from './prop-tag.js'
import { toGuid } from './property-input.js'

/** Property sets. https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-named-properties */
export const PS_MAPI = '{00020328-0000-0000-c000-000000000046}'
export const PS_PUBLIC_STRINGS = '{00020329-0000-0000-c000-000000000046}'
export const PS_INTERNET_HEADERS = '{00020386-0000-0000-c000-000000000046}'
export const PSETID_Appointment = '{00062002-0000-0000-c000-000000000046}'
export const PSETID_Task = '{00062003-0000-0000-c000-000000000046}'
export const PSETID_Address = '{00062004-0000-0000-c000-000000000046}'
export const PSETID_Common = '{00062008-0000-0000-c000-000000000046}'
export const PSETID_Log = '{0006200a-0000-0000-c000-000000000046}'
export const PSETID_Note = '{0006200e-0000-0000-c000-000000000046}'
export const PSETID_Meeting = '{6ed8da90-450b-101b-98da-00aa003f1305}'

/** MAPI_NO_STRINGS: no names that are strings. */
export const MAPI_NO_STRINGS = 1
/** MAPI_NO_IDS: no names that are numbers. */
export const MAPI_NO_IDS = 2

/**
 * The name of a property from 0x8000 on: a number or a string within a property set. Its tag differs from file to file.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/mapinameid
 */
export type PropertyName =
  | { propertySet: string; id: number; name?: undefined }
  | { propertySet: string; name: string; id?: undefined }

/** A name and the tag that it has in this file. */
export type NamedTag = PropertyName & { tag: PropTag }

/** Throws unless the argument is a property name. */
export function toPropertyName(argument: string, value: PropertyName): PropertyName {
  if (typeof value !== 'object' || (value as unknown) === null)
    throw invalidArgType(argument, 'a property name', value)
  const propertySet = toGuid(`${argument}.propertySet`, value.propertySet)
  if (value.id !== undefined) {
    isULong(`${argument}.id`, value.id)
    return { propertySet, id: value.id }
  }
  if (typeof value.name !== 'string')
    throw invalidArgType(argument, 'a property name with an id or a name', value)
  return { propertySet, name: value.name }
}
