import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { removeIfFree, started } from './processes.ts'

const command = new URL('../../../dist/cli/mapi-msg.js', import.meta.url)
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

let before: Promise<unknown> = Promise.resolve()
let runs = 0

/** Runs the command within this process, which takes a tenth of the time. Runs wait for each other. */
export async function mapiMsg(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const run = before.then(() => runHere(args, options))
  before = run.catch(() => undefined)
  return run
}

async function runHere(
  args: readonly string[],
  { input = '', cwd = process.cwd(), env = {} }: RunOptions,
): Promise<Ran> {
  const output: Buffer[] = []
  const errors: Buffer[] = []
  const state = {
    argv: process.argv,
    exitCode: process.exitCode,
    cwd: process.cwd(),
    env: { ...process.env },
  }
  const replaced = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: writableTo(output),
    stderr: writableTo(errors),
  }
  const streams = Object.getOwnPropertyDescriptors(process)
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(process, name, { configurable: true, enumerable: true, value })
  }
  try {
    process.argv = [process.execPath, fileURLToPath(command), ...args]
    process.chdir(cwd)
    Object.assign(process.env, env)
    // The program runs while its module is evaluated, each time anew.
    await import(`${command.href}?run=${runs++}`)
    const bytes = Buffer.concat(output)
    const code = Number(process.exitCode ?? 0)
    return { code, bytes, output: bytes.toString(), errors: Buffer.concat(errors).toString() }
  } finally {
    for (const name of Object.keys(replaced) as (keyof typeof replaced)[]) {
      Object.defineProperty(process, name, streams[name])
    }
    process.chdir(state.cwd)
    process.argv = state.argv
    process.exitCode = state.exitCode
    for (const name of Object.keys(process.env))
      if (!(name in state.env)) Reflect.deleteProperty(process.env, name)
    Object.assign(process.env, state.env)
  }
}

function writableTo(chunks: Buffer[]): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk)
      done()
    },
  })
}

/** Runs the command in a process of its own, with files as its standard streams, which work for every host that the tests run in. */
export async function mapiMsgProcess(
  args: readonly string[],
  { input = '', cwd = process.cwd(), env = {} }: RunOptions = {},
): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-run-'))
  const name = (stream: string) => path.join(folder, stream)
  writeFileSync(name('in'), input)
  const files = [openSync(name('in'), 'r'), openSync(name('out'), 'w'), openSync(name('errors'), 'w')]
  try {
    const child = started(() =>
      spawn(process.execPath, [fileURLToPath(command), ...args], {
        cwd,
        env: { ...process.env, ...env },
        stdio: files,
        timeout: 120_000,
      }),
    )
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
