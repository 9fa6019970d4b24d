import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'

import * as mapi from 'mapi-msg'

import { faultyProvider } from './support/binaries.ts'
import {
  assertCounts,
  assertNothingLeft,
  liveCounts,
  openObjects,
  provider,
  setFaults,
  withFaults,
} from './support/faulty-provider.ts'
import { runScript } from './support/processes.ts'

/** A provider that takes its time, never comes back, or calls back when nobody waits any more. */

/** How often `onRelease` of a message was told, once the message and all that is late is gone. */
async function countReleases(t: TestContext, kind: string): Promise<number> {
  const session = await mapi.openIMsgSession({ provider })
  t.after(() => session.close())
  const lower = await mapi.Storage.create(session, null)
  const before = liveCounts()
  let releases = 0
  setFaults({ MSGCALLRELEASE: kind })
  t.after(() => {
    setFaults({})
  })
  const onRelease = () => releases++
  const message = await session.openIMsgOnIStg(lower, { onRelease })
  await message.close()
  if (kind === 'late') assert.equal(releases, 0)
  setFaults({})
  await assertCounts(before)
  // What was told by the provider's thread is in the queue of the event loop by now.
  await session.close()
  await new Promise(setImmediate)
  return releases
}

suite('onRelease', () => {
  for (const [kind, releases] of Object.entries({ late: 1, twice: 1, early: 1, never: 0 })) {
    test(`of a provider that calls ${kind} is told ${releases === 1 ? 'once' : 'never'}`, async (t) => {
      assert.equal(await countReleases(t, kind), releases)
    })
  }
})

test('progress that is told after the call has ended, from another thread, harms nobody', async (t) => {
  const { message, other } = await openObjects(t)
  const before = liveCounts()
  let reports = 0
  const onProgress = () => reports++
  await withFaults({ IMAPIProgress: 'late' }, () => message.copyTo(other, { onProgress }))
  // The provider's thread has our object until it has told.
  await assertCounts(before)
  await message.get(mapi.PR_SUBJECT_W)
  assert.ok(reports <= 1)
})

suite('a slow call', () => {
  const slow = ['IMAPIProp::GetProps', 'MAPIFreeBuffer', 'CloseIMsgSession', 'IMAPIProp::OpenProperty']
  for (const method of slow) {
    test(`of ${method} does not hold up the event loop`, async (t) => {
      const { session, message } = await openObjects(t)
      let turns = 0
      const turning = setInterval(() => turns++)
      await withFaults({ [method]: 'wait' }, async () => {
        await message.get(mapi.PR_BODY_W)
        await session.close()
      })
      clearInterval(turning)
      assert.ok(turns > 1, String(turns))
    })
  }
})

const opening = `
  import { writeSync } from 'node:fs'
  import * as mapi from 'mapi-msg'
  const provider = { dll: process.argv[1] }
  const session = await mapi.openIMsgSession({ provider })
  const storage = await mapi.Storage.create(session, null)
  const message = await session.openIMsgOnIStg(storage, { onRelease() {} })
`

test('a session that the provider does not close is closed all the same', async () => {
  const { code, output } = await runScript(
    `${opening}
     process.env.MAPI_MSG_FAULTS = 'CloseIMsgSession=never'
     await session.close()
     while (!process.env.MAPI_MSG_FAULTY_LIVE.endsWith(' 0')) await new Promise(setImmediate)
     console.log(message.closed, process.env.MAPI_MSG_FAULTY_LIVE)`,
    [faultyProvider],
  )
  assert.equal(code, 0, output)
  // Its messages were released before: the session itself is left, as the provider wants it.
  assert.equal(output.trim(), 'true 1 0 0')
})

async function assertEnds(script: string, code = 0): Promise<void> {
  const started = Date.now()
  const finished = await runScript(opening + script, [faultyProvider])
  assert.equal(finished.code, code, finished.output)
  // The end of a process waits for its session threads, but not for ever.
  assert.ok(Date.now() - started < 15_000, `it took ${Date.now() - started} ms`)
}

suite('a process ends', { concurrency: true }, () => {
  test('before a message is released late', async () => {
    await assertEnds(`
      process.env.MAPI_MSG_FAULTS = 'MSGCALLRELEASE=late'
      await session.close()`)
  })

  test('while a call hangs', async () => {
    await assertEnds(
      `process.env.MAPI_MSG_FAULTS = 'IMAPIProp::GetProps=hang'
       void message.get(mapi.PR_SUBJECT_W)
       setTimeout(() => process.exit(3), 50)`,
      3,
    )
  })

  test('while closing a session hangs', async () => {
    await assertEnds(
      `process.env.MAPI_MSG_FAULTS = 'CloseIMsgSession=hang'
       void session.close()
       setTimeout(() => process.exit(3), 50)`,
      3,
    )
  })
})

test('a worker ends before its message is released late', async () => {
  const { code, output } = await runScript(
    `import { once } from 'node:events'
     import { Worker } from 'node:worker_threads'
     process.env.MAPI_MSG_FAULTS = 'MSGCALLRELEASE=late'
     const worker = new Worker(${JSON.stringify(opening)} + 'await message.close()', {
       eval: true, argv: [process.argv[1]],
     })
     await once(worker, 'exit')
     // The provider's thread counts until it has called.
     const live = process.env.MAPI_MSG_FAULTY_LIVE
     process.env.MAPI_MSG_FAULTS = ''
     while (process.env.MAPI_MSG_FAULTY_LIVE !== '0 0 0') await new Promise(setImmediate)
     console.log(live)`,
    [faultyProvider],
  )
  assert.equal(code, 0, output)
  assert.equal(output.trim(), '1 0 0')
})

test('after all of this nothing is left', assertNothingLeft)
