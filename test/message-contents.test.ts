import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import {
  ATTACH_EMBEDDED_MSG,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_RECIPIENT_TYPE,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SUBJECT_W,
  type Attachment,
  type Message,
} from 'mapi-msg'

import { assertDump } from './support/dump-message.ts'
import { oddSamples } from './support/msg-damage.ts'
import { expectedDump } from './support/msg-dump.ts'
import { deeplyNested, pattern, samples, type Facts } from './support/samples.ts'
import { openSample } from './support/sessions.ts'

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
      const message = await openSample(t, sample)
      await assertFacts(message, sample.facts)
      await assertDump(message, expectedDump(sample.message), name)
    })
  }

  test('a message in a message, thirty deep', async (t) => {
    let message = await openSample(t, deeplyNested(30))
    for (let level = 0; ; level++) {
      assert.equal(await message.get(PR_SUBJECT_W), `Level ${level}`)
      if (level === 30) break
      const attachment = await message.openAttach(0)
      message = await attachment.openEmbeddedMessage()
    }
  })
})
