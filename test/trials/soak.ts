import { parseArgs } from 'node:util'

import { growth, soak, soakKinds } from './soak-rounds.ts'

/**
 * Opens, reads, writes and forgets messages many times and shows what the process holds:
 * `npm run -s win -- --expose-gc build/test/trials/soak.js --rounds 20000 --kind read --kind forget`.
 * It fails if that grows over the last half of the rounds.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2000' },
    samples: { type: 'string', default: '20' },
    kind: { type: 'string', multiple: true, default: [...soakKinds] },
  },
})

/** In kB over the last half. */
const mostMemory = 4096
const mostHandles = 3

for (const kind of soakKinds.filter((each) => values.kind.includes(each))) {
  console.log(`\n${kind}\n  rounds  working set kB  handles  objects  allocations  longest round ms`)
  const started = performance.now()
  const taken = await soak(kind, {
    rounds: Number(values.rounds),
    samples: Number(values.samples),
    onSample: ({ rounds, workingSet, handles, objects, allocations, longest }) => {
      const cells = [
        [rounds, 8],
        [workingSet, 16],
        [handles, 9],
        [objects, 9],
        [allocations, 13],
        [longest, 18],
      ] as const
      console.log(cells.map(([cell, width]) => String(cell).padStart(width)).join(''))
    },
  })
  const memory = growth(taken, ({ workingSet }) => workingSet)
  const handles = growth(taken, (sample) => sample.handles)
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(
    `over the last half: ${memory.toFixed(0)} kB, ${handles.toFixed(1)} handles; ${seconds} s in all`,
  )
  const isLeaking = taken.some(({ objects, allocations }) => objects + allocations > 0)
  if (memory > mostMemory || handles > mostHandles || isLeaking) {
    console.log('That is a leak.')
    process.exitCode = 1
  }
}
