import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openIMsgSession, PR_SUBJECT_W } from 'mapi-msg'

import { slowProvider } from './support/binaries.ts'
import * as samples from './support/samples.ts'
import { openSession, provider } from './support/sessions.ts'

test('the event loop runs while a provider takes half a second to load', async () => {
  let ticks = 0
  const timer = setInterval(() => ++ticks, 10)
  const started = performance.now()
  const session = await openIMsgSession({ provider: { dll: slowProvider } })
  const elapsed = performance.now() - started
  clearInterval(timer)
  await session.close()
  assert.ok(elapsed >= 450, `the provider took ${String(elapsed)} ms`)
  assert.ok(ticks >= 10, `a timer of 10 ms fired ${String(ticks)} times meanwhile`)
})

test('calls on one session run in the order in which they are made', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.unicodeMail().bytes)
  const order: number[] = []
  const calls = Array.from({ length: 50 }, async (_, index) => {
    await message.get(PR_SUBJECT_W)
    order.push(index)
  })
  await Promise.all(calls)
  assert.deepEqual(
    order,
    calls.map((_, index) => index),
  )
})

test('many sessions work side by side', async () => {
  const { bytes, facts } = samples.unicodeMail()
  const subjects = await Promise.all(
    Array.from({ length: 20 }, async () => {
      await using session = await openIMsgSession({ provider })
      await using message = await session.openMessage(bytes)
      return await message.get(PR_SUBJECT_W)
    }),
  )
  assert.deepEqual(new Set(subjects), new Set([facts.subject]))
})
