import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'

import {
  type Message,
  type MessageSession,
  PR_DISPLAY_NAME_W,
  PR_ROWID,
  PR_SUBJECT_W,
  Storage,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { samples } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { fillNote, recipient } from './support/write-messages.ts'

/** Saving that fails at its last step, when the file is to be replaced, and what can be done then. */

async function openWithFile(t: TestContext): Promise<{ session: MessageSession; file: string }> {
  // First, so that it is closed before the folder is deleted.
  const session = await openSession(t)
  return { session, file: path.join(temporaryFolder(t), 'mail.msg') }
}

/** Keeps the file from being replaced until the function that is given back was called. */
function preventSaving(file: string): () => void {
  const obstacles = [1, 2, 3].map((number) => `${file}.mapi-msg-${String(number)}.tmp`)
  for (const obstacle of obstacles) mkdirSync(obstacle)
  return () => {
    for (const obstacle of obstacles) rmdirSync(obstacle)
  }
}

async function recipientNames(message: Message): Promise<(string | undefined)[]> {
  return (await collect(message.recipients())).map((row) => row.get(PR_DISPLAY_NAME_W))
}

const save = (message: Message) => message.saveChanges({ keepOpen: 'readwrite' })

for (const engine of ['native', 'ole'] as const) {
  suite(`saving with the engine '${engine}' that failed`, () => {
    const failure = { code: 'MAPI_E_NO_ACCESS', message: /may not write there/ }

    test('loses nothing when it is tried again', async (t) => {
      const { session, file } = await openWithFile(t)
      await using message = await session.createMessage(file, { storage: engine })
      await fillNote(message, 'before')
      const names = ['Bob', 'Cid', 'Dee', 'Eve']
      await message.modifyRecipients(
        'replace all',
        names.map((name) => recipient(name, `${name}@mail.example`)),
      )
      await save(message)

      // Those that stay are numbered anew by each save, which must not be half done.
      await message.modifyRecipients('remove', [[[PR_ROWID, 0]]])
      await message.set(PR_SUBJECT_W, 'after')
      const allow = preventSaving(file)
      await assert.rejects(save(message), failure)
      await assert.rejects(save(message), failure)
      assert.deepEqual(await recipientNames(message), ['Cid', 'Dee', 'Eve'])
      assert.equal(await message.get(PR_SUBJECT_W), 'after')
      allow()
      await save(message)
      assert.deepEqual(await recipientNames(message), ['Cid', 'Dee', 'Eve'])
      await message.close()

      assert.deepEqual(readdirSync(path.dirname(file)), ['mail.msg'])
      await using saved = await session.openMessage(file)
      assert.deepEqual(await recipientNames(saved), ['Cid', 'Dee', 'Eve'])
      assert.equal(await saved.get(PR_SUBJECT_W), 'after')
    })

    test('leaves the file, or that there is none, as it was', async (t) => {
      const { session, file } = await openWithFile(t)
      const { bytes } = samples.unicodeMail()
      const allow = preventSaving(file)
      {
        await using message = await session.createMessage(file, { storage: engine })
        await message.set(PR_SUBJECT_W, 'new')
        await assert.rejects(save(message), failure)
      }
      assert.equal(existsSync(file), false)
      writeFileSync(file, bytes)
      {
        await using message = await session.openMessage(file, { storage: engine, mode: 'readwrite' })
        await message.set(PR_SUBJECT_W, 'changed')
        await assert.rejects(save(message), failure)
      }
      allow()
      assert.deepEqual(readdirSync(path.dirname(file)), ['mail.msg'])
      assert.deepEqual(readFileSync(file), bytes)
    })

    test('is undone by reverting the storage', async (t) => {
      const { session, file } = await openWithFile(t)
      const storage = await Storage.create(session, file, { storage: engine })
      await storage.createStorage('kept')
      await storage.commit()
      await storage.destroyElement('kept')
      await storage.createStorage('dropped')
      const allow = preventSaving(file)
      await assert.rejects(storage.commit(), { code: 'STG_E_ACCESSDENIED' })
      allow()
      await storage.revert()
      assert.deepEqual(
        (await storage.elements()).map(({ name }) => name),
        ['kept'],
      )
    })
  })
}
