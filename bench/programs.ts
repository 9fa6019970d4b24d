import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { embeddedDll, mapiClient, product } from '../test/support/binaries.ts'
import { run } from '../test/support/processes.ts'
import type { BenchFile } from './files.ts'
import { median, type Contender } from './rounds.ts'

/** The programs in C++ that show what can be had at best. They print the time of each of their rounds. */

const rawRead = product('raw_read.exe')

/** Rounds in one process: the process's own start counts for nothing. */
const roundsOfProcess = 3

/** Why the C++ MAPI client cannot be measured; `false` if it can. */
export const clientMissing: string | false = existsSync(mapiClient)
  ? false
  : 'the C++ MAPI client is built with mingw-w64 only: newer Windows SDKs lack the MAPI headers'

async function runProgram(program: string, args: string[]): Promise<string> {
  const { code, output } = await run(program, args)
  assert.equal(code, 0, `${path.basename(program)} failed: ${output}`)
  return output
}

function timeIn(output: string): number {
  const times = [...output.matchAll(/^round (\S+)/gm)].map(([, time]) => Number(time))
  assert.ok(times.length > 0, `no times in: ${output}`)
  return median(times)
}

/** Writes the file that tells the programs what to read. */
export function writeList(folder: string, files: readonly BenchFile[]): string {
  const list = path.join(folder, 'list.txt')
  writeFileSync(list, files.map((file) => file.path).join('\n'))
  return list
}

/** Only reads the bytes of the files. */
export function rawReading(list: string): Contender {
  return async () => timeIn(await runProgram(rawRead, [list, String(roundsOfProcess)]))
}

/** Reads the same as we through the same DLL. */
export function clientReading(list: string, from: 'path' | 'bytes'): Contender {
  const args = [embeddedDll, '--time', from, list, String(roundsOfProcess)]
  return async () => timeIn(await runProgram(mapiClient, args))
}

/** How many attachments the C++ MAPI client finds, and how many bytes in them. */
export async function seenByClient(list: string): Promise<{ attachments: number; attachmentBytes: number }> {
  const output = await runProgram(mapiClient, [embeddedDll, '--time', 'path', list, '1'])
  const number = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(output)?.[1])
  return { attachments: number('attachments'), attachmentBytes: number('bytes') }
}
