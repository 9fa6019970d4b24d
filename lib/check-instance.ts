import { invalidArgType } from './argument-errors.js'
import { isSessionObject, type SessionObject } from './session-object.js'

/**
 * Throws unless the value is an object of the class, opened by this copy of the package.
 * @param expected What the error calls it, such as `an instance of Storage`.
 */
export function checkInstance<Object extends SessionObject>(
  name: string,
  value: unknown,
  expectedClass: { prototype: Object; [Symbol.hasInstance](value: unknown): boolean },
  expected: string,
): asserts value is Object {
  if (value instanceof expectedClass && isSessionObject(value)) return
  const isObject = typeof value === 'object' && value !== null
  const looksLikeIt = isObject && (value instanceof expectedClass || 'uncloneable' in value)
  const hint = looksLikeIt ? ', opened by this copy of mapi-msg, and no proxy of it' : ''
  throw invalidArgType(name, `${expected}${hint}`, value)
}
