/**
 * Makes the tarball that users install: `npm run package [-- --binaries FOLDER]`. It is packed from build/package/, which
 * holds what "files" in package.json names and nothing of this machine.
 * Elsewhere than on Windows the binaries for x64 and ia32 are built first, on Windows those for this Node's architecture.
 * `--binaries` takes them from a folder that has win32-x64/, win32-ia32/ and their like, as builds elsewhere made them.
 */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from './build.mjs'
import { setUp } from './setup.mjs'
import { withLock } from './support/lock.mjs'
import { runNpm, runPackage } from './support/process.mjs'
import {
  architectures,
  Failure,
  isMain,
  onWindows,
  ownArchitecture,
  productFolder,
  root,
  runMain,
  say,
  userFolder,
} from './support/project.mjs'

const staged = join(root, 'build', 'package')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** What the loader looks for in the folder of an architecture. */
export const binaries = ['mapi_msg.node', `mapi-msg-embedded-${manifest.version}.dll`]

/** The package as npm calls its file. */
export const tarball = join(root, `${manifest.name}-${manifest.version}.tgz`)

/** Builds for each architecture, and answers where its binaries are. */
async function buildBinaries() {
  const wanted = onWindows ? [ownArchitecture] : [architectures.x64, architectures.ia32]
  const folders = {}
  for (const arch of wanted) {
    await setUp(arch, { toRun: false })
    await build(arch)
    folders[`win32-${arch.name}`] = productFolder(arch)
  }
  return folders
}

function givenBinaries(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^win32-\w+$/.test(name)) : []
  if (names.length === 0) throw new Failure(`${folder} has no folder such as win32-x64`)
  return Object.fromEntries(names.map((name) => [name, join(folder, name)]))
}

/** Without source maps: those would need the sources beside them. */
async function compileTypeScript() {
  const args = [
    ...['-p', 'lib', '--outDir', join(staged, 'dist'), '--pretty', 'false'],
    ...['--composite', 'false', '--incremental', 'false', '--sourceMap', 'false'],
  ]
  const { code, output } = await runPackage('typescript/bin/tsc', args)
  if (code !== 0) throw new Failure(`${output.trimEnd()}\nThe TypeScript sources have errors`)
}

async function stage(folders) {
  rmSync(staged, { recursive: true, force: true })
  mkdirSync(staged, { recursive: true })
  await compileTypeScript()
  for (const name of ['README.md', 'LICENSE']) cpSync(join(root, name), join(staged, name))
  // Not in the package's own folder: package managers take a binding.gyp there for something to be built at installation,
  // which they warn of, or refuse. It is for architectures without binaries alone.
  for (const name of ['native', 'binding.gyp']) {
    cpSync(join(root, name), join(staged, 'source', name), { recursive: true })
  }
  for (const [name, folder] of Object.entries(folders)) {
    for (const binary of binaries) {
      const file = join(folder, binary)
      if (!existsSync(file)) throw new Failure(`${file} is missing`)
      cpSync(file, join(staged, 'prebuilds', name, binary))
    }
  }
  // What is for work on the package itself means nothing to those who install it.
  const published = { ...manifest, scripts: undefined, devDependencies: undefined }
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`)
}

/**
 * Builds what is to be in it and makes the tarball.
 * @param {{ binaries?: string }} [options] a folder with binaries that were built elsewhere
 */
export async function makePackage({ binaries: given } = {}) {
  const folders = given === undefined ? await buildBinaries() : givenBinaries(given)
  await withLock(async () => {
    await stage(folders)
    await runNpm(['pack', '--pack-destination', root, '--loglevel=error'], { cwd: staged })
  })
}

if (isMain(import.meta.url)) {
  runMain(async () => {
    const [option, folder, ...others] = process.argv.slice(2)
    if ((option !== undefined && (option !== '--binaries' || folder === undefined)) || others.length > 0) {
      throw new Failure('Usage: npm run package [-- --binaries FOLDER]')
    }
    if (folder !== undefined) await setUp(ownArchitecture, { toRun: false })
    await makePackage(folder === undefined ? {} : { binaries: resolve(userFolder, folder) })
    const architectures = readdirSync(join(staged, 'prebuilds')).join(', ')
    say(
      `${basename(tarball)}: ${(statSync(tarball).size / 1e6).toFixed(2)} MB, with binaries for ${architectures}`,
    )
  })
}
