import { invalidArgType } from './argument-errors.js'
import { isULong } from './options.js'
import type { NativeRestriction } from './native.js'
import type { PropTag, PropValue } from './prop-tag.js'
import { toNativeValue } from './property-input.js'
import { toTag } from './property-values.js'

export const RES_AND = 0
export const RES_OR = 1
export const RES_NOT = 2
export const RES_CONTENT = 3
export const RES_PROPERTY = 4
export const RES_COMPAREPROPS = 5
export const RES_BITMASK = 6
export const RES_SIZE = 7
export const RES_EXIST = 8
export const RES_SUBRESTRICTION = 9
export const RES_COMMENT = 10

export const RELOP_LT = 0
export const RELOP_LE = 1
export const RELOP_GT = 2
export const RELOP_GE = 3
export const RELOP_EQ = 4
export const RELOP_NE = 5
export const RELOP_RE = 6

export const BMR_EQZ = 0
export const BMR_NEZ = 1

export const FL_FULLSTRING = 0
export const FL_SUBSTRING = 1
export const FL_PREFIX = 2
export const FL_IGNORECASE = 0x00010000
export const FL_IGNORENONSPACE = 0x00020000
export const FL_LOOSE = 0x00040000

/**
 * A condition on the rows of a table, with the names of MAPI's SRestriction. `tag` is the column that is looked at,
 * `valueTag` that of `value`, which is the same if left out.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/srestriction
 */
export type Restriction =
  | { rt: typeof RES_AND | typeof RES_OR; res: readonly Restriction[] }
  | { rt: typeof RES_NOT; res: Restriction }
  | { rt: typeof RES_CONTENT; fuzzyLevel: number; tag: PropTag; valueTag?: PropTag; value: PropValue }
  | { rt: typeof RES_PROPERTY; relop: number; tag: PropTag; valueTag?: PropTag; value: PropValue }
  | { rt: typeof RES_COMPAREPROPS; relop: number; tag1: PropTag; tag2: PropTag }
  | { rt: typeof RES_BITMASK; relBMR: number; tag: PropTag; mask: number }
  | { rt: typeof RES_SIZE; relop: number; tag: PropTag; cb: number }
  | { rt: typeof RES_EXIST; tag: PropTag }
  | { rt: typeof RES_SUBRESTRICTION; subObject: PropTag; res: Restriction }
  | { rt: typeof RES_COMMENT; res: Restriction; values?: readonly (readonly [PropTag, PropValue])[] }

// A provider walks the tree with a stack of limited size, and so does this.
const deepestRestriction = 256

/** The addon's form. Throws unless the restriction is one. */
export function toNativeRestriction(restriction: Restriction, depth = 0): NativeRestriction {
  if (typeof restriction !== 'object' || (restriction as unknown) === null || depth > deepestRestriction) {
    throw invalidArgType(
      'restriction',
      `a restriction, nested at most ${String(deepestRestriction)} deep`,
      restriction,
    )
  }
  const native = { kind: restriction.rt, how: 0, tag: 0, operand: 0, values: [], children: [] }
  const nested = (child: Restriction) => toNativeRestriction(child, depth + 1)
  switch (restriction.rt) {
    case RES_AND:
    case RES_OR:
      if (!Array.isArray(restriction.res))
        throw invalidArgType('restriction.res', 'an array', restriction.res)
      return { ...native, children: restriction.res.map(nested) }
    case RES_NOT:
      return { ...native, children: [nested(restriction.res)] }
    case RES_CONTENT:
      return { ...native, how: number('fuzzyLevel', restriction.fuzzyLevel), ...comparison(restriction) }
    case RES_PROPERTY:
      return { ...native, how: number('relop', restriction.relop), ...comparison(restriction) }
    case RES_COMPAREPROPS:
      return {
        ...native,
        how: number('relop', restriction.relop),
        tag: toTag('restriction.tag1', restriction.tag1),
        operand: toTag('restriction.tag2', restriction.tag2),
      }
    case RES_BITMASK:
      return {
        ...native,
        how: number('relBMR', restriction.relBMR),
        tag: toTag('restriction.tag', restriction.tag),
        operand: number('mask', restriction.mask),
      }
    case RES_SIZE:
      return {
        ...native,
        how: number('relop', restriction.relop),
        tag: toTag('restriction.tag', restriction.tag),
        operand: number('cb', restriction.cb),
      }
    case RES_EXIST:
      return { ...native, tag: toTag('restriction.tag', restriction.tag) }
    case RES_SUBRESTRICTION:
      return {
        ...native,
        tag: toTag('restriction.subObject', restriction.subObject),
        children: [nested(restriction.res)],
      }
    case RES_COMMENT:
      return {
        ...native,
        values: (restriction.values ?? []).flatMap(([tag, value]) => [
          tag,
          toNativeValue('restriction.values', tag, value),
        ]),
        children: [nested(restriction.res)],
      }
    default:
      throw invalidArgType(
        'restriction.rt',
        'one of the RES_* constants',
        (restriction as { rt: unknown }).rt,
      )
  }
}

function comparison({ tag, valueTag = tag, value }: { tag: PropTag; valueTag?: PropTag; value: PropValue }) {
  return {
    tag: toTag('restriction.tag', tag),
    values: [toTag('restriction.valueTag', valueTag), toNativeValue('restriction.value', valueTag, value)],
  }
}

function number(name: string, value: unknown): number {
  isULong(`restriction.${name}`, value)
  return value as number
}
