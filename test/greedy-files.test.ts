import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'

import { emlToMessage, MapiError, messageToEml, readMessage, type MessageSession } from 'mapi-msg'

import { readEverything } from './support/dump-message.ts'
import { greedyMails, greedySamples } from './support/msg-greedy.ts'
import { openSession } from './support/sessions.ts'

/**
 * What is promised in docs/reliability.md: a small file can never ask for minutes or gigabytes. The limits here are far
 * from what a file of this size takes, and as far from those: this is no measurement.
 */
const mostMegabytes = 400
const mostMilliseconds = 20_000

async function unlessRefused(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof MapiError)) throw error
    assert.match(error.code, /^(MAPI|STG)_E_/)
    return undefined
  }
}

async function useInFull(session: MessageSession, bytes: Buffer): Promise<void> {
  await unlessRefused(() =>
    readMessage(bytes, {
      session,
      properties: true,
      attachments: 'content',
      bodies: ['text', 'html', 'rtf'],
    }),
  )
  await unlessRefused(async () => {
    await using message = await session.openMessage(bytes)
    await readEverything(message)
    await message.getBody()
    await message.getNamesFromIDs(null)
  })
  const eml = await unlessRefused(() => messageToEml(bytes, { session }))
  if (eml instanceof Buffer) await emlToMessage(eml, null, { session })
}

async function assertCheap(t: TestContext, size: number, work: () => Promise<unknown>): Promise<void> {
  assert.ok(size < 400_000, `${size} bytes are small`)
  const before = process.resourceUsage().maxRSS
  const started = performance.now()
  await work()
  const took = performance.now() - started
  const grown = (process.resourceUsage().maxRSS - before) / 1024
  t.diagnostic(`${size} bytes, ${took.toFixed(0)} ms, ${grown.toFixed(0)} MB more`)
  assert.ok(took < mostMilliseconds, `took ${took.toFixed(0)} ms`)
  assert.ok(grown < mostMegabytes, `took ${grown.toFixed(0)} MB`)
}

suite('a small file costs little, whatever is in it:', { timeout: 300_000 }, () => {
  for (const [name, make] of Object.entries(greedySamples)) {
    test(name, async (t) => {
      const session = await openSession(t)
      const bytes = make()
      await assertCheap(t, bytes.length, () => useInFull(session, bytes))
    })
  }
})

suite('a small .eml costs little, whatever is in it:', { timeout: 300_000 }, () => {
  for (const [name, make] of Object.entries(greedyMails)) {
    test(name, async (t) => {
      const session = await openSession(t)
      const eml = make()
      await assertCheap(t, eml.length, async () => {
        const bytes = await emlToMessage(eml, null, { session }).catch((error: unknown) => {
          assert.match((error as { code: string }).code, /^(ERR_INVALID_ARG_VALUE|MAPI_E_TOO_COMPLEX)$/)
          assert.ok((error as Error).message.length < 2000, 'the message can be read')
        })
        if (bytes) await useInFull(session, bytes)
      })
    })
  }
})
