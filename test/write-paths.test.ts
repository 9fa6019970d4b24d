import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'

import { type MessageSession, PR_SUBJECT_W } from 'mapi-msg'

import { subjectOf } from './support/files.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { fillNote } from './support/write-messages.ts'

async function openWithFolder(t: TestContext): Promise<{ session: MessageSession; folder: string }> {
  // First, so that it is closed before the folder is deleted.
  const session = await openSession(t)
  return { session, folder: temporaryFolder(t) }
}

for (const engine of ['native', 'ole'] as const) {
  const options = { storage: engine }

  suite(`files written by the engine '${engine}' may have`, () => {
    const names = {
      'names in other scripts': 'Grüße 日本 🎉.msg',
      // No name may have more than 255 units, and the temporary file beside it has a name as well.
      'the longest name': `${'x'.repeat(251)}.msg`,
      // The 80th unit is the first half of a character.
      'a long name of characters beyond the first 65536': `x${'🎉'.repeat(50)}.msg`,
      'a path longer than 260 characters': path.join(
        ...Array<string>(6).fill('folder'.repeat(9)),
        'mail.msg',
      ),
    }
    for (const [what, name] of Object.entries(names)) {
      test(what, async (t) => {
        const { session, folder } = await openWithFolder(t)
        const file = path.join(folder, name)
        mkdirSync(path.dirname(file), { recursive: true })
        {
          await using message = await session.createMessage(file, options)
          await fillNote(message, 'new')
        }
        {
          await using message = await session.openMessage(file, { ...options, mode: 'readwrite' })
          await message.set(PR_SUBJECT_W, 'changed')
          await message.saveChanges()
        }
        assert.equal(await subjectOf(session, file), 'changed')
        assert.deepEqual(readdirSync(path.dirname(file)), [path.basename(file)])
      })
    }
  })

  suite(`the engine '${engine}' refuses to write`, () => {
    test('to what is no file, and says what it is', async (t) => {
      const { session, folder } = await openWithFolder(t)
      writeFileSync(path.join(folder, 'a file'), 'x')
      const refused = [
        ['no such folder/mail.msg', 'STG_E_PATHNOTFOUND', /no such folder/],
        ['a file/mail.msg', 'STG_E_PATHNOTFOUND', /no such folder/],
        ['what?.msg', 'STG_E_INVALIDNAME', /< > : " \| \? \*/],
        [`${'x'.repeat(300)}.msg`, 'STG_E_INVALIDNAME', /too long/],
        ['NUL', 'STG_E_INVALIDNAME', /reserved for a device/],
        // That would be a stream within a file.
        ['mail.msg:stream', 'STG_E_INVALIDNAME', /< > :/],
      ] as const
      for (const [name, code, message] of refused) {
        const file = path.join(folder, name)
        await assert.rejects(session.createMessage(file, options), { code, message }, name)
      }
      const isFolder = { message: /this is a folder, not a file/ }
      await assert.rejects(session.createMessage(folder, options), isFolder)
      await assert.rejects(session.createMessage(folder, { ...options, overwrite: true }), isFolder)
      await assert.rejects(session.openMessage(folder, { ...options, mode: 'readwrite' }), isFolder)
      assert.deepEqual(readdirSync(folder), ['a file'])
    })
  })
}
