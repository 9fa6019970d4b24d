import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { suite, test } from 'node:test'

import {
  CHANGE_PROP_TYPE,
  FileTime,
  IID_IStream,
  MapiError,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_NUM,
  PR_BODY_A,
  PR_BODY_W,
  PR_CLIENT_SUBMIT_TIME,
  PR_HASATTACH,
  PR_INTERNET_MESSAGE_ID_W,
  PR_MESSAGE_CLASS_W,
  PR_SUBJECT_A,
  PR_SUBJECT_W,
  PROP_TAG,
  PT_ERROR,
  PT_LONG,
  PT_UNSPECIFIED,
  type PropTag,
} from 'mapi-msg'

import { writeMsg } from './support/msg-writer.ts'
import { pattern, samples } from './support/samples.ts'
import { openSample } from './support/sessions.ts'

suite('values', () => {
  const valueOf = (row: Iterable<[PropTag, unknown]>, id: number) => {
    for (const [tag, value] of row) if (tag >>> 16 === id) return value
    return undefined
  }

  test('of every single type are what the documentation says', async (t) => {
    const message = await openSample(t, samples.singleValues())
    const row = await message.getPropRow()
    const time = valueOf(row, 0x6813)
    assert.ok(time instanceof FileTime)
    assert.equal(time.ticks, 132_337_359_170_000_001n)
    assert.equal(time.toISOString(), '2020-05-12T05:45:17.000Z')
    const error = valueOf(row, 0x680b)
    assert.ok(error instanceof MapiError)
    assert.equal(error.code, 'MAPI_E_NOT_FOUND')
    const values = Array.from({ length: 0x17 }, (_, i) => valueOf(row, 0x6801 + i))
    values[0x0b - 1] = values[0x13 - 1] = undefined
    assert.deepStrictEqual(values, [
      -32768,
      32767,
      -2147483648,
      2147483647,
      Math.fround(1.1),
      Number.MAX_VALUE,
      0.1,
      -9223372036854775808n,
      123456n,
      44197.75,
      undefined,
      true,
      false,
      -9223372036854775808n,
      9223372036854775807n,
      '',
      'Ωmega 🎉',
      'café',
      undefined,
      new FileTime(0n),
      '{01234567-89ab-cdef-0123-456789abcdef}',
      Buffer.alloc(0),
      pattern(5000),
    ])
  })

  test('of every multiple type are arrays of those', async (t) => {
    const message = await openSample(t, samples.multiValues())
    const row = await message.getPropRow()
    const times = valueOf(row, 0x690c) as FileTime[]
    assert.deepEqual(
      times.map((time) => [time instanceof FileTime, time.ticks]),
      [
        [true, 132_337_359_170_000_001n],
        [true, 0n],
      ],
    )
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15].map((i) => valueOf(row, 0x6900 + i))
    assert.deepStrictEqual(values, [
      [-32768, 0, 32767],
      [-2147483648, 2147483647],
      [7],
      [Math.fround(1.1), -0.5],
      [0.1, -1e300],
      [-1n, 9223372036854775807n],
      [0.5, 44197.75],
      [-9223372036854775808n, 1n],
      ['red', '', 'Ελλάδα 🎉'],
      ['one'],
      ['café', '', 'tea'],
      ['{01234567-89ab-cdef-0123-456789abcdef}', '{00020329-0000-0000-c000-000000000046}'],
      [pattern(3), Buffer.alloc(0), pattern(5000)],
      Array.from({ length: 1500 }, (_, i) => i),
    ])
  })

  for (const name of ['ansi1252', 'ansi932', 'ansi1251'] as const) {
    test(`8-bit strings of ${name} are text in either width, and bytes on request`, async (t) => {
      const { message: description, bytes, facts } = samples[name]()
      const message = await openSample(t, { bytes })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
      assert.equal(await message.get(PR_SUBJECT_A), facts.subject)
      const stored = description.properties.find(([tag]) => tag === PR_SUBJECT_A)?.[1]
      const raw = await message.getPropRow([PR_SUBJECT_A, PR_SUBJECT_W], { rawStrings: true })
      assert.deepEqual(raw.get(PR_SUBJECT_A), stored)
      const subject = PROP_TAG(PT_UNSPECIFIED, PR_SUBJECT_W >>> 16)
      const row = await message.getPropRow([subject], { unicode: false })
      assert.deepEqual(row.tags, [PR_SUBJECT_A])
      assert.equal(row.get(PR_SUBJECT_A), facts.subject)
    })
  }

  test('are copies', async (t) => {
    const message = await openSample(t, samples.singleValues())
    const tag = PROP_TAG(0x0102, 0x6817)
    const first = await message.get(tag)
    first?.fill(0)
    assert.deepEqual(await message.get(tag), pattern(5000))
  })
})

suite('what is not there', () => {
  test('is undefined in get and getProps', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    assert.equal(await message.get(PR_INTERNET_MESSAGE_ID_W), undefined)
    const found = await message.getProps([PR_INTERNET_MESSAGE_ID_W, PR_MESSAGE_CLASS_W, PR_ATTACH_NUM])
    assert.deepEqual(found, [undefined, 'IPM.Note', undefined])
  })

  test('has its error in a PropertyRow', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    const row = await message.getPropRow([PR_INTERNET_MESSAGE_ID_W, PR_MESSAGE_CLASS_W])
    assert.equal(row.get(PR_INTERNET_MESSAGE_ID_W), undefined)
    assert.deepEqual(row.tags, [CHANGE_PROP_TYPE(PR_INTERNET_MESSAGE_ID_W, PT_ERROR), PR_MESSAGE_CLASS_W])
    const error = row.error(PR_INTERNET_MESSAGE_ID_W)
    assert.ok(error instanceof MapiError)
    assert.equal(error.code, 'MAPI_E_NOT_FOUND')
    assert.equal(error.hresult, 0x8004010f)
    assert.equal(error.method, 'IMAPIProp::GetProps')
    assert.match(error.message, /PR_INTERNET_MESSAGE_ID_W/)
    assert.equal(row.error(PR_MESSAGE_CLASS_W), undefined)
    assert.equal(row.error(PR_SUBJECT_W), undefined, 'it was not asked for')
    assert.ok([...row][0]?.[1] instanceof MapiError)
  })

  test('counts as missing if it has another type', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    assert.equal(await message.get(CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_LONG)), undefined)
  })

  test('is refused when it is opened', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    await assert.rejects(message.openProperty(PR_INTERNET_MESSAGE_ID_W, IID_IStream), {
      name: 'MapiError',
      code: 'MAPI_E_NOT_FOUND',
      message: /PR_INTERNET_MESSAGE_ID_W/,
    })
    await assert.rejects(message.openAttach(0), { name: 'MapiError', code: 'MAPI_E_NOT_FOUND' })
    await assert.rejects(buffer(message.createReadStream(PR_INTERNET_MESSAGE_ID_W)), {
      name: 'MapiError',
      code: 'MAPI_E_NOT_FOUND',
    })
  })
})

suite('tags of type PT_UNSPECIFIED', () => {
  const unspecified = (tag: number) => CHANGE_PROP_TYPE(tag, PT_UNSPECIFIED)

  test('take the type that the property has', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    const { facts } = samples.unicodeMail()
    assert.equal(await message.get(unspecified(PR_SUBJECT_W)), facts.subject)
    const row = await message.getPropRow([
      unspecified(PR_SUBJECT_W),
      unspecified(PR_HASATTACH),
      unspecified(PR_CLIENT_SUBMIT_TIME),
      unspecified(PR_INTERNET_MESSAGE_ID_W),
    ])
    assert.deepEqual(row.tags, [
      PR_SUBJECT_W,
      PR_HASATTACH,
      PR_CLIENT_SUBMIT_TIME,
      CHANGE_PROP_TYPE(PR_INTERNET_MESSAGE_ID_W, PT_ERROR),
    ])
    assert.equal(row.get(PR_SUBJECT_W), facts.subject)
    assert.equal(row.get(unspecified(PR_HASATTACH)), false)
    assert.deepEqual(row.get(PR_CLIENT_SUBMIT_TIME), new FileTime('2021-03-04T05:06:07.089Z'))
    assert.equal(row.error(PR_INTERNET_MESSAGE_ID_W)?.code, 'MAPI_E_NOT_FOUND')
  })
})

suite('large values', () => {
  const { facts } = samples.largeBody()

  test('are read whole in every way', async (t) => {
    const message = await openSample(t, samples.largeBody())
    const anyType = CHANGE_PROP_TYPE(PR_BODY_W, PT_UNSPECIFIED)
    assert.equal(await message.get(PR_BODY_W), facts.body)
    assert.equal(await message.get(anyType), facts.body)
    assert.deepEqual(await message.getProps([PR_SUBJECT_W, PR_BODY_W]), [facts.subject, facts.body])
    assert.equal((await message.getPropRow()).get(PR_BODY_W), facts.body)
    const row = await message.getPropRow([anyType, PR_BODY_W])
    assert.deepEqual(row.tags, [PR_BODY_W, PR_BODY_W])
    assert.equal(row.error(PR_BODY_W), undefined)
    assert.equal(row.get(PR_BODY_W), facts.body)
  })

  test('and as 8-bit strings', async (t) => {
    const text = 'Straße, 12 €. '.repeat(5000)
    const bytes = Buffer.from(text.replaceAll('€', '\x80'), 'latin1')
    const sample = samples.ansi1252()
    const others = sample.message.properties.filter(([tag]) => tag !== PR_BODY_A)
    const description = { ...sample.message, properties: [...others, [PR_BODY_A, bytes] as const] }
    const message = await openSample(t, { bytes: writeMsg(description) })
    assert.equal(await message.get(PR_BODY_A), text)
    assert.equal(await message.get(PR_BODY_W), text)
    const raw = await message.getPropRow([PR_BODY_A], { rawStrings: true })
    assert.deepEqual(raw.get(PR_BODY_A), bytes)
    const row = await message.getPropRow(null, { unicode: false })
    assert.equal(row.get(PR_BODY_A), text)
  })

  test('attachments of a megabyte', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    const attachment = await message.openAttach(5)
    assert.deepEqual(await attachment.get(PR_ATTACH_DATA_BIN), pattern(1 << 20))
    assert.deepEqual((await attachment.getPropRow()).get(PR_ATTACH_DATA_BIN), pattern(1 << 20))
  })
})
