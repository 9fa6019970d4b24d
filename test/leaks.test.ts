import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { growth, soak, soakKinds } from './trials/soak-rounds.ts'
import { seed, shareOf } from './trials/share.ts'
import { runWorkerTrials } from './trials/worker-rounds.ts'

/** What is left when everything is closed. That of each test file is looked at too: support/fail-on-leaks.ts. */

suite('the check for leaks that every test file runs with', () => {
  const check = new URL('./support/fail-on-leaks.js', import.meta.url).href
  const useAndLeaveOpen = `
    const { openIMsgSession } = await import('mapi-msg')
    const session = await openIMsgSession({ provider: 'embedded' })
    const message = await session.openMessage(Buffer.from(process.argv[1], 'base64'))
    // Kept from the garbage collector.
    globalThis.opened = [session, message, await message.openAttach(0)]`
  const args = [samples.nested().bytes.toString('base64')]

  test('passes a process that leaves everything open, since it is closed at the end', async () => {
    const { code, output } = await runScript(`await import('${check}')\n${useAndLeaveOpen}`, args)
    assert.equal(code, 0, output)
  })

  test('fails one in which objects outlive the check', async () => {
    // What is imported last is cleaned up first.
    const { code, output } = await runScript(`${useAndLeaveOpen}\nawait import('${check}')`, args)
    assert.equal(code, 97, output)
    assert.match(output, /Leaked: \d+ objects and \d+ allocations/)
  })
})

suite('what a process holds does not grow', () => {
  // More rounds, and memory: test/trials/soak.ts.
  for (const kind of soakKinds) {
    test(`while it does the same again and again: ${kind}`, async (t) => {
      const taken = await soak(kind, { rounds: shareOf(120, 60), samples: 6 })
      for (const { objects, allocations } of taken) {
        assert.deepEqual({ objects, allocations }, { objects: 0, allocations: 0 })
      }
      t.diagnostic(JSON.stringify(taken.at(-1)))
      assert.ok(growth(taken, ({ handles }) => handles) <= 3, JSON.stringify(taken))
    })
  }

  test('when workers are terminated at any time', async (t) => {
    // More rounds: test/trials/workers.ts.
    t.diagnostic(JSON.stringify(await runWorkerTrials({ rounds: 1, workers: shareOf(32, 8), seed })))
  })
})
