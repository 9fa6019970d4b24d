import { inspect, type InspectOptions } from 'node:util'

import { propertyError } from './failures.js'
import type { MapiError } from './mapi-error.js'
import type { NativeRow } from './native.js'
import { PT_ERROR, PT_UNSPECIFIED, type PropTag, type PropTagValue, type PropValue } from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { entriesOf, tagText } from './property-values.js'

// A map is faster than a search in rows that are so long, but takes as long to make as so many searches.
const longRow = 64
const manySearches = 32

// See session-object.ts.
const uncloneable = Symbol('A PropertyRow stays in its thread. Send [...row], its tags and values: this one')

/** The value of a tag in a row whose PT_STRING8 values were left as bytes. */
export type RawValue<Value> = string extends Value ? Value | Buffer : Value

/**
 * Property values as `IMAPIProp::GetProps` and `IMAPITable::QueryRows` give them: in order, each with its tag, or
 * with the reason why there is none.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/srow
 */
export class PropertyRow<Raw extends boolean = false> implements Iterable<[PropTag, PropValue | MapiError]> {
  readonly #tags: readonly number[]
  readonly #values: readonly PropValue[]
  // Where the first value of each tag is, and of each property identifier with the type PT_UNSPECIFIED. Made for
  // long rows only, when much is looked for.
  #places: Map<number, number> | undefined
  #searches = 0
  protected readonly uncloneable = uncloneable

  /** @internal */
  constructor(tags: readonly number[], values: readonly PropValue[]) {
    this.#tags = tags
    this.#values = values
  }

  /** @internal */
  static of<Raw extends boolean = false>(row: NativeRow): PropertyRow<Raw> {
    const tags: number[] = []
    const values: PropValue[] = []
    for (const [tag, value] of entriesOf(row)) {
      tags.push(tag)
      values.push(value)
    }
    return new PropertyRow<Raw>(tags, values)
  }

  /** The tags in the order of the row. Where there is no value, the type is PT_ERROR. */
  get tags(): PropTag[] {
    return [...this.#tags] as PropTag[]
  }

  /**
   * The value of a property.
   * @param tag With the type PT_UNSPECIFIED it takes the value of whatever type there is.
   * @returns `undefined` if the row has no value of this property and type.
   */
  get<Value>(tag: PropTag<Value>): (Raw extends true ? RawValue<Value> : Value) | undefined {
    const place = this.#placeOf(tag)
    if (place === undefined || ((this.#tags[place] ?? 0) & 0xffff) === PT_ERROR) return undefined
    return this.#values[place] as (Raw extends true ? RawValue<Value> : Value) | undefined
  }

  /** Why the row has no value of this property; `undefined` if it has one, or does not mention it. */
  error(tag: PropTag): MapiError | undefined {
    const place = this.#placeOf(tag - (tag & 0xffff) + PT_ERROR)
    return place === undefined ? undefined : toPropertyError(tag, this.#values[place] as PropValue)
  }

  /** The properties in order: each tag with its value, or with the error in its place. */
  *[Symbol.iterator](): Generator<[PropTag, PropValue | MapiError]> {
    for (const [index, tag] of this.#tags.entries()) {
      if (this.#placeOf(tag) !== index) continue
      const value = this.#values[index] as PropValue
      yield [tag as PropTag, (tag & 0xffff) === PT_ERROR ? toPropertyError(tag, value) : value]
    }
  }

  /** What `console.log` shows. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const named = [...this].map(([tag, value]) => [propTagName(tag) ?? tagText(tag), value] as const)
    return `PropertyRow ${inspect(Object.fromEntries(named), options)}`
  }

  #placeOf(tag: number): number | undefined {
    if (this.#tags.length > longRow && ++this.#searches > manySearches) {
      this.#places ??= this.#findPlaces()
      return this.#places.get(tag)
    }
    const place =
      (tag & 0xffff) === PT_UNSPECIFIED
        ? this.#tags.findIndex((each) => each >>> 16 === tag >>> 16)
        : this.#tags.indexOf(tag)
    return place < 0 ? undefined : place
  }

  #findPlaces(): Map<number, number> {
    const places = new Map<number, number>()
    for (const [index, tag] of this.#tags.entries()) {
      if (!places.has(tag)) places.set(tag, index)
      const untyped = tag - (tag & 0xffff) + PT_UNSPECIFIED
      if (!places.has(untyped)) places.set(untyped, index)
    }
    return places
  }
}

function toPropertyError(tag: number, code: PropValue): MapiError {
  return propertyError(code as number, propTagName(tag) ?? tagText(tag))
}

/** The value that a typed `get` or `getProps` gives for a tag. */
export type TagValue<Tag> = Tag extends PropTag ? PropTagValue<Tag> | undefined : never
