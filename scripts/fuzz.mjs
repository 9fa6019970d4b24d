/**
 * Feeds hostile bytes to everything that parses any: `npm run fuzz -- [--seconds N] [--target NAME]... [--seed N]
 * [--jobs N] [--replay]`. Builds the fuzzers of test/native/fuzz/ with clang, its sanitizers and libFuzzer, for Linux.
 *
 * `--seconds` is the time for each target, by default 60. `--jobs` is how many run at once, by default 1.
 * `--replay` only goes through the seeds and through what was found before (test/native/fuzz/regressions/).
 * What is found lies in build/fuzz/found/, what led to new code in build/fuzz/corpus/.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { setUp } from './setup.mjs'
import { buildFuzzers, fuzzTargets, whyNoFuzzing } from './support/fuzz-build.mjs'
import { makeSeeds, seedsOf } from './support/fuzz-seeds.mjs'
import { capture } from './support/process.mjs'
import { Failure, isMain, root, runMain, say, takeArchitecture } from './support/project.mjs'

/** The largest input, and what an input of that size may take: seconds, and MB in all and at once. */
const limits = ['-max_len=65536', '-timeout=10', '-rss_limit_mb=1024', '-malloc_limit_mb=64']

const folderOf = (kind, target) => {
  const folder = join(root, 'build', 'fuzz', kind, target)
  mkdirSync(folder, { recursive: true })
  return folder
}

function inputsOf(target) {
  const regressions = join(root, 'test', 'native', 'fuzz', 'regressions', target)
  return [seedsOf(target), ...(existsSync(regressions) ? [regressions] : [])]
}

function dictionaryOf(target) {
  const file = join(root, 'test', 'native', 'fuzz', 'dictionaries', `${target}.dict`)
  return existsSync(file) ? [`-dict=${file}`] : []
}

/** What libFuzzer tells of a run: how often, how far, how large. */
function summaryOf(output) {
  const last = (pattern) => [...output.matchAll(pattern)].at(-1)?.[1] ?? '?'
  return [
    `${last(/stat::number_of_executed_units:\s*(\d+)/g)} runs`,
    `coverage ${last(/cov: (\d+)/g)}`,
    `features ${last(/ft: (\d+)/g)}`,
    `corpus ${last(/corp: (\S+)/g)}`,
    `at most ${last(/stat::peak_rss_mb:\s*(\d+)/g)} MB`,
    `slowest ${last(/stat::slowest_unit_time_sec:\s*(\d+)/g)} s`,
  ].join(', ')
}

/**
 * Runs one fuzzer.
 * @param {string} program
 * @param {string} target
 * @param {{ seconds: number, seed: number }} how `seconds` 0 only replays
 * @returns {Promise<boolean>} whether nothing was found
 */
async function runFuzzer(program, target, { seconds, seed }) {
  const found = folderOf('found', target)
  const before = new Set(readdirSync(found))
  const how = seconds > 0 ? [`-max_total_time=${seconds}`] : ['-runs=0']
  const { code, output } = await capture(program, [
    ...[...how, ...limits, `-seed=${seed}`, '-print_final_stats=1', `-artifact_prefix=${found}/`],
    ...dictionaryOf(target),
    ...(seconds > 0 ? [folderOf('corpus', target)] : []),
    ...inputsOf(target),
  ])
  if (code === 0) {
    say(`${target}: ${summaryOf(output)}`)
    return true
  }
  say(output.split('\n').slice(-60).join('\n'))
  const files = readdirSync(found).filter((name) => !before.has(name))
  for (const name of files) {
    const file = join(found, name)
    say(`${target} found ${file} (${readFileSync(file).length} bytes). Again: ${program} ${file}`)
  }
  return false
}

/**
 * @param {{ targets?: string[], seconds?: number, seed?: number, jobs?: number }} options
 * @returns {Promise<string[]>} the targets that found something
 */
export async function fuzz({ targets = fuzzTargets, seconds = 60, seed = 1, jobs = 1 }) {
  const programOf = await buildFuzzers(targets)
  await makeSeeds(targets)
  const queue = [...targets]
  const failed = []
  const worker = async () => {
    for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
      if (!(await runFuzzer(programOf(target), target, { seconds, seed }))) failed.push(target)
    }
  }
  await Promise.all(Array.from({ length: jobs }, worker))
  return failed
}

function optionsFrom(args) {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '60' },
      target: { type: 'string', multiple: true, default: fuzzTargets },
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
      jobs: { type: 'string', default: '1' },
      replay: { type: 'boolean', default: false },
    },
  })
  const unknown = values.target.find((name) => !fuzzTargets.includes(name))
  if (unknown) throw new Failure(`There is no target ${unknown}; there are ${fuzzTargets.join(', ')}`)
  const seconds = values.replay ? 0 : Number(values.seconds)
  return { targets: values.target, seconds, seed: Number(values.seed), jobs: Number(values.jobs) }
}

if (isMain(import.meta.url)) {
  runMain(async () => {
    const { arch, rest } = takeArchitecture(process.argv.slice(2))
    const options = optionsFrom(rest)
    await setUp(arch, { toTest: true })
    const reason = whyNoFuzzing()
    if (reason) throw new Failure(`The fuzzers cannot be built here: ${reason}`)
    await build(arch, { onlyTypeScript: true })
    say(`seed ${options.seed}`)
    const failed = await fuzz(options)
    if (failed.length > 0) throw new Failure(`Found something: ${failed.join(', ')}`)
  })
}
