import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import {
  ATTACH_EMBEDDED_MSG,
  FileTime,
  MapiError,
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  PR_DISPLAY_NAME_W,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SENT_REPRESENTING_NAME_W,
  PR_NORMALIZED_SUBJECT_W,
  PR_RTF_COMPRESSED,
  PR_SUBJECT_W,
  PROP_TYPE,
  PT_ERROR,
  PT_OBJECT,
  readMessage,
  type Message,
  type MessageContents,
  type PropertyRow,
} from 'mapi-msg'

import { storedRtf } from './support/compressed-rtf.ts'
import { corpusFiles, corpusMissing } from './support/corpus.ts'
import { rejection, sampleFile } from './support/files.ts'
import { writeMsg } from './support/msg-writer.ts'
import { samples } from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

/** readMessage gives what opening the message and asking for each thing gives. */

const everything = { properties: true, bodies: false, attachments: 'content' } as const

function valuesOf(row: PropertyRow | undefined): [number, unknown][] {
  assert.ok(row)
  const values: [number, unknown][] = []
  for (const [tag, value] of row) {
    const type = PROP_TYPE(tag)
    if (type === PT_ERROR || type === PT_OBJECT || value instanceof MapiError) continue
    values.push([tag, value instanceof FileTime ? value.ticks : value])
  }
  return values.sort(([a], [b]) => a - b)
}

async function assertSame(contents: MessageContents, message: Message): Promise<void> {
  assert.deepEqual(valuesOf(contents.properties), valuesOf(await message.getPropRow(null)))
  const recipients: [number, unknown][][] = []
  for await (const row of message.recipients()) recipients.push(valuesOf(row))
  const read = [...(contents.to ?? []), ...(contents.cc ?? []), ...(contents.bcc ?? [])]
  assert.equal(read.length, recipients.length)
  for (const recipient of read) {
    const values = valuesOf(recipient.properties)
    assert.ok(
      recipients.some((each) => {
        try {
          assert.deepEqual(each, values)
          return true
        } catch {
          return false
        }
      }),
      `no recipient is ${recipient.name}`,
    )
  }
  let index = 0
  for await (const attachment of message.attachments()) {
    const found = contents.attachments?.[index++]
    assert.ok(found)
    assert.deepEqual(valuesOf(found.properties), valuesOf(await attachment.getPropRow(null)))
    assert.deepEqual(found.content, await attachment.get(PR_ATTACH_DATA_BIN))
    if (found.method !== ATTACH_EMBEDDED_MSG) continue
    await using nested = await attachment.openEmbeddedMessage()
    assert.ok(found.message)
    await assertSame(found.message, nested)
  }
  assert.equal(contents.attachments?.length, index)
}

suite('readMessage gives all that the calls of MAPI give', () => {
  for (const [name, make] of Object.entries(samples)) {
    test(`of ${name}`, async (t) => {
      const { bytes } = make()
      const session = await openSession(t)
      await assertSame(await readMessage(bytes, { ...everything, session }), await session.openMessage(bytes))
    })
  }

  test('of real messages', { skip: corpusMissing }, async (t) => {
    const session = await openSession(t)
    for (const { path: file } of corpusFiles()) {
      const contents = await readMessage(file, { ...everything, session })
      await using message = await session.openMessage(file)
      await assertSame(contents, message)
      assert.deepEqual(contents.names, await message.getNamesFromIDs(null), file)
    }
  })
})

suite('readMessage', () => {
  const { bytes } = samples.unicodeMail()

  test('reads a path, a URL and bytes alike', async (t) => {
    const file = sampleFile(temporaryFolder(t))
    const expected = await readMessage(bytes, { provider })
    assert.equal(typeof expected.subject, 'string')
    for (const source of [file, pathToFileURL(file)]) {
      assert.deepEqual(await readMessage(source, { provider }), expected)
    }
  })

  test('leaves the file free, whether it could be read or not', async (t) => {
    const folder = temporaryFolder(t)
    const file = sampleFile(folder)
    await readMessage(file, { provider })
    rmSync(file)
    const broken = path.join(folder, 'broken.msg')
    writeFileSync(broken, 'no message')
    await rejection(readMessage(broken, { provider }))
    rmSync(broken)
  })

  test('reads what the options ask for, and nothing else', async () => {
    const listed = await readMessage(bytes, {
      provider,
      recipients: false,
      bodies: false,
      attachments: false,
    })
    assert.deepEqual(
      Object.keys(listed)
        .filter((key) => listed[key as keyof MessageContents] !== undefined)
        .sort(),
      [
        ...['from', 'importance', 'isDraft', 'isRead', 'messageClass', 'messageId', 'problems', 'received'],
        ...['sensitivity', 'sent', 'subject'],
      ].filter((key) => listed[key as keyof MessageContents] !== undefined),
    )
    assert.ok(!('to' in listed || 'text' in listed || 'html' in listed || 'attachments' in listed))
    const whole = await readMessage(bytes, { provider })
    assert.ok(whole.to && whole.attachments && whole.text !== undefined)
    assert.ok(!('properties' in whole || 'rtf' in whole))
  })

  test('adds properties by their tags', async () => {
    const { properties } = await readMessage(bytes, { provider, properties: [PR_NORMALIZED_SUBJECT_W] })
    assert.equal(typeof properties?.get(PR_NORMALIZED_SUBJECT_W), 'string')
  })

  test('reads attached messages with the same options, or not at all', async () => {
    const nested = samples.nested().bytes
    const outer = await readMessage(nested, { provider, attachments: 'content' })
    const inner = outer.attachments?.find(({ message }) => message)?.message
    assert.equal(typeof inner?.subject, 'string')
    assert.ok(inner?.to && !inner.properties)
    const flat = await readMessage(nested, { provider, nested: false })
    assert.ok(flat.attachments?.every(({ message }) => message === undefined))
  })

  test('recovers HTML from RTF', async () => {
    const rtf = storedRtf(
      Buffer.from('{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}kept{\\*\\htmltag72 </p>}}'),
    )
    const contents = await readMessage(writeMsg({ properties: [[PR_RTF_COMPRESSED, rtf]] }), {
      provider,
      bodies: ['html', 'rtf'],
    })
    assert.match(contents.html ?? '', /<p>\s*kept\s*<\/p>/)
    assert.match(contents.rtf ?? '', /^\{\\rtf1/)
    assert.ok(!('text' in contents))
  })

  test('names what could not be read, and gives the rest', async () => {
    const damaged = writeMsg({
      properties: [
        [PR_SUBJECT_W, 'with a broken body'],
        [PR_RTF_COMPRESSED, Buffer.from('no compressed RTF at all')],
      ],
    })
    const contents = await readMessage(damaged, { provider })
    assert.equal(contents.subject, 'with a broken body')
    assert.equal(contents.problems.length, 1)
    assert.match(contents.problems[0]?.message ?? '', /PR_RTF_COMPRESSED/)
  })

  test('values that are too large for GetProps are whole', async () => {
    const { bytes: large } = samples.largeBody()
    await using session = await openIMsgSession({ provider })
    await using message = await session.openMessage(large)
    const expected = await message.getBody({ kind: 'text' })
    assert.equal((await readMessage(large, { provider })).text, expected?.content)
  })

  test('many at once in one session each get their own', async (t) => {
    const session = await openSession(t)
    const subjects = Array.from({ length: 40 }, (_, index) => `message ${String(index)}`)
    const read = await Promise.all(
      subjects.map((subject) =>
        readMessage(writeMsg({ properties: [[PR_SUBJECT_W, subject]] }), { session }),
      ),
    )
    assert.deepEqual(
      read.map(({ subject }) => subject),
      subjects,
    )
  })

  test('a message without anything has no sender, no dates and no problems', async () => {
    const contents = await readMessage(samples.emptyMessage().bytes, { provider })
    assert.equal(contents.from, undefined)
    assert.equal(contents.sent, undefined)
    assert.deepEqual([contents.to, contents.attachments, contents.problems], [[], [], []])
  })

  for (const [who, represented, expected] of [
    ['the sender where only the name of who is represented is there', 'Ann', 'ann@example.com'],
    ['who is represented, if that is somebody else', 'Bob', ''],
  ] as const) {
    test(`a message is from ${who}`, async (t) => {
      const session = await openSession(t)
      await using message = await session.createMessage(null)
      await message.setProps([
        [PR_SENT_REPRESENTING_NAME_W, represented],
        [PR_SENDER_NAME_W, 'Ann'],
        [PR_SENDER_EMAIL_ADDRESS_W, 'ann@example.com'],
      ])
      await message.saveChanges({ keepOpen: 'readwrite' })
      const { from } = await readMessage(await message.saveToBytes(), { session })
      assert.deepEqual(from, { name: represented, address: expected })
    })
  }

  test('recipients have names and addresses', async () => {
    const contents = await readMessage(samples.recipients().bytes, { provider, properties: true })
    for (const recipient of [...(contents.to ?? []), ...(contents.cc ?? []), ...(contents.bcc ?? [])]) {
      assert.equal(recipient.name, recipient.properties?.get(PR_DISPLAY_NAME_W) ?? '')
    }
  })
})

suite('readMessage refuses', () => {
  const { bytes } = samples.unicodeMail()

  for (const [what, options] of [
    ['an unknown option', { atachments: true }],
    ['bodies of an unknown kind', { bodies: ['markdown'] }],
    ['a number for attachments', { attachments: 1 }],
    ['tags that are no numbers', { properties: ['PR_SUBJECT'] }],
    ['a session that is none', { session: {} }],
  ] as const) {
    test(what, async () => {
      await assert.rejects(readMessage(bytes, options as object), { name: 'TypeError' })
    })
  }

  test('a source that is none', async () => {
    await assert.rejects(readMessage(7 as never, { provider }), { code: 'ERR_INVALID_ARG_TYPE' })
  })

  test('a file that is missing, naming it', async (t) => {
    const file = path.join(temporaryFolder(t), 'missing.msg')
    const error = await rejection(readMessage(file, { provider }))
    assert.equal(error.code, 'STG_E_FILENOTFOUND')
    assert.ok(error.message.includes(file))
  })

  test('a session that is closed', async () => {
    const session = await openIMsgSession({ provider })
    await session.close()
    assert.equal((await rejection(readMessage(bytes, { session }))).code, 'ERR_OBJECT_CLOSED')
  })

  test('a provider that cannot be used, each time anew', async () => {
    const dll = { dll: 'C:\\missing\\mapi32.dll' }
    await rejection(readMessage(bytes, { provider: dll }))
    await rejection(readMessage(bytes, { provider: dll }))
  })
})

test('the bytes given are not changed, and may change once the call was made', async (t) => {
  const session = await openSession(t)
  const file = sampleFile(temporaryFolder(t))
  const own = readFileSync(file)
  const reading = readMessage(own, { session })
  own.fill(0)
  assert.equal((await reading).subject, (await readMessage(file, { session })).subject)
})
