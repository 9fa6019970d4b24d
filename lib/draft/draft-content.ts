import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import type { DraftBytes, DraftContent } from './message-draft.js'

/** Where bytes come from, checked. */
export type ByteSource = Buffer | { file: string } | Readable

const encodings = [
  'utf8',
  'utf-8',
  'base64',
  'base64url',
  'hex',
  'latin1',
  'binary',
  'ascii',
  'utf16le',
  'ucs2',
]

/**
 * Where the bytes of a body or an attachment come from.
 * @param name What errors call it.
 */
export function toByteSource(name: string, value: DraftBytes | DraftContent): ByteSource {
  if (typeof value === 'string') return Buffer.from(value)
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof Readable) return value
  if (typeof value !== 'object' || (value as unknown) === null) {
    throw invalidArgType(
      name,
      'a string, an instance of Buffer or Readable, or an object with content or path',
      value,
    )
  }
  refuseUnknown(name, value)
  if (value.path !== undefined && (value.path as unknown) !== false) return fromPath(name, value.path)
  const { content = '' } = value
  if (typeof content === 'string') return fromText(name, content, value.encoding)
  return toByteSource(`${name}.content`, content)
}

/** The bytes, read to the end. */
export async function readBytes(source: ByteSource): Promise<Buffer> {
  if (Buffer.isBuffer(source)) return source
  return source instanceof Readable ? buffer(source) : readFile(source.file)
}

/** A stream of the bytes. */
export function streamBytes(source: ByteSource): Readable {
  if (Buffer.isBuffer(source)) return Readable.from([source])
  return source instanceof Readable ? source : createReadStream(source.file)
}

function refuseUnknown(name: string, value: object): void {
  if ('href' in value && value.href) throw remote(`${name}.href`)
  if ('raw' in value && value.raw) {
    throw invalidArgValue(
      `The "${name}.raw" property cannot be written: a .msg file holds no MIME parts. Give content and contentType instead.`,
    )
  }
}

function fromPath(name: string, path: unknown): ByteSource {
  if (path instanceof URL) return fromUrl(name, path)
  if (typeof path !== 'string') throw invalidArgType(`${name}.path`, 'a path or a URL', path)
  if (/^data:/i.test(path)) return fromDataUrl(name, path)
  return /^https?:/i.test(path) ? fromUrl(name, new URL(path)) : { file: path }
}

function fromUrl(name: string, url: URL): ByteSource {
  if (url.protocol === 'file:') return { file: fileURLToPath(url) }
  if (url.protocol === 'data:') return fromDataUrl(name, url.href)
  throw remote(`${name}.path`)
}

function remote(name: string): TypeError {
  return invalidArgValue(
    `The "${name}" property is on the web, from where nothing is loaded. Load it yourself, with fetch, and give its bytes as content.`,
  )
}

function fromDataUrl(name: string, url: string): Buffer {
  const [, isBase64, data] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(url) ?? []
  if (data === undefined) throw invalidArgValue(`The "${name}.path" property is a data: URL without data.`)
  return isBase64 ? Buffer.from(decodeURIComponent(data), 'base64') : Buffer.from(decodeURIComponent(data))
}

function fromText(name: string, content: string, encoding: unknown): Buffer {
  const known = typeof encoding === 'string' ? encoding.toLowerCase() : 'utf8'
  if (!encodings.includes(known)) {
    throw invalidArgValue(
      `The "${name}.encoding" property must be one of ${encodings.join(', ')}. Received '${String(encoding)}'`,
    )
  }
  return Buffer.from(content, known as BufferEncoding)
}
