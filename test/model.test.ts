import { test } from 'node:test'

import { runModel } from './model/run-model.ts'
import { seed, shareOf } from './trials/share.ts'

/** Longer runs: test/trials/model.ts. */
test('sessions and what is opened in them answer as the model says, whatever is done to them', async (t) => {
  t.diagnostic(`seed ${seed}, or what MAPI_MSG_SEED says`)
  t.diagnostic(JSON.stringify(await runModel({ seed, runs: shareOf(80), steps: 150 })))
})
