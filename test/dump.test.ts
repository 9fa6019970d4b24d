import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'

import { mapiMsg as runCommand, mapiMsgProcess } from './support/command.ts'
import { corpusFiles, corpusMissing } from './support/corpus.ts'
import { damagedSamples, oddSamples } from './support/msg-damage.ts'
import { expectedDump } from './support/msg-dump.ts'
import { fileAttachment, note, PR_ATTACH_DATA_BIN } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import * as samples from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

/** Runs the command, and gives what it printed on both streams. */
async function mapiMsg(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { code, output, errors } = await runCommand(args)
  return { code, output: output + errors }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Where a dump lacks something of what is expected, or has something else. What it has beyond that is fine. */
function* differences(expected: unknown, actual: unknown, where = ''): Generator<string> {
  if (typeof expected !== 'object' || expected === null) {
    if (!Object.is(expected, actual)) yield `${where}: ${show(actual)} instead of ${show(expected)}`
    return
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual) !== Array.isArray(expected)) {
    yield `${where}: ${show(actual)} instead of ${show(expected)}`
    return
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length !== actual.length) {
    yield `${where}: ${actual.length} instead of ${expected.length}`
  }
  for (const [key, value] of Object.entries(expected)) {
    yield* differences(value, (actual as Record<string, unknown>)[key], `${where}/${key}`)
  }
}

function show(value: unknown): string {
  return (JSON.stringify(value) as string | undefined)?.slice(0, 200) ?? 'nothing'
}

/** The tags that the other reader could not read either. */
function withoutMissing(expected: unknown): unknown {
  if (Array.isArray(expected)) return expected.map(withoutMissing)
  if (typeof expected !== 'object' || expected === null) return expected
  const kept = Object.entries(expected).filter(([key, value]) => !(key === 'missing' && Array.isArray(value)))
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutMissing(value)]))
}

function assertHolds(actual: unknown, expected: unknown): void {
  assert.deepEqual([...differences(expected, actual)], [])
}

function writeSample(folder: string, name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  return file
}

async function dumpOf(t: TestContext, bytes: Uint8Array, ...options: string[]): Promise<unknown> {
  const file = writeSample(temporaryFolder(t), 'mail.msg', bytes)
  const { code, output } = await mapiMsg('dump', file, ...options)
  assert.equal(code, 0, output)
  return JSON.parse(output)
}

test(
  'the dump of every real message holds all that an independent reader found',
  {
    skip: corpusMissing,
  },
  async (t) => {
    const out = temporaryFolder(t)
    const files = corpusFiles()
    const finished = await mapiMsg(
      'dump',
      ...files.map((file) => file.path),
      '--out',
      out,
      '--binary',
      'hash',
    )
    assert.equal(finished.output, '')
    assert.equal(finished.code, 0)
    for (const file of files) {
      await t.test(file.name, () => {
        assertHolds(readJson(path.join(out, `${file.name}.json`)), withoutMissing(file.expected()))
      })
    }
  },
)

test('the dump of every sample holds all that was written', async (t) => {
  const folder = temporaryFolder(t)
  const all = Object.entries({ ...samples.samples, ...oddSamples })
  const files = all.map(([name, make]) => writeSample(folder, `${name}.msg`, make().bytes))
  const out = path.join(folder, 'dumps', 'new')
  const { code, output } = await mapiMsg('dump', ...files, '-o', out, '-b', 'hash')
  assert.equal(output, '')
  assert.equal(code, 0)
  for (const [name, make] of all) {
    await t.test(name, () => {
      assertHolds(readJson(path.join(out, `${name}.msg.json`)), expectedDump(make().message))
    })
  }
})

test('damaged files are dumped as far as they can be read, or named', async (t) => {
  const folder = temporaryFolder(t)
  const all = Object.entries(damagedSamples).map(([name, make]) => ({ name, ...make() }))
  const files = all.map(({ name, bytes }) => writeSample(folder, `${name}.msg`, bytes))
  const out = path.join(folder, 'out')
  const { code, output } = await mapiMsg('dump', ...files, '--out', out, '--binary', 'hash')
  assert.equal(code, 1)
  assert.doesNotMatch(output, /^\s+at /m)
  for (const { name, outcome } of all) {
    const isNamed = output.includes(`${name}.msg: `)
    const isDumped = existsSync(path.join(out, `${name}.msg.json`))
    assert.ok(isNamed || isDumped, name)
    if (outcome === 'refused') assert.ok(isNamed && !isDumped, name)
    if (isDumped) readJson(path.join(out, `${name}.msg.json`))
  }
})

test('keys are sorted, at every level', async (t) => {
  const folder = temporaryFolder(t)
  const file = writeSample(folder, 'mail.msg', samples.nested().bytes)
  const { output } = await mapiMsgProcess(['dump', file])
  let objects = 0
  JSON.parse(output, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      objects++
      assert.deepEqual(Object.keys(value), Object.keys(value).sort())
    }
    return value
  })
  assert.ok(objects > 10)
})

test('binary values are base64 unless hashes are asked for', async (t) => {
  const { bytes } = samples.attachmentSizes()
  const dump = (await dumpOf(t, bytes)) as { attachments: { properties: Record<string, unknown> }[] }
  const tag = `0x${PR_ATTACH_DATA_BIN.toString(16).toUpperCase()}`
  for (const [i, size] of [0, 1, 4095, 4096, 4097, 1 << 20].entries()) {
    assert.deepEqual(dump.attachments[i]?.properties[tag], {
      base64: samples.pattern(size).toString('base64'),
    })
  }
  assert.deepEqual(await dumpOf(t, bytes, '--binary', 'base64'), dump)
})

test('a dump of many megabytes is printed whole', async (t) => {
  const content = samples.pattern(24 << 20)
  const message = note({ subject: 'Large', body: '', attachments: [fileAttachment('large.bin', content)] })
  const dump = (await dumpOf(t, writeMsg(message))) as {
    attachments: { properties: Record<string, { base64: string }> }[]
  }
  const dumped = Buffer.from(dump.attachments[0]?.properties['0x37010102']?.base64 ?? '', 'base64')
  assert.ok(dumped.equals(content))
})

test('strings are dumped beyond a NUL within them, without those at their end', async (t) => {
  const dump = await dumpOf(
    t,
    writeMsg({
      properties: [
        [0x6800001f, 'a\0b\0\0'],
        [0x6801001e, Buffer.from('c\0d\0')],
      ],
    }),
  )
  assertHolds(dump, { properties: { '0x6800001F': 'a\0b', '0x6801001E': { string8: '630064' } } })
})

test('strings of both widths in one message keep their tags', async (t) => {
  const dump = (await dumpOf(
    t,
    writeMsg({
      properties: [
        [0x6800001f, 'wide'],
        [0x6801001e, Buffer.from('narrow')],
        [0x6802101f, ['wide', 'strings']],
        [0x6803101e, [Buffer.from('narrow'), Buffer.from('strings')]],
      ],
    }),
  )) as { properties: object }
  assertHolds(dump.properties, {
    '0x6800001F': 'wide',
    '0x6801001E': { string8: '6e6172726f77' },
    '0x6802101F': ['wide', 'strings'],
    '0x6803101E': [{ string8: '6e6172726f77' }, { string8: '737472696e6773' }],
  })
  for (const absent of ['0x6800001E', '0x6801001F', '0x6802101E', '0x6803101F']) {
    assert.ok(!(absent in dump.properties), absent)
  }
})

test('numbers that JSON has no words for are named', async (t) => {
  const dump = await dumpOf(
    t,
    writeMsg({
      properties: [
        [0x68000005, NaN],
        [0x68010005, -Infinity],
        [0x68020004, Infinity],
      ],
    }),
  )
  assertHolds(dump, {
    properties: {
      '0x68000005': { number: 'NaN' },
      '0x68010005': { number: '-Infinity' },
      '0x68020004': { number: 'Infinity' },
    },
  })
})

test('files that cannot be read are named, and the others are dumped', async (t) => {
  const folder = temporaryFolder(t)
  const good = writeSample(folder, 'good.msg', samples.unicodeMail().bytes)
  const bad = writeSample(folder, 'bad.msg', Buffer.from('This is no message.'))
  const cut = writeSample(folder, 'cut.msg', samples.unicodeMail().bytes.subarray(0, 700))
  const absent = path.join(folder, 'absent.msg')
  const last = writeSample(folder, 'last.msg', samples.emptyMessage().bytes)
  const out = path.join(folder, 'out')
  const { code, output } = await mapiMsg('dump', good, bad, cut, absent, last, '--out', out)
  assert.equal(code, 1)
  assert.deepEqual(readdirSync(out).sort(), ['good.msg.json', 'last.msg.json'])
  for (const file of [bad, cut, absent]) assert.ok(output.includes(`${file}: `), output)
  assert.ok(!output.includes('good.msg'), output)
  assert.doesNotMatch(output, /^\s+at /m)
})

test('one file that cannot be read', async (t) => {
  const absent = path.join(temporaryFolder(t), 'absent.msg')
  const { code, output } = await mapiMsg('dump', absent)
  assert.equal(code, 1)
  assert.match(output, /absent\.msg: .*no such file/)
})

test('an embedded message that is none is reported, and the rest is dumped', async (t) => {
  const folder = temporaryFolder(t)
  const broken = note({
    subject: 'Outer',
    body: 'still here',
    attachments: [{ properties: [[0x37050003, 5]], storage: { entries: { Other: Buffer.from('x') } } }],
  })
  const file = writeSample(folder, 'mail.msg', writeMsg(broken))
  const out = path.join(folder, 'out')
  const { code, output } = await mapiMsg('dump', file, '--out', out)
  assert.equal(code, 1)
  assert.match(output, /mail\.msg: /)
  assertHolds(readJson(path.join(out, 'mail.msg.json')), {
    properties: { '0x0037001F': 'Outer' },
    attachments: [{ properties: { '0x3701000D': { object: true } }, oleStorage: true }],
  })
})

test('a message in an attachment is dumped, whatever PR_ATTACH_METHOD says', async (t) => {
  const inner = note({ subject: 'Inner', body: '' })
  const message = note({
    subject: 'Outer',
    body: '',
    attachments: [{ properties: [[0x37050003, 6]], message: inner }],
  })
  const dump = await dumpOf(t, writeMsg(message))
  assertHolds(dump, { attachments: [{ embedded: { properties: { '0x0037001F': 'Inner' } } }] })
})

test('two files of one name are not written over each other', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(path.join(folder, 'a'))
  mkdirSync(path.join(folder, 'b'))
  const first = writeSample(path.join(folder, 'a'), 'mail.msg', samples.unicodeMail().bytes)
  const second = writeSample(path.join(folder, 'b'), 'Mail.msg', samples.emptyMessage().bytes)
  const out = path.join(folder, 'out')
  const { code, output } = await mapiMsg('dump', first, second, '--out', out)
  assert.equal(code, 1)
  assert.ok(output.includes(`${second}: `), output)
  const dump = readJson(path.join(out, 'mail.msg.json'))
  assertHolds(dump, { properties: { '0x0037001F': samples.unicodeMail().facts.subject } })
})

test('wrong usage ends with exit code 2 and says what is right', async (t) => {
  const folder = temporaryFolder(t)
  const file = writeSample(folder, 'mail.msg', samples.emptyMessage().bytes)
  const wrong: [args: string[], message: RegExp][] = [
    [[], /Usage: mapi-msg/],
    [['dump'], /missing required argument 'FILE'/],
    [['dump', file, file], /several files need --out/],
    [['dump', file, '--binary', 'hex'], /Allowed choices are base64, hash/],
    [['dump', file, '--out'], /argument missing/],
    [['dump', file, '--unknown'], /unknown option '--unknown'/],
    [['dumb', file], /unknown command 'dumb'/],
  ]
  for (const [args, message] of wrong) {
    await t.test(['mapi-msg', ...args].join(' '), async () => {
      const { code, output } = await mapiMsg(...args)
      assert.equal(code, 2, output)
      assert.match(output, message)
    })
  }
  assert.ok(existsSync(file))
})

test('help and version end with exit code 0', async () => {
  for (const [args, message] of [
    [['--help'], /Usage: mapi-msg/],
    [['dump', '--help'], /--binary <FORM>/],
    [['--version'], /^\d+\.\d+\.\d+/],
  ] as const) {
    const { code, output } = await mapiMsg(...args)
    assert.equal(code, 0)
    assert.match(output, message)
  }
})
