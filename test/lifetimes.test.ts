import assert from 'node:assert/strict'
import { unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import {
  MapiError,
  openIMsgOnIStg,
  openIMsgSession,
  PR_BODY_W,
  PR_SUBJECT_W,
  Storage,
  type SessionObject,
} from 'mapi-msg'

import * as samples from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'
import { openEverything, uses } from './support/uses.ts'

test('closing a session closes everything that was opened under it', async (t) => {
  const objects = await openEverything(t)
  const { file, session, ...children } = objects
  for (const child of Object.values(children)) assert.equal(child.closed, false)
  await session.close()
  for (const child of Object.values(children)) assert.equal(child.closed, true)
  await t.test('and the file can be deleted', () => {
    unlinkSync(file)
    writeFileSync(file, '')
  })
  for (const [name, use] of Object.entries(uses)) {
    await t.test(`${name} then rejects with ERR_OBJECT_CLOSED and names the session`, async () => {
      await assert.rejects(use(objects), (error) => {
        assert.ok(error instanceof MapiError, String(error))
        assert.equal(error.code, 'ERR_OBJECT_CLOSED')
        assert.match(error.message, /session/)
        return true
      })
    })
  }
  await t.test('and closing any of it again is harmless', async () => {
    for (const child of Object.values(children)) {
      await child.close()
      child[Symbol.dispose]()
    }
    await session.close()
    session[Symbol.dispose]()
  })
})

test('closing an object closes what was opened under it, and nothing else', async (t) => {
  const { storage, message, table, attachment, embedded, stream } = await openEverything(t)
  await attachment.close()
  for (const child of [attachment, embedded, stream]) assert.equal(child.closed, true)
  for (const other of [storage, message, table]) assert.equal(other.closed, false)
  assert.equal(await table.getRowCount(), 1)
  await assert.rejects(stream.read(1), {
    code: 'ERR_OBJECT_CLOSED',
    message: /stream was closed when its attachment was/,
  })
  await assert.rejects(attachment.get(PR_SUBJECT_W), {
    code: 'ERR_OBJECT_CLOSED',
    message: /the attachment is closed/,
  })
})

test('a message goes on when its storage is closed, since MAPI holds the storage too', async (t) => {
  const { storage, message } = await openEverything(t)
  await storage.close()
  assert.equal(message.closed, false)
  assert.equal(await message.get(PR_SUBJECT_W), samples.nested().facts.subject)
})

test('Symbol.dispose returns when the file is released', async (t) => {
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, samples.unicodeMail().bytes)
  const session = await openSession(t)
  {
    using message = await session.openMessage(file, { mode: 'readwrite' })
    assert.equal(message.closed, false)
  }
  unlinkSync(file)
  writeFileSync(file, samples.unicodeMail().bytes)
  {
    using other = await openIMsgSession({ provider })
    await other.openMessage(file, { mode: 'readwrite' })
  }
  unlinkSync(file)
})

test('await using closes at the end of the block, when it throws too', async (t) => {
  const session = await openSession(t)
  let seen: SessionObject | undefined
  await assert.rejects(
    async () => {
      await using message = await session.openMessage(samples.unicodeMail().bytes)
      seen = message
      throw new Error('on purpose')
    },
    { message: 'on purpose' },
  )
  assert.equal(seen?.closed, true)
})

test('calls that a session has not begun when it is closed are refused, and the running one finishes', async () => {
  const session = await openIMsgSession({ provider })
  const message = await session.openMessage(samples.largeBody().bytes)
  const calls = Array.from({ length: 1000 }, () => message.get(PR_BODY_W))
  const closing = session.close()
  const results = await Promise.allSettled(calls)
  await closing
  let refused = 0
  for (const result of results) {
    if (result.status === 'fulfilled') {
      assert.equal(result.value?.length, 100_000)
      assert.equal(refused, 0, 'no call runs after one that was refused')
    } else {
      refused++
      assert.equal((result.reason as MapiError).code, 'ERR_OBJECT_CLOSED')
    }
  }
  assert.ok(refused > 0, 'at least the last call had not begun')
})

test('calls made before an object is closed still run', async (t) => {
  const session = await openSession(t)
  const { bytes, facts } = samples.unicodeMail()
  const message = await session.openMessage(bytes)
  const subject = message.get(PR_SUBJECT_W)
  const closing = message.close()
  assert.equal(message.closed, true)
  assert.equal(await subject, facts.subject)
  await closing
})

test('a message without a session', async (t) => {
  const { bytes, facts } = samples.unicodeMail()
  await t.test('stands on a storage without a session', async () => {
    await using storage = await Storage.fromBytes(null, bytes, { provider: provider ?? 'auto' })
    await using message = await openIMsgOnIStg({ session: null, storage })
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })
  await t.test('outlives the session of its storage', async () => {
    const session = await openIMsgSession({ provider })
    const storage = await Storage.fromBytes(session, bytes)
    await using message = await openIMsgOnIStg({ session: null, storage })
    await session.close()
    assert.equal(message.closed, false)
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })
})

test('objects of one session are not taken for those of another', async (t) => {
  const session = await openSession(t)
  const other = await openSession(t)
  const storage = await Storage.fromBytes(other, samples.unicodeMail().bytes)
  await assert.rejects(session.openIMsgOnIStg(storage), { name: 'TypeError', message: /another session/ })
})

test('onRelease is called with callerData after the message is released', async (t) => {
  const session = await openSession(t)
  const { bytes } = samples.nested()
  const released: number[] = []
  const open = (callerData: number) =>
    session.openMessage(bytes, { callerData, onRelease: (data) => released.push(data) })
  await t.test('when it is closed, though its attachments were open', async () => {
    const message = await open(7)
    await message.openAttach(0)
    assert.deepEqual(released, [])
    await message.close()
    await new Promise(setImmediate)
    assert.deepEqual(released, [7])
  })
  await t.test('when its block ends', async () => {
    {
      using message = await open(0xffffffff)
      assert.equal(message.closed, false)
    }
    await new Promise(setImmediate)
    assert.deepEqual(released, [7, 0xffffffff])
  })
  await t.test('when its session is closed', async () => {
    await open(8)
    await open(9)
    await session.close()
    await new Promise(setImmediate)
    assert.deepEqual(released.slice(2).sort(), [8, 9])
  })
})

test('what is forgotten is closed when it is garbage collected', async (t) => {
  const gc = globalThis.gc
  assert.ok(gc, 'the tests run with --expose-gc')
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, samples.nested().bytes)
  let released = 0
  const session = await openSession(t)
  const forget = async () => {
    const message = await session.openMessage(file, { mode: 'readwrite', onRelease: () => released++ })
    const attachment = await message.openAttach(0)
    await attachment.openEmbeddedMessage()
  }
  await forget()
  // Finalizers run in later turns of the event loop.
  for (let turn = 0; turn < 200 && released === 0; turn++) {
    gc()
    await new Promise(setImmediate)
  }
  assert.equal(released, 1)
  unlinkSync(file)
})
