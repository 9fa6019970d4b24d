/** Builds the targets of binding.gyp with mingw-w64, compiling only what changed. */

import { existsSync, mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { loadTargets } from './gyp.mjs'
import { capture } from './process.mjs'
import { Failure, findCompiler, nodeImportLibrary, productFolder, root, say } from './project.mjs'

const compilerFlags = ['-std=c++20', '-O2', '-Wall', '-Wextra', '-Werror', '-MMD']
/** With precompiled headers, GCC 12 sees in its own <string> and <map> what is not there. */
const precompiledFlags = [
  '-Winvalid-pch',
  ...['array-bounds', 'mismatched-new-delete', 'stringop-overflow', 'stringop-overread'].map(
    (warning) => `-Wno-${warning}`,
  ),
]
// The fixup completes the names of 32-bit exports, without a warning.
const linkerFlags = ['-static', '-s', '-Wl,--no-insert-timestamp', '-Wl,--enable-stdcall-fixup']
const extensions = { loadable_module: 'node', shared_library: 'dll', executable: 'exe' }

export const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs
export const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

/** The files that the compiler's dependency file names. */
export function dependencies(file) {
  const text = readIfThere(file)
  return text
    ?.slice(text.indexOf(':') + 1)
    .replace(/\\\r?\n/g, ' ')
    .split(/(?<!\\)\s+/)
    .filter(Boolean)
    .map((name) => name.replace(/\\ /g, ' '))
}

/**
 * @typedef {object} Step
 * @property {string} label what to print
 * @property {string} output the file that it makes, in the folder for objects
 * @property {string} [product] where the output is put when it is made
 * @property {string[]} inputs relative to the project
 * @property {string[]} command
 * @property {string} record what the output was made by: the command, and the compiler's time
 */

/** Whether the step's result is newer than its inputs and was made by the same command. */
function isCurrent({ output, product = output, inputs, record }) {
  const made = modified(product)
  if (made === undefined || readIfThere(`${output}.command`) !== record) return false
  return inputs.every((input) => (modified(join(root, input)) ?? Infinity) < made)
}

/**
 * Carries a step out unless its result is current. The output gets the time of the start, so that an input saved
 * meanwhile counts as newer.
 * @param {Step} step
 * @returns {Promise<boolean>} whether there is a result
 */
export async function carryOut(step) {
  if (isCurrent(step)) return true
  const { label, output, product, command, record } = step
  const started = new Date()
  mkdirSync(dirname(output), { recursive: true })
  say(label)
  const { code, output: printed } = await capture(command[0], command.slice(1))
  if (printed) say(printed.trimEnd())
  if (code !== 0) return false
  utimesSync(output, started, started)
  writeFileSync(`${output}.command`, record)
  if (product) {
    // In one step: a process that runs now keeps the old file.
    mkdirSync(dirname(product), { recursive: true })
    renameSync(output, product)
  }
  return true
}

/** Calls `work` for every item, as many at a time as there are cores. */
export async function inParallel(items, work) {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

/**
 * The headers that are precompiled, for the files that would include them anyway: no file comes to depend on another
 * header than for MSVC. The first one counts that a file includes, itself or through others.
 */
const precompiledHeaders = [
  'binding/operation.h',
  'binding/napi_setup.h',
  'client/suites.h',
  'compound_files/checks.h',
  'provider/tree_object.h',
  'mapi/objects.h',
  'storage/compound_file/node.h',
  'provider/property_value.h',
]

/** The project's headers that a file includes, itself or through others, as it names them. */
function includedHeaders(file, folders, found = new Set()) {
  for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/^#include "(.+)"/gm)) {
    const header = folders.map((folder) => join(folder, name)).find((path) => existsSync(join(root, path)))
    if (!header || found.has(name)) continue
    found.add(name)
    includedHeaders(header, folders, found)
  }
  return found
}

/**
 * @param {Map<string, string>} folders where objects lie, by the flags that made them: targets with the same flags share
 * them
 * @returns {{ precompile: Step[], compile: Step[], link: Step }}
 */
function planTarget(target, arch, compiler, folders) {
  const recordOf = (command) => `${command.join('\n')}\n${modified(compiler)}\n`
  const isAddon = target.type === 'loadable_module'
  const flags = [
    ...compilerFlags,
    ...(target.defines ?? []).map((define) => `-D${define}`),
    // Warnings are for our own headers.
    ...(target.include_dirs ?? []).map(
      (dir) => `${dir.startsWith('node_modules') ? '-isystem' : '-I'}${dir}`,
    ),
    ...(isAddon ? ['-isystemnode_modules/node-api-headers/include'] : []),
  ]
  const key = flags.join('\n')
  const folder = folders.get(key) ?? join('build', 'mingw', arch.name, target.target_name)
  folders.set(key, folder)
  const sources = (target.sources ?? []).filter((source) => source.endsWith('.cpp'))
  const names = sources.map((source) => basename(source))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice)
    throw new Failure(`binding.gyp: ${target.target_name} has two sources named ${twice}; MSVC cannot`)
  const definitions = (target.sources ?? []).filter((source) => source.endsWith('.def'))
  const planCompiler = (label, source, object, options) => {
    const command = [compiler, ...flags, ...options, '-c', source, '-o', object]
    return {
      label,
      output: join(root, object),
      inputs: dependencies(join(root, object.replace(/\w+$/, 'd'))) ?? [source],
      command,
      record: recordOf(command),
    }
  }
  const wrapperOf = (header) => join(folder, 'precompiled', header)
  const headers = new Set()
  const compile = sources.map((source) => {
    const included = includedHeaders(source, target.include_dirs ?? [])
    const header = precompiledHeaders.find((name) => included.has(name))
    if (header) headers.add(header)
    const options = header ? [...precompiledFlags, '-include', wrapperOf(header)] : []
    const object = join(folder, source.replace(/cpp$/, 'o'))
    const step = planCompiler(`Compiling ${source}`, source, object, options)
    return header ? { ...step, inputs: [...step.inputs, `${wrapperOf(header)}.gch`] } : step
  })
  const precompile = [...headers].map((header) => {
    const wrapper = wrapperOf(header)
    // GCC warns of "#pragma once" in a header that it compiles by itself.
    if (!existsSync(join(root, wrapper))) {
      mkdirSync(dirname(join(root, wrapper)), { recursive: true })
      writeFileSync(join(root, wrapper), `#include "${header}"\n`)
    }
    return planCompiler(`Precompiling ${header}`, wrapper, `${wrapper}.gch`, ['-x', 'c++-header'])
  })
  const objects = compile.map(({ output }) => relative(root, output))
  const extension = target.product_extension ?? extensions[target.type]
  const product = `${target.product_name ?? target.target_name}.${extension}`
  const command = [
    ...[compiler, ...(target.type === 'executable' ? [] : ['-shared']), ...linkerFlags],
    ...objects,
    ...definitions,
    ...(isAddon ? [nodeImportLibrary(arch), '-ldelayimp'] : []),
    ...(target.libraries ?? []),
    ...['-o', join(folder, product)],
  ]
  const link = {
    label: `Linking ${product}`,
    output: join(root, folder, product),
    product: join(productFolder(arch), product),
    inputs: [...objects, ...definitions],
    command,
    record: recordOf(command),
  }
  return { precompile, compile, link }
}

/**
 * @param {import('./project.mjs').Architecture} arch
 * @param {{ tests: boolean }} options
 */
export async function crossBuild(arch, { tests }) {
  const variables = { OS: 'win', target_arch: arch.name, mingw: 1, tests: tests ? 1 : 0 }
  const targets = loadTargets(join(root, 'binding.gyp'), variables)
  const compiler = findCompiler(arch)
  const folders = new Map()
  const plans = targets
    .filter(({ sources }) => sources.some((source) => source.endsWith('.cpp')))
    .map((target) => planTarget(target, arch, compiler, folders))
  const failed = []
  const carryOutAll = (steps) =>
    inParallel(new Map(steps.map((step) => [step.output, step])).values(), async (step) => {
      if (!(await carryOut(step))) failed.push(step.label)
    })
  await carryOutAll(plans.flatMap(({ precompile }) => precompile))
  // Compilers go on without a header that did not compile, and say why.
  await carryOutAll(plans.flatMap(({ compile }) => compile))
  // A target whose sources did not compile is not linked; the others are.
  await carryOutAll(
    plans
      .filter(({ compile }) => !compile.some(({ label }) => failed.includes(label)))
      .map(({ link }) => link),
  )
  if (failed.length > 0) throw new Failure(`Failed:\n${failed.map((label) => `  ${label}`).join('\n')}`)
}
