/**
 * Brings the build up to date: `npm run build [-- --arch ia32]`. TypeScript goes to dist/, build/test/ and
 * build/bench/, the native parts to build/Release/.
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setUp } from './setup.mjs'
import { crossBuild } from './support/cross-build.mjs'
import { withLock } from './support/lock.mjs'
import { runPackage } from './support/process.mjs'
import { Failure, isMain, onWindows, root, runMain, say, takeArchitecture } from './support/project.mjs'

/** @typedef {import('./support/project.mjs').Architecture} Architecture */

/** All files under a file or folder of the project, as paths relative to it. */
function filesUnder(path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stats) return []
  if (!stats.isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
}

/** Changes whenever one of the files is added, removed or written. */
function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesUnder).sort()) {
    const { mtimeMs, size } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {}
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

const shared = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'scripts/support']

/** A part of the build, done anew only when its inputs or its outputs changed since it last succeeded. */
class Part {
  constructor(name, { inputs, outputs, build }) {
    this.stamp = join(root, 'build', `${name}.stamp`)
    this.inputs = [...shared, ...inputs]
    this.outputs = outputs
    this.build = build
  }

  isCurrent() {
    if (!existsSync(this.stamp)) return false
    const state = fingerprint(this.inputs) + fingerprint(this.outputs)
    return readFileSync(this.stamp, 'utf8') === state
  }

  async bringUpToDate() {
    if (this.isCurrent()) return
    const inputs = fingerprint(this.inputs)
    rmSync(this.stamp, { force: true })
    await this.build()
    mkdirSync(join(root, 'build'), { recursive: true })
    writeFileSync(this.stamp, inputs + fingerprint(this.outputs))
  }
}

const typescript = new Part('typescript', {
  inputs: ['tsconfig.json', 'tsconfig.base.json', 'lib', 'test', 'bench'],
  outputs: ['dist', 'build/test', 'build/bench'],
  build: async () => {
    say('Compiling TypeScript')
    removeOrphans('lib', 'dist')
    removeOrphans('test', 'build/test')
    removeOrphans('bench', 'build/bench')
    const { code, output } = await runPackage('typescript/bin/tsc', ['--build', '--pretty', 'false'])
    if (output) say(output.trimEnd())
    if (code !== 0) throw new Failure('The TypeScript sources have errors')
  },
})

/** Removes compiled files whose source is gone: they would be published, or run as tests. */
function removeOrphans(sources, outputs) {
  for (const file of filesUnder(outputs)) {
    const source = join(sources, relative(outputs, file)).replace(/(\.js|\.d\.ts|\.js\.map)$/, '.ts')
    if (!existsSync(join(root, source))) rmSync(join(root, file))
  }
}

function native(arch, tests) {
  return new Part(`native-${arch.name}${tests ? '-tests' : ''}`, {
    inputs: ['binding.gyp', 'native', 'test/native', 'node_modules/.package-lock.json'],
    outputs: onWindows || arch.name === 'x64' ? ['build/Release'] : [`prebuilds/win32-${arch.name}`],
    build: () => (onWindows ? nodeGypBuild(arch, tests) : crossBuild(arch, { tests })),
  })
}

async function nodeGypBuild(arch, tests) {
  say('Building the native parts with node-gyp')
  const defines = ['-Dwarnings_are_errors=true', ...(tests ? ['-Dtests=1'] : [])]
  const args = ['configure', 'build', `--arch=${arch.name}`, '--', ...defines]
  // Under "npm -s" node-gyp would keep even the compiler's errors to itself.
  const env = { ...process.env, npm_config_loglevel: 'info' }
  const { code, output } = await runPackage('node-gyp/bin/node-gyp.js', args, { env })
  if (code !== 0) throw new Failure(`${output.trimEnd()}\nThe native parts did not build`)
}

/**
 * Brings the build up to date; with nothing to do it prints nothing and takes milliseconds. All parts are tried even
 * if one fails.
 * @param {Architecture} arch
 * @param {{ tests?: boolean, onlyTypeScript?: boolean }} [options] `tests` builds the native test programs too.
 */
export async function build(arch, { tests = false, onlyTypeScript = false } = {}) {
  const parts = onlyTypeScript ? [typescript] : [native(arch, tests), typescript]
  if (parts.every((part) => part.isCurrent())) return
  await withLock(async () => {
    const outcomes = await Promise.allSettled(parts.map((part) => part.bringUpToDate()))
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    const unexpected = errors.find((error) => !(error instanceof Failure))
    if (unexpected) throw unexpected
    if (errors.length > 0) throw new Failure(errors.map((error) => error.message).join('\n'))
  })
}

if (isMain(import.meta.url)) {
  runMain(async () => {
    const { arch } = takeArchitecture(process.argv.slice(2))
    await setUp(arch, { toRun: false })
    await build(arch)
  })
}
