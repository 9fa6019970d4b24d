import assert from 'node:assert/strict'

import fc from 'fast-check'

import { openIMsgSession } from 'mapi-msg'

import { counts } from '../support/process-counts.ts'
import { provider } from '../support/sessions.ts'
import { anyCommand } from './commands.ts'
import { World } from './model.ts'

export interface ModelTally {
  runs: number
  /** Steps that were taken. */
  steps: number
}

/**
 * Takes random steps, compares the answers with the model's, and looks for leaks after each run. A failure is narrowed
 * down to few steps, which the error lists, with the seed.
 * @param options.steps How many each run has at the most.
 */
export async function runModel(options: { seed: number; runs: number; steps: number }): Promise<ModelTally> {
  const tally = { runs: 0, steps: 0 }
  const commands = fc.commands(anyCommand, { maxCommands: options.steps, size: 'max' })
  const property = fc.asyncProperty(commands, async (steps) => {
    const world = new World()
    world.objects.push({
      kind: 'session',
      real: await openIMsgSession({ provider }),
      parent: undefined,
      isClosed: false,
    })
    try {
      await fc.asyncModelRun(() => ({ model: world, real: {} }), steps)
    } finally {
      for (const { real } of world.of('session')) await real.close()
    }
    for (const { real } of world.objects) assert.equal(real.closed, true)
    const { objects, allocations } = counts()
    assert.deepEqual({ objects, allocations }, { objects: 0, allocations: 0 }, 'everything is released')
    tally.runs++
    tally.steps += world.steps
  })
  await fc.assert(property, { seed: options.seed, numRuns: options.runs, endOnFailure: false })
  return tally
}
