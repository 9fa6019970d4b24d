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
  readonly #tags: number[] = []
  readonly #values = new Map<number, PropValue>()
  // The first tag of each property identifier.
  readonly #firstTags = new Map<number, number>()

  /** @internal */
  constructor(row: NativeRow) {
    for (const [tag, value] of entriesOf(row)) {
      this.#tags.push(tag)
      if (!this.#values.has(tag)) this.#values.set(tag, value)
      if (!this.#firstTags.has(tag >>> 16)) this.#firstTags.set(tag >>> 16, tag)
    }
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
    const found = (tag & 0xffff) === PT_UNSPECIFIED ? this.#firstTags.get(tag >>> 16) : tag
    if (found === undefined || (found & 0xffff) === PT_ERROR) return undefined
    return this.#values.get(found) as (Raw extends true ? RawValue<Value> : Value) | undefined
  }

  /** Why the row has no value of this property; `undefined` if it has one, or does not mention it. */
  error(tag: PropTag): MapiError | undefined {
    const code = this.#values.get(tag - (tag & 0xffff) + PT_ERROR)
    return code === undefined ? undefined : toPropertyError(tag, code)
  }

  /** The properties in order: each tag with its value, or with the error in its place. */
  *[Symbol.iterator](): Generator<[PropTag, PropValue | MapiError]> {
    for (const [tag, value] of this.#values) {
      yield [tag as PropTag, (tag & 0xffff) === PT_ERROR ? toPropertyError(tag, value) : value]
    }
  }
}

function toPropertyError(tag: number, code: PropValue): MapiError {
  return propertyError(code as number, propTagName(tag) ?? tagText(tag))
}

/** The value that a typed `get` or `getProps` gives for a tag. */
export type TagValue<Tag> = Tag extends PropTag ? PropTagValue<Tag> | undefined : never
