import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

import { counts } from '../support/process-counts.ts'
import { samples } from '../support/samples.ts'
import { seeded } from './random.ts'

export interface WorkerTally {
  rounds: number
  workers: number
  /** What the workers had done when they ended. */
  calls: number
  /** The longest that one took to end, in milliseconds. */
  longestEnd: number
  handles: number
}

/** How long after its first call, or after it came online, a worker is terminated, in milliseconds. */
const longestLife = 1000

/**
 * Starts workers that open, use, close and abandon sessions, and terminates each at some time.
 * @param options.seed Decides what the workers do and when they end, as far as the clock allows.
 * @throws AssertionError if one fails or hangs, if anything of the provider outlives them, or if their file is still open.
 */
export async function runWorkerTrials(options: {
  rounds: number
  workers: number
  seed: number
  onRound?: (tally: WorkerTally) => void
}): Promise<WorkerTally> {
  const random = seeded(options.seed)
  const tally: WorkerTally = { rounds: 0, workers: 0, calls: 0, longestEnd: 0, handles: 0 }
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-workers-'))
  for (let round = 0; round < options.rounds; round++) {
    const file = path.join(folder, `${round}.msg`)
    writeFileSync(file, samples.nested().bytes)
    const lives = Array.from({ length: options.workers }, () =>
      runWorker(file, { seed: random(2 ** 32), life: random(longestLife), isYoung: random(4) === 0 }),
    )
    for (const { calls, end } of await Promise.all(lives)) {
      tally.workers++
      tally.calls += calls
      tally.longestEnd = Math.max(tally.longestEnd, end)
    }
    const { objects, allocations, handles } = counts()
    assert.deepEqual({ objects, allocations }, { objects: 0, allocations: 0 }, `after round ${round}`)
    unlinkSync(file)
    tally.rounds++
    tally.handles = handles
    options.onRound?.(tally)
  }
  rmSync(folder, { recursive: true, maxRetries: 20 })
  return tally
}

async function runWorker(
  file: string,
  { seed, life, isYoung }: { seed: number; life: number; isYoung: boolean },
): Promise<{ calls: number; end: number }> {
  const worker = new Worker(new URL('./restless-worker.js', import.meta.url), { workerData: { file, seed } })
  const failed = new Promise<never>((_, reject) => worker.once('error', reject))
  let calls = 0
  worker.on('message', () => calls++)
  await Promise.race([once(worker, isYoung ? 'online' : 'message'), failed])
  await Promise.race([delay(life), failed])
  const started = performance.now()
  failed.catch(() => undefined)
  await worker.terminate()
  return { calls, end: Math.round(performance.now() - started) }
}
