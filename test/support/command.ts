import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { removeIfFree } from './processes.ts'

const command = fileURLToPath(new URL('../../../dist/cli/mapi-msg.js', import.meta.url))
process.env['MAPI_MSG_PROVIDER'] ??= 'embedded'

export interface Ran {
  /** null if it was ended by force. */
  code: number | null
  bytes: Buffer
  /** The bytes as text. */
  output: string
  errors: string
}

export interface RunOptions {
  /** What is on standard input. */
  input?: Uint8Array | string
  cwd?: string
  /** What the environment has besides. */
  env?: Record<string, string>
}

/** Runs the command with files as its standard streams, which work for every host that the tests run in. */
export async function mapiMsg(
  args: readonly string[],
  { input = '', cwd = process.cwd(), env = {} }: RunOptions = {},
): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-run-'))
  const name = (stream: string) => path.join(folder, stream)
  writeFileSync(name('in'), input)
  const files = [openSync(name('in'), 'r'), openSync(name('out'), 'w'), openSync(name('errors'), 'w')]
  try {
    const child = spawn(process.execPath, [command, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: files,
      timeout: 120_000,
    })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', resolve)
    })
    const bytes = readFileSync(name('out'))
    return { code, bytes, output: bytes.toString(), errors: readFileSync(name('errors'), 'utf8') }
  } finally {
    for (const file of files) closeSync(file)
    removeIfFree(folder)
  }
}

/** One JSON document a line. */
export function jsonLines(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
