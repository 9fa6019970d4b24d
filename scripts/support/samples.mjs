/** The sample messages, which scripts/make-samples.mjs makes. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './process.mjs'
import { root, say } from './project.mjs'

/**
 * Makes the samples if they are missing.
 * @returns {Promise<string>} the one that the demo prints
 */
export async function ensureSamples() {
  const sample = join(root, 'samples', 'demo.msg')
  if (!existsSync(sample)) {
    say('Making the sample messages ...')
    await run(process.execPath, [join(root, 'scripts', 'make-samples.mjs')])
  }
  return sample
}
