import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'

import {
  IID_IMessage,
  type Message,
  type MessageSession,
  PR_BODY_W,
  PR_IMPORTANCE,
  PR_MESSAGE_ATTACHMENTS,
  PR_MESSAGE_RECIPIENTS,
  PR_STORE_SUPPORT_MASK,
  PR_SUBJECT_W,
  type Progress,
  PROP_TYPE,
  PT_ERROR,
} from 'mapi-msg'

import { assertDump } from './support/dump-message.ts'
import { expectedDump } from './support/msg-dump.ts'
import { samples } from './support/samples.ts'
import { openSession } from './support/sessions.ts'
import { fillNote, reopen } from './support/write-messages.ts'

const STORE_UNICODE_OK = 0x00040000

/** A session for the source and one for the target, which may be the same. */
type Sessions = (t: TestContext) => Promise<[MessageSession, MessageSession]>

suite('copies within a session', () => {
  copyTests(async (t) => {
    const session = await openSession(t)
    return [session, session]
  })
})

suite('copies between sessions', () => {
  copyTests(async (t) => [await openSession(t), await openSession(t)])
})

/** A new message with strings of the same width as another. */
async function createLike(session: MessageSession, source: Message): Promise<Message> {
  const mask = (await source.get(PR_STORE_SUPPORT_MASK)) ?? 0
  return session.createMessage(null, { unicode: (mask & STORE_UNICODE_OK) !== 0 })
}

async function counts(message: Message): Promise<[recipients: number, attachments: number]> {
  await using recipients = await message.getRecipientTable()
  await using attachments = await message.getAttachmentTable()
  return [await recipients.getRowCount(), await attachments.getRowCount()]
}

function copyTests(openSessions: Sessions): void {
  for (const [name, makeSample] of Object.entries(samples)) {
    if (name === 'namedProperties') continue
    test(`have all that is in the sample ${name}`, async (t) => {
      const [session, other] = await openSessions(t)
      const { message: description, bytes } = makeSample()
      const source = await session.openMessage(bytes)
      const target = await createLike(other, source)
      // SetProps cannot set properties that are errors, so these may be left, but not unsaid.
      const problems = await source.copyTo(target)
      assert.deepEqual(problems.filter(({ tag }) => PROP_TYPE(tag) !== PT_ERROR), []) // prettier-ignore
      const left = new Set<number>(problems.map(({ tag }) => tag))
      const properties = description.properties.filter(([tag]) => !left.has(tag))
      await assertDump(await reopen(other, target), expectedDump({ ...description, properties }), name)
    })
  }

  test('have named properties under their names', async (t) => {
    const [session, other] = await openSessions(t)
    const source = await session.openMessage(samples.namedProperties().bytes)
    const target = await other.createMessage(null)
    // So that the names get other tags than in the source.
    const own = { propertySet: '{c1d1f8f4-3c3c-4a4e-9a3c-0f0f0f0f0f0f}', name: 'own' }
    await target.getIDsFromNames([own], { create: true })
    assert.deepEqual(await source.copyTo(target), [])
    const saved = await reopen(other, target)
    for (const name of await source.getNamesFromIDs()) {
      assert.ok(name)
      const value = await source.get(name.tag)
      assert.deepEqual(await saved.getNamed(name.propertySet, name.id ?? name.name), value)
    }
  })

  test('leave out what is excluded', async (t) => {
    const [session, other] = await openSessions(t)
    const source = await session.openMessage(samples.nested().bytes)
    const target = await other.createMessage(null)
    const exclude = [PR_BODY_W, PR_MESSAGE_RECIPIENTS, PR_MESSAGE_ATTACHMENTS]
    assert.deepEqual(await source.copyTo(target, { exclude }), [])
    const saved = await reopen(other, target)
    assert.deepEqual(await saved.getProps([PR_SUBJECT_W, PR_BODY_W]), [
      await source.get(PR_SUBJECT_W),
      undefined,
    ])
    assert.deepEqual(await counts(saved), [0, 0])
    await assert.rejects(source.copyTo(target, { excludeInterfaces: [IID_IMessage] }), {
      code: 'MAPI_E_INTERFACE_NOT_SUPPORTED',
    })
  })

  test('replace what the target has, or keep it', async (t) => {
    const [session, other] = await openSessions(t)
    const source = await session.openMessage(samples.nested().bytes)
    for (const noReplace of [false, true]) {
      const target = await other.createMessage(null)
      await fillNote(target, 'own subject')
      assert.deepEqual(await source.copyTo(target, { noReplace }), [])
      const [subject, body] = await source.getProps([PR_SUBJECT_W, PR_BODY_W])
      const [recipients, attachments] = await counts(source)
      const saved = await reopen(other, target)
      assert.deepEqual(
        await saved.getProps([PR_SUBJECT_W, PR_BODY_W]),
        noReplace ? ['own subject', 'Text\r\n'] : [subject, body],
      )
      assert.deepEqual(await counts(saved), [noReplace ? 1 : recipients, attachments])
    }
  })

  test('take the source away if they move it', async (t) => {
    const [session, other] = await openSessions(t)
    const { message: description, bytes } = samples.nested()
    const source = await session.openMessage(bytes, { mode: 'readwrite' })
    const target = await other.createMessage(null)
    assert.deepEqual(await source.copyTo(target, { move: true }), [])
    await assertDump(await reopen(other, target), expectedDump(description), 'the target')
    const left = await reopen(session, source)
    assert.equal(await left.get(PR_SUBJECT_W), undefined)
    assert.deepEqual(await counts(left), [0, 0])
  })

  test('have the properties that were asked for', async (t) => {
    const [session, other] = await openSessions(t)
    const source = await session.openMessage(samples.nested().bytes)
    const target = await other.createMessage(null)
    await fillNote(target, 'own subject')
    const problems = await source.copyProps([PR_BODY_W, PR_IMPORTANCE, PR_MESSAGE_ATTACHMENTS], target)
    const missing = (await source.get(PR_IMPORTANCE)) === undefined
    assert.deepEqual(
      problems.map(({ index, tag, error }) => [index, tag, error.code]),
      missing ? [[1, PR_IMPORTANCE, 'MAPI_E_NOT_FOUND']] : [],
    )
    const saved = await reopen(other, target)
    assert.deepEqual(await saved.getProps([PR_SUBJECT_W, PR_BODY_W]), [
      'own subject',
      await source.get(PR_BODY_W),
    ])
    assert.deepEqual(await counts(saved), [1, (await counts(source))[1]])
  })

  test('are made of attachments, and of messages in them', async (t) => {
    const [session, other] = await openSessions(t)
    const { message: description, bytes } = samples.nested()
    const source = await session.openMessage(bytes)
    const attachment = await source.openAttach(0)
    const target = await other.createMessage(null)
    await using copied = await target.createAttach()
    assert.deepEqual(await attachment.copyTo(copied), [])
    await copied.saveChanges()
    const { attachments = [] } = description
    const expected = { ...description, recipients: [], attachments: attachments.slice(0, 1), properties: [] }
    await assertDump(await reopen(other, target), expectedDump(expected), 'the attachment')
    const embedded = await attachment.openEmbeddedMessage()
    const alone = await other.createMessage(null)
    assert.deepEqual(await embedded.copyTo(alone), [])
    const inner = attachments[0]?.message
    assert.ok(inner)
    await assertDump(await reopen(other, alone), expectedDump(inner), 'the embedded message')
  })

  test('tell how far they are', async (t) => {
    const [session, other] = await openSessions(t)
    const source = await session.openMessage(samples.attachmentSizes().bytes)
    const [, attachments] = await counts(source)
    const target = await other.createMessage(null)
    const told: Progress[] = []
    await source.copyTo(target, { onProgress: (progress) => told.push(progress) })
    assert.ok(told.length >= attachments)
    assert.equal(told.at(-1)?.value, told.at(-1)?.maximum)
    for (const { value, minimum, maximum } of told) assert.ok(value >= minimum && value <= maximum)
    assert.ok(told.some(({ count, total }) => count === attachments && total === attachments))
  })

  test('go nowhere if the target is for reading only', async (t) => {
    const [session, other] = await openSessions(t)
    const source = await session.openMessage(samples.nested().bytes)
    const target = await other.openMessage(samples.unicodeMail().bytes)
    await assert.rejects(source.copyTo(target), { code: 'MAPI_E_NO_ACCESS' })
    await target.close()
    await assert.rejects(source.copyTo(target), { code: 'ERR_OBJECT_CLOSED' })
  })
}

test('a message is not copied onto itself, or into itself', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.nested().bytes, { mode: 'readwrite' })
  await assert.rejects(message.copyTo(message), { code: 'MAPI_E_NO_ACCESS' })
  const attachment = await message.openAttach(0)
  const inside = await attachment.openEmbeddedMessage({ modify: true })
  await assert.rejects(message.copyTo(inside), { code: 'MAPI_E_FOLDER_CYCLE' })
})
