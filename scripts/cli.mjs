/** Runs the `mapi-msg` command from a clone, in the folder where the user is: `npm run -s cli -- ARGUMENTS`. */

import { join } from 'node:path'
import { root, runMain, takeArchitecture, userFolder } from './support/project.mjs'
import { buildAndRun } from './win.mjs'

runMain(() => {
  const { arch, rest } = takeArchitecture(process.argv.slice(2))
  return buildAndRun(arch, [join(root, 'dist', 'cli', 'mapi-msg.js'), ...rest], { cwd: userFolder })
})
