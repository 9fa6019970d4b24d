import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { suite, test } from 'node:test'

import {
  CHANGE_PROP_TYPE,
  FileTime,
  IID_IStream,
  PR_BODY_W,
  PR_CLIENT_SUBMIT_TIME,
  PR_HTML,
  PR_IMPORTANCE,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_CODEPAGE,
  PR_SUBJECT_A,
  PR_SUBJECT_W,
  PROP_ID,
  PROP_TAG,
  PROPATTR_READABLE,
  PS_PUBLIC_STRINGS,
  PSETID_Common,
  PT_APPTIME,
  PT_BINARY,
  PT_BOOLEAN,
  PT_CLSID,
  PT_CURRENCY,
  PT_DOUBLE,
  PT_I2,
  PT_I8,
  PT_LONG,
  PT_MV_APPTIME,
  PT_MV_BINARY,
  PT_MV_CLSID,
  PT_MV_CURRENCY,
  PT_MV_DOUBLE,
  PT_MV_I2,
  PT_MV_I8,
  PT_MV_LONG,
  PT_MV_R4,
  PT_MV_SYSTIME,
  PT_MV_UNICODE,
  PT_R4,
  PT_SYSTIME,
  PT_UNICODE,
  type PropInputValue,
  type PropTag,
} from 'mapi-msg'

import { pattern } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { fillNote, reopen } from './support/write-messages.ts'

const time = new FileTime(132_000_000_000_000_001n)

/** The extremes of every type, and what is empty. */
const values: [name: string, type: number, value: PropInputValue][] = [
  ['PT_I2', PT_I2, -0x8000],
  ['PT_LONG', PT_LONG, -0x80000000],
  ['PT_R4', PT_R4, 0.5],
  ['PT_DOUBLE', PT_DOUBLE, Number.MAX_VALUE],
  ['PT_CURRENCY', PT_CURRENCY, -(2n ** 63n)],
  ['PT_APPTIME', PT_APPTIME, 45_000.25],
  ['PT_BOOLEAN', PT_BOOLEAN, true],
  ['PT_I8', PT_I8, 2n ** 63n - 1n],
  ['PT_UNICODE', PT_UNICODE, 'Grüße – 日本語 🎉'],
  ['an empty string', PT_UNICODE, ''],
  ['PT_SYSTIME', PT_SYSTIME, time],
  ['PT_CLSID', PT_CLSID, PS_PUBLIC_STRINGS],
  ['PT_BINARY', PT_BINARY, pattern(1000)],
  ['empty bytes', PT_BINARY, Buffer.alloc(0)],
  ['PT_MV_I2', PT_MV_I2, [1, -2]],
  ['PT_MV_LONG', PT_MV_LONG, [1, -2, 3]],
  ['PT_MV_R4', PT_MV_R4, [0.5, -1.5]],
  ['PT_MV_DOUBLE', PT_MV_DOUBLE, [1e300, -1e-300]],
  ['PT_MV_CURRENCY', PT_MV_CURRENCY, [1n, -1n]],
  ['PT_MV_APPTIME', PT_MV_APPTIME, [1.5]],
  ['PT_MV_I8', PT_MV_I8, [2n ** 62n, 0n]],
  ['PT_MV_UNICODE', PT_MV_UNICODE, ['one', '', 'drei 🎉']],
  ['PT_MV_SYSTIME', PT_MV_SYSTIME, [time, new FileTime(0n)]],
  ['PT_MV_CLSID', PT_MV_CLSID, [PS_PUBLIC_STRINGS, PSETID_Common]],
  ['PT_MV_BINARY', PT_MV_BINARY, [pattern(100), Buffer.alloc(0)]],
]

suite('setProps', () => {
  test('keeps every type of value', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    const pairs = values.map(
      ([, type, value], n) => [PROP_TAG(type, 0x6700 + n), value] as [PropTag, PropInputValue],
    )
    assert.deepEqual(await message.setProps(pairs), [])
    const tags = pairs.map(([tag]) => tag)
    const expected = values.map(([, , value]) => value)
    assert.deepEqual(await message.getProps(tags), expected, 'before it is saved')
    const saved = await reopen(session, message)
    const read = await saved.getProps(tags)
    for (const [n, [name]] of values.entries()) assert.deepEqual(read[n], expected[n], name)
  })

  test('takes dates as times, and unsigned numbers as bits', async (t) => {
    const message = await (await openSession(t)).createMessage(null)
    const date = new Date('2024-02-29T12:34:56.789Z')
    const bits = PROP_TAG(PT_LONG, 0x6700)
    await message.setProps([
      [PR_CLIENT_SUBMIT_TIME, date],
      [bits, 0xfedcba98],
    ])
    assert.equal((await message.get(PR_CLIENT_SUBMIT_TIME))?.getTime(), date.getTime())
    assert.equal(((await message.get(bits)) ?? 0) >>> 0, 0xfedcba98)
  })

  test('tells which properties could not be set, and sets the others', async (t) => {
    const message = await (await openSession(t)).createMessage(null)
    await message.set(PR_SUBJECT_W, 'protected')
    await message.setAttributes([PR_SUBJECT_W], [PROPATTR_READABLE])
    await message.saveChanges({ keepOpen: 'readwrite' })
    const problems = await message.setProps([
      [PR_IMPORTANCE, 2],
      [PR_SUBJECT_W, 'changed'],
    ])
    assert.equal(problems.length, 1)
    assert.equal(problems[0]?.index, 1)
    assert.equal(problems[0].tag, PR_SUBJECT_W)
    assert.equal(problems[0].error.code, 'MAPI_E_NO_ACCESS')
    assert.match(problems[0].error.message, /Setting PR_SUBJECT_W/)
    assert.deepEqual(await message.getProps([PR_IMPORTANCE, PR_SUBJECT_W]), [2, 'protected'])
    await assert.rejects(message.set(PR_SUBJECT_W, 'changed'), { code: 'MAPI_E_NO_ACCESS' })
  })

  test('encodes 8-bit strings in the code page of the message, or refuses', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null, { unicode: false })
    await message.set(PR_MESSAGE_CODEPAGE, 1251)
    await message.set(PR_SUBJECT_A, 'Привет')
    const row = await message.getPropRow([PR_SUBJECT_A], { rawStrings: true })
    assert.deepEqual(row.get(PR_SUBJECT_A), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]))
    await assert.rejects(message.set(PR_SUBJECT_A, '日本語'), {
      code: 'MAPI_E_BAD_CHARWIDTH',
      message: /0x0037001E.*1251/,
    })
    assert.equal(await message.get(PR_SUBJECT_A), 'Привет')
    const saved = await reopen(session, message)
    assert.equal(await saved.get(PR_SUBJECT_A), 'Привет')
  })

  test('encodes 8-bit strings in the code page that the same call sets', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null, { unicode: false })
    const problems = await message.setProps([
      [PR_SUBJECT_A, 'Привет'],
      [PR_BODY_W, 'Тело'],
      [PR_MESSAGE_CODEPAGE, 1251],
    ])
    assert.deepEqual(problems, [])
    const saved = await reopen(session, message)
    assert.deepEqual(await saved.getProps([PR_SUBJECT_A, PR_BODY_W]), ['Привет', 'Тело'])
  })
})

test('named properties are created and set by their name', async (t) => {
  const session = await openSession(t)
  const message = await session.createMessage(null)
  const text = await message.setNamed(PS_PUBLIC_STRINGS, 'Keywords', PT_MV_UNICODE, ['red', 'green'])
  const number = await message.setNamed(PSETID_Common, 0x8502, PT_LONG, 5)
  assert.ok(PROP_ID(text) >= 0x8000 && PROP_ID(number) >= 0x8000 && PROP_ID(text) !== PROP_ID(number))
  assert.equal(await message.setNamed(PSETID_Common, 0x8502, PT_LONG, 6), number, 'the tag stays the same')
  const saved = await reopen(session, message)
  assert.deepEqual(await saved.getNamed(PS_PUBLIC_STRINGS, 'Keywords'), ['red', 'green'])
  assert.equal(await saved.getNamed(PSETID_Common, 0x8502), 6)
})

test('deleted properties are gone, whatever the types in the tags', async (t) => {
  const session = await openSession(t)
  const message = await session.createMessage(null)
  await fillNote(message)
  assert.deepEqual(await message.deleteProps([CHANGE_PROP_TYPE(PR_BODY_W, 0)]), [])
  assert.equal(await message.get(PR_BODY_W), undefined)
  const saved = await reopen(session, message)
  assert.deepEqual(await saved.getProps([PR_BODY_W, PR_SUBJECT_W]), [undefined, 'Hello'])
})

suite('a stream on a property', () => {
  test('writes its value', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    const content = pattern(3_000_000)
    const chunks = Array.from({ length: 300 }, (_, i) => content.subarray(i * 10_000, (i + 1) * 10_000))
    await pipeline(chunks, message.createWriteStream(PR_HTML))
    await pipeline(['Grüße ', '🎉'], message.createWriteStream(PR_BODY_W))
    const saved = await reopen(session, message)
    assert.deepEqual(await saved.getProps([PR_HTML, PR_BODY_W]), [content, 'Grüße 🎉'])
  })

  test('leaves the old value if it is destroyed before its end', async (t) => {
    const message = await (await openSession(t)).createMessage(null)
    await message.set(PR_HTML, Buffer.from('old'))
    const stream = message.createWriteStream(PR_HTML)
    await new Promise<void>((resolve) => stream.write(pattern(100_000), () => { resolve() })) // prettier-ignore
    const closed = new Promise((resolve) => stream.once('close', resolve))
    stream.destroy()
    await closed
    assert.deepEqual(await message.get(PR_HTML), Buffer.from('old'))
    async function* failing() {
      yield await Promise.resolve(pattern(100_000))
      throw new Error('no more')
    }
    await assert.rejects(pipeline(failing, message.createWriteStream(PR_HTML)), { message: 'no more' })
    assert.deepEqual(await message.get(PR_HTML), Buffer.from('old'))
  })

  test('changes a value in place', async (t) => {
    const message = await (await openSession(t)).createMessage(null)
    await message.set(PR_HTML, Buffer.from('0123456789'))
    await using stream = await message.openProperty(PR_HTML, IID_IStream, { modify: true })
    await stream.seek(3)
    await stream.write(Buffer.from('abc'))
    await stream.setSize(8)
    await stream.commit()
    assert.equal((await message.get(PR_HTML))?.toString(), '012abc67')
    await stream.seek(0)
    await stream.write(Buffer.from('XXXX'))
    await stream.revert()
    assert.equal((await message.get(PR_HTML))?.toString(), '012abc67')
  })

  test('writes strings with null characters, which setProps cannot', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    await pipeline(['a\0b'], message.createWriteStream(PR_BODY_W))
    assert.equal(await (await reopen(session, message)).get(PR_BODY_W), 'a\0b')
  })
})

suite('saveChanges', () => {
  test('keeps the message open as it was told to', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    await message.set(PR_SUBJECT_W, 'one')
    await message.saveChanges({ keepOpen: 'readwrite' })
    await message.set(PR_SUBJECT_W, 'two')
    await message.saveChanges({ keepOpen: 'readonly' })
    assert.equal(await message.get(PR_SUBJECT_W), 'two')
    await assert.rejects(message.set(PR_SUBJECT_W, 'three'), { code: 'MAPI_E_NO_ACCESS' })
  })

  test('without keepOpen leaves a message that can only be closed', async (t) => {
    const message = await (await openSession(t)).createMessage(null)
    await message.saveChanges()
    await assert.rejects(message.set(PR_SUBJECT_W, 'x'), { name: 'MapiError' })
    await message.close()
  })

  test('drops what was not saved', async (t) => {
    const session = await openSession(t)
    const file = `${temporaryFolder(t)}\\mail.msg`
    const message = await session.createMessage(file)
    await fillNote(message, 'saved')
    await message.set(PR_SUBJECT_W, 'not saved')
    await message.close()
    const bytes = readFileSync(file)
    await using again = await session.openMessage(bytes)
    assert.deepEqual(await again.getProps([PR_SUBJECT_W, PR_MESSAGE_CLASS_W]), ['saved', 'IPM.Note'])
  })
})
