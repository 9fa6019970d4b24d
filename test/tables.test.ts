import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'

import {
  BMR_NEZ,
  BOOKMARK_BEGINNING,
  BOOKMARK_CURRENT,
  BOOKMARK_END,
  FL_IGNORECASE,
  FL_PREFIX,
  FL_SUBSTRING,
  IID_IMAPITable,
  type MapiTable,
  PR_ATTACH_NUM,
  PR_ATTACH_SIZE,
  PR_DISPLAY_NAME_A,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_MESSAGE_ATTACHMENTS,
  PR_MESSAGE_RECIPIENTS,
  PR_RECIPIENT_TYPE,
  PR_ROWID,
  PR_SMTP_ADDRESS_W,
  PR_SUBJECT_W,
  RELOP_EQ,
  RELOP_GT,
  RELOP_LE,
  RELOP_NE,
  RES_AND,
  RES_BITMASK,
  RES_COMPAREPROPS,
  RES_CONTENT,
  RES_EXIST,
  RES_NOT,
  RES_OR,
  RES_PROPERTY,
  RES_SIZE,
  RES_SUBRESTRICTION,
  type Restriction,
} from 'mapi-msg'

import * as samples from './support/samples.ts'
import { openSession } from './support/sessions.ts'

async function recipientTable(t: TestContext, sample = samples.manyRecipients()): Promise<MapiTable> {
  const session = await openSession(t)
  const message = await session.openMessage(sample.bytes)
  const table = await message.getRecipientTable()
  await table.setColumns([PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE, PR_ROWID])
  return table
}

async function rowIds(table: MapiTable): Promise<(number | undefined)[]> {
  return (await table.queryAll()).map((row) => row.get(PR_ROWID))
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

test('rows come in order, forwards and backwards', async (t) => {
  const table = await recipientTable(t)
  const count = await table.getRowCount()
  assert.equal(count, 200)
  await t.test('and the table moves on', async () => {
    const ids: (number | undefined)[] = []
    for (;;) {
      const rows = await table.queryRows(70)
      if (rows.length === 0) break
      ids.push(...rows.map((row) => row.get(PR_ROWID)))
    }
    assert.deepEqual(ids, upTo(count))
  })
  await t.test('backwards from the end, in the order of the table', async () => {
    const rows = await table.queryRows(-3)
    assert.deepEqual(
      rows.map((row) => row.get(PR_ROWID)),
      [197, 198, 199],
    )
    assert.equal((await table.queryPosition()).row, 200, 'it stands after the last row returned')
    await table.queryRows(-3, { noAdvance: true })
    assert.equal((await table.queryPosition()).row, 197, 'or at the first with TBL_NOADVANCE')
  })
  await t.test('without moving', async () => {
    await table.seekRow(BOOKMARK_BEGINNING, 5)
    const [first] = await table.queryRows(1, { noAdvance: true })
    const [again] = await table.queryRows(1)
    assert.equal(first?.get(PR_ROWID), 5)
    assert.equal(again?.get(PR_ROWID), 5)
    assert.equal((await table.queryPosition()).row, 6)
  })
  await t.test('by async iteration', async () => {
    await table.seekRow(BOOKMARK_END, -2)
    const ids: (number | undefined)[] = []
    for await (const row of table) ids.push(row.get(PR_ROWID))
    assert.deepEqual(ids, [198, 199])
  })
  await t.test('all, wherever the table stands', async () => {
    assert.deepEqual(await rowIds(table), upTo(count))
  })
})

test('a table can be moved about', async (t) => {
  const table = await recipientTable(t)
  assert.equal(await table.seekRow(BOOKMARK_BEGINNING, 10), 10)
  assert.equal(await table.seekRow(BOOKMARK_CURRENT, -4), -4)
  assert.equal((await table.queryPosition()).row, 6)
  assert.equal(await table.seekRow(BOOKMARK_CURRENT, -50), -6, 'it stops at the first row')
  assert.equal(await table.seekRow(BOOKMARK_END, 0), 0)
  assert.equal((await table.queryPosition()).row, 200)
  await table.seekRowApprox(1, 2)
  assert.equal((await table.queryPosition()).row, 100)
  await table.seekRowApprox(9, 3)
  assert.equal((await table.queryPosition()).row, 200, 'beyond the end is the end')
  await assert.rejects(table.seekRowApprox(1, 0), { code: 'MAPI_E_INVALID_PARAMETER' })
})

test('bookmarks', async (t) => {
  const table = await recipientTable(t)
  await table.seekRow(BOOKMARK_BEGINNING, 20)
  const bookmark = await table.createBookmark()
  await table.seekRow(BOOKMARK_END, 0)
  await table.seekRow(bookmark, 2)
  assert.equal((await table.queryPosition()).row, 22)
  await table.freeBookmark(bookmark)
  await assert.rejects(table.seekRow(bookmark, 0), { code: 'MAPI_E_INVALID_BOOKMARK' })
  await assert.rejects(table.freeBookmark(bookmark), { code: 'MAPI_E_INVALID_BOOKMARK' })
  await assert.rejects(table.seekRow(0x7777, 0), { code: 'MAPI_E_INVALID_BOOKMARK' })
})

test('columns', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.recipients().bytes)
  const table = await message.getRecipientTable()
  await t.test('a recipient table offers those that MAPI requires', async () => {
    const columns = await table.queryColumns()
    for (const tag of [PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE, PR_ROWID]) assert.ok(columns.includes(tag))
    assert.ok((await table.queryColumns({ all: true })).includes(PR_SMTP_ADDRESS_W))
  })
  await t.test('come in the order asked for, with an error where a row lacks one', async () => {
    await table.setColumns([PR_SMTP_ADDRESS_W, PR_ROWID, PR_SUBJECT_W])
    assert.deepEqual(await table.queryColumns(), [PR_SMTP_ADDRESS_W, PR_ROWID, PR_SUBJECT_W])
    const [row] = await table.queryAll()
    assert.equal(row?.tags.length, 3)
    assert.equal(row.get(PR_SUBJECT_W), undefined)
    assert.equal(row.error(PR_SUBJECT_W)?.code, 'MAPI_E_NOT_FOUND')
  })
  await t.test('of 8-bit strings are the same text', async () => {
    await table.setColumns([PR_DISPLAY_NAME_W])
    const wide = (await table.queryAll()).map((row) => row.get(PR_DISPLAY_NAME_W))
    await table.setColumns([PR_DISPLAY_NAME_A])
    const narrow = (await table.queryAll()).map((row) => row.get(PR_DISPLAY_NAME_A))
    assert.deepEqual(narrow, wide)
  })
  await t.test('of which there are none are refused', async () => {
    await assert.rejects(table.setColumns([]), { code: 'MAPI_E_INVALID_PARAMETER' })
  })
})

test('restrictions', async (t) => {
  const { facts } = samples.recipients()
  const table = await recipientTable(t, samples.recipients())
  await table.setColumns([PR_DISPLAY_NAME_W, PR_EMAIL_ADDRESS_W, PR_RECIPIENT_TYPE, PR_ROWID])
  const all = await table.queryAll()
  const names = (restriction: Restriction | null) =>
    table
      .restrict(restriction)
      .then(async () => (await table.queryAll()).map((row) => row.get(PR_DISPLAY_NAME_W)))
  const isTo: Restriction = { rt: RES_PROPERTY, relop: RELOP_EQ, tag: PR_RECIPIENT_TYPE, value: 1 }
  const firstName = all[0]?.get(PR_DISPLAY_NAME_W) ?? ''
  const isFirst: Restriction = { rt: RES_PROPERTY, relop: RELOP_EQ, tag: PR_DISPLAY_NAME_W, value: firstName }
  const everyone = all.map((row) => row.get(PR_DISPLAY_NAME_W))

  await t.test('RES_PROPERTY', async () => {
    assert.deepEqual(await names(isTo), facts.to)
    assert.deepEqual(await names({ ...isTo, value: 2 }), facts.cc)
    assert.deepEqual(await names({ ...isTo, relop: RELOP_NE }), [...(facts.cc ?? []), ...(facts.bcc ?? [])])
    assert.deepEqual(await names({ ...isTo, relop: RELOP_GT, value: 3 }), [])
    assert.deepEqual(await names({ ...isTo, relop: RELOP_LE, value: 3 }), everyone)
    assert.deepEqual(await names(isFirst), [firstName])
  })
  await t.test('RES_AND, RES_OR, RES_NOT', async () => {
    assert.deepEqual(await names({ rt: RES_AND, res: [isTo, isFirst] }), [firstName])
    assert.deepEqual(await names({ rt: RES_AND, res: [isTo, { rt: RES_NOT, res: isTo }] }), [])
    assert.deepEqual(await names({ rt: RES_OR, res: [isTo, { rt: RES_NOT, res: isTo }] }), everyone)
  })
  await t.test('RES_CONTENT', async () => {
    const content = (value: string, fuzzyLevel: number): Restriction => ({
      rt: RES_CONTENT,
      fuzzyLevel,
      tag: PR_DISPLAY_NAME_W,
      value,
    })
    assert.deepEqual(await names(content(firstName.slice(0, 4), FL_PREFIX)), [firstName])
    assert.deepEqual(await names(content(firstName.slice(1, 5), FL_SUBSTRING)), [firstName])
    assert.deepEqual(await names(content(firstName.toUpperCase(), FL_IGNORECASE)), [firstName])
    assert.deepEqual(await names(content(firstName.slice(1), FL_PREFIX)), [])
  })
  await t.test('RES_EXIST, RES_BITMASK, RES_SIZE, RES_COMPAREPROPS', async () => {
    assert.deepEqual(await names({ rt: RES_EXIST, tag: PR_DISPLAY_NAME_W }), everyone)
    assert.deepEqual(await names({ rt: RES_EXIST, tag: PR_SUBJECT_W }), [])
    const odd = all.filter((row) => (row.get(PR_RECIPIENT_TYPE) ?? 0) & 1)
    assert.deepEqual(
      await names({ rt: RES_BITMASK, relBMR: BMR_NEZ, tag: PR_RECIPIENT_TYPE, mask: 1 }),
      odd.map((row) => row.get(PR_DISPLAY_NAME_W)),
    )
    assert.deepEqual(await names({ rt: RES_SIZE, relop: RELOP_GT, tag: PR_DISPLAY_NAME_W, cb: 2 }), everyone)
    const same = { rt: RES_COMPAREPROPS, relop: RELOP_EQ, tag1: PR_ROWID, tag2: PR_ROWID } as const
    assert.deepEqual(await names(same), everyone)
  })
  await t.test('that a table cannot judge are too complex', async () => {
    await assert.rejects(
      table.restrict({ rt: RES_SUBRESTRICTION, subObject: PR_MESSAGE_RECIPIENTS, res: isTo }),
      { code: 'MAPI_E_TOO_COMPLEX' },
    )
  })
  await t.test('with null all rows are back', async () => {
    assert.deepEqual(await names(null), everyone)
  })
  await t.test('whose value does not fit the tag are refused before anything happens', async () => {
    await assert.rejects(table.restrict({ ...isTo, value: 'To' }), {
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
    })
  })
})

test('findRow', async (t) => {
  const table = await recipientTable(t)
  const withId = (value: number): Restriction => ({ rt: RES_PROPERTY, relop: RELOP_EQ, tag: PR_ROWID, value })
  assert.equal(await table.findRow(withId(150)), true)
  assert.equal((await table.queryPosition()).row, 150)
  assert.equal(await table.findRow(withId(20)), false, 'it searches from where the table stands')
  assert.equal((await table.queryPosition()).row, 150, 'and stays there when it finds nothing')
  assert.equal(await table.findRow(withId(20), { backward: true }), true)
  assert.equal((await table.queryPosition()).row, 20)
  assert.equal(await table.findRow(withId(0), { bookmark: BOOKMARK_BEGINNING }), true)
  await assert.rejects(table.findRow(withId(0), { bookmark: 0x1234 }), { code: 'MAPI_E_INVALID_BOOKMARK' })
})

test('sortTable', async (t) => {
  const table = await recipientTable(t)
  await table.sortTable([{ tag: PR_ROWID, descending: true }])
  assert.deepEqual(await rowIds(table), upTo(200).reverse())
  assert.deepEqual(await table.querySortOrder(), [{ tag: PR_ROWID, descending: true }])
  await table.sortTable([{ tag: PR_RECIPIENT_TYPE }, { tag: PR_ROWID, descending: true }])
  const sorted = await table.queryAll()
  const keys = sorted.map((row) => [row.get(PR_RECIPIENT_TYPE) ?? 0, row.get(PR_ROWID) ?? 0] as const)
  const expected = [...keys].sort((a, b) => a[0] - b[0] || b[1] - a[1])
  assert.deepEqual(keys, expected)
})

test('the tables of a message can be opened as properties', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.attachmentSizes().bytes)
  const attachments = await message.openProperty(PR_MESSAGE_ATTACHMENTS, IID_IMAPITable)
  assert.equal(await attachments.getRowCount(), samples.attachmentSizes().facts.attachments?.length)
  const recipients = await message.openProperty(PR_MESSAGE_RECIPIENTS, IID_IMAPITable)
  assert.equal(await recipients.getRowCount(), 0)
})

test('an attachment table has the columns that MAPI requires', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.attachmentSizes().bytes)
  const rows = await (await message.getAttachmentTable()).queryAll()
  const numbers = rows.map((row) => row.get(PR_ATTACH_NUM))
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index),
  )
  for (const row of rows)
    assert.ok(row.get(PR_ATTACH_SIZE) === undefined || (row.get(PR_ATTACH_SIZE) ?? 0) >= 0)
})

test('wrong arguments are refused before anything happens', async (t) => {
  const table = await recipientTable(t)
  const wrongType = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }
  const outOfRange = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' }
  await assert.rejects(table.queryRows('1' as unknown as number), wrongType)
  await assert.rejects(table.queryRows(2 ** 31), outOfRange)
  await assert.rejects(table.queryRows(-(2 ** 31)), outOfRange)
  await assert.rejects(table.seekRow(0, 0.5), outOfRange)
  await assert.rejects(table.setColumns(5 as unknown as []), wrongType)
  await assert.rejects(table.setColumns(['PR_SUBJECT'] as unknown as []), wrongType)
  await assert.rejects(table.restrict(undefined as unknown as null), wrongType)
  await assert.rejects(table.restrict({ rt: 99 } as unknown as null), wrongType)
  await assert.rejects(table.sortTable('up' as unknown as []), wrongType)
  await assert.rejects(table.queryRows(0), { code: 'MAPI_E_INVALID_PARAMETER' })
})
