/**
 * Sets up whatever is missing to build and test: `npm run setup [-- --arch ia32]`.
 * Every step looks for its result first, and leaves it in place only when complete, so an interrupted set-up is
 * repaired by the next one.
 */

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fuzzPackages, whyNoFuzzing } from './support/fuzz-build.mjs'
import { withLock } from './support/lock.mjs'
import { run, runNpm } from './support/process.mjs'
import * as project from './support/project.mjs'
import { Failure, onWindows, root, say, toolchain } from './support/project.mjs'
import { hasChroot, makeChroot, missingChrootPackages } from './support/chroot.mjs'
import { isPrefixReady, makePrefix } from './support/wine.mjs'

/** @typedef {import('./support/project.mjs').Architecture} Architecture */
/** @typedef {{ message: string, isDone: () => boolean, run: () => Promise<void> }} Step */

function missingDebianPackages(arch, needWine) {
  const missing = []
  if (!project.findCompiler(arch) || !project.findDlltool(arch)) missing.push(...arch.compilerPackages)
  if (needWine && (!project.findWine(arch) || !project.findWineserver())) missing.push(...arch.winePackages)
  return missing
}

/** @param {string[]} packages */
const installCommands = (packages) => [
  ...(packages.some((name) => name.endsWith(':i386')) ? ['dpkg --add-architecture i386'] : []),
  'apt-get update',
  `apt-get install -y --no-install-recommends ${packages.join(' ')}`,
]

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const command of installCommands(packages)) {
    say(`  ${command}`)
    const [program, ...args] = command.split(' ')
    await run(program, args, { env })
  }
}

const hasApt = () => project.findProgram(['apt-get']) !== undefined
const isRoot = () => process.getuid?.() === 0

/** @returns {Step} */
function debianPackages(arch, needWine) {
  return {
    message: 'Installing Debian packages',
    isDone: () => missingDebianPackages(arch, needWine).length === 0,
    run: async () => {
      const packages = missingDebianPackages(arch, needWine)
      const advice = `as root:\n  ${installCommands(packages).join('\n  ')}`
      if (!hasApt()) {
        throw new Failure(
          `Building needs the mingw-w64 compiler with POSIX threads, running needs 64-bit Wine; on Debian, ${advice}`,
        )
      }
      if (!isRoot()) throw new Failure(`Some Debian packages are missing; install them ${advice}`)
      await install(packages)
    },
  }
}

/**
 * What some tests compare with, and what fuzzing needs, where it is missing; without it they are skipped. Apache POI is
 * small, but the Java that it needs is not: who has that gets POI.
 */
function missingTestPackages() {
  return [
    ...(project.findGsf() ? [] : ['libgsf-bin']),
    ...(project.findPerlReader() ? [] : ['libemail-outlook-message-perl']),
    ...(project.findJava() && !project.findPoi() ? ['libapache-poi-java'] : []),
    ...(whyNoFuzzing() ? fuzzPackages : []),
  ]
}

/** @type {Step} */
const testPackages = {
  message: 'Installing what the tests use: other readers of messages, and clang to fuzz',
  isDone: () => missingTestPackages().length === 0 || !hasApt() || !isRoot(),
  run: async () => {
    const packages = missingTestPackages()
    await install(packages).catch((error) => {
      say(`${error.message}\nTests go on without ${packages.join(', ')}`)
    })
  },
}

/** @type {Step} */
const windowsNpm = {
  message: `Fetching npm ${project.windowsNpmVersion}, for tests with the Windows node.exe`,
  isDone: () => existsSync(project.windowsNpm),
  run: () =>
    unpackNpmPackage(`npm@${project.windowsNpmVersion}`, (unpacked) => {
      renameSync(unpacked, dirname(dirname(project.windowsNpm)))
    }),
}

/** Compares what npm installed, and its own record of it, with the lock file. */
function hasNodeModules() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' ||
      optional ||
      (installed[path]?.version === version && existsSync(join(root, path, 'package.json'))),
  )
}

/** @type {Step} */
const nodeModules = {
  message: 'Installing npm packages (npm ci)',
  isDone: hasNodeModules,
  run: async () => {
    await runNpm([
      'ci',
      '--include=dev',
      '--engine-strict=false',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ])
  },
}

/** @returns {Step} */
function nodeExecutable(arch) {
  const file = project.windowsNode(arch)
  const spec = `${arch.node.package}@${arch.node.version}`
  return {
    message: `Fetching the Windows node.exe (npm package ${spec})`,
    isDone: () => existsSync(file),
    run: () =>
      unpackNpmPackage(spec, (unpacked) => {
        const program = join(unpacked, 'bin', 'node.exe')
        const sha256 = createHash('sha256').update(readFileSync(program)).digest('hex')
        if (sha256 !== arch.node.sha256) {
          throw new Failure(`node.exe of ${spec} has SHA-256 ${sha256}, expected ${arch.node.sha256}`)
        }
        mkdirSync(dirname(file), { recursive: true })
        renameSync(program, file)
      }),
  }
}

/** Fetches a package that is not to be installed, and lets `use` take what it wants from where it is unpacked. */
async function unpackNpmPackage(spec, use) {
  const folder = join(toolchain, `tmp-${randomUUID()}`)
  mkdirSync(folder, { recursive: true })
  try {
    await runNpm(['pack', spec, '--pack-destination', folder, '--loglevel=error'])
    await run('tar', ['-xzf', `${spec.replace('@', '-')}.tgz`], { cwd: folder })
    use(join(folder, 'package'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The import library of Node-API for "node.exe", with delayed loading, so that a host of any name can answer. */
function importLibrary(arch) {
  const headers = join(root, 'node_modules', 'node-api-headers')
  const file = project.nodeImportLibrary(arch)
  return {
    message: 'Making the import library of node.exe',
    isDone: () => existsSync(file),
    run: async () => {
      const names = ['js_native_api.def', 'node_api.def'].flatMap((name) =>
        readFileSync(join(headers, 'def', name), 'utf8')
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter((line) => line !== '' && !/^(NAME|EXPORTS)\b/.test(line)),
      )
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.def`, `NAME node.exe\nEXPORTS\n${names.join('\n')}\n`)
      await run(project.findDlltool(arch), [
        ...[
          '--machine',
          arch.dlltoolMachine,
          '--input-def',
          `${file}.def`,
          '--output-delaylib',
          `${file}.tmp`,
        ],
      ])
      renameSync(`${file}.tmp`, file)
    },
  }
}

/** @returns {Step} */
function chrootStep(chroot) {
  return {
    message: `Making a chroot of Debian ${chroot.suite} for ${chroot.debianArchitecture} (takes about a minute)`,
    isDone: () => hasChroot(chroot) && isRoot(),
    run: async () => {
      const packages = missingChrootPackages()
      const commands = installCommands(['mmdebstrap', 'arch-test']).join('\n  ')
      if (!isRoot()) throw new Failure(`Only root can make a chroot, with packages of Debian:\n  ${commands}`)
      if (packages.length > 0) {
        if (!hasApt()) throw new Failure(`A chroot is made with packages of Debian:\n  ${commands}`)
        await install(packages)
      }
      await makeChroot(chroot)
    },
  }
}

/** @returns {Step} */
function winePrefix(arch) {
  return {
    message: 'Making a Wine prefix (takes about 20 seconds)',
    isDone: () => isPrefixReady(arch),
    run: () => makePrefix(arch),
  }
}

/**
 * Sets up whatever is missing, and says what; with nothing missing it prints nothing and takes milliseconds.
 * @param {Architecture} arch
 * @param {{ toRun?: boolean, toTest?: boolean }} [options] `toRun: false` leaves out what only running needs,
 * `toTest` adds what only tests use.
 */
export async function setUp(arch, { toRun = true, toTest = false } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (onWindows && (major < 22 || (major === 22 && minor < 12)))) {
    throw new Failure(`Node.js ${onWindows ? '22.12' : '20'} or later is needed, this is ${process.version}`)
  }
  const steps = onWindows
    ? [nodeModules]
    : [
        debianPackages(arch, toRun && !arch.chroot),
        nodeModules,
        importLibrary(arch),
        ...(toRun && arch.chroot ? [chrootStep(arch.chroot)] : []),
        ...(toRun ? [nodeExecutable(arch), winePrefix(arch)] : []),
        ...(toTest ? [windowsNpm, testPackages] : []),
      ]
  if (steps.every((step) => step.isDone())) return
  await withLock(async () => {
    for (const step of steps) {
      if (step.isDone()) continue
      say(`${step.message} ...`)
      await step.run()
    }
  })
}

if (project.isMain(import.meta.url)) {
  project.runMain(() => setUp(project.takeArchitecture(process.argv.slice(2)).arch, { toTest: true }))
}
