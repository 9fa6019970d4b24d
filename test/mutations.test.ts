import assert from 'node:assert/strict'
import { test } from 'node:test'

import { runMutationTrials } from './trials/mutation-trials.ts'

/** More of the same: test/trials/mutate.ts. */
test(
  'files that are damaged at random are read or refused, and leave nothing behind',
  { timeout: 120_000 },
  async (t) => {
    const tally = await runMutationTrials({ seed: 1, first: 0, count: 300, oleEvery: 10, corpus: false })
    t.diagnostic(JSON.stringify(tally))
    assert.equal(tally.files, 300)
    assert.ok(tally.opened > 50, 'many can be opened')
    assert.ok(Object.values(tally.codes).reduce((sum, each) => sum + each, 0) > 100, 'many are damaged')
  },
)
