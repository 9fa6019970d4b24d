import { MapiError } from './mapi-error.js'
import type { MapiProp } from './mapi-prop.js'
import { PROPATTR_NOT_PRESENT } from './message-constants.js'
import {
  PROP_ID,
  PROP_TYPE,
  PT_MV_STRING8,
  PT_MV_UNICODE,
  PT_STRING8,
  PT_UNICODE,
  type PropTag,
} from './prop-tag.js'

/**
 * The tags of an object's properties as they are stored. GetPropList names strings in one width, that which its caller
 * asks for, whatever is stored. The attributes of both tell which tag it is.
 */
export async function storedTags(object: MapiProp): Promise<PropTag[]> {
  const unicode = await object.getPropList({ unicode: true })
  const ansi = await object.getPropList({ unicode: false })
  const tags = [...new Set([...unicode, ...ansi])].sort((a, b) => a - b)
  const strings = tags.filter(isString)
  if (strings.length === 0) return tags
  const attributes = await attributesOf(object, strings)
  const absent = new Set(strings.filter((_, index) => (attributes[index] ?? 0) & PROPATTR_NOT_PRESENT))
  // A computed string is stored in neither width.
  const ids = new Set(strings.filter((tag) => !absent.has(tag)).map((tag) => PROP_ID(tag)))
  return tags.filter((tag) => !absent.has(tag) || (!ids.has(PROP_ID(tag)) && unicode.includes(tag)))
}

async function attributesOf(object: MapiProp, tags: PropTag[]): Promise<number[]> {
  try {
    return await object.getAttributes(tags)
  } catch (error) {
    // Without them strings are all taken for Unicode.
    if (!(error instanceof MapiError && error.code === 'MAPI_E_NO_SUPPORT')) throw error
    return tags.map(() => PROPATTR_NOT_PRESENT)
  }
}

export function isString(tag: PropTag): boolean {
  return [PT_STRING8, PT_UNICODE, PT_MV_STRING8, PT_MV_UNICODE].includes(PROP_TYPE(tag))
}
