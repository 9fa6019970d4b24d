/** Sets up, builds, and prints messages: `npm run demo [-- FILE.msg...]`, without a file our own sample. */

import { join } from 'node:path'
import { build } from './build.mjs'
import { setUp } from './setup.mjs'
import { root, runMain, takeArchitecture, userFolder } from './support/project.mjs'
import { ensureSamples } from './support/samples.mjs'
import { runWindowsNode } from './support/windows-node.mjs'

runMain(async () => {
  const { arch, rest } = takeArchitecture(process.argv.slice(2))
  await setUp(arch)
  await build(arch)
  const files = rest.length > 0 ? rest : [await ensureSamples()]
  return runWindowsNode(arch, [join(root, 'examples', 'print-message.mjs'), ...files], { cwd: userFolder })
})
