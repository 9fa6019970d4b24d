import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { invalidArgType, invalidArgValue } from './argument-errors.js'
import type { NativeSource } from './native.js'
import { isBoolean, isOneOf, type Check } from './options.js'

/** A file, as a path or a `file:` URL. */
export type FilePath = string | URL

/** A .msg file, or its bytes. */
export type MessageSource = FilePath | Uint8Array

export interface EngineOptions {
  /**
   * Whose compound files: OLE's (`'ole'`), or those of this package (`'native'`), which are faster. The default is
   * `'native'` with the embedded provider, and `'ole'`, which Outlook itself uses, with any other.
   */
  storage?: 'ole' | 'native' | undefined
}

export interface BytesOptions extends EngineOptions {
  /** `'read'`, the default, or `'readwrite'`: then nothing is changed before it is committed. */
  mode?: 'read' | 'readwrite' | undefined
}

export interface FileOptions extends BytesOptions {
  /**
   * What others may do with the file meanwhile. The default is `'denyWrite'` for reading, so that others can read it
   * too, and `'exclusive'` for writing. `'denyNone'` reads a snapshot of a file that others write.
   */
  share?: 'exclusive' | 'denyWrite' | 'denyNone' | undefined
}

export interface CreateOptions extends EngineOptions {
  /** Whether a file of the same name is replaced. The default is to refuse, with `STG_E_FILEALREADYEXISTS`. */
  overwrite?: boolean | undefined
}

export const engineChecks: Record<string, Check> = { storage: isOneOf('ole', 'native') }
export const createChecks: Record<string, Check> = { ...engineChecks, overwrite: isBoolean }
export const bytesChecks: Record<string, Check> = { ...engineChecks, mode: isOneOf('read', 'readwrite') }
export const fileChecks: Record<string, Check> = {
  ...bytesChecks,
  share: isOneOf('exclusive', 'denyWrite', 'denyNone'),
}

/** What error messages call bytes. */
export const bytesName = 'a message in memory'

export function toFileSource(file: string, options: FileOptions | undefined): NativeSource {
  const writable = options?.mode === 'readwrite'
  const share = options?.share ?? (writable ? 'exclusive' : 'denyWrite')
  return { ...toEngine(options), path: file, writable, share }
}

export function toBytesSource(bytes: Uint8Array, options: BytesOptions | undefined): NativeSource {
  return { ...toEngine(options), bytes, writable: options?.mode === 'readwrite' }
}

/** @param filePath `null` for a storage in memory. */
export function toNewSource(filePath: string | null, options: CreateOptions | undefined): NativeSource {
  return { ...toEngine(options), create: filePath, overwrite: options?.overwrite ?? false }
}

function toEngine(options: EngineOptions | undefined): { engine?: 'ole' | 'native' } {
  return options?.storage === undefined ? {} : { engine: options.storage }
}

/** The full path of a path or URL. Throws unless it is one. */
export function toPath(name: string, file: unknown): string {
  if (isUrl(file)) return fileURLToPath(file)
  if (typeof file !== 'string') throw invalidArgType(name, 'of type string or an instance of URL', file)
  if (file === '' || file.includes('\0')) {
    throw invalidArgValue(`The "${name}" argument must be a path without null characters. Received '${file}'`)
  }
  return path.resolve(file)
}

/** Whether it is a URL, of whichever JavaScript context. */
function isUrl(value: unknown): value is URL {
  return typeof value === 'object' && value !== null && 'href' in value && 'protocol' in value
}
