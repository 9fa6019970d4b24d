import { CHANGE_PROP_TYPE, PT_UNSPECIFIED, type PropTag } from '../prop-tag.js'

/** Where a value of the message comes from: a tag, or a name. */
export interface DetailField<Value> {
  tag?: PropTag
  propertySet?: string
  id?: number | string
  /** The value as the result has it; `undefined` for one that makes no sense. */
  read: (value: unknown) => Value | undefined
}

/** A field for each of the names in the result. */
export type DetailFields<Details> = {
  readonly [Name in keyof Details]-?: DetailField<Exclude<Details[Name], undefined>>
}

/** A property of whatever type it has: writers differ, and what is read decides. */
export function fixed<Value>(tag: PropTag, read: (value: unknown) => Value | undefined): DetailField<Value> {
  return { tag: CHANGE_PROP_TYPE(tag, PT_UNSPECIFIED), read }
}

export function named<Value>(
  propertySet: string,
  id: number | string,
  read: (value: unknown) => Value | undefined,
): DetailField<Value> {
  return { propertySet, id, read }
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function asTexts(value: unknown): string[] | undefined {
  const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
  return texts.length > 0 ? texts : undefined
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

// What stands for no time at all: the first one that there is, and Outlook's 4501-01-01.
const first = Date.UTC(1601, 0, 1)
const never = Date.UTC(4501, 0, 1)

export function asTime(value: unknown): Date | undefined {
  if (!(value instanceof Date)) return undefined
  return value.getTime() > first && value.getTime() < never ? value : undefined
}

export function asHex(value: unknown): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex').toUpperCase() : undefined
}

/** One of the words, by its number. */
export function asOneOf<const Word extends string>(
  ...words: readonly Word[]
): (value: unknown) => Word | undefined {
  return (value) => (typeof value === 'number' ? words[value] : undefined)
}
