import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import CFB from 'cfb'
import { product } from './binaries.ts'
import { started } from './processes.ts'

/** What test/native/compound_files finds in compound files, and what cfb does. */

export type Engine = 'ole' | 'native'
export type Source = 'file' | 'bytes'

/** Runs a program to its end. What it has to say it writes to a file. */
export function runProgram(name: string, args: string[]): void {
  const status = started(() => {
    const run = spawnSync(product(name), args, { stdio: 'ignore', timeout: 120_000 })
    if (run.error) throw run.error
    return run.status
  })
  assert.equal(status, 0)
}

/** What is in the files, by path: how opening went, and a line for every storage and stream. */
export function dump(folder: string, engine: Engine, source: Source, paths: string[]): Map<string, string[]> {
  const list = join(folder, 'list.txt')
  const out = join(folder, 'out.txt')
  writeFileSync(list, paths.join('\n'))
  runProgram('compound_files.exe', ['dump', engine, source, list, out])
  const found = new Map<string, string[]>()
  let lines: string[] = []
  for (const line of readFileSync(out, 'utf8').split('\n').slice(0, -1)) {
    const [path = '', ...rest] = line.split('\t')
    if (path.startsWith('/')) lines.push(line)
    else found.set(path, (lines = [rest.join('\t')]))
  }
  return found
}

export function assertSameDump(actual: Map<string, string[]>, expected: Map<string, string[]>): void {
  assert.deepEqual([...actual.keys()], [...expected.keys()])
  for (const [path, lines] of actual) assert.deepEqual(lines, expected.get(path), path)
}

const kStreamLine = /^\/[^\t]*[^\t/]\t[0-9a-f]+\t[0-9a-f]+$/

/** The lines of a dump that are of streams: name, size and checksum. */
export function streamLines(lines: string[] | undefined): string[] {
  return (lines ?? []).filter((line) => kStreamLine.test(line)).sort()
}

/** The same lines, as cfb reads them. */
export function streamLinesByCfb(path: string): string[] {
  const { FileIndex, FullPaths } = CFB.read(readFileSync(path), { type: 'buffer' })
  return FileIndex.flatMap((entry, i) => {
    if (entry.type !== 2) return []
    const name = FullPaths[i]?.slice(FullPaths[0]?.length) ?? ''
    const content = entry.size > 0 ? Buffer.from(entry.content).subarray(0, entry.size) : Buffer.alloc(0)
    return [`/${name}\t${entry.size.toString(16)}\t${crc32(content).toString(16)}`]
  }).sort()
}
