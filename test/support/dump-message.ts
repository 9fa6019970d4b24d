import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

import {
  IID_IStorage,
  MapiError,
  MV_FLAG,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_NUM,
  PT_BINARY,
  PT_CURRENCY,
  PT_I8,
  PT_OBJECT,
  PT_STRING8,
  PT_SYSTIME,
  PT_UNICODE,
  type Attachment,
  type FileTime,
  type MapiProp,
  type Message,
  type PropertyRow,
  type PropTag,
  type PropValue,
  type SessionObject,
} from 'mapi-msg'

import { collect } from './collect.ts'
import type { DumpedMessage, DumpedProperties } from './msg-dump.ts'
import { hex8 } from './msg-values.ts'

/** Compares what the package reads with dumps (msg-dump.ts), value by value. */

const tagsOf = (expected: DumpedProperties) => Object.keys(expected).map((key) => Number(key) as PropTag)

function dumpValue(type: number, value: PropValue): unknown {
  if (Array.isArray(value)) return value.map((each: PropValue) => dumpValue(type & ~MV_FLAG, each))
  if (type === PT_CURRENCY || type === PT_I8) return { int64: String(value) }
  if (type === PT_SYSTIME) return { filetime: String((value as FileTime).ticks) }
  if (type === PT_STRING8) return { string8: (value as unknown as Buffer).toString('hex') }
  if (type === PT_BINARY) {
    const bytes = value as Buffer
    return { binary: { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length } }
  }
  return value
}

function dumpRow(row: PropertyRow<true>, tags: PropTag[]): DumpedProperties {
  const values = [...row]
  return Object.fromEntries(
    tags.map((tag, i) => {
      const [found = 0, value] = values[i] ?? []
      assert.equal(found >>> 16, tag >>> 16, 'values come in the order of the tags')
      const dumped =
        value instanceof MapiError
          ? { error: `0x${hex8(value.hresult)}` }
          : dumpValue(found & 0xffff, value as PropValue)
      return [`0x${hex8(tag)}`, dumped]
    }),
  )
}

/** In rows that have each property once: a property can be stored as PT_STRING8 and as PT_UNICODE. */
function rowsOfTags(tags: PropTag[]): PropTag[][] {
  const rows: Map<number, PropTag>[] = []
  for (const tag of tags) {
    const row = rows.find((each) => !each.has(tag >>> 16))
    if (row) row.set(tag >>> 16, tag)
    else rows.push(new Map([[tag >>> 16, tag]]))
  }
  return rows.map((row) => [...row.values()])
}

const asUnicode = (tag: number) => ((tag & 0xefff) === PT_STRING8 ? tag - PT_STRING8 + PT_UNICODE : tag)

/** Asserts that the object has all these properties, that it lists them, and that it can give all that it lists. */
async function assertProperties(object: MapiProp, expected: DumpedProperties, where: string): Promise<void> {
  const tags = tagsOf(expected)
  const listed = new Set<number>(await object.getPropList())
  for (const tag of tags) assert.ok(listed.has(asUnicode(tag)), `${where}: 0x${hex8(tag)} is listed`)
  const values = tags.filter((tag) => (tag & 0xffff) !== PT_OBJECT)
  for (const wanted of rowsOfTags(values)) {
    const dumped = dumpRow(await object.getPropRow(wanted, { rawStrings: true }), wanted)
    for (const [key, value] of Object.entries(dumped))
      assert.deepEqual(value, expected[key], `${where}: ${key}`)
  }
  assert.equal((await object.getPropRow()).tags.length, listed.size, where)
}

async function assertRecipients(
  message: Message,
  expected: DumpedMessage['recipients'],
  where: string,
): Promise<void> {
  await using table = await message.getRecipientTable()
  assert.equal(await table.getRowCount(), expected.length, where)
  const tags = [...new Set(expected.flatMap(({ properties }) => tagsOf(properties)))]
  for (const columns of rowsOfTags(tags)) {
    await table.setColumns(columns)
    const rows = await table.queryAll()
    expected.forEach(({ properties }, i) => {
      const row = rows[i]
      assert.ok(row)
      for (const tag of columns) {
        const key = `0x${hex8(tag)}`
        // Rows hold text, whose bytes in the file are the message's business.
        if (!(key in properties) || (tag & 0xefff) === PT_STRING8) continue
        const value = row.get(tag) as PropValue | undefined
        assert.notEqual(value, undefined, `${where}: ${key} of recipient ${i}`)
        assert.deepEqual(
          dumpValue(tag & 0xffff, value as PropValue),
          properties[key],
          `${where}: ${key} of recipient ${i}`,
        )
      }
    })
  }
}

async function assertAttachment(
  attachment: Attachment,
  expected: DumpedMessage['attachments'][number],
  where: string,
): Promise<void> {
  await assertProperties(attachment, expected.properties, where)
  if (expected.embedded) {
    await using embedded = await attachment.openEmbeddedMessage()
    await assertDump(embedded, expected.embedded, `${where}, the message in it`)
  }
  if (expected.oleStorage) {
    await using storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
    assert.equal(storage.closed, false)
  }
}

/** Asserts that a message has all that a dump has. What MAPI computes may be there besides. */
export async function assertDump(message: Message, expected: DumpedMessage, where: string): Promise<void> {
  await assertProperties(message, expected.properties, where)
  await assertRecipients(message, expected.recipients, where)
  const numbers = await attachmentNumbers(message)
  assert.equal(numbers.length, expected.attachments.length, `${where}: attachments`)
  for (const [i, each] of expected.attachments.entries()) {
    await using attachment = await message.openAttach(numbers[i] ?? -1)
    await assertAttachment(attachment, each, `${where}, attachment ${i}`)
  }
}

async function attachmentNumbers(message: Message): Promise<number[]> {
  await using table = await message.getAttachmentTable()
  await table.setColumns([PR_ATTACH_NUM])
  return (await table.queryAll()).map((row) => row.get(PR_ATTACH_NUM) ?? -1).sort((a, b) => a - b)
}

/**
 * Reads all that there is. What cannot be read must be refused with a MapiError; answers those.
 * @throws Whatever is no MapiError.
 */
export async function readEverything(message: Message): Promise<MapiError[]> {
  const errors: MapiError[] = []
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof MapiError)) throw error
      errors.push(error)
      return undefined
    }
  }
  const attemptWith = async <Opened extends SessionObject>(
    open: () => Promise<Opened>,
    use: (opened: Opened) => Promise<unknown>,
  ): Promise<void> => {
    const opened = await attempt(open)
    if (opened) await use(opened).finally(() => opened.close())
  }
  const readProperties = async (object: MapiProp) => {
    await attempt(() => object.getPropList())
    const row = await attempt(() => object.getPropRow())
    for (const [, value] of row ?? []) if (value instanceof MapiError) errors.push(value)
    await attempt(() => object.getPropRow(null, { unicode: false, rawStrings: true }))
  }
  const readMessage = async (message: Message): Promise<void> => {
    await readProperties(message)
    await attempt(() => collect(message.recipients()))
    for (const number of (await attempt(() => attachmentNumbers(message))) ?? []) {
      await attemptWith(
        () => message.openAttach(number),
        async (attachment) => {
          await readProperties(attachment)
          await attempt(() => attachment.createReadStream().toArray())
          await attemptWith(() => attachment.openEmbeddedMessage(), readMessage)
        },
      )
    }
  }
  await readMessage(message)
  return errors
}
