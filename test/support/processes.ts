import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, openSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface Finished {
  /** null if it was ended by force. */
  code: number | null
  output: string
}

/** A process that takes longer hangs, even on a busy machine, and is ended. */
const longestRun = 180_000

const mostStarts = 3

/**
 * A busy machine's Wine may fail to start a process, which Node.js calls UNKNOWN (seen once in some ten thousand times).
 * That says nothing of what is tested, so it is tried again.
 * @param start Starts a process. It throws if the system could not.
 */
export function started<T>(start: () => T): T {
  for (let attempt = 1; ; ++attempt)
    try {
      return start()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'UNKNOWN' || attempt === mostStarts) throw error
      console.log(`A process could not be started and is tried again: ${String(error)}`)
    }
}

/**
 * Runs a script of its own in another process of the same node.exe.
 * @param script The text of an ES module. It can import mapi-msg and use `process.argv`.
 */
export async function runScript(
  script: string,
  args: string[] = [],
  { executable = process.execPath, flags = [] as string[], cwd = process.cwd() } = {},
): Promise<Finished> {
  return run(executable, [...flags, '--input-type=module', '--eval', script, '--', ...args], cwd)
}

/** Runs a program and gives what it printed. */
export async function run(executable: string, args: string[], cwd = process.cwd()): Promise<Finished> {
  // Files rather than pipes: they work for every host that the tests run in.
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-run-'))
  const printed = path.join(folder, 'output.txt')
  const file = openSync(printed, 'w')
  try {
    const child = started(() =>
      spawn(executable, args, { cwd, stdio: ['ignore', file, file], timeout: longestRun }),
    )
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', resolve)
    })
    return { code, output: readFileSync(printed, 'utf8') }
  } finally {
    closeSync(file)
    removeIfFree(folder)
  }
}

/** Under Wine the desktop, which the first program that needs one starts, inherits our file and holds it for a while. */
export function removeIfFree(folder: string): void {
  try {
    rmSync(folder, { recursive: true, maxRetries: 3 })
  } catch (error) {
    if (!['ENOTEMPTY', 'EBUSY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
