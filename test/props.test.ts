import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { jsonLines, mapiMsg } from './support/command.ts'
import { note } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { samples } from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

interface Listed {
  properties: {
    tag: string
    name?: string
    type: string
    value?: unknown
    propertySet?: string
    id?: unknown
  }[]
}

interface ListedMessage extends Listed {
  recipients: Listed[]
  attachments: (Listed & { message?: ListedMessage })[]
}

async function listed(bytes: Uint8Array): Promise<ListedMessage> {
  const { code, output, errors } = await mapiMsg(['props', '-', '--json'], { input: bytes })
  assert.equal(code, 0, errors)
  return jsonLines(output)[0] as unknown as ListedMessage
}

const find = ({ properties }: Listed, tag: string) => properties.find((each) => each.tag === tag)

test('properties have their canonical name, type and value, in order of the tags', async () => {
  const { code, output, errors } = await mapiMsg(['props', '-'], { input: samples.recipients().bytes })
  assert.equal(code, 0, errors)
  assert.match(output, /^standard input, \d+ properties$/m)
  assert.match(output, /^ {2}0x0037001F {2}PT_UNICODE +PR_SUBJECT_W +"/m)
  assert.match(output, /^Recipient 1, \d+ properties$/m)
  assert.match(output, /^ {2}0x0C150003 {2}PT_LONG +PR_RECIPIENT_TYPE +1 \(0x1\)$/m)
  const message = await listed(samples.recipients().bytes)
  for (const { properties } of [message, ...message.recipients]) {
    const tags = properties.map(({ tag }) => tag)
    assert.deepEqual(tags, tags.toSorted())
  }
})

test('named properties have their set, and their number or name within it, in nested messages too', async () => {
  const { bytes } = samples.namedProperties()
  const message = await listed(bytes)
  const common = { name: 'PidLidPrivate', propertySet: 'PSETID_Common', id: 0x8506 }
  assert.deepEqual(find(message, '0x8000000B'), {
    tag: '0x8000000B',
    ...common,
    type: 'PT_BOOLEAN',
    value: true,
  })
  assert.deepEqual(find(message, '0x8003001F'), {
    tag: '0x8003001F',
    propertySet: 'PS_INTERNET_HEADERS',
    id: 'X-Mailer',
    type: 'PT_UNICODE',
    value: 'Mailer 1.0',
  })
  const own = '{5e1f0b3a-72c4-4d0e-9a61-0c8f3b2d7e94}'
  assert.equal(find(message, '0x80050003')?.propertySet, own)
  const inner = message.attachments[0]?.message
  assert.ok(inner)
  assert.equal(find(inner, '0x8001101F')?.id, 'Keywords')
  const text = await mapiMsg(['props', '-'], { input: bytes })
  assert.match(text.output, /0x8000000B {2}PT_BOOLEAN +PSETID_Common 0x8506 PidLidPrivate +true/)
  assert.match(text.output, /^ {2}Message in attachment 1, /m)
  assert.match(text.output, /PS_PUBLIC_STRINGS Keywords +\["inside"\]/)
})

test('values of every type are shown', async () => {
  const message = await listed(samples.singleValues().bytes)
  for (const type of ['PT_I2', 'PT_DOUBLE', 'PT_BOOLEAN', 'PT_I8', 'PT_SYSTIME', 'PT_CLSID', 'PT_BINARY']) {
    const found = message.properties.find((each) => each.type === type)
    assert.ok(found?.value !== undefined, type)
  }
  const several = await listed(samples.multiValues().bytes)
  assert.ok(several.properties.some(({ type, value }) => type === 'PT_MV_UNICODE' && Array.isArray(value)))
  const [attached] = (await listed(samples.oleAttachment().bytes)).attachments
  assert.ok(attached)
  assert.equal(find(attached, '0x3701000D')?.type, 'PT_OBJECT')
})

test('--full shows large values whole, and JSON always does', async (t) => {
  const body = 'word '.repeat(2000)
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, writeMsg(note({ subject: 'Long', body })))
  const [short, full, json] = await Promise.all([
    mapiMsg(['props', file]),
    mapiMsg(['props', file, '--full']),
    mapiMsg(['props', file, '--json']),
  ])
  assert.ok(short.output.length < body.length)
  assert.ok(full.output.includes(JSON.stringify(body)))
  assert.ok(json.output.includes(JSON.stringify(body)))
})
