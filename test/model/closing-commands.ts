import assert from 'node:assert/strict'

import fc from 'fast-check'
import type { PropTag } from 'mapi-msg'

import type { AnyModel } from './model.ts'
import { assertValue, at, type Command, message, one, pick, PR_NUMBER, step } from './steps.ts'

/** Steps that close objects, or forget them. */
export const closingCommands: fc.Arbitrary<Command>[] = [
  step(
    'close',
    fc.record({
      at: pick,
      how: fc.constantFrom('await', 'dispose', 'not awaited'),
      sparing: fc.integer({ min: 0, max: 3 }).map((each) => each > 0),
    }),
    (world, { at: index, sparing }) => {
      const all = sparing ? world.objects.filter(({ kind }) => kind !== 'session') : world.objects
      return one(
        all.filter((each) => index % 8 === 0 || !world.isClosed(each)),
        index,
      )
    },
    async (world, target, { how }) => {
      const isKnownClosed = world.isClosed(target)
      assert.equal(target.real.closed, isKnownClosed)
      if (how === 'dispose') target.real[Symbol.dispose]()
      else if (how === 'await') await target.real.close()
      else void target.real.close()
      world.close(target)
      assert.equal(target.real.closed, true)
    },
  ),
  step(
    'close while calls wait',
    fc.record({ at: pick, count: fc.integer({ min: 1, max: 50 }) }),
    message,
    async (world, target, { count }) => {
      const calls = Array.from({ length: count }, () => target.real.get(PR_NUMBER as PropTag))
      const settled = Promise.allSettled(calls)
      const closed = target.real.close()
      const wasClosed = world.isClosed(target)
      world.close(target)
      for (const result of await settled) {
        assert.equal(
          result.status,
          wasClosed ? 'rejected' : 'fulfilled',
          'calls made before closing still run',
        )
        if (result.status === 'fulfilled')
          assertValue(result.value, target.contents.properties.get(PR_NUMBER), PR_NUMBER)
      }
      await closed
    },
  ),
  /** What nobody refers to any more; what is open under it, or over it, stays. */
  step(
    'forget',
    at,
    (world, { at: index }) => one(world.objects, index),
    async (world, target) => {
      const isNeeded = (each: AnyModel) => each.parent === target && world.objects.includes(each)
      if (target.kind === 'stream' && target.isWritable) return
      if (world.objects.some(isNeeded) || target.kind === 'session' || target.kind === 'attachment') return
      world.objects = world.objects.filter((each) => each !== target)
      globalThis.gc?.()
      await new Promise(setImmediate)
    },
  ),
]
