/** Builds the fuzzers, test/native/fuzz/*.cpp, with clang for the host: what parses bytes needs no Windows. */

import { readdirSync, existsSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { carryOut, dependencies, inParallel, modified } from './cross-build.mjs'
import { loadTargets } from './gyp.mjs'
import { Failure, findProgram, root } from './project.mjs'

const sources = join('test', 'native', 'fuzz')
const windows = join(sources, 'windows')
const prelude = join(windows, 'prelude.h')
const objects = join('build', 'fuzz', 'objects')
/** What Wine has for building its own programs: the headers of Windows, for the host's compiler. */
const wineHeaders = ['/usr/include/wine/wine/windows', '/usr/include/wine/windows']

const sanitizers = '-fsanitize=address,undefined'
const flags = [
  ...['-std=c++20', '-O1', '-gline-tables-only', '-fno-omit-frame-pointer', '-MMD'],
  ...[sanitizers, '-fsanitize=fuzzer-no-link', '-fno-sanitize-recover=all'],
  // As on Windows. The C++ library's own code for strings has another wchar_t.
  ...['-fshort-wchar', '-DWINE_UNICODE_NATIVE', '-D_GLIBCXX_EXTERN_TEMPLATE=0'],
  ...['-Wno-unknown-attributes', '-Wno-ignored-attributes'],
  ...['-Inative', '-Itest/native'],
]

export const fuzzTargets = readdirSync(join(root, sources))
  .filter((name) => name.endsWith('.cpp'))
  .map((name) => name.replace(/\.cpp$/, ''))

export const findClang = () => findProgram(['clang++', 'clang++-14'])
const findWineHeaders = () => wineHeaders.find((folder) => existsSync(join(folder, 'objidl.h')))
/** The packages of Debian that fuzzing needs. */
export const fuzzPackages = ['clang', 'libclang-rt-14-dev', 'libwine-dev']
/** Why nothing can be fuzzed here; `undefined` if it can. */
export function whyNoFuzzing() {
  if (process.platform !== 'linux') return 'they are built for Linux'
  const found = findClang() && findWineHeaders()
  return found ? undefined : `they need clang++ and Wine's headers (Debian: ${fuzzPackages.join(' ')})`
}

/** The sources of the provider, of our storages, and of what else parses text, as binding.gyp lists them. */
function productSources() {
  const targets = loadTargets(join(root, 'binding.gyp'), {
    ...{ OS: 'win', target_arch: 'x64', mingw: 1, tests: 1 },
  })
  const sourcesOf = (name) => targets.find((target) => target.target_name === name).sources
  const all = ['mapi_msg_embedded', 'compound_files', 'mapi_msg'].flatMap(sourcesOf)
  // The sanitizer has an operator new of its own.
  return [...new Set(all)].filter((name) => /^native\/(provider|storage|text)\/.*\.cpp$/.test(name))
}

const definesOf = () => loadTargets(join(root, 'binding.gyp'), { OS: 'win', target_arch: 'x64' })[1].defines

/**
 * Brings the fuzzers up to date.
 * @param {string[]} targets
 * @returns {Promise<(target: string) => string>} gives the path of a fuzzer
 */
export async function buildFuzzers(targets) {
  const clang = findClang()
  const common = [...flags, ...definesOf().map((define) => `-D${define}`), `-isystem${findWineHeaders()}`]
  const recordOf = (command) => `${command.join('\n')}\n${modified(clang)}\n`
  const precompiled = join(objects, 'prelude.pch')
  const compile = (source) => {
    const isPrelude = source === prelude
    const object = isPrelude ? precompiled : join(objects, source.replace(/cpp$/, 'o'))
    const how = isPrelude ? ['-x', 'c++-header'] : ['-include-pch', precompiled, '-c']
    const command = [clang, ...common, ...how, source, '-o', object]
    const needed = dependencies(join(root, object.replace(/\.\w+$/, '.d'))) ?? [source]
    // What was compiled before has its full path there.
    const inputs = needed.map((file) => (isAbsolute(file) ? relative(root, file) : file))
    return {
      label: `Compiling ${source} to fuzz it`,
      output: join(root, object),
      inputs: isPrelude ? inputs : [...inputs, precompiled],
      command,
      record: recordOf(command),
    }
  }
  const product = [
    ...productSources(),
    ...readdirSync(join(root, windows))
      .filter((name) => name.endsWith('.cpp'))
      .map((name) => join(windows, name)),
  ].map(compile)
  const own = targets.map((target) => compile(join(sources, `${target}.cpp`)))
  const failed = []
  const carryOutAll = (steps) =>
    inParallel(steps, async (step) => {
      if (!(await carryOut(step))) failed.push(step.label)
    })
  await carryOutAll([compile(prelude)])
  await carryOutAll([...product, ...own])
  if (failed.length === 0) {
    const productObjects = product.map(({ output }) => output)
    await carryOutAll(
      own.map(({ output }, i) => {
        const program = join(root, 'build', 'fuzz', targets[i])
        const command = [
          ...[clang, sanitizers, '-fsanitize=fuzzer', output, ...productObjects, '-o', program],
        ]
        return {
          label: `Linking the fuzzer ${targets[i]}`,
          output: program,
          inputs: [output, ...productObjects].map((file) => relative(root, file)),
          command,
          record: recordOf(command),
        }
      }),
    )
  }
  if (failed.length > 0) throw new Failure(`Failed:\n${failed.map((label) => `  ${label}`).join('\n')}`)
  return (target) => join(root, 'build', 'fuzz', target)
}
