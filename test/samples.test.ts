import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import msgReader from '@kenjiuno/msgreader'
import CFB from 'cfb'
import { writeContainer } from './support/msg-container.ts'
import { damagedSamples, oddSamples } from './support/msg-damage.ts'
import { demoMsg } from './support/msg-demo.ts'
import { nameCrc } from './support/msg-names.ts'
import { type Facts, pattern, samples } from './support/samples.ts'

/** The fixtures are what they say to be, for readers that are not ours. */

type FieldsData = ReturnType<InstanceType<typeof msgReader.default>['getFileData']>

function read(bytes: Buffer, ansiEncoding = 'latin1'): FieldsData {
  const reader = new msgReader.default(new Uint8Array(bytes).buffer)
  reader.parserConfig = { ansiEncoding }
  return reader.getFileData()
}

function namesOfKind(fields: FieldsData, kind: string): string[] {
  return (fields.recipients ?? []).filter((each) => each.recipType === kind).map((each) => each.name ?? '')
}

/** msgreader leaves absent and empty texts out alike. */
function assertFacts(fields: FieldsData, facts: Facts): void {
  assert.equal(fields.subject ?? '', facts.subject ?? '')
  assert.equal(fields.body ?? '', facts.body ?? '')
  assert.deepEqual(namesOfKind(fields, 'to'), facts.to ?? [])
  assert.deepEqual(namesOfKind(fields, 'cc'), facts.cc ?? [])
  assert.deepEqual(namesOfKind(fields, 'bcc'), facts.bcc ?? [])
  if (facts.sender) {
    assert.deepEqual({ name: fields.senderName, address: fields.senderEmail }, facts.sender)
  }
  const attachments = fields.attachments ?? []
  assert.equal(attachments.length, facts.attachments?.length ?? 0)
  facts.attachments?.forEach((expected, i) => {
    const attachment = attachments[i]
    assert.ok(attachment)
    assert.equal(attachment.fileName ?? attachment.name, expected.name)
    if (expected.size !== undefined) assert.equal(attachment.contentLength, expected.size)
    if (expected.message) {
      assert.ok(attachment.innerMsgContentFields)
      assertFacts(attachment.innerMsgContentFields, expected.message)
    }
  })
}

const kAnsiEncodings: { [name: string]: string } = {
  ansi1252: 'cp1252',
  ansi932: 'cp932',
  ansi1251: 'cp1251',
}

// msgreader refuses property streams that do not end with a whole entry.
const kUnreadable = new Set(['truncatedPropertyStream', 'propertyStreamTail'])

suite('the sample messages', () => {
  for (const [name, make] of Object.entries({ ...samples, ...oddSamples })) {
    if (kUnreadable.has(name)) continue
    test(`${name} holds its facts`, () => {
      const { bytes, facts } = make()
      assertFacts(read(bytes, kAnsiEncodings[name]), facts)
    })
  }

  test('all are the same each time', () => {
    for (const make of Object.values({ ...samples, ...oddSamples, ...damagedSamples })) {
      assert.deepEqual(make().bytes, make().bytes)
    }
  })

  test('samples/demo.msg is what scripts/make-samples.mjs writes', () => {
    const committed = new URL('samples/demo.msg', import.meta.resolve('mapi-msg/package.json'))
    assert.deepEqual(readFileSync(fileURLToPath(committed)), demoMsg())
  })
})

suite('the writer', () => {
  test('computes the checksum of names as [MS-OXMSG] does', () => {
    assert.equal(nameCrc(Buffer.from('123456789')), 0x2dfd2d88)
  })

  for (const size of [0, 1, 63, 64, 65, 4095, 4096, 4097, 109 * 128 * 512]) {
    test(`writes a stream of ${size} bytes`, () => {
      const content = pattern(size)
      const file = writeContainer({ entries: { small: Buffer.from('x'), folder: { entries: { content } } } })
      const entry = CFB.find(CFB.read(file, { type: 'buffer' }), '/folder/content')
      assert.ok(entry)
      assert.equal(entry.size, size)
      // cfb gives an empty stream no content.
      if (size > 0) assert.ok(Buffer.from(entry.content).equals(content))
    })
  }

  test('leaves nothing of the library that writes the container', () => {
    const { FileIndex } = CFB.read(writeContainer({ entries: { only: pattern(10) } }), { type: 'buffer' })
    const names = FileIndex.filter((entry) => entry.type !== 0).map((entry) => entry.name)
    assert.deepEqual(names, ['Root Entry', 'only'])
  })
})
