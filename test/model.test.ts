import { test } from 'node:test'

import { runModel } from './model/run-model.ts'

/** Longer runs: test/trials/model.ts. */
test('sessions and what is opened in them answer as the model says, whatever is done to them', async (t) => {
  const seed = Number(process.env['MAPI_MSG_SEED'] ?? 1)
  t.diagnostic(`seed ${seed}, or what MAPI_MSG_SEED says`)
  t.diagnostic(JSON.stringify(await runModel({ seed, runs: 80, steps: 150 })))
})
