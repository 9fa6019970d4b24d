import { parseArgs } from 'node:util'

import { engines, runKillTrials } from './kill-trials.ts'

/** Kills writers for as long as one likes: `npm run -s win -- build/test/trials/kill.js --rounds 200 --seed 1`. */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now()) },
    engine: { type: 'string', multiple: true, default: [...engines] },
  },
})
const options = { rounds: Number(values.rounds), seed: Number(values.seed) }
console.log(`${options.rounds} rounds for each engine, seed ${options.seed}`)
for (const engine of engines.filter((each) => values.engine.includes(each))) {
  const started = performance.now()
  const tally = await runKillTrials(engine, options)
  console.log(engine, JSON.stringify(tally), `${((performance.now() - started) / 1000).toFixed(0)} s`)
}
