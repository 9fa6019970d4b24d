import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { suite, test, type TestContext } from 'node:test'

import {
  ATTACH_EMBEDDED_MSG,
  CHANGE_PROP_TYPE,
  type Message,
  type MessageSession,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_HTML,
  PR_SUBJECT_W,
  type PropTag,
  PS_PUBLIC_STRINGS,
  PT_BINARY,
  PT_LONG,
  PT_MV_BINARY,
  PT_MV_LONG,
  PT_MV_STRING8,
  PT_MV_UNICODE,
  PT_STRING8,
  PT_UNICODE,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { recipient, reopen } from './support/write-messages.ts'
import { randomBytes, seeded } from './trials/random.ts'

/** Messages with much in them, or with values of extreme sizes: written, read back, compared. */

const MB = 1024 * 1024
/** A process of 32 bits has not the address space for several copies of 64 MB at a time. */
const largest = process.arch === 'ia32' ? 16 : 64
const randomOf = (size: number) => randomBytes(seeded(size), size)

async function create(t: TestContext, storage: 'native' | 'ole'): Promise<[MessageSession, Message]> {
  const session = await openSession(t)
  return [session, await session.createMessage(null, { storage })]
}

for (const engine of ['native', 'ole'] as const) {
  suite(`with the engine '${engine}' a message has`, () => {
    test('values without a byte in them', async (t) => {
      const [session, message] = await create(t, engine)
      const values: [number, unknown][] = [
        [PT_UNICODE, ''],
        [PT_STRING8, ''],
        [PT_BINARY, Buffer.alloc(0)],
        [PT_MV_UNICODE, ['', 'between', '']],
        [PT_MV_STRING8, ['', '']],
        [PT_MV_BINARY, [Buffer.alloc(0), Buffer.of(0), Buffer.alloc(0)]],
      ]
      const pairs = values.map(([type, value], i) => [CHANGE_PROP_TYPE(tagOf(i), type), value] as const)
      assert.deepEqual(await message.setProps(pairs as unknown as []), [])
      const saved = await reopen(session, message)
      for (const [tag, value] of pairs) assert.deepEqual(await saved.get(tag), value)
    })

    test(`values of ${largest} MB, set and streamed`, async (t) => {
      const [session, message] = await create(t, engine)
      const content = randomOf(largest * MB)
      const text = 'A line of text, äöü.\r\n'.repeat(((largest / 2) * MB) / 22)
      await message.set(PR_BODY_W, text)
      await message.set(PR_HTML, content)
      await using attachment = await message.createAttach()
      await new Promise((resolve, reject) => {
        attachment.createWriteStream(PR_ATTACH_DATA_BIN).on('error', reject).on('close', resolve).end(content)
      })
      await attachment.saveChanges()
      const saved = await reopen(session, message)
      assert.ok((await saved.get(PR_BODY_W)) === text, 'the text is the same')
      assert.ok((await saved.get(PR_HTML))?.equals(content), 'the bytes are the same')
      await using stored = await saved.openAttach(attachment.number)
      assert.ok(
        (await stored.get(PR_ATTACH_DATA_BIN))?.equals(content),
        "the attachment's bytes are the same",
      )
    })

    test('many values in one property', async (t) => {
      const [session, message] = await create(t, engine)
      const numbers = Array.from({ length: 1_000_000 }, (_, i) => i - 500_000)
      const texts = Array.from({ length: 2000 }, (_, i) => `value ${i}`)
      await message.set(CHANGE_PROP_TYPE(tagOf(0), PT_MV_LONG), numbers)
      await message.set(CHANGE_PROP_TYPE(tagOf(1), PT_MV_UNICODE), texts)
      const saved = await reopen(session, message)
      assert.deepEqual(await saved.get(CHANGE_PROP_TYPE(tagOf(0), PT_MV_LONG)), numbers)
      assert.deepEqual(await saved.get(CHANGE_PROP_TYPE(tagOf(1), PT_MV_UNICODE)), texts)
    })

    // Wine's OLE takes ever longer for the next storage.
    const recipientCount = engine === 'native' ? 5000 : 1500
    test(`${recipientCount} recipients`, async (t) => {
      const [session, message] = await create(t, engine)
      const names = Array.from({ length: recipientCount }, (_, i) => `Recipient ${i}`)
      await message.modifyRecipients(
        'add',
        names.map((name, i) => recipient(name, `${i}@mail.example`)),
      )
      const saved = await reopen(session, message)
      const rows = await collect(saved.recipients())
      assert.deepEqual(
        rows.map((row) => row.get(PR_DISPLAY_NAME_W)),
        names,
      )
      assert.equal(rows.at(-1)?.get(PR_EMAIL_ADDRESS_W), `${recipientCount - 1}@mail.example`)
    })

    test('1,000 attachments', async (t) => {
      const [session, message] = await create(t, engine)
      const names = Array.from({ length: 1000 }, (_, i) => `${i}.bin`)
      for (const [i, name] of names.entries()) {
        await using attachment = await message.createAttach()
        await attachment.setProps([
          [PR_ATTACH_LONG_FILENAME_W, name],
          [PR_ATTACH_DATA_BIN, randomOf(i * 10)],
        ])
        await attachment.saveChanges()
      }
      const saved = await reopen(session, message)
      let i = 0
      for await (const attachment of saved.attachments()) {
        assert.equal(await attachment.get(PR_ATTACH_LONG_FILENAME_W), names[i])
        assert.deepEqual(await attachment.get(PR_ATTACH_DATA_BIN), randomOf(i * 10))
        i++
      }
      assert.equal(i, 1000)
    })

    test('10,000 named properties', async (t) => {
      const [session, message] = await create(t, engine)
      const names = Array.from({ length: 10_000 }, (_, i) => ({
        propertySet: PS_PUBLIC_STRINGS,
        ...(i % 2 ? { id: i } : { name: `name ${i}` }),
      }))
      const tags = await message.getIDsFromNames(names, { create: true })
      const pairs = tags.map((tag, i) =>
        i % 4 === 0
          ? [CHANGE_PROP_TYPE(tag ?? 0, PT_UNICODE), `value ${i}`]
          : [CHANGE_PROP_TYPE(tag ?? 0, PT_LONG), i],
      )
      assert.deepEqual(await message.setProps(pairs as unknown as []), [])
      const saved = await reopen(session, message)
      const found = await saved.getIDsFromNames(names)
      const row = await saved.getPropRow()
      for (const [i, tag] of found.entries()) {
        const [type, value] = i % 4 === 0 ? [PT_UNICODE, `value ${i}`] : [PT_LONG, i]
        assert.equal(row.get(CHANGE_PROP_TYPE(tag ?? 0, type) as PropTag), value, `property ${i}`)
      }
    })

    test('15 levels of messages in it', async (t) => {
      const [session, message] = await create(t, engine)
      await nest(message, 15)
      const saved = await reopen(session, message)
      assert.deepEqual(
        await subjects(saved),
        Array.from({ length: 16 }, (_, i) => `level ${15 - i}`),
      )
    })
  })
}

test(
  'what is too large for the address space of 32 bits is refused in memory, and saved to a file',
  { skip: process.arch === 'ia32' ? false : 'only 32-bit processes have so little' },
  async (t) => {
    const session = await openSession(t)
    const piece = randomOf(MB)
    const create = async (target: string | null) => {
      const message = await session.createMessage(target)
      await using attachment = await message.createAttach()
      const pieces = Array.from({ length: 256 }, () => piece)
      await pipeline(pieces, attachment.createWriteStream(PR_ATTACH_DATA_BIN))
      await attachment.saveChanges()
      return message
    }
    await using inMemory = await create(null)
    await assert.rejects(inMemory.saveToBytes(), { code: 'MAPI_E_NOT_ENOUGH_MEMORY' })
    const file = path.join(temporaryFolder(t), 'large.msg')
    await using inFile = await create(file)
    await inFile.saveChanges()
    assert.ok(statSync(file).size > 256 * MB)
  },
)

/** The n-th property of those without a meaning. */
function tagOf(n: number): PropTag {
  return ((0x6700 + n) << 16) as PropTag
}

async function nest(message: Message, levels: number): Promise<void> {
  await message.set(PR_SUBJECT_W, `level ${levels}`)
  if (levels > 0) {
    await using attachment = await message.createAttach()
    await attachment.set(PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG)
    await using inner = await attachment.openEmbeddedMessage({ create: true })
    await nest(inner, levels - 1)
    await inner.saveChanges()
    await attachment.saveChanges()
  }
}

async function subjects(message: Message): Promise<(string | undefined)[]> {
  const found = [await message.get(PR_SUBJECT_W)]
  for await (const attachment of message.attachments()) {
    await using inner = await attachment.openEmbeddedMessage()
    found.push(...(await subjects(inner)))
  }
  return found
}
