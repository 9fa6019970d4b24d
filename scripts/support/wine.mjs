/** The project's own Wine prefix, and running Windows programs in it. */

import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { enterChroot } from './chroot.mjs'
import { Failure, findWine, findWineserver, onWindows, toolchain } from './project.mjs'

/** Written into a complete prefix; a prefix made by another recipe is made anew. */
const recipe = 'wineboot -i; winecfg -v win10\n'

const prefix = (arch) => join(toolchain, `wine-${arch.winePrefix ?? arch.name}`)
const stamp = (arch) => join(prefix(arch), 'mapi-msg-recipe')

/** What the environment of every Wine process of ours has. */
export function wineSettings(arch) {
  return {
    // A path of the host, which a chroot lacks.
    NODE_EXTRA_CA_CERTS: undefined,
    WINEPREFIX: prefix(arch),
    WINEARCH: arch.winePrefixKind,
    WINEDEBUG: process.env.WINEDEBUG ?? '-all',
    // No .NET, no HTML engine, no desktop entries.
    WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
    // Wine reads file names and arguments in the locale's encoding.
    LC_ALL: 'C.UTF-8',
  }
}

export const wineEnvironment = (arch) => ({ ...process.env, ...wineSettings(arch) })

/** The start of a command line that runs Windows programs. */
export function wineCommand(arch, cwd = toolchain) {
  return arch.chroot
    ? [...enterChroot(arch.chroot, cwd), arch.wineLoaders[0]]
    : [/** @type {string} */ (findWine(arch))]
}

const wineserverCommand = (arch) =>
  arch.chroot
    ? [...enterChroot(arch.chroot, toolchain), '/usr/lib/wine/wineserver']
    : [/** @type {string} */ (findWineserver())]

export function isPrefixReady(arch) {
  return existsSync(stamp(arch)) && readFileSync(stamp(arch), 'utf8') === recipe
}

/** Runs a program with its output in a file: a server that Wine leaves behind must hold no pipe of ours. */
async function runLogged(commandLine, env) {
  const [command, ...args] = commandLine
  const log = join(toolchain, 'wine.log')
  const fd = openSync(log, 'w')
  try {
    const child = spawn(command, args, { env, cwd: toolchain, stdio: ['ignore', fd, fd], timeout: 300_000 })
    const outcome = await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code, signal) => resolve(signal ?? code))
    })
    if (outcome !== 0) {
      throw new Failure(`${readFileSync(log, 'utf8')}${command} ${args.join(' ')} ended with ${outcome}`)
    }
  } finally {
    closeSync(fd)
  }
}

/** Runs a Windows program to its end. What it prints is shown if it fails. */
export function runUnderWine(arch, program, args) {
  return runLogged([...wineCommand(arch), program, ...args], wineEnvironment(arch))
}

/**
 * Starts Wine's desktop, which Wine else starts when a program first needs it: then it inherits that program's pipes
 * and outlives it, and whoever waits for the pipes' end, as node's test runner does, waits forever.
 * @returns {() => void} ends it
 */
function startDesktop(arch) {
  const program = 'C:\\windows\\system32\\explorer.exe'
  const [wine, ...args] = wineCommand(arch)
  const child = spawn(wine, [...args, program, '/desktop'], { env: wineEnvironment(arch), stdio: 'ignore' })
  child.on('error', () => {}) // the tests will tell
  child.unref()
  return () => child.kill()
}

/** Does some work while there is Wine's desktop, where there is Wine. */
export async function withDesktop(arch, work) {
  const endDesktop = onWindows ? () => {} : startDesktop(arch)
  try {
    return await work()
  } finally {
    endDesktop()
  }
}

/** Makes the prefix, from nothing. */
export async function makePrefix(arch) {
  const env = wineEnvironment(arch)
  const wine = wineCommand(arch)
  const server = wineserverCommand(arch)
  if (existsSync(prefix(arch))) {
    await runLogged([...server, '-k'], env).catch(() => {}) // fails where no server runs
    rmSync(prefix(arch), { recursive: true, force: true })
  }
  mkdirSync(prefix(arch), { recursive: true })
  await runLogged([...wine, 'wineboot', '-i'], env)
  await runLogged([...wine, 'winecfg', '-v', 'win10'], env)
  await runLogged([...server, '-w'], env) // it writes the registry to disk when it ends
  writeFileSync(stamp(arch), recipe)
}
