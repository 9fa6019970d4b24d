import { isAbsolute } from 'node:path/win32'

import { invalidArgType, invalidArgValue } from './argument-errors.js'
import type { NativeProviderChoice } from './native.js'

/**
 * Which MAPI to use: `'mapi'` is the machine's real one, `'embedded'` the one shipped in this package, `{ dll }` the
 * DLL at that absolute path, and `'auto'` the machine's if it can be loaded into this process, else the embedded one.
 */
export type ProviderOption = 'auto' | 'mapi' | 'embedded' | { dll: string }

/** The MAPI that a session runs on. */
export interface Provider {
  readonly kind: 'mapi' | 'embedded' | 'dll'
  /** The full path of the DLL. */
  readonly path: string
  /** The DLL's file version; empty if it has none. */
  readonly version: string
}

/** The choice that an option makes, or, where it is undefined, the environment variable MAPI_MSG_PROVIDER. */
export function toProviderChoice(option: unknown): NativeProviderChoice {
  if (option === undefined) return fromEnvironment(process.env['MAPI_MSG_PROVIDER'])
  if (option === 'auto' || option === 'mapi' || option === 'embedded') return { kind: option }
  if (typeof option === 'object' && option !== null && 'dll' in option && typeof option.dll === 'string') {
    return fromPath('options.provider.dll', option.dll)
  }
  throw invalidArgType('options.provider', "'auto', 'mapi', 'embedded' or { dll: path }", option)
}

function fromEnvironment(text: string | undefined): NativeProviderChoice {
  if (text === undefined || text === '') return { kind: 'auto' }
  if (text === 'auto' || text === 'mapi' || text === 'embedded') return { kind: text }
  return fromPath('MAPI_MSG_PROVIDER', text)
}

function fromPath(name: string, path: string): NativeProviderChoice {
  // Windows would look for a relative path in folders that others may write to.
  if (isAbsolute(path) && !/^[\\/](?![\\/])/.test(path))
    return { kind: 'dll', path: path.replaceAll('/', '\\') }
  throw invalidArgValue(`"${name}" must be the absolute path of a DLL. Received '${path}'`)
}
