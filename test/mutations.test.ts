import assert from 'node:assert/strict'
import { test } from 'node:test'

import { runMutationTrials } from './trials/mutation-trials.ts'
import { seed, shareOf } from './trials/share.ts'

/** More of the same: test/trials/mutate.ts. */
test(
  'files that are damaged at random are read or refused, and leave nothing behind',
  { timeout: 120_000 },
  async (t) => {
    const count = shareOf(300)
    t.diagnostic(`seed ${seed}, or what MAPI_MSG_SEED says`)
    const tally = await runMutationTrials({ seed, first: 0, count, oleEvery: 10, corpus: false })
    t.diagnostic(JSON.stringify(tally))
    assert.equal(tally.files, count)
    assert.ok(tally.opened > count / 6, 'many can be opened')
    assert.ok(Object.values(tally.codes).reduce((sum, each) => sum + each, 0) > count / 3, 'many are damaged')
  },
)
