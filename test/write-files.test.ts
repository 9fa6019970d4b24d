import assert from 'node:assert/strict'
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'

import { type Message, type MessageSession, openIMsgOnIStg, PR_SUBJECT_W, Storage } from 'mapi-msg'

import { assertInUse, rejection } from './support/files.ts'
import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'
import { fillNote } from './support/write-messages.ts'

const engines = ['native', 'ole'] as const

async function openWithFolder(
  t: TestContext,
): Promise<{ session: MessageSession; folder: string; file: string }> {
  // First, so that it is closed before the folder is deleted.
  const session = await openSession(t)
  const folder = temporaryFolder(t)
  return { session, folder, file: path.join(folder, 'mail.msg') }
}

async function subjectIn(session: MessageSession, file: string): Promise<string | undefined> {
  await using message = await session.openMessage(file)
  return await message.get(PR_SUBJECT_W)
}

for (const engine of engines) {
  suite(`files written by the engine '${engine}'`, () => {
    const options = { storage: engine }

    test('are there when they are saved first, and no sooner', async (t) => {
      const { session, folder, file } = await openWithFolder(t)
      {
        await using dropped = await session.createMessage(file, options)
        await dropped.set(PR_SUBJECT_W, 'dropped')
      }
      assert.deepEqual(readdirSync(folder), [])
      {
        await using message = await session.createMessage(file, options)
        await fillNote(message, 'first')
        await assert.rejects(session.createMessage(file, options), { code: /STG_E_/ })
      }
      assert.deepEqual(readdirSync(folder), ['mail.msg'])
      assert.equal(await subjectIn(session, file), 'first')
    })

    test('are replaced when they are saved, and stay what they were before', async (t) => {
      const { session, folder, file } = await openWithFolder(t)
      const { bytes } = samples.unicodeMail()
      writeFileSync(file, bytes)
      await assert.rejects(session.createMessage(file, options), { code: 'STG_E_FILEALREADYEXISTS' })
      {
        await using message = await session.createMessage(file, { ...options, overwrite: true })
        await message.set(PR_SUBJECT_W, 'dropped')
      }
      assert.deepEqual(readFileSync(file), bytes)
      {
        await using message = await session.openMessage(file, { ...options, mode: 'readwrite' })
        await message.set(PR_SUBJECT_W, 'dropped')
      }
      assert.deepEqual(readFileSync(file), bytes)
      {
        await using message = await session.openMessage(file, { ...options, mode: 'readwrite' })
        await message.set(PR_SUBJECT_W, 'changed')
        await message.saveChanges({ keepOpen: 'readwrite' })
        await message.set(PR_SUBJECT_W, 'changed twice')
        await message.saveChanges()
      }
      assert.equal(await subjectIn(session, file), 'changed twice')
      {
        await using message = await session.createMessage(file, { ...options, overwrite: true })
        await fillNote(message, 'new')
      }
      assert.equal(await subjectIn(session, file), 'new')
      assert.deepEqual(readdirSync(folder), ['mail.msg'])
    })

    test('have one writer at a time', async (t) => {
      const { session, file } = await openWithFolder(t)
      writeFileSync(file, samples.unicodeMail().bytes)
      await using first = await session.openMessage(file, { ...options, mode: 'readwrite' })
      const second = session.openMessage(file, { ...options, mode: 'readwrite' })
      assertInUse(await rejection(second), file)
      await first.set(PR_SUBJECT_W, 'of the first')
      await first.saveChanges()
      await first.close()
      assert.equal(await subjectIn(session, file), 'of the first')
    })

    test('may begin alike in names too long to tell them apart, and be saved at once', async (t) => {
      const sessions = [await openSession(t), await openSession(t), await openSession(t)]
      const folder = temporaryFolder(t)
      const name = (writer: number, number: number) =>
        `${'m'.repeat(100)} ${String(writer)} ${String(number)}.msg`
      const write = async (session: MessageSession, writer: number) => {
        for (let number = 0; number < 50; number++) {
          const file = path.join(folder, name(writer, number))
          await using message = await session.createMessage(file, options)
          await message.set(PR_SUBJECT_W, file)
          await message.saveChanges()
        }
      }
      await Promise.all(sessions.map(write))
      const expected = sessions.flatMap((_, writer) =>
        Array.from({ length: 50 }, (_, number) => name(writer, number)),
      )
      assert.deepEqual(readdirSync(folder).sort(), expected.sort())
    })

    test('are left to be committed to who asks for that', async (t) => {
      const { session, file } = await openWithFolder(t)
      const storage = await Storage.create(session, file, options)
      await using message = await session.openIMsgOnIStg(storage, { noStorageCommit: true })
      await fillNote(message, 'not committed')
      assert.equal(statSync(file).size, 0)
      await storage.commit()
      await message.close()
      await storage.close()
      assert.equal(await subjectIn(session, file), 'not committed')
    })

    test('leave nothing behind when their process is killed', async (t) => {
      const { session, folder, file } = await openWithFolder(t)
      const script = `
        import { openIMsgSession, PR_SUBJECT_W } from 'mapi-msg'
        const session = await openIMsgSession({ provider: ${JSON.stringify(provider)} })
        const message = await session.createMessage(${JSON.stringify(file)}, { storage: '${engine}' })
        await message.set(PR_SUBJECT_W, 'killed')
        process.kill(process.pid, 'SIGKILL')`
      const { code } = await runScript(script)
      assert.notEqual(code, 0)
      assert.deepEqual(readdirSync(folder), [])
      await using message = await session.createMessage(file, options)
      await fillNote(message, 'alive')
    })

    test('are cleared of what killed processes left beside them', async (t) => {
      const { session, folder, file } = await openWithFolder(t)
      const leftovers = ['mail.msg.mapi-msg-2.tmp', 'mail.msg.mapi-msg-3.tmp']
      const others = [
        'mail.msg.tmp',
        'mail.msg.mapi-msg-x.tmp',
        'other.msg.mapi-msg-1.tmp',
        'mail.msg.mapi-msg-1.tmp',
      ]
      for (const name of [...leftovers, ...others]) writeFileSync(path.join(folder, name), 'x')
      const held = openSync(path.join(folder, 'mail.msg.mapi-msg-1.tmp'), 'r')
      try {
        await using message = await session.createMessage(file, options)
        await fillNote(message)
        assert.deepEqual(readdirSync(folder).sort(), [...others, 'mail.msg'].sort())
      } finally {
        closeSync(held)
      }
    })
  })
}

test('a message without a session is written too', async (t) => {
  const file = path.join(temporaryFolder(t), 'mail.msg')
  {
    await using storage = await Storage.create(null, file, { provider })
    await using message: Message = await openIMsgOnIStg({ session: null, storage })
    await fillNote(message, 'alone')
    await assert.rejects(message.saveToBytes(), { code: 'MAPI_E_NO_SUPPORT', message: /storage\.toBytes/ })
    await using copy = await Storage.fromBytes(null, await storage.toBytes(), { provider })
    await using again = await openIMsgOnIStg({ session: null, storage: copy })
    assert.equal(await again.get(PR_SUBJECT_W), 'alone')
  }
  const session = await openSession(t)
  assert.equal(await subjectIn(session, file), 'alone')
})
