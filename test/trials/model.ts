import { parseArgs } from 'node:util'

import { runModel } from '../model/run-model.ts'

/**
 * Compares the product with the model for as long as one likes:
 * `npm run -s win -- --expose-gc build/test/trials/model.js --runs 500 --seed 1`.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    steps: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const options = { runs: Number(values.runs), steps: Number(values.steps), seed: Number(values.seed) }
const started = performance.now()
const tally = await runModel(options)
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(JSON.stringify({ ...options, ...tally }), `${seconds} s`)
