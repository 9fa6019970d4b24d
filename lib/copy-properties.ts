import { toError } from './failures.js'
import { PR_ATTACH_NUM, PR_INSTANCE_KEY, PR_ROWID, PR_STORE_SUPPORT_MASK } from './generated/prop-tags.js'
import { MAPI_E_BAD_VALUE, MAPI_E_COMPUTED, MAPI_E_NOT_FOUND } from './generated/result-codes.js'
import { MapiError } from './mapi-error.js'
import type { MapiProp } from './mapi-prop.js'
import type { Message } from './message.js'
import {
  CHANGE_PROP_TYPE,
  MV_FLAG,
  PROP_ID,
  PROP_TYPE,
  PT_ERROR,
  PT_STRING8,
  PT_UNICODE,
  type PropTag,
} from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import type { PropInputValue } from './property-input.js'
import type { PropertyRow } from './property-row.js'
import { tagText } from './property-values.js'
import { nameOf } from './session-object.js'

const STORE_UNICODE_OK = 0x00040000
const firstNamedId = 0x8000

/** A property of the source that could not be copied. */
export interface Failure {
  tag: PropTag
  error: MapiError
}

/**
 * Copies these properties, which are those of the source as it stores them, but for objects. What the target computes
 * itself is left to it.
 */
export async function copyProperties(
  source: MapiProp,
  target: MapiProp,
  tags: readonly PropTag[],
  isUnicode: boolean,
): Promise<Failure[]> {
  if (tags.length === 0) return []
  const targetTags = await mapNames(source, target, tags)
  const isConverted = (await holdsUnicode(source)) !== isUnicode
  const row = await source.getPropRow(tags, { rawStrings: !isUnicode })
  const failures: Failure[] = []
  const fail = (tag: PropTag, error: MapiError) => failures.push({ tag, error })
  const copied: PropTag[] = []
  const pairs: [PropTag, PropInputValue][] = []
  for (const tag of tags) {
    // The number tells an attachment from the others; the mask says how strings are stored.
    if (tag === PR_ATTACH_NUM || (tag === PR_STORE_SUPPORT_MASK && isConverted)) continue
    const value = row.get(tag) as PropInputValue | undefined
    const targetTag = targetTags.get(tag)
    const readError = row.error(tag)
    if (value === undefined) {
      // SetProps passes over values of type PT_ERROR.
      const isLost = PROP_TYPE(tag) === PT_ERROR || readError?.hresult !== MAPI_E_NOT_FOUND
      if (readError && isLost) fail(tag, readError)
    } else if (targetTag === undefined) {
      fail(tag, copyError(source, tag, MAPI_E_NOT_FOUND, 'GetNamesFromIDs'))
    } else if (hasNul(value)) {
      const error = await copyThroughStream(target, toWidth(targetTag, isUnicode), value)
      if (error) fail(tag, error)
    } else if (Array.isArray(value) && (value.length === 0 || value.some(hasNul))) {
      fail(tag, copyError(source, tag, MAPI_E_BAD_VALUE, 'SetProps'))
    } else {
      copied.push(tag)
      pairs.push([toWidth(targetTag, isUnicode), value])
    }
  }
  for (const { index, error } of await target.setProps(pairs)) {
    const tag = copied[index]
    if (tag !== undefined && error.hresult !== MAPI_E_COMPUTED) fail(tag, error)
  }
  return failures
}

/** Puts the recipients of one message in the place of those of another. */
export async function copyRecipients(source: Message, target: Message, isUnicode: boolean): Promise<void> {
  await using table = await source.getRecipientTable()
  // The target numbers its recipients itself.
  const columns = (await table.queryColumns({ all: true })).filter(
    (tag) => tag !== PR_ROWID && tag !== PR_INSTANCE_KEY,
  )
  if (columns.length > 0) await table.setColumns(columns)
  const rows = columns.length > 0 ? await table.queryAll({ rawStrings: !isUnicode }) : []
  const targetTags = await mapNames(source, target, columns)
  const toPairs = (row: PropertyRow<boolean>) =>
    columns.flatMap((tag): [PropTag, PropInputValue][] => {
      const value = row.get(tag) as PropInputValue | undefined
      const targetTag = targetTags.get(tag)
      if (value === undefined || targetTag === undefined) return []
      return [[toWidth(targetTag, isUnicode), value]]
    })
  await target.modifyRecipients('replace all', rows.map(toPairs))
}

/** Whether a message holds its strings as PT_UNICODE, and with that its attachments. */
export async function holdsUnicode(message: MapiProp): Promise<boolean> {
  const mask = await message.get(PR_STORE_SUPPORT_MASK)
  return mask === undefined || (mask & STORE_UNICODE_OK) !== 0
}

/** The tags that the properties have in the target: those with names may have others there. */
async function mapNames(
  source: MapiProp,
  target: MapiProp,
  tags: readonly PropTag[],
): Promise<Map<PropTag, PropTag | undefined>> {
  const targetTags = new Map<PropTag, PropTag | undefined>(tags.map((tag) => [tag, tag]))
  const named = tags.filter((tag) => PROP_ID(tag) >= firstNamedId)
  if (named.length === 0) return targetTags
  const names = await source.getNamesFromIDs(named)
  const known = names.filter((name) => name !== null)
  const created = await target.getIDsFromNames(known, { create: true })
  named.forEach((tag, index) => {
    const name = names[index]
    const id = name && created[known.indexOf(name)]
    targetTags.set(tag, id ? CHANGE_PROP_TYPE(id, PROP_TYPE(tag)) : undefined)
  })
  return targetTags
}

/** What was read as text is to be written as text. */
function toWidth(tag: PropTag, isUnicode: boolean): PropTag {
  const type = PROP_TYPE(tag)
  if (!isUnicode || (type & ~MV_FLAG) !== PT_STRING8) return tag
  return CHANGE_PROP_TYPE(tag, type - PT_STRING8 + PT_UNICODE)
}

/** SetProps takes a string to end there. */
function hasNul(value: PropInputValue): boolean {
  return typeof value === 'string' && value.includes('\0')
}

async function copyThroughStream(
  target: MapiProp,
  tag: PropTag,
  value: PropInputValue,
): Promise<MapiError | undefined> {
  const stream = target.createWriteStream(tag)
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject).on('close', resolve).end(value)
    })
    return undefined
  } catch (error) {
    if (error instanceof MapiError) return error
    throw error
  }
}

export function copyError(source: MapiProp, tag: PropTag, hresult: number, method: string): MapiError {
  const what = propTagName(tag) ?? tagText(tag)
  const failure = { hresult, method: `IMAPIProp::${method}` }
  return toError(failure, `Copying ${what} of ${nameOf(source)}`) as MapiError
}
