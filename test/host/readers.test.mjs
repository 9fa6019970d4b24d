/** Messages that the package writes, read by readers that none of us wrote: they find every value that was written. */

import msgReader from '@kenjiuno/msgreader'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findGsf, findPerlReader, findPoi, takeArchitecture } from '../../scripts/support/project.mjs'
import { runWindowsNode } from '../../scripts/support/windows-node.mjs'

/** @typedef {{ values: Record<string, string> }} RawObject tags and what lies under them, in hex */
/** @typedef {RawObject & { recipients: RawObject[], attachments: (RawObject & { embedded?: RawMessage })[] }} RawMessage */

const { arch } = takeArchitecture(['--arch', process.env.MAPI_MSG_TEST_ARCH ?? 'x64'])
const readers = join(dirname(fileURLToPath(import.meta.url)), 'readers')
const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-readers-'))
after(() => rmSync(folder, { recursive: true }))

/** @type {{ file: string, message: RawMessage, names: object[] }[]} */
let written = []

before(async () => {
  assert.equal(await runWindowsNode(arch, ['build/test/support/files-for-readers.js', folder]), 0)
  written = readdirSync(folder)
    .filter((name) => name.endsWith('.msg'))
    .map((name) => ({
      file: join(folder, name),
      ...JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')),
    }))
  assert.ok(written.length > 20)
})

const inlineTypes = new Set(['0002', '0003', '0004', '0005', '0006', '0007', '000A', '000B', '0014', '0040'])
const isInline = (key) => inlineTypes.has(key.slice(-4))

/** That it has neither several values nor a GUID. */
const isSimple = (tag) => tag[4] === '0' && !tag.endsWith('0048')

/**
 * Everything in a message, in one object: the path to a value, and its bytes in hex.
 * @param {Partial<RawMessage> & { embedded?: RawMessage }} message
 */
function flatten({ values = {}, recipients = [], attachments = [], embedded }, path = '') {
  const flat = Object.fromEntries(Object.entries(values).map(([tag, hex]) => [`${path}${tag}`, hex]))
  recipients.forEach((each, i) => Object.assign(flat, flatten(each, `${path}recipient ${i}/`)))
  attachments.forEach((each, i) => Object.assign(flat, flatten(each, `${path}attachment ${i}/`)))
  if (embedded) Object.assign(flat, flatten(embedded, `${path}message/`))
  return flat
}

/**
 * Asserts that a reader found all that was written; what MAPI computes may be there besides. Of the eight bytes that are
 * in the property stream some readers give those that are the value.
 * @param {RawMessage[]} found
 * @param {(tag: string) => boolean} [reads] whether the reader reads values of this type
 * @param {(hex: string, tag: string) => string} [rounded] what the reader makes of a value
 * @param {(key: string) => boolean} [mayLack] whether the reader may have passed over a value
 */
function assertRead(found, reads = () => true, rounded = (hex) => hex, mayLack = () => false) {
  assert.equal(found.length, written.length)
  written.forEach(({ file, message }, i) => {
    const values = flatten(found[i])
    const expected = Object.entries(flatten(message))
      .map(([key, hex]) => ({ key, tag: key.slice(-8), hex }))
      .filter(({ key, tag }) => reads(tag) && !(mayLack(key) && values[key] === undefined))
      .map(({ key, tag, hex }) => ({ key, tag, hex: rounded(hex, tag) }))
    const actual = expected.map(({ key, tag, hex }) => [
      key,
      isInline(tag) ? values[key]?.slice(0, hex.length) : values[key],
    ])
    assert.deepEqual(
      Object.fromEntries(actual),
      Object.fromEntries(expected.map(({ key, hex }) => [key, hex])),
      file,
    )
  })
}

/** @returns {RawMessage[]} what a program prints about the written files */
function readBy(program, args) {
  const files = written.map(({ file }) => file)
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const { status, stdout, stderr, error } = spawnSync(program, [...args, ...files], {
    maxBuffer: 1 << 28,
    env,
  })
  assert.ifError(error)
  assert.equal(status, 0, stderr.toString())
  return JSON.parse(stdout.toString())
}

const kTicksPerSecond = 10_000_000n
const kUnixEpochInSeconds = 11_644_473_600n

/** A PT_SYSTIME in hex, without what is left of a second. */
const secondsOf = (hex) => Buffer.from(hex, 'hex').readBigUInt64LE() / kTicksPerSecond

function fileTime(seconds) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(seconds * kTicksPerSecond)
  return bytes.toString('hex')
}

const recipientTypes = { to: 1, cc: 2, bcc: 3 }

/** The bytes of a value that msgreader decoded, in hex. */
function encodeDecoded(type, value) {
  const number = Buffer.alloc(type === '000b' ? 2 : 4)
  switch (type) {
    case '001f':
      return Buffer.from(value, 'utf16le').toString('hex')
    case '0003':
      number.writeInt32LE(recipientTypes[value] ?? value | 0)
      return number.toString('hex')
    case '000b':
      number.writeUInt16LE(value ? 1 : 0)
      return number.toString('hex')
    case '0040':
      return fileTime(BigInt(Date.parse(value)) / 1000n + kUnixEpochInSeconds)
    default:
      return Buffer.from(value, 'latin1').toString('hex')
  }
}

/** msgreader's properties, with what it has under each tag first: the value, where that has a stream of its own. */
function readByMsgreader(file) {
  const bytes = readFileSync(file)
  const reader = new msgReader.default(new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
  reader.parserConfig = { includeRawProps: true, ansiEncoding: 'latin1' }
  const names = {}
  const convert = (fields) => {
    const { rawProps = [], recipients = [], attachments = [], innerMsgContentFields, contentLength } = fields
    const values = {}
    if (contentLength !== undefined)
      values['37010102'] = Buffer.from(reader.getAttachment(fields).content).toString('hex')
    for (const { propertyTag, propertySet, propertyLid, propertyName, value } of rawProps) {
      values[propertyTag.toUpperCase()] ??= encodeDecoded(propertyTag.slice(4), value)
      if (propertyLid)
        names[propertyTag.slice(0, 4)] = { guid: `{${propertySet}}`, id: parseInt(propertyLid, 16) }
      else if (propertyName) names[propertyTag.slice(0, 4)] = { name: propertyName }
    }
    return {
      values,
      recipients: recipients.map(convert),
      attachments: attachments.map(convert),
      ...(innerMsgContentFields && { embedded: convert(innerMsgContentFields) }),
    }
  }
  return { message: convert(reader.getFileData()), names }
}

/**
 * The streams of values, by their paths.
 * @param {Partial<RawMessage> & { embedded?: RawMessage }} message
 * @returns {string[][]}
 */
function streamsOf({ values = {}, recipients = [], attachments = [], embedded }, path = '') {
  const number = (i) => i.toString(16).toUpperCase().padStart(8, '0')
  const streams = Object.entries(values)
    .filter(([tag]) => !isInline(tag))
    .map(([tag, hex]) => [`${path}__substg1.0_${tag}`, hex])
  const below = [
    ...recipients.map((each, i) => streamsOf(each, `${path}__recip_version1.0_#${number(i)}/`)),
    ...attachments.map((each, i) => streamsOf(each, `${path}__attach_version1.0_#${number(i)}/`)),
    ...(embedded ? [streamsOf(embedded, `${path}__substg1.0_3701000D/`)] : []),
  ]
  return [...streams, ...below.flat()]
}

suite('what the package writes is read', () => {
  const perl = findPerlReader()
  test(
    'by Email::Outlook::Message',
    { skip: !perl && 'on Debian, install libemail-outlook-message-perl' },
    () => {
      // It takes the sizes of these for the values.
      const reads = (tag) => tag[4] === '0' && !tag.endsWith('0048')
      assertRead(readBy(perl, [join(readers, 'read-by-perl.pl')]), reads)
    },
  )

  const poi = findPoi()
  test('by Apache POI', { skip: !poi && 'on Debian, install a JDK and libapache-poi-java' }, () => {
    assert.ok(poi)
    const found = readBy(poi.java, ['-cp', poi.classPath, join(readers, 'ReadByPoi.java')])
    // Of the others it has the sizes, not the values. It reads no further in a property stream when the type of a property is
    // not what it expects, such as that of an attached message.
    assertRead(found, isSimple, (hex) => hex, isInline)
    const inline = found.flatMap((message) => Object.keys(flatten(message)).filter((key) => isInline(key)))
    assert.ok(inline.length > 2000, String(inline.length))
  })

  test('by msgreader', () => {
    const found = written.map(({ file }) => readByMsgreader(file))
    assertRead(
      found.map(({ message }) => message),
      () => true,
      (hex, tag) => (tag.endsWith('0040') ? fileTime(secondsOf(hex)) : hex),
      // It reads the property streams of embedded messages as if their headers were those of files.
      (key) => key.includes('message/') && isInline(key),
    )
    let compared = 0
    written.forEach(({ file, message, names }, i) => {
      // It has the names of properties that there are. Ids below 0x8000 are names themselves.
      const used = new Set(Object.keys(flatten(message)).map((key) => parseInt(key.slice(-8, -4), 16)))
      for (const { propertyId, guid, id, name } of names.filter(({ propertyId }) => used.has(propertyId))) {
        if (propertyId < 0x8000) continue
        const actual = found[i].names[propertyId.toString(16)]
        assert.deepEqual(actual, name === undefined ? { guid, id } : { name }, file)
        compared++
      }
    })
    assert.ok(compared > 40, String(compared))
  })

  test('by libgsf', { skip: !findGsf() && 'on Debian, install libgsf-bin' }, () => {
    for (const { file, message } of written) {
      const streams = streamsOf(message)
      for (let at = 0; at < streams.length; at += 500) {
        const some = streams.slice(at, at + 500)
        if (some.length === 0) continue
        const { status, stdout, stderr } = spawnSync('gsf', ['cat', file, ...some.map(([path]) => path)], {
          maxBuffer: 1 << 28,
        })
        assert.equal(status, 0, `${file}: ${stderr}`)
        assert.ok(stdout.equals(Buffer.from(some.map(([, hex]) => hex).join(''), 'hex')), file)
      }
    }
  })
})
