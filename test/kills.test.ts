import assert from 'node:assert/strict'
import { test } from 'node:test'

import { engines, runKillTrials } from './trials/kill-trials.ts'
import { seed } from './trials/share.ts'
import { waysOfSaving } from './trials/writer-arguments.ts'

/** More rounds of the same: test/trials/kill.ts. */
for (const engine of engines) {
  test(`a file is whole whenever its writer is killed, with the engine '${engine}'`, async (t) => {
    const tally = await runKillTrials(engine, { rounds: waysOfSaving.length, seed })
    t.diagnostic(JSON.stringify(tally))
    assert.equal(tally.old + tally.new, tally.whileSaving)
  })
}
