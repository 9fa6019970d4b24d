import { parseArgs } from 'node:util'

import { runMutationTrials } from './mutation-trials.ts'

/**
 * Damages as many files as one likes, and uses them: `npm run -s win -- build/test/trials/mutate.js --count 20000 --seed 1`.
 * `--first N --count 1` does it with the file of that number alone; `--ole-every N` says how many go through OLE's
 * engine; `--no-corpus` leaves real messages alone.
 */

const { values } = parseArgs({
  allowNegative: true,
  options: {
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'ole-every': { type: 'string', default: '10' },
    corpus: { type: 'boolean', default: true },
  },
})
const started = performance.now()
const tally = await runMutationTrials({
  seed: Number(values.seed),
  first: Number(values.first),
  count: Number(values.count),
  oleEvery: Number(values['ole-every']),
  corpus: values.corpus,
  onProgress: (done) => {
    console.log(`${done} files, ${((performance.now() - started) / 1000).toFixed(0)} s`)
  },
})
console.log(`seed ${values.seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`)
console.log(JSON.stringify(tally, null, 1))
