/**
 * Runs a script with the Windows node.exe, after bringing the build up to date:
 * `npm run -s win -- [--arch ia32] SCRIPT.mjs ARGUMENTS`. On Windows it runs it with node.
 */

import { build } from './build.mjs'
import { setUp } from './setup.mjs'
import { Failure, isMain, runMain, takeArchitecture } from './support/project.mjs'
import { runWindowsNode } from './support/windows-node.mjs'

/**
 * Sets up, builds and runs node.exe with the arguments.
 * @param {import('./support/project.mjs').Architecture} arch
 * @param {string[]} args
 * @param {{ cwd?: string }} [options] the folder to run in, by default the project's
 * @returns {Promise<number>} the exit code
 */
export async function buildAndRun(arch, args, options) {
  await setUp(arch)
  await build(arch)
  return runWindowsNode(arch, args, options)
}

if (isMain(import.meta.url)) {
  runMain(() => {
    const { arch, rest } = takeArchitecture(process.argv.slice(2))
    if (rest.length === 0) {
      throw new Failure('Usage: npm run -s win -- [--arch ia32] SCRIPT.mjs [ARGUMENT...]')
    }
    return buildAndRun(arch, rest)
  })
}
