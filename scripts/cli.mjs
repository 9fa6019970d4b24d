/** Runs the `mapi-msg` command from a clone: `npm run -s cli -- ARGUMENTS`. */

import { runMain, takeArchitecture } from './support/project.mjs'
import { buildAndRun } from './win.mjs'

runMain(() => {
  const { arch, rest } = takeArchitecture(process.argv.slice(2))
  return buildAndRun(['--arch', arch.name, 'dist/cli/mapi-msg.js', ...rest])
})
