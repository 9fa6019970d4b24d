/**
 * Runs the suite in other versions of the Windows Node.js, of Wine and of Windows' word size: `npm run test:matrix`.
 * `-- --others` leaves out what `npm test` runs, and `--if-possible` what cannot be set up on this machine, saying why;
 * names of environments choose them, names of tests those.
 * Checks of the sources and tests of the host are in `npm test` alone.
 */

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build } from './build.mjs'
import { setUp } from './setup.mjs'
import { environments } from './support/environments.mjs'
import { Failure, onWindows, root, runMain, say } from './support/project.mjs'
import { allTests, isTest, runTests } from './support/run-tests.mjs'
import { ensureSamples } from './support/samples.mjs'

/** @typedef {import('../test/support/summary-reporter.ts').Summary} Summary */
/** @typedef {Summary & { name: string, seconds: number, exitCode: number }} Outcome */

const options = ['--others', '--if-possible']

function chooseEnvironments(args) {
  const all = Object.keys(environments)
  const unknown = args.find((arg) => !options.includes(arg) && !all.includes(arg))
  if (unknown) throw new Failure(`${unknown} is no environment; there are ${all.join(', ')}`)
  const named = args.filter((arg) => !options.includes(arg))
  const chosen = named.length > 0 ? named : all
  return args.includes('--others') ? chosen.filter((name) => name !== all[0]) : chosen
}

/** @returns {Promise<string[]>} those of the environments that are there now */
async function setUpAll(names, { ifPossible }) {
  const ready = []
  for (const name of names) {
    try {
      await setUp(environments[name], { toTest: true })
      ready.push(name)
    } catch (error) {
      if (!ifPossible || !(error instanceof Failure)) throw error
      say(`NOT TESTED in ${name}, which cannot be set up on this machine: ${error.message}`)
    }
  }
  return ready
}

/** The random trials: all of them in the first environment, in the others some, each with its own seed. */
function chooseTrials(name) {
  const index = Object.keys(environments).indexOf(name)
  process.env.MAPI_MSG_TRIALS = index === 0 ? '1' : '0.25'
  process.env.MAPI_MSG_SEED = String(index + 1)
}

/** @returns {Promise<Outcome>} */
async function runIn(name, tests) {
  const folder = join(root, 'build', 'matrix')
  const summaryFile = join(folder, `${name}.json`)
  mkdirSync(folder, { recursive: true })
  rmSync(summaryFile, { force: true })
  chooseTrials(name)
  say(`Running the tests in ${name} ...`)
  const started = performance.now()
  const exitCode = await runTests(environments[name], tests, [
    ...['--test-reporter=spec', `--test-reporter-destination=build/matrix/${name}.log`],
    ...['--test-reporter=./build/test/support/summary-reporter.js'],
    `--test-reporter-destination=build/matrix/${name}.json`,
  ])
  const seconds = Math.round((performance.now() - started) / 1000)
  /** @type {Summary} */
  let summary = { passed: 0, failed: 0, skipped: 0, failures: [], files: {} }
  try {
    summary = JSON.parse(readFileSync(summaryFile, 'utf8'))
  } catch {
    say(`The test runner ended with ${exitCode} and left no summary`)
  }
  for (const failure of summary.failures) say(`  failed: ${failure}`)
  if (exitCode !== 0) say(`  more in build/matrix/${name}.log`)
  return { ...summary, name, seconds, exitCode }
}

/** @param {string[][]} rows */
function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows)
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
}

runMain(async () => {
  if (onWindows) throw new Failure('The environments are versions of Wine; on Windows, use npm test')
  const args = process.argv.slice(2)
  const isFile = (arg) => isTest(relative(root, resolve(arg)))
  const chosen = chooseEnvironments(args.filter((arg) => !isFile(arg)))
  const files = args.filter(isFile).map((arg) => relative(root, resolve(arg)))
  const tests = files.length > 0 ? files : allTests().filter(isTest)

  const names = await setUpAll(chosen, { ifPossible: args.includes('--if-possible') })
  for (const name of names) await build(environments[name], { tests: true })
  await ensureSamples()

  const outcomes = []
  for (const name of names) outcomes.push(await runIn(name, tests))

  printTable([
    ['environment', 'Wine', 'Node.js', 'architecture', 'passed', 'failed', 'skipped', 'seconds', ''],
    ...outcomes.map(({ name, passed, failed, skipped, seconds, exitCode }) => {
      const { wine, node, name: architecture } = environments[name]
      const counts = [passed, failed, skipped, seconds].map(String)
      return [name, wine, node.version, architecture, ...counts, exitCode === 0 ? 'passed' : 'FAILED']
    }),
  ])
  const failed = outcomes.filter(({ exitCode }) => exitCode !== 0)
  if (failed.length > 0) throw new Failure(`Failed: ${failed.map(({ name }) => name).join(', ')}`)
})
