import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { invalidArgType, invalidArgValue } from './argument-errors.js'
import type { NativeSource } from './native.js'
import { isOneOf, type Check } from './options.js'

/** A file, as a path or a `file:` URL. */
export type FilePath = string | URL

/** A .msg file, or its bytes. */
export type MessageSource = FilePath | Uint8Array

export interface BytesOptions {
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

export const bytesChecks: Record<string, Check> = { mode: isOneOf('read', 'readwrite') }
export const fileChecks: Record<string, Check> = {
  ...bytesChecks,
  share: isOneOf('exclusive', 'denyWrite', 'denyNone'),
}

/** What error messages call bytes. */
export const bytesName = 'a message in memory'

export function toFileSource(file: string, options: FileOptions | undefined): NativeSource {
  const writable = options?.mode === 'readwrite'
  return { path: file, writable, share: options?.share ?? (writable ? 'exclusive' : 'denyWrite') }
}

export function toBytesSource(bytes: Uint8Array, options: BytesOptions | undefined): NativeSource {
  return { bytes, writable: options?.mode === 'readwrite' }
}

/** The full path of a path or URL. Throws unless it is one. */
export function toPath(name: string, file: unknown): string {
  if (file instanceof URL) return fileURLToPath(file)
  if (typeof file !== 'string') throw invalidArgType(name, 'of type string or an instance of URL', file)
  if (file === '' || file.includes('\0')) {
    throw invalidArgValue(`The "${name}" argument must be a path without null characters. Received '${file}'`)
  }
  return path.resolve(file)
}
