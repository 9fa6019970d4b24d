import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'

import {
  BOOKMARK_BEGINNING,
  BOOKMARK_CURRENT,
  BOOKMARK_END,
  IID_IMAPITable,
  PR_ATTACH_NUM,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_MESSAGE_ATTACHMENTS,
  PR_MESSAGE_RECIPIENTS,
  PR_RECIPIENT_TYPE,
  PR_SMTP_ADDRESS_W,
  PT_STRING8,
  type MapiTable,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { samples } from './support/samples.ts'
import { openSample } from './support/sessions.ts'

suite('tables', () => {
  const nameAndKind = (table: MapiTable) => table.setColumns([PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE])

  async function openTable(t: TestContext): Promise<MapiTable> {
    const message = await openSample(t, samples.manyRecipients())
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
    const message = await openSample(t, samples.nested())
    const recipients = await message.openProperty(PR_MESSAGE_RECIPIENTS, IID_IMAPITable)
    await nameAndKind(recipients)
    assert.deepEqual(await namesOf(recipients.queryAll()), ['Anna'])
    const attachments = await message.openProperty(PR_MESSAGE_ATTACHMENTS, IID_IMAPITable)
    assert.equal(await attachments.getRowCount(), 1)
    assert.equal((await attachments.queryAll())[0]?.get(PR_ATTACH_NUM), 0)
  })

  test('have strings in the width that was asked for', async (t) => {
    const message = await openSample(t, samples.recipients())
    const table = await message.getRecipientTable({ unicode: false })
    const types = new Set((await table.queryColumns()).map((tag) => tag & 0xffff))
    assert.ok(types.has(PT_STRING8))
    assert.ok(!types.has(0x001f))
  })

  test('of a message without recipients and attachments are empty', async (t) => {
    const message = await openSample(t, samples.emptyMessage())
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
    const message = await openSample(t, samples.recipients())
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
