import assert from 'node:assert/strict'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { MapiError, PR_SUBJECT_W, Storage } from 'mapi-msg'

import { assertInUse, openFileSession, rejection, sampleFile, subjectOf } from './support/files.ts'
import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

const { bytes, facts } = samples.unicodeMail()

/** For openSync: CreateFile without sharing, as programs open what they change. Node.js does not name it. */
const UV_FS_O_EXLOCK = 0x10000000
const O_RDWR = 2

suite('a file', () => {
  test('is opened by path, relative path and URL', async (t) => {
    const { session, file } = await openFileSession(t)
    assert.equal(await subjectOf(session, file), facts.subject)
    assert.equal(await subjectOf(session, file.replaceAll('\\', '/')), facts.subject)
    assert.equal(await subjectOf(session, pathToFileURL(file)), facts.subject)
    assert.equal(await subjectOf(session, path.toNamespacedPath(file)), facts.subject)
    const before = process.cwd()
    process.chdir(path.dirname(file))
    try {
      assert.equal(await subjectOf(session, 'mail.msg'), facts.subject)
      assert.equal(await subjectOf(session, '.\\mail.msg'), facts.subject)
    } finally {
      process.chdir(before)
    }
  })

  for (const name of [
    'with spaces (1) & co.msg',
    'Grüße – 日本語 🎉.msg',
    "100% 'a' #1;+,=.msg",
    'no extension',
  ]) {
    test(`may be named ${name}`, async (t) => {
      const session = await openSession(t)
      const file = sampleFile(temporaryFolder(t), name)
      assert.equal(await subjectOf(session, file), facts.subject)
      assert.equal(await subjectOf(session, pathToFileURL(file)), facts.subject)
      await using storage = await Storage.open(session, file, { mode: 'readwrite' })
      assert.equal(storage.name, file)
    })
  }

  test('may have a path of more than 260 characters', async (t) => {
    const session = await openSession(t)
    const folder = path.join(
      temporaryFolder(t),
      ...Array.from({ length: 6 }, () => 'long folder '.repeat(5).trim()),
    )
    mkdirSync(folder, { recursive: true })
    const file = sampleFile(folder)
    assert.ok(file.length > 350)
    assert.equal(await subjectOf(session, file), facts.subject)
    await using written = await Storage.open(session, file, { mode: 'readwrite' })
    assert.equal(written.closed, false)
    await using created = await Storage.create(session, path.join(folder, 'new.msg'))
    assert.equal(created.closed, false)
  })

  test('has readers side by side, in other processes too', async (t) => {
    const { session, file } = await openFileSession(t)
    await using first = await session.openMessage(file)
    await using second = await session.openMessage(file)
    assert.equal(await first.get(PR_SUBJECT_W), facts.subject)
    assert.equal(await second.get(PR_SUBJECT_W), facts.subject)
    assert.deepEqual(await openElsewhere(file, {}), { subject: facts.subject })
  })

  test('that is open for reading cannot be written', async (t) => {
    const { session, file } = await openFileSession(t)
    await using message = await session.openMessage(file)
    assertInUse(await rejection(Storage.open(session, file, { mode: 'readwrite' })), file)
    assert.throws(() => openSync(file, 'r+'), { code: 'EBUSY' })
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })

  test('that is open for writing is closed to others', async (t) => {
    const { session, file } = await openFileSession(t)
    {
      await using message = await session.openMessage(file, { mode: 'readwrite' })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
      assertInUse(await rejection(session.openMessage(file)), file)
      const { code } = (await openElsewhere(file, {})) as { code: string }
      assert.equal(code, 'STG_E_SHAREVIOLATION')
    }
    assert.equal(await subjectOf(session, file), facts.subject)
  })

  test('that is opened for writing stays as it is without a commit', async (t) => {
    const { session, file } = await openFileSession(t)
    for (const share of [undefined, 'exclusive', 'denyWrite'] as const) {
      await using message = await session.openMessage(file, { mode: 'readwrite', share })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
    }
    assert.deepEqual(readFileSync(file), bytes)
  })
})

/** Opens a file in another process: its subject, or the error. */
async function openElsewhere(file: string, options: object): Promise<unknown> {
  const { code, output } = await runScript(
    `import { openIMsgSession, PR_SUBJECT_W } from 'mapi-msg'
     const [file, options, provider] = process.argv.slice(1)
     const session = await openIMsgSession(JSON.parse(provider))
     try {
       const message = await session.openMessage(file, JSON.parse(options))
       console.log(JSON.stringify({ subject: await message.get(PR_SUBJECT_W) }))
     } catch ({ name, code, message }) {
       console.log(JSON.stringify({ name, code, message }))
     }
     await session.close()`,
    [file, JSON.stringify(options), JSON.stringify({ provider })],
  )
  assert.equal(code, 0, output)
  return JSON.parse(output)
}

suite('a file that another program has open', () => {
  test('exclusively, is refused with what to do', async (t) => {
    const file = sampleFile(temporaryFolder(t))
    const held = openSync(file, O_RDWR | UV_FS_O_EXLOCK)
    try {
      for (const options of [{}, { share: 'denyNone' }, { mode: 'readwrite' }]) {
        const refused = (await openElsewhere(file, options)) as MapiError
        assert.equal(refused.name, 'MapiError')
        assertInUse(refused, file)
      }
    } finally {
      closeSync(held)
    }
    assert.deepEqual(await openElsewhere(file, {}), { subject: facts.subject })
  })

  test('for writing, is read with denyNone', async (t) => {
    const { session, file } = await openFileSession(t)
    const held = openSync(file, 'r+')
    try {
      assertInUse(await rejection(session.openMessage(file)), file)
      await using message = await session.openMessage(file, { share: 'denyNone' })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
      await using storage = await Storage.open(session, file, { share: 'denyNone' })
      assert.equal(storage.closed, false)
    } finally {
      closeSync(held)
    }
  })
})

suite('bytes', () => {
  test('are copied when the function is called', async (t) => {
    const session = await openSession(t)
    const own = Uint8Array.from(bytes)
    const opening = session.openMessage(own)
    own.fill(0)
    await using message = await opening
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })

  test('may be part of a larger buffer, and shared with other threads', async (t) => {
    const session = await openSession(t)
    const larger = Buffer.concat([Buffer.alloc(13, 1), bytes, Buffer.alloc(7, 2)])
    assert.equal(await subjectOf(session, larger.subarray(13, 13 + bytes.length)), facts.subject)
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    assert.equal(await subjectOf(session, shared), facts.subject)
  })

  test('are opened for writing too, and stay as they are', async (t) => {
    const session = await openSession(t)
    const own = Buffer.from(bytes)
    await using storage = await Storage.fromBytes(session, own, { mode: 'readwrite' })
    await using message = await session.openIMsgOnIStg(storage)
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
    assert.deepEqual(own, bytes)
  })
})
