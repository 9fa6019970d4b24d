/**
 * Runs the Windows node.exe: under Wine, or on Windows simply this Node.
 *
 * Under Wine, libuv cannot use a Unix pipe as a standard stream. So output goes to files, which are shown as they
 * grow, and piped input is first written to a file.
 */

import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { capture } from './process.mjs'
import { onWindows, root, toolchain, windowsNode } from './project.mjs'
import { wineCommand, wineEnvironment, wineSettings } from './wine.mjs'

const pollMilliseconds = 20
const stdinPatienceMilliseconds = 50
const killGraceMilliseconds = 3000

/** `/a/b` and `--name=/a/b` as Wine sees them: `Z:\a\b`. A lone `/word` that is no file may be a switch and stays. */
export function toWindowsArgument(argument) {
  const [, option = '', path = ''] = /^(--?[\w-]+=)?(\/.*)$/s.exec(argument) ?? []
  const isPath = path !== '' && (/^\/[^/]+[/.]/.test(path) || existsSync(path))
  return isPath ? `${option}Z:${path.replaceAll('/', '\\')}` : argument
}

/** How many of the last bytes are the beginning of a UTF-8 character whose end is missing. */
function incompleteTail(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

/** Copies what is added to a file to a stream, in whole UTF-8 characters. */
class Follower {
  #fd
  #target
  #position = 0
  #buffer = Buffer.allocUnsafe(1 << 16)

  constructor(file, target) {
    this.#fd = openSync(file, 'r')
    this.#target = target
  }

  /** Copies all that there is now; `atEnd` also what looks like half a character. */
  async copy(atEnd = false) {
    for (;;) {
      const read = readSync(this.#fd, this.#buffer, 0, this.#buffer.length, this.#position)
      const tail = atEnd && read < this.#buffer.length ? 0 : incompleteTail(this.#buffer.subarray(0, read))
      const length = read - tail
      if (length === 0) return
      this.#position += length
      const chunk = Buffer.from(this.#buffer.subarray(0, length))
      await new Promise((resolve) => this.#target.write(chunk, resolve))
    }
  }

  close() {
    closeSync(this.#fd)
  }
}

/**
 * Opens what node.exe is to have as standard input. A pipe is read to its end into a file. But one that has neither
 * data nor an end for a moment counts as empty, since who started us may hold a pipe that nobody will ever write to;
 * unless `-` is among the arguments, which asks for standard input.
 */
async function openStdin(folder, args) {
  let stats
  try {
    stats = fstatSync(0)
  } catch {
    return openSync('/dev/null', 'r') // closed
  }
  if (stats.isFile()) return 0
  if (!stats.isFIFO() && !stats.isSocket()) return openSync('/dev/null', 'r')

  const file = join(folder, 'stdin')
  const fd = openSync(file, 'w')
  await new Promise((resolve) => {
    const patience = args.includes('-') ? undefined : setTimeout(resolve, stdinPatienceMilliseconds)
    process.stdin.on('data', (chunk) => {
      clearTimeout(patience)
      writeSync(fd, chunk)
    })
    process.stdin.once('end', resolve)
    process.stdin.once('error', resolve)
  })
  process.stdin.removeAllListeners('data').pause()
  process.stdin.destroy()
  closeSync(fd)
  return openSync(file, 'r')
}

/** Passes signals on to the child; one that does not heed them is killed. */
function forwardSignals(child) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  let killer
  const forward = () => {
    child.kill('SIGTERM')
    killer ??= setTimeout(() => child.kill('SIGKILL'), killGraceMilliseconds)
  }
  for (const signal of signals) process.on(signal, forward)
  return () => {
    clearTimeout(killer)
    for (const signal of signals) process.off(signal, forward)
  }
}

/** @returns {Promise<number>} the exit code; 128 + n for signal n, as in a shell */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/**
 * Runs node.exe with the arguments and returns its exit code.
 * @param {import('./project.mjs').Architecture} arch
 * @param {string[]} args
 * @param {{ cwd?: string }} [options] the folder to run in, by default the project's
 */
export async function runWindowsNode(arch, args, { cwd = root } = {}) {
  if (onWindows) {
    const child = spawn(process.execPath, args, { cwd, stdio: 'inherit' })
    const stopForwarding = forwardSignals(child)
    return exitOf(child).finally(stopForwarding)
  }

  const folder = makeRunFolder()
  const stdin = await openStdin(folder, args)
  try {
    return await unlessRefused(join(folder, 'stderr'), () =>
      followWindowsNode(arch, args, cwd, folder, stdin),
    )
  } finally {
    if (stdin !== 0) closeSync(stdin)
    rmSync(folder, { recursive: true, force: true })
  }
}

function makeRunFolder() {
  mkdirSync(join(toolchain, 'runs'), { recursive: true })
  return mkdtempSync(join(toolchain, 'runs', 'run-'))
}

/**
 * Runs a program under Wine, and again where Wine's server refused it: that ends when its last program has ended, and
 * refuses those that start at that moment.
 * @param {string} file where the program's standard error goes
 * @param {() => Promise<number>} run gives the exit code
 */
async function unlessRefused(file, run) {
  const mostAttempts = 3
  for (let attempt = 1; ; attempt++) {
    const code = await run()
    if (code === 0 || attempt === mostAttempts) return code
    if (!/^wine client error:0: [^\n]*\s*$/.test(readFileSync(file, 'utf8'))) return code
  }
}

/** Runs node.exe under Wine, and shows what it prints as it comes. */
async function followWindowsNode(arch, args, cwd, folder, stdin) {
  const files = { stdout: join(folder, 'stdout'), stderr: join(folder, 'stderr') }
  const outputs = [openSync(files.stdout, 'w'), openSync(files.stderr, 'w')]
  const followers = [new Follower(files.stdout, process.stdout), new Follower(files.stderr, process.stderr)]
  const [wine, ...wineArguments] = wineCommand(arch, cwd)
  /** @type {import('node:child_process').ChildProcess} */
  const child = spawn(wine, [...wineArguments, windowsNode(arch), ...args.map(toWindowsArgument)], {
    cwd,
    env: wineEnvironment(arch),
    stdio: [stdin, ...outputs],
  })
  for (const fd of outputs) closeSync(fd)
  const stopForwarding = forwardSignals(child)
  // Nobody reads us any more, as after `| head`.
  const onClosedPipe = () => child.kill('SIGTERM')
  process.stdout.on('error', onClosedPipe)
  process.stderr.on('error', onClosedPipe)
  try {
    let exitCode
    const exit = exitOf(child).then((code) => (exitCode = code))
    while (exitCode === undefined) {
      for (const follower of followers) await follower.copy()
      await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, pollMilliseconds))])
    }
    for (const follower of followers) await follower.copy(true)
    return exitCode
  } finally {
    stopForwarding()
    for (const follower of followers) follower.close()
  }
}

/**
 * Runs node.exe with the arguments to its end, and answers what it printed, both streams together.
 * @param {import('./project.mjs').Architecture} arch
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function captureWindowsNode(arch, args, { cwd, env = process.env }) {
  if (onWindows) return capture(process.execPath, args, { cwd, env })
  const folder = makeRunFolder()
  const file = join(folder, 'output')
  const [wine, ...wineArguments] = wineCommand(arch, cwd)
  const command = [...wineArguments, windowsNode(arch), ...args.map(toWindowsArgument)]
  try {
    const code = await unlessRefused(file, async () => {
      rmSync(file, { force: true })
      const fd = openSync(file, 'a')
      const { code } = await capture(wine, command, {
        cwd,
        env: { ...env, ...wineSettings(arch) },
        stdio: ['ignore', fd, fd],
      }).finally(() => closeSync(fd))
      return code
    })
    return { code, output: readFileSync(file, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
