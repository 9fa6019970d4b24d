import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import { PR_SUBJECT_W, readMessage, readMessages } from 'mapi-msg'

import { writeMsg } from './support/msg-writer.ts'
import { openSession, provider } from './support/sessions.ts'

/** What becomes of timers and events while many messages are read: an app must not stand still. */

const bytes = writeMsg({ properties: [[PR_SUBJECT_W, 'one of many']] })

async function readOneByOne(count: number): Promise<void> {
  for (let index = 0; index < count; index++) await readMessage(bytes, { provider })
}

async function readMany(count: number, concurrency: number): Promise<void> {
  const sources = Array.from({ length: count }, () => bytes)
  for await (const { error } of readMessages(sources, { provider, concurrency })) assert.ifError(error)
}

/** How many turns the event loop has, and how many milliseconds go by, while something is done. */
async function turnsDuring(work: () => Promise<void>): Promise<{ turns: number; time: number }> {
  let turns = 0
  let isOver = false
  const next = () => {
    turns++
    if (!isOver) setTimeout(next, 0)
  }
  setTimeout(next, 0)
  const started = performance.now()
  await work()
  const time = performance.now() - started
  isOver = true
  return { turns, time }
}

const ways: Record<string, () => Promise<void>> = {
  'one after the other': () => readOneByOne(5000),
  'in one session': () => readMany(10_000, 1),
  'in two sessions': () => readMany(10_000, 2),
}

suite('many messages that are read', () => {
  for (const [name, read] of Object.entries(ways)) {
    test(`${name} leave timers their turns`, async (t) => {
      const { turns, time } = await turnsDuring(read)
      t.diagnostic(`${String(turns)} turns in ${time.toFixed(0)} ms`)
      assert.ok(turns >= time / 50, `only ${String(turns)} turns in ${time.toFixed(0)} ms`)
    })
  }

  test('do not keep answers from others, nor from those who stop reading', async (t) => {
    const session = await openSession(t)
    await using message = await session.openMessage(bytes)
    for (let round = 0; round < 100; round++) {
      for await (const { message: read } of readMessages([bytes, bytes, bytes], { provider })) {
        assert.equal(read?.subject, 'one of many')
        assert.equal(await message.get(PR_SUBJECT_W), 'one of many')
        break
      }
      const both = await Promise.all([readMessage(bytes, { provider }), message.get(PR_SUBJECT_W)])
      assert.deepEqual([both[0].subject, both[1]], ['one of many', 'one of many'])
    }
  })
})
