import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { dumpMessage } from '../dump/dump-message.js'
import type { BinaryForm } from '../dump/dump-value.js'
import { sortedJson } from '../dump/json.js'
import { openIMsgSession, type MessageSession } from '../index.js'

export interface DumpFilesOptions {
  /** The folder for the dumps; they go to the standard output without one. */
  out?: string
  binary: BinaryForm
}

/**
 * Dumps files one after the other, and tells on standard error which could not be read.
 * @returns Whether all could be read, and wholly.
 */
export async function dumpFiles(files: readonly string[], options: DumpFilesOptions): Promise<boolean> {
  if (options.out !== undefined) mkdirSync(options.out, { recursive: true })
  await using session = await openIMsgSession()
  const written = new Set<string>()
  let good = true
  const report = (file: string, problem: unknown) => {
    good = false
    console.error(`${file}: ${problem instanceof Error ? problem.message : String(problem)}`)
  }
  for (const file of files) {
    try {
      const target = options.out === undefined ? undefined : targetOf(file, options.out, written)
      await dumpFile(session, file, target, options.binary, (problem) => {
        report(file, problem)
      })
    } catch (error) {
      report(file, error)
    }
  }
  return good
}

/** Files of one name from several folders would overwrite each other. */
function targetOf(file: string, folder: string, written: Set<string>): string {
  const target = path.join(folder, `${path.basename(file)}.json`)
  const key = target.toLowerCase()
  if (written.has(key)) throw new Error(`another file of this name was written to ${target} already`)
  written.add(key)
  return target
}

async function dumpFile(
  session: MessageSession,
  file: string,
  target: string | undefined,
  binary: BinaryForm,
  onProblem: (problem: Error) => void,
): Promise<void> {
  await using message = await session.openMessage(file)
  const dump = await dumpMessage(message, { binary, onProblem })
  const json = joined(sortedJson(dump))
  if (target === undefined) await writeAll(process.stdout, json)
  else await pipeline(Readable.from(json), createWriteStream(target))
}

/** Small pieces joined to larger ones, and a line end at the end. */
function* joined(pieces: Iterable<string>): Generator<string> {
  const enough = 64 * 1024
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < enough) continue
    yield text
    text = ''
  }
  yield `${text}\n`
}

async function writeAll(stream: Writable, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
}
