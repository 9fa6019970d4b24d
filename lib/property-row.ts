import { propertyError } from './failures.js'
import type { MapiError } from './mapi-error.js'
import type { NativeRow } from './native.js'
import { PT_ERROR, PT_UNSPECIFIED, type PropTag, type PropTagValue, type PropValue } from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { entriesOf, tagText } from './property-values.js'

/** The value of a tag in a row whose PT_STRING8 values were left as bytes. */
export type RawValue<Value> = string extends Value ? Value | Buffer : Value

/**
 * Property values as `IMAPIProp::GetProps` and `IMAPITable::QueryRows` give them: in order, each with its tag, or
 * with the reason why there is none.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/srow
 */
export class PropertyRow<Raw extends boolean = false> implements Iterable<[PropTag, PropValue | MapiError]> {
  // By property identifier: a row has one value of a property.
  readonly #values = new Map<number, { tag: number; value: PropValue }>()
  readonly #tags: number[] = []

  /** @internal */
  constructor(row: NativeRow) {
    for (const [tag, value] of entriesOf(row)) {
      this.#tags.push(tag)
      if (!this.#values.has(tag >>> 16)) this.#values.set(tag >>> 16, { tag, value })
    }
  }

  /** The tags in the order of the row. Where there is no value, the type is PT_ERROR. */
  get tags(): PropTag[] {
    return this.#tags as PropTag[]
  }

  /**
   * The value of a property.
   * @param tag With the type PT_UNSPECIFIED it takes the value of whatever type there is.
   * @returns `undefined` if the row has no value of this property and type.
   */
  get<Value>(tag: PropTag<Value>): (Raw extends true ? RawValue<Value> : Value) | undefined {
    const found = this.#find(tag)
    if (found === undefined || (found.tag & 0xffff) === PT_ERROR) return undefined
    if ((tag & 0xffff) !== PT_UNSPECIFIED && found.tag !== tag) return undefined
    return found.value as (Raw extends true ? RawValue<Value> : Value) | undefined
  }

  /** Why the row has no value of this property; `undefined` if it has one, or does not mention it. */
  error(tag: PropTag): MapiError | undefined {
    const found = this.#find(tag)
    if (found === undefined || (found.tag & 0xffff) !== PT_ERROR) return undefined
    return propertyError(found.value as number, propTagName(tag) ?? tagText(tag))
  }

  /** The properties in order: each tag with its value, or with the error in its place. */
  *[Symbol.iterator](): Generator<[PropTag, PropValue | MapiError]> {
    for (const { tag, value } of this.#values.values()) {
      if ((tag & 0xffff) === PT_ERROR) yield [tag as PropTag, propertyError(value as number, tagText(tag))]
      else yield [tag as PropTag, value]
    }
  }

  #find(tag: PropTag): { tag: number; value: PropValue } | undefined {
    return this.#values.get(tag >>> 16)
  }
}

/** The value that a typed `get` or `getProps` gives for a tag. */
export type TagValue<Tag> = Tag extends PropTag ? PropTagValue<Tag> | undefined : never
