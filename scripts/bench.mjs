/**
 * Brings the build up to date and runs the benchmarks in the Windows node.exe: `npm run bench [-- OPTIONS]`.
 *   --files FOLDER  measures the .msg and .oft files in there; else those of the corpus (MAPI_MSG_CORPUS) where there
 *                   is one, else the samples of the tests and messages made for this
 *   --quick         few rounds, no files above 32 MB, and no more than 1,000 recipients
 *   --rounds N      so many rounds at the most
 *   --only TEXT     only the groups of figures whose name has this text
 *   --report        writes docs/performance.md and its plots
 */

import os from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { setUp } from './setup.mjs'
import { capture } from './support/process.mjs'
import { findWine, onWindows, root, runMain, takeArchitecture, userFolder } from './support/project.mjs'
import { runWindowsNode } from './support/windows-node.mjs'
import { wineEnvironment } from './support/wine.mjs'

/** What runs node.exe, for the report. */
async function describeHost(arch) {
  if (onWindows) return ''
  const wine = /** @type {string} */ (findWine(arch))
  const { output } = await capture(wine, ['--version'], { env: wineEnvironment(arch) })
  return `${output.trim()} on ${os.type()} ${os.release()}`
}

runMain(async () => {
  const { arch, rest } = takeArchitecture(process.argv.slice(2))
  await setUp(arch)
  await build(arch, { tests: true })
  const script = join(root, 'build', 'bench', 'main.js')
  const args = ['--expose-gc', '--enable-source-maps', script, ...rest, '--host', await describeHost(arch)]
  return runWindowsNode(arch, args, { cwd: userFolder })
})
