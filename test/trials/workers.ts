import { parseArgs } from 'node:util'

import { runWorkerTrials } from './worker-rounds.ts'

/** Terminates workers for as long as one likes: `npm run -s win -- build/test/trials/workers.js --rounds 20 --seed 1`. */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    workers: { type: 'string', default: '32' },
    seed: { type: 'string', default: String(Date.now()) },
  },
})
const [rounds, workers, seed] = [values.rounds, values.workers, values.seed].map(Number) as [
  number,
  number,
  number,
]
console.log(`${rounds} rounds of ${workers} workers, seed ${seed}`)
await runWorkerTrials({
  ...{ rounds, workers, seed },
  onRound: (tally) => {
    console.log(JSON.stringify(tally))
  },
})
