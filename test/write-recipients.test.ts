import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  MAPI_BCC,
  MAPI_CC,
  type Message,
  PR_DISPLAY_CC_W,
  PR_DISPLAY_NAME_W,
  PR_DISPLAY_TO_W,
  PR_EMAIL_ADDRESS_W,
  PR_RECIPIENT_TYPE,
  PR_ROWID,
  type PropertyRow,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { openSession } from './support/sessions.ts'
import { recipient, reopen } from './support/write-messages.ts'

const nameOf = (row: PropertyRow) => row.get(PR_DISPLAY_NAME_W)

async function names(message: Message): Promise<(string | undefined)[]> {
  return (await collect(message.recipients())).map(nameOf)
}

test('recipients are added, modified, removed and replaced', async (t) => {
  const session = await openSession(t)
  const message = await session.createMessage(null)
  await message.modifyRecipients('add', [
    recipient('Ann', 'ann@mail.example'),
    recipient('Bob', 'bob@mail.example', MAPI_CC),
  ])
  await message.modifyRecipients('add', [recipient('Cid', 'cid@mail.example', MAPI_BCC)])
  assert.deepEqual(await names(message), ['Ann', 'Bob', 'Cid'])

  const [, bob] = await collect(message.recipients())
  const bobId = bob?.get(PR_ROWID)
  assert.ok(bobId !== undefined)
  await message.modifyRecipients('modify', [
    [
      [PR_ROWID, bobId],
      [PR_DISPLAY_NAME_W, 'Robert'],
      [PR_RECIPIENT_TYPE, MAPI_CC],
    ],
  ])
  const modified = (await collect(message.recipients())).find((row) => row.get(PR_ROWID) === bobId)
  assert.equal(modified?.get(PR_DISPLAY_NAME_W), 'Robert')
  assert.equal(modified.get(PR_EMAIL_ADDRESS_W), undefined, 'the whole row is replaced')

  const [ann] = await collect(message.recipients())
  await message.modifyRecipients('remove', [[[PR_ROWID, ann?.get(PR_ROWID) ?? -1]]])
  const saved = await reopen(session, message)
  assert.deepEqual(await names(saved), ['Robert', 'Cid'])
  assert.deepEqual(await saved.getProps([PR_DISPLAY_TO_W, PR_DISPLAY_CC_W]), ['', 'Robert'])

  await message.modifyRecipients('replace all', [recipient('Dan', 'dan@mail.example')])
  assert.deepEqual(await names(await reopen(session, message)), ['Dan'])
  await message.modifyRecipients('replace all', [])
  assert.deepEqual(await names(await reopen(session, message)), [])
})

test('nothing changes if a row is wrong', async (t) => {
  const message = await (await openSession(t)).createMessage(null)
  await message.modifyRecipients('add', [recipient('Ann', 'ann@mail.example')])
  await assert.rejects(message.modifyRecipients('remove', [[[PR_ROWID, 77]]]), { name: 'MapiError' })
  await assert.rejects(message.modifyRecipients('modify', [recipient('Bob', 'bob@mail.example')]), {
    code: 'MAPI_E_INVALID_PARAMETER',
  })
  assert.deepEqual(await names(message), ['Ann'])
})

test('thousands of recipients are written', async (t) => {
  const session = await openSession(t)
  const message = await session.createMessage(null)
  const all = Array.from({ length: 5000 }, (_, i) => `Recipient ${i}`)
  await message.modifyRecipients(
    'add',
    all.map((name, i) => recipient(name, `r${i}@mail.example`)),
  )
  assert.deepEqual(await names(await reopen(session, message)), all)
})
