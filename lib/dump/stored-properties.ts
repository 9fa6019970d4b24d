import {
  IID_IStream,
  MapiError,
  PROP_TYPE,
  PT_ERROR,
  PT_OBJECT,
  PT_STRING8,
  PT_UNICODE,
  type MapiProp,
  type PropertyRow,
  type PropTag,
} from '../index.js'
import { tagText } from '../property-values.js'
import { storedTags } from '../stored-tags.js'
import { dumpError, dumpStoredString, dumpValue, type BinaryForm, type DumpedValue } from './dump-value.js'

/** By tag, as `0x0037001F`. */
export type DumpedProperties = Record<string, DumpedValue>

export interface PropertiesDump {
  properties: DumpedProperties
  /** Tags of properties that are there, but whose value cannot be had. */
  missing: string[]
}

/** The properties of a message or an attachment, each under the tag that it is stored with. */
export async function dumpProperties(object: MapiProp, binary: BinaryForm): Promise<PropertiesDump> {
  const dump: PropertiesDump = { properties: {}, missing: [] }
  const tags = await storedTags(object)
  for (const tag of tags.filter((each) => PROP_TYPE(each) === PT_OBJECT)) {
    dump.properties[tagText(tag)] = { object: true }
  }
  const values = tags.filter((each) => PROP_TYPE(each) !== PT_OBJECT)
  if (values.length === 0) return dump
  dumpRow(dump, values, await object.getPropRow(values, { rawStrings: true }), binary)
  await Promise.all(values.map((tag) => dumpWholeString(dump, object, tag, binary)))
  return dump
}

/** Adds the values that a row has of these properties. */
export function dumpRow(
  dump: PropertiesDump,
  tags: readonly PropTag[],
  row: PropertyRow<true>,
  binary: BinaryForm,
): void {
  for (const tag of tags) {
    const type = PROP_TYPE(tag)
    const value = row.get(tag)
    const error = row.error(tag)
    if (value !== undefined) dump.properties[tagText(tag)] = dumpValue(type, value, binary)
    else if (error && type === PT_ERROR) dump.properties[tagText(tag)] = dumpError(error.hresult)
    else if (error && error.code !== 'MAPI_E_NOT_FOUND') dump.missing.push(tagText(tag))
  }
}

/** GetProps ends strings at their first NUL. The stream has all that is stored. */
async function dumpWholeString(
  dump: PropertiesDump,
  object: MapiProp,
  tag: PropTag,
  binary: BinaryForm,
): Promise<void> {
  const type = PROP_TYPE(tag)
  const key = tagText(tag)
  if ((type !== PT_STRING8 && type !== PT_UNICODE) || !(key in dump.properties)) return
  try {
    await using stream = await object.openProperty(tag, IID_IStream)
    dump.properties[key] = dumpStoredString(type, await stream.readAll(), binary)
  } catch (error) {
    // Not every provider offers a stream of every string.
    if (!(error instanceof MapiError)) throw error
  }
}
