/** Sets up, builds, and prints messages: `npm run demo [-- FILE.msg...]`, without a file our own sample. */

import { ensureSamples } from './support/samples.mjs'
import { runMain, takeArchitecture } from './support/project.mjs'
import { setUp } from './setup.mjs'
import { buildAndRun } from './win.mjs'

runMain(async () => {
  const { arch, rest } = takeArchitecture(process.argv.slice(2))
  await setUp(arch)
  if (rest.length === 0) rest.push(await ensureSamples())
  return buildAndRun(['--arch', arch.name, 'examples/print-message.mjs', ...rest])
})
