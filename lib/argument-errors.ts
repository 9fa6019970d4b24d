import { inspect } from 'node:util'

/** The error for an argument of the wrong type, with Node's code. */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  const message = `The "${name}" argument must be ${expected}. Received ${inspect(actual, { depth: 0 })}`
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' })
}

/** The error for an argument that makes no sense here, with Node's code. */
export function invalidArgValue(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' })
}

/** The error for an argument of the right type whose value cannot be used, with Node's code. */
export function outOfRange(name: string, range: string, actual: unknown): RangeError {
  const message = `The value of "${name}" is out of range. It must be ${range}. Received ${inspect(actual)}`
  return Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' })
}

/** Throws unless the value is an integer from `min` to `max`. */
export function checkInteger(name: string, value: unknown, min: number, max: number): void {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw outOfRange(name, `an integer >= ${min} and <= ${max}`, value)
  }
}

/** The error for a method that is called on something which only looks like its object, with Node's code. */
export function invalidThis(actual: unknown): TypeError {
  const message = `The value of "this" must be an object that this copy of mapi-msg has opened, itself. A proxy of it, one made from a prototype, and one of another copy of the package are not. Received ${inspect(actual, { depth: 0 })}`
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_THIS' })
}
