import assert from 'node:assert/strict'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { suite, test } from 'node:test'

import {
  ATTACH_BY_VALUE,
  ATTACH_EMBEDDED_MSG,
  ATTACH_OLE,
  IID_IStorage,
  type Message,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_DISPLAY_NAME_W,
  PR_HASATTACH,
  PR_SUBJECT_W,
  PS_PUBLIC_STRINGS,
  PT_LONG,
  PR_ATTACH_NUM,
  IID_IStream,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { conformanceProblems } from './support/msg-conformance.ts'
import { pattern, samples } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { fillNote, reopen } from './support/write-messages.ts'

async function attach(message: Message, name: string, content: Uint8Array): Promise<number> {
  await using attachment = await message.createAttach()
  const problems = await attachment.setProps([
    [PR_ATTACH_METHOD, ATTACH_BY_VALUE],
    [PR_ATTACH_LONG_FILENAME_W, name],
    [PR_ATTACH_DATA_BIN, content],
  ])
  assert.deepEqual(problems, [])
  await attachment.saveChanges()
  return attachment.number
}

async function names(message: Message): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = []
  for await (const attachment of message.attachments())
    found.push(await attachment.get(PR_ATTACH_LONG_FILENAME_W))
  return found
}

suite('attachments', () => {
  test('are created, with their bytes set or streamed', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    await fillNote(message)
    const content = pattern(2_000_000)
    const first = await attach(message, 'small.bin', pattern(100))
    const large = await message.createAttach()
    assert.notEqual(large.number, first)
    await large.setProps([
      [PR_ATTACH_METHOD, ATTACH_BY_VALUE],
      [PR_ATTACH_LONG_FILENAME_W, 'large.bin'],
    ])
    const chunks = Array.from({ length: 20 }, (_, i) => content.subarray(i * 100_000, (i + 1) * 100_000))
    await pipeline(chunks, large.createWriteStream())
    await large.saveChanges()
    await large.close()
    const saved = await reopen(session, message)
    assert.deepEqual(await names(saved), ['small.bin', 'large.bin'])
    assert.equal(await saved.get(PR_HASATTACH), true)
    assert.deepEqual(await (await saved.openAttach(first)).get(PR_ATTACH_DATA_BIN), pattern(100))
    assert.deepEqual(await (await saved.openAttach(large.number)).get(PR_ATTACH_DATA_BIN), content)
  })

  test('are not there unless they and their message were saved', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    await fillNote(message)
    await using unsaved = await message.createAttach()
    await unsaved.set(PR_ATTACH_LONG_FILENAME_W, 'unsaved.bin')
    await unsaved.close()
    await attach(message, 'saved.bin', pattern(1))
    assert.deepEqual(await names(await reopen(session, message)), ['saved.bin'])
  })

  test('are changed and deleted in a message that is open for writing', async (t) => {
    const session = await openSession(t)
    const { bytes } = samples.nested()
    const message = await session.openMessage(bytes, { mode: 'readwrite' })
    const before = await names(message)
    const added = await attach(message, 'added.bin', pattern(10))
    await message.deleteAttach(0)
    await message.saveChanges({ keepOpen: 'readwrite' })
    await using again = await message.openAttach(added)
    await again.set(PR_ATTACH_LONG_FILENAME_W, 'renamed.bin')
    await again.saveChanges({ keepOpen: 'readonly' })
    await assert.rejects(message.openAttach(0), { code: 'MAPI_E_NOT_FOUND' })
    await assert.rejects(message.deleteAttach(0), { code: 'MAPI_E_NOT_FOUND' })
    assert.deepEqual(await names(await reopen(session, message)), [...before.slice(1), 'renamed.bin'])
  })

  for (const storage of ['native', 'ole'] as const) {
    test(`are numbered anew in the file where some were deleted, in '${storage}' storages`, async (t) => {
      const session = await openSession(t)
      const file = path.join(temporaryFolder(t), 'mail.msg')
      await using message = await session.createMessage(file, { storage })
      const numbers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name, i) => attach(message, name, pattern(i))),
      )
      await message.saveChanges({ keepOpen: 'readwrite' })
      await using last = await message.openAttach(numbers[3] ?? -1)
      assert.equal(await last.get(PR_ATTACH_LONG_FILENAME_W), 'd')
      await message.deleteAttach(numbers[1] ?? -1)
      await message.saveChanges({ keepOpen: 'readwrite' })

      // Who has the message open goes on with the numbers that they know.
      assert.equal(await last.get(PR_ATTACH_NUM), numbers[3])
      await last.set(PR_ATTACH_LONG_FILENAME_W, 'D')
      await last.saveChanges({ keepOpen: 'readwrite' })
      const added = await attach(message, 'e', pattern(5))
      assert.ok(!numbers.includes(added))
      await message.deleteAttach(numbers[0] ?? -1)
      const bytes = await message.saveToBytes()
      const sizes: unknown[] = []
      for (const number of [numbers[2], numbers[3], added]) {
        await using attachment = await message.openAttach(number ?? -1)
        const [name, content] = await attachment.getProps([PR_ATTACH_LONG_FILENAME_W, PR_ATTACH_DATA_BIN])
        sizes.push([name, content?.length])
      }
      assert.deepEqual(sizes, [['c', 2], ['D', 3], ['e', 5]]) // prettier-ignore

      const again = await session.openMessage(bytes)
      const found: unknown[] = []
      for await (const attachment of again.attachments())
        found.push([attachment.number, await attachment.get(PR_ATTACH_LONG_FILENAME_W)])
      assert.deepEqual(found, [[0, 'c'], [1, 'D'], [2, 'e']]) // prettier-ignore
      assert.deepEqual(conformanceProblems(bytes), [])
    })

    test(`are not moved while a stream in them is open, in '${storage}' storages`, async (t) => {
      const session = await openSession(t)
      const file = path.join(temporaryFolder(t), 'mail.msg')
      await using message = await session.createMessage(file, { storage })
      const content = pattern(50_000)
      const numbers = [await attach(message, 'a', pattern(1)), await attach(message, 'b', content)]
      await message.saveChanges({ keepOpen: 'readwrite' })
      await using attachment = await message.openAttach(numbers[1] ?? -1)
      const stream = await attachment.openProperty(PR_ATTACH_DATA_BIN, IID_IStream)
      assert.deepEqual(await stream.read(100), content.subarray(0, 100))
      await message.deleteAttach(numbers[0] ?? -1)
      await message.saveChanges({ keepOpen: 'readwrite' })
      assert.deepEqual(await stream.read(100), content.subarray(100, 200))
      await stream.close()
      await attach(message, 'c', pattern(2))
      const bytes = await message.saveToBytes()
      assert.deepEqual(await names(await session.openMessage(bytes)), ['b', 'c'])
      assert.deepEqual(conformanceProblems(bytes), [])
    })
  }

  test('hold messages, which hold messages', async (t) => {
    const session = await openSession(t)
    const outer = await session.createMessage(null)
    await fillNote(outer, 'level 0')
    async function embed(message: Message, level: number): Promise<void> {
      await using attachment = await message.createAttach()
      await attachment.setProps([
        [PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG],
        [PR_DISPLAY_NAME_W, `level ${level}`],
      ])
      await using embedded = await attachment.openEmbeddedMessage({ create: true })
      await fillNote(embedded, `level ${level}`)
      await embedded.setNamed(PS_PUBLIC_STRINGS, 'level', PT_LONG, level)
      await attach(embedded, `file ${level}`, pattern(level))
      if (level < 15) await embed(embedded, level + 1)
      await embedded.saveChanges()
      await attachment.saveChanges()
    }
    await embed(outer, 1)
    let message = await reopen(session, outer)
    for (let level = 1; level <= 15; ++level) {
      const attachments = await collect(message.attachments())
      const last = attachments.at(-1)
      assert.ok(last)
      message = await (await message.openAttach(last.number)).openEmbeddedMessage()
      assert.equal(await message.get(PR_SUBJECT_W), `level ${level}`)
      assert.equal(await message.getNamed(PS_PUBLIC_STRINGS, 'level'), level)
      assert.equal((await collect(message.recipients())).length, 1)
      assert.equal((await names(message))[0], `file ${level}`)
    }
  })

  test('have the message in them changed', async (t) => {
    const session = await openSession(t)
    const message = await session.openMessage(samples.nested().bytes, { mode: 'readwrite' })
    await using attachment = await message.openAttach(0)
    {
      await using readOnly = await attachment.openEmbeddedMessage()
      await assert.rejects(readOnly.set(PR_SUBJECT_W, 'x'), {
        code: 'MAPI_E_NO_ACCESS',
        message: /modify: true/,
      })
    }
    await using embedded = await attachment.openEmbeddedMessage({ modify: true })
    await embedded.set(PR_SUBJECT_W, 'changed inside')
    await embedded.saveChanges()
    await attachment.saveChanges()
    const saved = await reopen(session, message)
    const inside = await (await saved.openAttach(0)).openEmbeddedMessage()
    assert.equal(await inside.get(PR_SUBJECT_W), 'changed inside')
  })

  test('hold OLE objects', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    await fillNote(message)
    await using attachment = await message.createAttach()
    await attachment.set(PR_ATTACH_METHOD, ATTACH_OLE)
    const classId = '{00020906-0000-0000-c000-000000000046}'
    {
      await using storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage, { create: true })
      await storage.setClass(classId)
      await using inner = await storage.createStorage('inner')
      await using stream = await inner.createStream('stream')
      await stream.write(pattern(10_000))
      await stream.close()
      await inner.close()
      await storage.commit()
    }
    await attachment.saveChanges()
    const saved = await reopen(session, message)
    await using again = await saved.openAttach(attachment.number)
    await using storage = await again.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
    assert.equal((await storage.stat()).classId, classId)
    await using stream = await (await storage.openStorage('inner')).openStream('stream')
    assert.deepEqual(await stream.readAll(), pattern(10_000))
  })
})
