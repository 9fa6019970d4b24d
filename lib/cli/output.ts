import { once } from 'node:events'
import type { Writable } from 'node:stream'

import { MapiError } from '../index.js'

// Who reads our output may stop doing so: `mapi-msg dump mail.msg | more`.
const closedPipe = ['EPIPE', 'EOF']

/** Ends the process quietly when nobody reads its output any more. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!closedPipe.includes(error.code ?? '')) throw error
      process.exit()
    })
  }
}

/** Writes to standard output, no faster than it is read. */
export async function print(pieces: Iterable<string | Uint8Array>): Promise<void> {
  const stream: Writable = process.stdout
  for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
}

export async function printLine(line: string): Promise<void> {
  await print([`${line}\n`])
}

/** Prints a value as JSON: indented on a terminal, else in one line, so that the values of several files can be told apart. */
export async function printJson(value: unknown): Promise<void> {
  await printLine(toJson(value, process.stdout.isTTY ? 2 : undefined))
}

/** Errors become their code and message, bytes base64, and large integers text. */
export function toJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, (_, each: unknown) => toJsonValue(each), indent)
  return escaped(json)
}

/** JSON escapes control characters but for these, which a terminal obeys too. */
export function escaped(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof MapiError) return { code: value.code, message: value.message }
  if (isBufferJson(value)) return Buffer.from(value.data).toString('base64')
  return value
}

/** What JSON.stringify makes of a Buffer before it asks. */
function isBufferJson(value: unknown): value is { data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
}
