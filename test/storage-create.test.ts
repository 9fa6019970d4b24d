import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { PR_SUBJECT_W, Storage } from 'mapi-msg'

import { assertInUse, openFileSession, rejection } from './support/files.ts'
import { samples } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

const { bytes, facts } = samples.unicodeMail()

suite('creating', () => {
  test('makes a file, and one in memory', async (t) => {
    const session = await openSession(t)
    const file = path.join(temporaryFolder(t), 'Neu 新.msg')
    {
      await using storage = await Storage.create(session, pathToFileURL(file))
      await storage.commit()
    }
    await using opened = await Storage.open(session, file)
    assert.equal(opened.name, file)
    await using inMemory = await Storage.create(session, null)
    await inMemory.commit()
  })

  test('refuses to replace a file unless told so', async (t) => {
    const { session, file } = await openFileSession(t)
    const error = await rejection(Storage.create(session, file))
    assert.equal(error.code, 'STG_E_FILEALREADYEXISTS')
    assert.match(error.message, /overwrite: true/)
    assert.deepEqual(readFileSync(file), bytes)
    {
      await using storage = await Storage.create(session, file, { overwrite: true })
      await storage.commit()
    }
    assert.notDeepEqual(readFileSync(file), bytes)
    assert.equal((await rejection(session.openMessage(file))).code, 'MAPI_E_CORRUPT_DATA')
  })

  test('replaces a file of another kind', async (t) => {
    const session = await openSession(t)
    const file = path.join(temporaryFolder(t), 'text.msg')
    writeFileSync(file, 'only text')
    {
      await using storage = await Storage.create(session, file, { overwrite: true })
      await storage.commit()
    }
    await using storage = await Storage.open(session, file)
    assert.equal(storage.closed, false)
  })

  test('fails where there is no folder, where there is one, and where a file is open', async (t) => {
    const { session, file } = await openFileSession(t)
    const folder = path.dirname(file)
    const missing = await rejection(Storage.create(session, path.join(folder, 'missing', 'new.msg')))
    assert.equal(missing.code, 'STG_E_PATHNOTFOUND')
    assert.match(missing.message, /no such folder/)
    for (const overwrite of [true, false]) {
      const { code } = await rejection(Storage.create(session, folder, { overwrite }))
      assert.match(code, /^STG_E_(ACCESSDENIED|FILEALREADYEXISTS)$/)
    }
    await using message = await session.openMessage(file)
    assertInUse(await rejection(Storage.create(session, file, { overwrite: true })), file)
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })
})
