import path from 'node:path'

import { dumpMessage } from '../dump/dump-message.js'
import type { BinaryForm } from '../dump/dump-value.js'
import { sortedJson } from '../dump/json.js'
import { UsageError } from './exit-codes.js'
import { forEachMessage } from './message-command.js'
import { writeOutput } from './output-file.js'
import { escaped, print } from './output.js'

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
  const written = new Set<string>()
  return forEachMessage(files, async ({ name, source, relative }, { session, reporter, count }) => {
    if (count > 1 && options.out === undefined) throw new UsageError('several files need --out DIR')
    const target = options.out === undefined ? undefined : targetOf(relative, options.out, written)
    await using message = await session.openMessage(source)
    const dump = await dumpMessage(message, {
      binary: options.binary,
      onProblem: (problem) => {
        reporter.report(name, problem)
      },
    })
    const json = joined(sortedJson(dump))
    if (target === undefined) await print(json)
    else await writeOutput(target, json, true)
  })
}

/** Files of one name from several folders would overwrite each other. */
function targetOf(relative: string, folder: string, written: Set<string>): string {
  const target = path.join(folder, `${relative}.json`)
  const key = target.toLowerCase()
  if (written.has(key)) throw new Error(`another file of this name was written to ${target} already`)
  written.add(key)
  return target
}

/** Small pieces joined to larger ones, and a line end at the end. */
function* joined(pieces: Iterable<string>): Generator<string> {
  const enough = 64 * 1024
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < enough) continue
    yield escaped(text)
    text = ''
  }
  yield escaped(`${text}\n`)
}
