import { checkInteger, invalidArgType, invalidArgValue } from './argument-errors.js'

export type Check = (name: string, value: unknown) => void

/**
 * Throws unless `options` is undefined or an object whose properties are all known and pass their check.
 * A misspelt name is answered with the likely one.
 */
export function checkOptions(options: unknown, checks: Record<string, Check>): void {
  if (options !== undefined) checkObject('options', options, checks)
}

/** The same of an object of any name, which must be there. */
export function checkObject(name: string, value: unknown, checks: Record<string, Check>): void {
  if (typeof value !== 'object' || value === null) throw invalidArgType(name, 'an object', value)
  for (const [key, each] of Object.entries(value)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (!check) throw unknownOption(key, Object.keys(checks))
    if (each !== undefined) check(`${name}.${key}`, each)
  }
}

export const isBoolean: Check = (name, value) => {
  if (typeof value !== 'boolean') throw invalidArgType(name, 'of type boolean', value)
}

export const isFunction: Check = (name, value) => {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value)
}

export const isAnything: Check = () => {}

export function isOneOf(...allowed: string[]): Check {
  return (name, value) => {
    if (typeof value === 'string' && allowed.includes(value)) return
    throw invalidArgType(name, `one of ${allowed.map((text) => `'${text}'`).join(', ')}`, value)
  }
}

export function isIntegerUpTo(max: number): Check {
  return (name, value) => {
    checkInteger(name, value, 0, max)
  }
}

/** A ULONG, such as flags. */
export const isULong = isIntegerUpTo(0xffffffff)

function unknownOption(name: string, known: string[]): TypeError {
  const likely = known.find((other) => editDistance(name.toLowerCase(), other.toLowerCase()) <= 2)
  const help = likely ? `Did you mean '${likely}'?` : `Known options are: ${known.join(', ')}.`
  return invalidArgValue(`There is no option '${name}'. ${help}`)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
