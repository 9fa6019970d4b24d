import { invalidArgType } from './argument-errors.js'
import { FileTime } from './file-time.js'
import type { NativeRow } from './native.js'
import {
  MV_FLAG,
  PT_ERROR,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
  PT_UNSPECIFIED,
  type PropTag,
  type PropValue,
} from './prop-tag.js'

/** The values of a native row as users see them; PT_ERROR stays the number of its code. */
export function* entriesOf(row: NativeRow): Generator<[tag: number, value: PropValue]> {
  for (let at = 0; at < row.length; at += 2) {
    const tag = row[at] as number
    yield [tag, toValue(tag, row[at + 1])]
  }
}

function toValue(tag: number, value: NativeRow[number] | undefined): PropValue {
  const type = tag & 0xffff
  if (type === PT_SYSTIME) return new FileTime(value as bigint)
  if (type === (PT_SYSTIME | MV_FLAG)) return (value as bigint[]).map((ticks) => new FileTime(ticks))
  return value as PropValue
}

/** Whether the value that was found is of the type that was asked for; strings of either width are. */
export function hasTypeOf(found: number, asked: number): boolean {
  const type = widened(asked)
  return type === widened(found) || (type === PT_UNSPECIFIED && (found & 0xffff) !== PT_ERROR)
}

function widened(tag: number): number {
  const type = tag & 0xffff
  return (type & ~MV_FLAG) === PT_STRING8 ? type - PT_STRING8 + PT_UNICODE : type
}

/** Throws unless `tags` is an array of property tags. */
export function toTagArray(name: string, tags: unknown): Uint32Array {
  if (!Array.isArray(tags)) throw invalidArgType(name, 'an array of property tags', tags)
  return Uint32Array.from(tags, (tag: unknown, index) => toTag(`${name}[${String(index)}]`, tag))
}

/** Throws unless `tag` is a number that can be a property tag. */
export function toTag(name: string, tag: unknown): number {
  if (typeof tag !== 'number' || !Number.isInteger(tag) || tag < 0 || tag > 0xffffffff) {
    throw invalidArgType(name, 'a property tag, an integer from 0 to 0xFFFFFFFF', tag)
  }
  return tag
}

/** A tag as text: `0x0037001F`. */
export function tagText(tag: PropTag | number): string {
  return `0x${tag.toString(16).toUpperCase().padStart(8, '0')}`
}
