import assert from 'node:assert/strict'
import { createWriteStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { suite, test, type TestContext } from 'node:test'

import {
  ATTACH_EMBEDDED_MSG,
  ATTACH_OLE,
  BOOKMARK_BEGINNING,
  BOOKMARK_CURRENT,
  BOOKMARK_END,
  CHANGE_PROP_TYPE,
  FileTime,
  IID_IMAPITable,
  IID_IMessage,
  IID_IStorage,
  IID_IStream,
  MapiError,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_ATTACH_NUM,
  PR_BODY_A,
  PR_BODY_W,
  PR_CLIENT_SUBMIT_TIME,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_HASATTACH,
  PR_INTERNET_MESSAGE_ID_W,
  PR_MESSAGE_ATTACHMENTS,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_RECIPIENTS,
  PR_RECIPIENT_TYPE,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SMTP_ADDRESS_W,
  PR_SUBJECT_A,
  PR_SUBJECT_W,
  PROP_TAG,
  PT_ERROR,
  PT_LONG,
  PT_STRING8,
  PT_UNSPECIFIED,
  Storage,
  type Attachment,
  type MapiTable,
  type Message,
  type PropTag,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { assertDump } from './support/dump-message.ts'
import { oddSamples } from './support/msg-damage.ts'
import { expectedDump } from './support/msg-dump.ts'
import { deeplyNested, pattern, samples, type Facts, type Sample } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

async function open(t: TestContext, { bytes }: Sample): Promise<Message> {
  const session = await openSession(t)
  return session.openMessage(bytes)
}

async function attachmentFacts(
  attachment: Attachment,
  expected: NonNullable<Facts['attachments']>[number],
): Promise<void> {
  const [longName, displayName, method] = await attachment.getProps([
    PR_ATTACH_LONG_FILENAME_W,
    PR_DISPLAY_NAME_W,
    PR_ATTACH_METHOD,
  ])
  assert.equal(longName ?? displayName, expected.name)
  if (expected.size !== undefined) {
    const bytes = await attachment.get(PR_ATTACH_DATA_BIN)
    assert.ok(bytes?.equals(pattern(expected.size)), `the ${expected.size} bytes of ${expected.name}`)
  }
  if (expected.message) {
    assert.equal(method, ATTACH_EMBEDDED_MSG)
    await using embedded = await attachment.openEmbeddedMessage()
    await assertFacts(embedded, expected.message)
  }
}

async function assertFacts(message: Message, facts: Facts): Promise<void> {
  assert.equal((await message.get(PR_SUBJECT_W)) ?? '', facts.subject ?? '')
  assert.equal((await message.get(PR_BODY_W)) ?? '', facts.body ?? '')
  if (facts.sender) {
    const [name, address] = await message.getProps([PR_SENDER_NAME_W, PR_SENDER_EMAIL_ADDRESS_W])
    assert.deepEqual({ name, address }, facts.sender)
  }
  const names: Record<number, (string | undefined)[]> = { 1: [], 2: [], 3: [] }
  for await (const recipient of message.recipients()) {
    names[recipient.get(PR_RECIPIENT_TYPE) ?? 0]?.push(recipient.get(PR_DISPLAY_NAME_W))
  }
  assert.deepEqual(names, { 1: facts.to ?? [], 2: facts.cc ?? [], 3: facts.bcc ?? [] })
  let count = 0
  for await (const attachment of message.attachments()) {
    const expected = facts.attachments?.[count++]
    assert.ok(expected)
    await attachmentFacts(attachment, expected)
  }
  assert.equal(count, facts.attachments?.length ?? 0)
}

suite('every sample', () => {
  for (const [name, make] of Object.entries({ ...samples, ...oddSamples })) {
    test(`${name} has its facts, and every property as it was written`, async (t) => {
      const sample = make()
      const message = await open(t, sample)
      await assertFacts(message, sample.facts)
      await assertDump(message, expectedDump(sample.message), name)
    })
  }

  test('a message in a message, thirty deep', async (t) => {
    let message = await open(t, deeplyNested(30))
    for (let level = 0; ; level++) {
      assert.equal(await message.get(PR_SUBJECT_W), `Level ${level}`)
      if (level === 30) break
      const attachment = await message.openAttach(0)
      message = await attachment.openEmbeddedMessage()
    }
  })
})

suite('values', () => {
  const valueOf = (row: Iterable<[PropTag, unknown]>, id: number) => {
    for (const [tag, value] of row) if (tag >>> 16 === id) return value
    return undefined
  }

  test('of every single type are what the documentation says', async (t) => {
    const message = await open(t, samples.singleValues())
    const row = await message.getPropRow()
    const time = valueOf(row, 0x6813)
    assert.ok(time instanceof FileTime)
    assert.equal(time.ticks, 132_337_359_170_000_001n)
    assert.equal(time.toISOString(), '2020-05-12T05:45:17.000Z')
    const error = valueOf(row, 0x680b)
    assert.ok(error instanceof MapiError)
    assert.equal(error.code, 'MAPI_E_NOT_FOUND')
    const values = Array.from({ length: 0x17 }, (_, i) => valueOf(row, 0x6801 + i))
    values[0x0b - 1] = values[0x13 - 1] = undefined
    assert.deepStrictEqual(values, [
      -32768,
      32767,
      -2147483648,
      2147483647,
      Math.fround(1.1),
      Number.MAX_VALUE,
      0.1,
      -9223372036854775808n,
      123456n,
      44197.75,
      undefined,
      true,
      false,
      -9223372036854775808n,
      9223372036854775807n,
      '',
      'Ωmega 🎉',
      'café',
      undefined,
      new FileTime(0n),
      '{01234567-89ab-cdef-0123-456789abcdef}',
      Buffer.alloc(0),
      pattern(5000),
    ])
  })

  test('of every multiple type are arrays of those', async (t) => {
    const message = await open(t, samples.multiValues())
    const row = await message.getPropRow()
    const times = valueOf(row, 0x690c) as FileTime[]
    assert.deepEqual(
      times.map((time) => [time instanceof FileTime, time.ticks]),
      [
        [true, 132_337_359_170_000_001n],
        [true, 0n],
      ],
    )
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15].map((i) => valueOf(row, 0x6900 + i))
    assert.deepStrictEqual(values, [
      [-32768, 0, 32767],
      [-2147483648, 2147483647],
      [7],
      [Math.fround(1.1), -0.5],
      [0.1, -1e300],
      [-1n, 9223372036854775807n],
      [0.5, 44197.75],
      [-9223372036854775808n, 1n],
      ['red', '', 'Ελλάδα 🎉'],
      ['one'],
      ['café', '', 'tea'],
      ['{01234567-89ab-cdef-0123-456789abcdef}', '{00020329-0000-0000-c000-000000000046}'],
      [pattern(3), Buffer.alloc(0), pattern(5000)],
      Array.from({ length: 1500 }, (_, i) => i),
    ])
  })

  for (const name of ['ansi1252', 'ansi932', 'ansi1251'] as const) {
    test(`8-bit strings of ${name} are text in either width, and bytes on request`, async (t) => {
      const { message: description, bytes, facts } = samples[name]()
      const message = await open(t, { message: description, bytes, facts })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
      assert.equal(await message.get(PR_SUBJECT_A), facts.subject)
      const stored = description.properties.find(([tag]) => tag === PR_SUBJECT_A)?.[1]
      const raw = await message.getPropRow([PR_SUBJECT_A, PR_SUBJECT_W], { rawStrings: true })
      assert.deepEqual(raw.get(PR_SUBJECT_A), stored)
      const subject = PROP_TAG(PT_UNSPECIFIED, PR_SUBJECT_W >>> 16)
      const row = await message.getPropRow([subject], { unicode: false })
      assert.deepEqual(row.tags, [PR_SUBJECT_A])
      assert.equal(row.get(PR_SUBJECT_A), facts.subject)
    })
  }

  test('are copies', async (t) => {
    const message = await open(t, samples.singleValues())
    const tag = PROP_TAG(0x0102, 0x6817)
    const first = await message.get(tag)
    first?.fill(0)
    assert.deepEqual(await message.get(tag), pattern(5000))
  })
})

suite('what is not there', () => {
  test('is undefined in get and getProps', async (t) => {
    const message = await open(t, samples.unicodeMail())
    assert.equal(await message.get(PR_INTERNET_MESSAGE_ID_W), undefined)
    const found = await message.getProps([PR_INTERNET_MESSAGE_ID_W, PR_MESSAGE_CLASS_W, PR_ATTACH_NUM])
    assert.deepEqual(found, [undefined, 'IPM.Note', undefined])
  })

  test('has its error in a PropertyRow', async (t) => {
    const message = await open(t, samples.unicodeMail())
    const row = await message.getPropRow([PR_INTERNET_MESSAGE_ID_W, PR_MESSAGE_CLASS_W])
    assert.equal(row.get(PR_INTERNET_MESSAGE_ID_W), undefined)
    assert.deepEqual(row.tags, [CHANGE_PROP_TYPE(PR_INTERNET_MESSAGE_ID_W, PT_ERROR), PR_MESSAGE_CLASS_W])
    const error = row.error(PR_INTERNET_MESSAGE_ID_W)
    assert.ok(error instanceof MapiError)
    assert.equal(error.code, 'MAPI_E_NOT_FOUND')
    assert.equal(error.hresult, 0x8004010f)
    assert.equal(error.method, 'IMAPIProp::GetProps')
    assert.match(error.message, /PR_INTERNET_MESSAGE_ID_W/)
    assert.equal(row.error(PR_MESSAGE_CLASS_W), undefined)
    assert.equal(row.error(PR_SUBJECT_W), undefined, 'it was not asked for')
    assert.ok([...row][0]?.[1] instanceof MapiError)
  })

  test('counts as missing if it has another type', async (t) => {
    const message = await open(t, samples.unicodeMail())
    assert.equal(await message.get(CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_LONG)), undefined)
  })

  test('is refused when it is opened', async (t) => {
    const message = await open(t, samples.unicodeMail())
    await assert.rejects(message.openProperty(PR_INTERNET_MESSAGE_ID_W, IID_IStream), {
      name: 'MapiError',
      code: 'MAPI_E_NOT_FOUND',
      message: /PR_INTERNET_MESSAGE_ID_W/,
    })
    await assert.rejects(message.openAttach(0), { name: 'MapiError', code: 'MAPI_E_NOT_FOUND' })
    await assert.rejects(buffer(message.createReadStream(PR_INTERNET_MESSAGE_ID_W)), {
      name: 'MapiError',
      code: 'MAPI_E_NOT_FOUND',
    })
  })
})

suite('tags of type PT_UNSPECIFIED', () => {
  const unspecified = (tag: number) => CHANGE_PROP_TYPE(tag, PT_UNSPECIFIED)

  test('take the type that the property has', async (t) => {
    const message = await open(t, samples.unicodeMail())
    const { facts } = samples.unicodeMail()
    assert.equal(await message.get(unspecified(PR_SUBJECT_W)), facts.subject)
    const row = await message.getPropRow([
      unspecified(PR_SUBJECT_W),
      unspecified(PR_HASATTACH),
      unspecified(PR_CLIENT_SUBMIT_TIME),
      unspecified(PR_INTERNET_MESSAGE_ID_W),
    ])
    assert.deepEqual(row.tags, [
      PR_SUBJECT_W,
      PR_HASATTACH,
      PR_CLIENT_SUBMIT_TIME,
      CHANGE_PROP_TYPE(PR_INTERNET_MESSAGE_ID_W, PT_ERROR),
    ])
    assert.equal(row.get(PR_SUBJECT_W), facts.subject)
    assert.equal(row.get(unspecified(PR_HASATTACH)), false)
    assert.deepEqual(row.get(PR_CLIENT_SUBMIT_TIME), new FileTime('2021-03-04T05:06:07.089Z'))
    assert.equal(row.error(PR_INTERNET_MESSAGE_ID_W)?.code, 'MAPI_E_NOT_FOUND')
  })
})

suite('large values', () => {
  const { facts } = samples.largeBody()

  test('are read whole in every way', async (t) => {
    const message = await open(t, samples.largeBody())
    const anyType = CHANGE_PROP_TYPE(PR_BODY_W, PT_UNSPECIFIED)
    assert.equal(await message.get(PR_BODY_W), facts.body)
    assert.equal(await message.get(anyType), facts.body)
    assert.deepEqual(await message.getProps([PR_SUBJECT_W, PR_BODY_W]), [facts.subject, facts.body])
    assert.equal((await message.getPropRow()).get(PR_BODY_W), facts.body)
    const row = await message.getPropRow([anyType, PR_BODY_W])
    assert.deepEqual(row.tags, [PR_BODY_W, PR_BODY_W])
    assert.equal(row.error(PR_BODY_W), undefined)
    assert.equal(row.get(PR_BODY_W), facts.body)
  })

  test('and as 8-bit strings', async (t) => {
    const text = 'Straße, 12 €. '.repeat(5000)
    const bytes = Buffer.from(text.replaceAll('€', '\x80'), 'latin1')
    const sample = samples.ansi1252()
    const { writeMsg } = await import('./support/msg-writer.ts')
    const others = sample.message.properties.filter(([tag]) => tag !== PR_BODY_A)
    const description = { ...sample.message, properties: [...others, [PR_BODY_A, bytes] as const] }
    const message = await open(t, { ...sample, bytes: writeMsg(description) })
    assert.equal(await message.get(PR_BODY_A), text)
    assert.equal(await message.get(PR_BODY_W), text)
    const raw = await message.getPropRow([PR_BODY_A], { rawStrings: true })
    assert.deepEqual(raw.get(PR_BODY_A), bytes)
    const row = await message.getPropRow(null, { unicode: false })
    assert.equal(row.get(PR_BODY_A), text)
  })

  test('attachments of a megabyte', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    const attachment = await message.openAttach(5)
    assert.deepEqual(await attachment.get(PR_ATTACH_DATA_BIN), pattern(1 << 20))
    assert.deepEqual((await attachment.getPropRow()).get(PR_ATTACH_DATA_BIN), pattern(1 << 20))
  })
})

suite('streams', () => {
  test('createReadStream gives the bytes of each attachment', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    for await (const attachment of message.attachments()) {
      const name = await attachment.get(PR_ATTACH_LONG_FILENAME_W)
      assert.deepEqual(await buffer(attachment.createReadStream()), pattern(parseInt(name ?? '', 10)), name)
    }
  })

  test('a pipeline writes an attachment to a file', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    const file = path.join(temporaryFolder(t), 'out.bin')
    const attachment = await message.openAttach(5)
    await pipeline(attachment.createReadStream(), createWriteStream(file))
    assert.deepEqual(readFileSync(file), pattern(1 << 20))
  })

  test('createReadStream of a Unicode string gives UTF-16LE', async (t) => {
    const message = await open(t, samples.unicodeMail())
    const bytes = await buffer(message.createReadStream(PR_BODY_W))
    assert.equal(bytes.toString('utf16le'), samples.unicodeMail().facts.body)
  })

  test('read, seek and size', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    const attachment = await message.openAttach(4)
    await using stream = await attachment.openProperty(PR_ATTACH_DATA_BIN, IID_IStream)
    const whole = pattern(4097)
    assert.equal(await stream.size(), 4097)
    assert.deepEqual(await stream.read(10), whole.subarray(0, 10))
    assert.deepEqual(await stream.read(10), whole.subarray(10, 20))
    assert.equal(await stream.seek(-3, 'end'), 4094)
    assert.deepEqual(await stream.read(10), whole.subarray(4094))
    assert.equal((await stream.read(10)).length, 0)
    assert.equal(await stream.seek(100), 100)
    assert.equal(await stream.seek(-50, 'current'), 50)
    assert.deepEqual(await stream.readAll(), whole.subarray(50))
    assert.equal((await stream.readAll()).length, 0)
    await stream.seek(4000)
    assert.deepEqual(Buffer.concat(await collect(stream)), whole.subarray(4000))
    await assert.rejects(stream.seek(-1), MapiError)
    assert.equal(stream.closed, false)
  })

  test('several on one property do not disturb each other', async (t) => {
    const message = await open(t, samples.unicodeMail())
    const first = await message.openProperty(PR_BODY_W, IID_IStream)
    const second = await message.openProperty(PR_BODY_W, IID_IStream)
    const start = await first.read(4)
    assert.deepEqual(await second.read(4), start)
    assert.equal((await first.readAll()).length, (await second.readAll()).length)
  })

  test('a stream that is left in the middle is closed', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    const attachment = await message.openAttach(5)
    for await (const chunk of attachment.createReadStream()) {
      assert.ok((chunk as Buffer).length > 0)
      break
    }
    assert.equal((await buffer(attachment.createReadStream())).length, 1 << 20)
  })
})

suite('tables', () => {
  const nameAndKind = (table: MapiTable) => table.setColumns([PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE])

  async function openTable(t: TestContext): Promise<MapiTable> {
    const message = await open(t, samples.manyRecipients())
    const table = await message.getRecipientTable()
    await nameAndKind(table)
    return table
  }
  const namesOf = async (rows: ReturnType<MapiTable['queryRows']>) =>
    (await rows).map((row) => row.get(PR_DISPLAY_NAME_W))
  const range = (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => `Recipient ${first + i}`)

  test('rows have the columns that were chosen, in their order', async (t) => {
    const table = await openTable(t)
    assert.deepEqual(await table.queryColumns(), [PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE])
    const [row] = await table.queryRows(1)
    assert.deepEqual(row?.tags, [PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE])
    await table.setColumns([PR_SMTP_ADDRESS_W, PR_EMAIL_ADDRESS_W])
    const [other] = await table.queryRows(1)
    assert.equal(other?.get(PR_EMAIL_ADDRESS_W), 'r1@mail.example')
    assert.equal(other.get(PR_SMTP_ADDRESS_W), undefined)
    assert.equal(other.error(PR_SMTP_ADDRESS_W)?.code, 'MAPI_E_NOT_FOUND')
    const all = await table.queryColumns({ all: true })
    assert.ok(all.includes(PR_EMAIL_ADDRESS_W) && all.includes(PR_DISPLAY_NAME_W))
  })

  test('queryRows goes on from where the table stands', async (t) => {
    const table = await openTable(t)
    assert.equal(await table.getRowCount(), 200)
    assert.deepEqual(await namesOf(table.queryRows(3)), range(0, 3))
    assert.deepEqual(await namesOf(table.queryRows(2, { noAdvance: true })), range(3, 2))
    assert.deepEqual(await namesOf(table.queryRows(2)), range(3, 2))
    assert.equal(await table.seekRow(BOOKMARK_CURRENT, 5), 5)
    assert.deepEqual(await namesOf(table.queryRows(1)), range(10, 1))
    assert.equal(await table.seekRow(BOOKMARK_END, -2), -2)
    assert.deepEqual(await namesOf(table.queryRows(100)), range(198, 2))
    assert.deepEqual(await namesOf(table.queryRows(100)), [])
    assert.equal(await table.seekRow(BOOKMARK_BEGINNING, 1000), 200)
    assert.deepEqual(await namesOf(table.queryRows(-2)), range(198, 2))
    assert.equal(await table.seekRow(BOOKMARK_BEGINNING, 0), 0)
    assert.deepEqual(await namesOf(table.queryAll()), range(0, 200))
  })

  test('queryAll and iterating give all rows', async (t) => {
    const table = await openTable(t)
    await table.queryRows(3)
    assert.deepEqual(await namesOf(table.queryAll()), range(0, 200))
    await table.seekRow(BOOKMARK_BEGINNING, 150)
    assert.deepEqual(await namesOf(collect(table)), range(150, 50))
  })

  test('are opened as properties too', async (t) => {
    const message = await open(t, samples.nested())
    const recipients = await message.openProperty(PR_MESSAGE_RECIPIENTS, IID_IMAPITable)
    await nameAndKind(recipients)
    assert.deepEqual(await namesOf(recipients.queryAll()), ['Anna'])
    const attachments = await message.openProperty(PR_MESSAGE_ATTACHMENTS, IID_IMAPITable)
    assert.equal(await attachments.getRowCount(), 1)
    assert.equal((await attachments.queryAll())[0]?.get(PR_ATTACH_NUM), 0)
  })

  test('have strings in the width that was asked for', async (t) => {
    const message = await open(t, samples.recipients())
    const table = await message.getRecipientTable({ unicode: false })
    const types = new Set((await table.queryColumns()).map((tag) => tag & 0xffff))
    assert.ok(types.has(PT_STRING8))
    assert.ok(!types.has(0x001f))
  })

  test('of a message without recipients and attachments are empty', async (t) => {
    const message = await open(t, samples.emptyMessage())
    for (const table of [await message.getRecipientTable(), await message.getAttachmentTable()]) {
      assert.equal(await table.getRowCount(), 0)
      assert.deepEqual(await table.queryRows(10), [])
      assert.deepEqual(await table.queryAll(), [])
      assert.ok((await table.queryColumns()).length > 0)
    }
    assert.deepEqual(await collect(message.recipients()), [])
    assert.deepEqual(await collect(message.attachments()), [])
  })

  test('recipients() has the address of an Exchange user', async (t) => {
    const message = await open(t, samples.recipients())
    const addresses = (await collect(message.recipients())).map(
      (row) => row.get(PR_SMTP_ADDRESS_W) ?? row.get(PR_EMAIL_ADDRESS_W),
    )
    assert.deepEqual(addresses, [
      'anna@mail.example',
      'bert@office.example',
      'chloe@mail.example',
      'dimitris@mail.example',
    ])
  })
})

suite('attachments', () => {
  test('are closed when the next is asked for, and when the loop is left', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    const seen: Attachment[] = []
    for await (const attachment of message.attachments()) {
      assert.equal(attachment.closed, false)
      assert.equal(seen.at(-1)?.closed ?? true, true)
      seen.push(attachment)
      if (seen.length === 3) break
    }
    assert.deepEqual(
      seen.map((attachment) => attachment.closed),
      [true, true, true],
    )
  })

  test('of other kinds hold no message', async (t) => {
    const message = await open(t, samples.attachmentSizes())
    const attachment = await message.openAttach(0)
    await assert.rejects(attachment.openEmbeddedMessage(), (error) => {
      assert.ok(error instanceof MapiError)
      assert.ok(['MAPI_E_NOT_FOUND', 'MAPI_E_INTERFACE_NOT_SUPPORTED'].includes(error.code), error.code)
      return true
    })
  })

  test('an OLE object is a storage, not a message', async (t) => {
    const message = await open(t, samples.oleAttachment())
    const attachment = await message.openAttach(0)
    assert.equal(await attachment.get(PR_ATTACH_METHOD), ATTACH_OLE)
    const storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
    assert.ok(storage instanceof Storage)
    await assert.rejects(attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IMessage), MapiError)
  })

  test('PR_ATTACH_DATA_OBJ is listed, and opened rather than read', async (t) => {
    const message = await open(t, samples.nested())
    const attachment = await message.openAttach(0)
    assert.ok((await attachment.getPropList()).includes(PR_ATTACH_DATA_OBJ))
    const row = await attachment.getPropRow([PR_ATTACH_DATA_OBJ])
    assert.equal(row.error(PR_ATTACH_DATA_OBJ)?.code, 'MAPI_E_NOT_ENOUGH_MEMORY')
    await using embedded = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IMessage)
    assert.equal(await embedded.get(PR_SUBJECT_W), 'Middle 中')
  })
})

suite('wrong arguments', () => {
  test('are TypeErrors that name them', async (t) => {
    const message = await open(t, samples.unicodeMail())
    const wrong = (value: unknown) => value as never
    const misuses: [name: RegExp, use: () => Promise<unknown>][] = [
      [/"tag"/, () => message.get(wrong('PR_SUBJECT_W'))],
      [/"tag"/, () => message.get(wrong(-1))],
      [/"tags"/, () => message.getProps(wrong(PR_SUBJECT_W))],
      [/"tags\[1\]"/, () => message.getProps([PR_SUBJECT_W, wrong(undefined)])],
      [/"tags"/, () => message.getPropRow(wrong('all'))],
      [/"options\.rawStrings"/, () => message.getPropRow(null, { rawStrings: wrong(1) })],
      [/"interfaceId"/, () => message.openProperty(PR_BODY_W, wrong('IStream'))],
      [/"number"/, () => message.openAttach(wrong('0'))],
    ]
    for (const [name, use] of misuses) {
      await assert.rejects(use, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: name })
    }
    assert.throws(() => message.createReadStream(wrong('body')), {
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
    })
    await assert.rejects(message.openAttach(-1), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
  })
})
