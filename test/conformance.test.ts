import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import {
  ATTACH_EMBEDDED_MSG,
  type Message,
  MAPI_CC,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_BODY_W,
  PR_MESSAGE_ATTACHMENTS,
  PR_MESSAGE_CODEPAGE,
  PR_MESSAGE_RECIPIENTS,
  PR_ROWID,
  PR_SUBJECT_W,
  PROP_TAG,
  PS_INTERNET_HEADERS,
  PS_MAPI,
  PS_PUBLIC_STRINGS,
  PSETID_Common,
  PSETID_Task,
  PT_BINARY,
  PT_BOOLEAN,
  PT_CLSID,
  PT_LONG,
  PT_MV_BINARY,
  PT_MV_LONG,
  PT_MV_UNICODE,
  PT_SYSTIME,
  PT_UNICODE,
  Storage,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { conformanceProblems } from './support/msg-conformance.ts'
import { pattern, samples } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { writeDescription, writtenBytes } from './support/write-description.ts'
import { recipient } from './support/write-messages.ts'

/** What the package writes is as [MS-OXMSG] says, for a checker that shares nothing with the package. */

const kAnsi: Record<string, string> = {
  ansi1251: 'windows-1251',
  ansi1252: 'windows-1252',
  ansi932: 'shift_jis',
}
const engines = ['native', 'ole'] as const
const assertConforms = (bytes: Uint8Array, what?: string) => {
  assert.deepEqual(conformanceProblems(bytes), [], what)
}

async function assertSavedConforms(message: Message): Promise<void> {
  await message.saveChanges({ keepOpen: 'readwrite' })
  assertConforms(await message.saveToBytes())
}

async function attach(message: Message, name: string, content: Uint8Array): Promise<void> {
  await using attachment = await message.createAttach()
  await attachment.setProps([
    [PR_ATTACH_LONG_FILENAME_W, name],
    [PR_ATTACH_DATA_BIN, content],
  ])
  await attachment.saveChanges()
}

for (const engine of engines) {
  suite(`files that the engine '${engine}' writes conform to [MS-OXMSG]`, () => {
    for (const [name, makeSample] of Object.entries(samples)) {
      // Outlook has strings of one width in a message. In the samples with every type there are both.
      const properties = makeSample().message.properties.filter(
        ([tag]) => name in kAnsi || (tag & 0xefff) !== 0x001e,
      )

      test(`with what is in the sample ${name}, written and copied`, async (t) => {
        const session = await openSession(t)
        const folder = temporaryFolder(t)
        const options = { storage: engine, unicode: !(name in kAnsi) }
        const file = path.join(folder, 'written.msg')
        {
          await using message = await session.createMessage(file, options)
          await writeDescription(message, { ...makeSample().message, properties }, kAnsi[name])
          await message.saveChanges()
        }
        assertConforms(readFileSync(file), 'written')
        const copied = path.join(folder, 'copied.msg')
        {
          await using source = await session.openMessage(file)
          await using target = await session.createMessage(copied, options)
          assert.deepEqual(await source.copyTo(target), [])
          await target.saveChanges()
        }
        assertConforms(readFileSync(copied), 'copied')
      })
    }

    test('after they were changed in place', async (t) => {
      const session = await openSession(t)
      const file = path.join(temporaryFolder(t), 'mail.msg')
      writeFileSync(file, await writtenBytes(session, samples.namedProperties().message))
      await using message = await session.openMessage(file, { storage: engine, mode: 'readwrite' })
      const strings = PROP_TAG(PT_MV_UNICODE, 0x6901)
      const binaries = PROP_TAG(PT_MV_BINARY, 0x6902)
      const save = () => assertSavedConforms(message)
      await message.setProps([
        [strings, ['one', '', 'three']],
        [binaries, [pattern(10), Buffer.alloc(0), pattern(5000)]],
        [PR_BODY_W, 'x'.repeat(50_000)],
      ])
      await message.modifyRecipients(
        'add',
        Array.from({ length: 5 }, (_, i) => recipient(`R${i}`, `r${i}@mail.example`)),
      )
      for (const size of [0, 10, 5000]) await attach(message, `${size}.bin`, pattern(size))
      await save()

      // Fewer values, another type, a shorter text; a recipient and an attachment out of the middle.
      await message.setProps([
        [strings, ['']],
        [PROP_TAG(PT_MV_LONG, 0x6902), [1, 2, 3]],
        [PR_BODY_W, ''],
      ])
      const [first, second] = await collect(message.recipients())
      assert.ok(first && second)
      await message.modifyRecipients('remove', [[[PR_ROWID, first.get(PR_ROWID) ?? -1]]])
      await message.modifyRecipients('modify', [
        [[PR_ROWID, second.get(PR_ROWID) ?? -1], ...recipient('Other', 'other@mail.example', MAPI_CC)],
      ])
      await message.deleteAttach(1)
      await save()

      await attach(message, 'another.bin', pattern(100))
      await message.modifyRecipients('add', [recipient('Late', 'late@mail.example')])
      await message.deleteProps([strings, PROP_TAG(PT_MV_LONG, 0x6902)])
      await save()

      await message.deleteProps([PR_MESSAGE_ATTACHMENTS, PR_MESSAGE_RECIPIENTS])
      await save()
      await attach(message, 'first again.bin', pattern(100))
      await message.modifyRecipients('add', [recipient('First', 'first@mail.example')])
      await save()
      await message.close()
      assertConforms(readFileSync(file))
    })

    test('with names that came later, of all kinds', async (t) => {
      const session = await openSession(t)
      const file = path.join(temporaryFolder(t), 'mail.msg')
      await using message = await session.createMessage(file, { storage: engine })
      const own = '{c1d1f8f4-3c3c-4a4e-9a3c-0f0f0f0f0f0f}'
      await message.set(PR_SUBJECT_W, 'Names')
      await message.saveChanges({ keepOpen: 'readwrite' })
      const named = [
        () => message.setNamed(PSETID_Common, 0x8502, PT_LONG, 1),
        () => message.setNamed(PSETID_Task, 0x811c, PT_BOOLEAN, true),
        () => message.setNamed(PS_PUBLIC_STRINGS, 'Keywords', PT_MV_UNICODE, ['red', '']),
        () => message.setNamed(PS_INTERNET_HEADERS, 'X-Mailer', PT_UNICODE, 'us'),
        () => message.setNamed(PS_MAPI, 'name', PT_BINARY, Buffer.alloc(0)),
        () => message.setNamed(own, 0, PT_CLSID, PS_MAPI),
        () => message.setNamed(own, 0xffffffff, PT_LONG, 2),
        () => message.setNamed(own, 'Größe 大 🎉', PT_UNICODE, ''),
        () => message.setNamed(own, 'odd', PT_SYSTIME, new Date(0)),
      ]
      for (const set of named) {
        await set()
        await assertSavedConforms(message)
      }
      // Other names than those of the file, so that the copies get other ids.
      await using target = await session.createMessage(null)
      for (let i = 0; i < 200; ++i) await target.setNamed(own, `Name ${i}`, PT_LONG, i)
      assert.deepEqual(await message.copyTo(target), [])
      await assertSavedConforms(target)
      await message.close()
      assertConforms(readFileSync(file))
    })

    test('when it is not MAPI that commits them', async (t) => {
      const session = await openSession(t)
      const file = path.join(temporaryFolder(t), 'mail.msg')
      const storage = await Storage.create(session, file, { storage: engine })
      await using message = await session.openIMsgOnIStg(storage, { noStorageCommit: true, unicode: true })
      await writeDescription(message, samples.nested().message)
      await message.saveChanges({ keepOpen: 'readwrite' })
      await message.deleteAttach(0)
      await message.saveChanges()
      await storage.commit()
      await message.close()
      await storage.close()
      assertConforms(readFileSync(file))
    })
  })
}

suite('bytes that are saved conform to [MS-OXMSG]', () => {
  test('of a message that is opened, changed and saved again and again', async (t) => {
    const session = await openSession(t)
    let bytes = await writtenBytes(session, samples.recipients().message)
    for (let i = 0; i < 6; ++i) {
      await using message = await session.openMessage(bytes, { mode: 'readwrite' })
      await message.set(PR_SUBJECT_W, `Round ${i}`)
      await message.setNamed(PS_PUBLIC_STRINGS, `round ${i}`, PT_LONG, i)
      await attach(message, `${i}.bin`, pattern(i))
      const [attachment] = await collect(message.attachments())
      if (i % 2 === 1 && attachment) await message.deleteAttach(attachment.number)
      bytes = await message.saveToBytes()
      assertConforms(bytes)
    }
  })

  test('of properties that are copied one by one', async (t) => {
    const session = await openSession(t)
    const source = await session.openMessage(await writtenBytes(session, samples.namedProperties().message))
    await using target = await session.createMessage(null)
    const tags = (await source.getPropList()).filter((tag) => tag !== PR_MESSAGE_ATTACHMENTS)
    await source.copyProps([...tags, PR_MESSAGE_RECIPIENTS, PR_MESSAGE_ATTACHMENTS], target)
    await assertSavedConforms(target)
  })

  test('of Unicode messages that are copied into 8-bit ones, and the other way round', async (t) => {
    const session = await openSession(t)
    const source = await session.openMessage(await writtenBytes(session, samples.recipients().message))
    await using ansi = await session.createMessage(null, { unicode: false })
    await ansi.set(PR_MESSAGE_CODEPAGE, 1253)
    await source.copyTo(ansi)
    await ansi.saveChanges({ keepOpen: 'readwrite' })
    const other = await session.openMessage(
      await writtenBytes(session, samples.ansi932().message, { unicode: false, codePage: 'shift_jis' }),
    )
    await using unicode = await session.createMessage(null)
    await other.copyTo(unicode)
    await unicode.saveChanges({ keepOpen: 'readwrite' })
    for (const message of [ansi, unicode]) assertConforms(await message.saveToBytes())
  })

  test('of names in the innermost of messages that are 15 deep', async (t) => {
    const session = await openSession(t)
    await using outer = await session.createMessage(null)
    const embed = async (message: Message, level: number): Promise<void> => {
      await message.set(PR_SUBJECT_W, `Level ${level}`)
      if (level === 15) {
        await message.setNamed(PS_PUBLIC_STRINGS, 'innermost', PT_LONG, level)
        return
      }
      await using attachment = await message.createAttach()
      await attachment.set(PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG)
      await using embedded = await attachment.openEmbeddedMessage({ create: true })
      await embed(embedded, level + 1)
      await embedded.saveChanges()
      await attachment.saveChanges()
    }
    await embed(outer, 0)
    await assertSavedConforms(outer)
  })
})

suite('the checker of files', () => {
  test('finds what is wrong in the files of others', async (t) => {
    const session = await openSession(t)
    const bytes = await writtenBytes(session, samples.unicodeMail().message)
    assertConforms(bytes)
    // The size of the subject, one less.
    const entry = Buffer.from('1f003700', 'hex')
    const at = bytes.indexOf(entry)
    assert.ok(at > 0)
    bytes.writeUInt32LE(bytes.readUInt32LE(at + 8) - 1, at + 8)
    assert.match(conformanceProblems(bytes).join(), /2\.4\.2\.2 \/ 0x0037001F: has the size/)
  })
})
