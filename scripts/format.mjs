/** Formats all sources: `npm run format`. */

import { clangFormat, prettier } from './support/checks.mjs'
import { Failure, runMain, takeArchitecture } from './support/project.mjs'
import { setUp } from './setup.mjs'

runMain(async () => {
  await setUp(takeArchitecture([]).arch, { toRun: false })
  for (const { code, output } of [
    await prettier(['--write', '--log-level=warn']),
    await clangFormat(['-i']),
  ]) {
    if (code !== 0) throw new Failure(output)
  }
})
