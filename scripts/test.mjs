/**
 * Sets up, builds, and runs every check and test: `npm test`. With arguments, `npm test -- test/some.test.ts...`, it
 * runs those test files alone; options such as --test-name-pattern=... go to node's test runner.
 * Tests run in the Windows Node.js; those in test/host/, which use programs of the host, in this one.
 */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build } from './build.mjs'
import { fuzz } from './fuzz.mjs'
import { makePackage } from './package.mjs'
import { setUp } from './setup.mjs'
import { checks } from './support/checks.mjs'
import { whyNoFuzzing } from './support/fuzz-build.mjs'
import { Failure, onWindows, root, runMain, say, takeArchitecture } from './support/project.mjs'
import { allTests, isHostTest, isTest, runTests } from './support/run-tests.mjs'
import { ensureSamples } from './support/samples.mjs'
import { exitOf } from './support/windows-node.mjs'
import { withDesktop } from './support/wine.mjs'

function namedTests(names) {
  return names.map((name) => {
    const path = relative(root, resolve(name))
    if (!existsSync(join(root, path)) || !(isTest(path) || isHostTest(path))) {
      throw new Failure(`${name} is no test: tests are test/**/*.test.ts and test/host/*.test.mjs`)
    }
    return path
  })
}

/** @returns {Promise<number>} the exit code of node's test runner */
function runHostTests(arch, sources, options) {
  const args = ['--test', '--test-timeout=300000', ...options, ...sources]
  const env = { ...process.env, MAPI_MSG_TEST_ARCH: arch.name }
  // Wine's server lives as long, so that no test comes upon its end.
  return withDesktop(arch, () => exitOf(spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })))
}

/** @returns {Promise<boolean>} whether nothing was found by the seeds, by what was found before, and in a short time */
async function fuzzShortly() {
  const reason = whyNoFuzzing()
  if (reason) {
    say(`The fuzzers are not run: ${reason}`)
    return true
  }
  const seed = Date.now() % 1_000_000_000
  say(`seed ${seed}`)
  return (await fuzz({ seconds: 5, seed, jobs: 2 })).length === 0
}

runMain(async () => {
  const { arch, rest } = takeArchitecture(process.argv.slice(2))
  const options = rest.filter((arg) => arg.startsWith('-'))
  const names = rest.filter((arg) => !arg.startsWith('-'))
  const sources = names.length > 0 ? namedTests(names) : allTests()
  const failed = []
  const attempt = async (name, work) => {
    const started = performance.now()
    let passed = false
    try {
      passed = await work()
    } catch (error) {
      say(error instanceof Failure ? error.message : error.stack)
    }
    if (!passed) failed.push(name)
    say(`${passed ? 'passed' : 'FAILED'}: ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
    return passed
  }

  await setUp(arch, { toTest: true })
  const isBuilt = await attempt('build', async () => {
    await build(arch, { tests: true })
    await ensureSamples()
    return true
  })
  if (rest.length === 0) {
    for (const [name, check] of Object.entries(checks)) {
      await attempt(name, async () => {
        const { code, output } = await check()
        if (output) say(output.trimEnd())
        return code === 0
      })
    }
  }
  if (isBuilt && sources.some((source) => source.endsWith('package.test.mjs'))) {
    await attempt('making the package', async () => {
      await makePackage()
      return true
    })
  }
  if (isBuilt) {
    for (const [name, run, chosen] of [
      ['tests', runTests, sources.filter(isTest)],
      ['tests on the host', runHostTests, sources.filter(isHostTest)],
    ]) {
      if (chosen.length > 0) {
        await attempt(name, async () => (await run(arch, chosen, ['--test-reporter=spec', ...options])) === 0)
      }
    }
    if (rest.length === 0) await attempt('fuzzing', fuzzShortly)
  } else {
    failed.push('tests (not run, since the build failed)')
  }

  if (failed.length > 0) throw new Failure(`Failed: ${failed.join(', ')}`)
  say(`All passed${onWindows ? '' : ` in the Windows node.exe (${arch.name}) under Wine`}`)
})
