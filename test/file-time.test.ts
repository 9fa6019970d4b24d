import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { FileTime } from 'mapi-msg'

// 2024-02-29T12:34:56.7890123Z
const ticks = 133536836967890123n
const outOfRange = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' }

suite('FileTime', () => {
  test('keeps its ticks, and is the date that they stand for', () => {
    const time = new FileTime(ticks)
    assert.equal(time.ticks, ticks)
    assert.equal(time.toISOString(), '2024-02-29T12:34:56.789Z')
    assert.ok(time instanceof Date)
  })

  for (const [value, iso] of [
    [0n, '1601-01-01T00:00:00.000Z'],
    [1n, '1601-01-01T00:00:00.000Z'],
    [9_999n, '1601-01-01T00:00:00.000Z'],
    [10_000n, '1601-01-01T00:00:00.001Z'],
    [116444735999999999n, '1969-12-31T23:59:59.999Z'],
    [116444736000000000n, '1970-01-01T00:00:00.000Z'],
    // What Outlook writes for "no date".
    [0x0cb34557a3dd4000n, '4501-01-01T00:00:00.000Z'],
    [0x7fffffffffffffffn, '+030828-09-14T02:48:05.477Z'],
    [0xffffffffffffffffn, '+060056-05-28T05:36:10.955Z'],
  ] as const) {
    test(`${value} ticks are ${iso}`, () => {
      assert.equal(new FileTime(value).toISOString(), iso)
      assert.equal(new FileTime(value).ticks, value)
    })
  }

  test('ticks that do not fit in 64 bits are refused', () => {
    assert.throws(() => new FileTime(-1n), outOfRange)
    assert.throws(() => new FileTime(2n ** 64n), outOfRange)
  })

  test('takes what Date takes', () => {
    const date = new Date('2024-02-29T12:34:56.789Z')
    for (const value of [date, date.getTime(), date.toISOString()]) {
      const time = new FileTime(value)
      assert.equal(time.getTime(), date.getTime())
      assert.equal(time.ticks, 133536836967890000n)
    }
  })

  test('takes a date of another realm, such as an Electron context', () => {
    const foreign = runInNewContext('new Date(0)') as Date
    assert.ok(!(foreign instanceof Date))
    assert.equal(new FileTime(foreign).ticks, 116444736000000000n)
  })

  test('a copy of a FileTime loses nothing', () => {
    assert.equal(new FileTime(new FileTime(ticks)).ticks, ticks)
  })

  test('refuses values of other types', () => {
    for (const value of [undefined, null, true, {}, Symbol('time')]) {
      const make = () => new FileTime(value as never)
      assert.throws(make, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }, inspect(value))
    }
  })

  test('an invalid date is a Date like any, but has no ticks', () => {
    const time = new FileTime('no date')
    assert.ok(Number.isNaN(time.getTime()))
    assert.throws(() => time.ticks, outOfRange)
  })

  test('a date before 1601 or after the year 60056 has no ticks', () => {
    assert.throws(() => new FileTime('1600-12-31T23:59:59.999Z').ticks, outOfRange)
    assert.throws(() => new FileTime('+060056-05-28T05:36:10.956Z').ticks, outOfRange)
    assert.equal(new FileTime('1601-01-01T00:00:00.000Z').ticks, 0n)
  })

  test('ticks follow the setters', () => {
    const time = new FileTime(ticks)
    time.setUTCFullYear(2025, 0, 1)
    assert.equal(time.toISOString(), '2025-01-01T12:34:56.789Z')
    assert.equal(time.ticks, new FileTime('2025-01-01T12:34:56.789Z').ticks)
    time.setTime(NaN)
    assert.throws(() => time.ticks, outOfRange)
  })

  test('is serialised and shown as a Date', () => {
    const time = new FileTime(ticks)
    assert.equal(JSON.stringify({ time }), '{"time":"2024-02-29T12:34:56.789Z"}')
    assert.match(inspect(time), /FileTime.*2024-02-29T12:34:56\.789Z/)
    assert.deepEqual(structuredClone(time), new Date('2024-02-29T12:34:56.789Z'))
  })

  test('equals compares to 100 ns', () => {
    assert.ok(new FileTime(ticks).equals(new FileTime(ticks)))
    assert.ok(!new FileTime(ticks).equals(new FileTime(ticks + 1n)))
    assert.ok(!new FileTime(ticks).equals(new FileTime(ticks + 10_000n)))
  })

  test('equals compares with a plain Date as if that had no finer part', () => {
    const date = new Date('2024-02-29T12:34:56.789Z')
    assert.ok(new FileTime(133536836967890000n).equals(date))
    assert.ok(!new FileTime(ticks).equals(date))
  })

  test('an invalid date equals nothing', () => {
    const invalid = new FileTime(NaN)
    assert.ok(!invalid.equals(invalid))
    assert.ok(!invalid.equals(new FileTime(0n)))
  })
})
