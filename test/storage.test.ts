import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { damagedSamples, oddSamples } from './support/msg-damage.ts'
import { samples } from './support/samples.ts'
import {
  assertSameDump,
  dump,
  type Engine,
  type Source,
  streamLines,
  streamLinesByCfb,
} from './support/storage-programs.ts'

/**
 * The compound file engine reads what OLE's functions read, and what the npm package cfb reads. With
 * MAPI_MSG_TEST_FILES set to a folder, the files in there are read too.
 */

const kNotCompoundFile = 'failed 80030050'
const kInvalidHeader = 'failed 800300fb'
const kCorrupt = 'failed 80030109'
const kNotFound = 'failed 80030002'
const kAccessDenied = 'failed 80030005'

const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-storage-'))
after(() => {
  rmSync(folder, { recursive: true })
})

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const good = Object.entries({ ...samples, ...oddSamples }).map(([name, make]) =>
  write(`good-${name}.msg`, make().bytes),
)
const given = process.env.MAPI_MSG_TEST_FILES
const files = [...good, ...(given ? readdirSync(given).map((name) => join(given, name)) : [])]

suite('the compound file engine', () => {
  const native = dump(folder, 'native', 'file', files)

  test('opens every file', () => {
    assert.deepEqual([...native.keys()], files)
    for (const [path, [outcome]] of native) assert.equal(outcome, 'opened', path)
  })

  test('reads from bytes what it reads from files', () => {
    assertSameDump(native, dump(folder, 'native', 'bytes', files))
  })

  test('reads what OLE reads', () => {
    assertSameDump(native, dump(folder, 'ole', 'file', files))
  })

  test('reads the streams that cfb reads', () => {
    for (const path of files) {
      assert.deepEqual(streamLines(native.get(path)), streamLinesByCfb(path), path)
    }
  })
})

suite('damaged compound files', () => {
  const damaged = Object.fromEntries(
    Object.entries(damagedSamples).map(([name, make]) => [name, write(`damaged-${name}.msg`, make().bytes)]),
  )
  const paths = Object.values(damaged)
  const outcomes: [Engine, Source, Map<string, string[]>][] = [
    ['ole', 'file', dump(folder, 'ole', 'file', paths)],
    ['ole', 'bytes', dump(folder, 'ole', 'bytes', paths)],
    ['native', 'file', dump(folder, 'native', 'file', paths)],
    ['native', 'bytes', dump(folder, 'native', 'bytes', paths)],
  ]
  const each = (name: string, check: (engine: Engine, source: Source, lines: string[]) => void) => {
    for (const [engine, source, found] of outcomes) {
      const lines = found.get(damaged[name] ?? '')
      assert.ok(lines, `${name} by ${engine} from ${source}`)
      check(engine, source, lines)
    }
  }

  for (const name of ['textFile', 'zeroBytes', 'oneByte', 'allZeros']) {
    test(`${name} is no compound file`, () => {
      each(name, (_engine, source, lines) => {
        assert.deepEqual(lines, [source === 'file' ? kNotCompoundFile : kInvalidHeader])
      })
    })
  }

  test('a header that is cut off is invalid', () => {
    each('halfHeader', (_engine, _source, lines) => {
      assert.deepEqual(lines, [kInvalidHeader])
    })
  })

  for (const name of ['directoryChainLoop', 'directoryTreeLoop', 'streamChainLoop', 'corruptFat']) {
    test(`${name} is refused, at the latest when it is read`, () => {
      each(name, (engine, _source, lines) => {
        if (engine === 'ole') assert.deepEqual(lines, [kCorrupt])
        else assert.ok(lines.some((line) => line.endsWith(kCorrupt)))
      })
    })
  }

  test('a stream that is too large is not read, and the others are', () => {
    each('hugeStream', (_engine, _source, lines) => {
      assert.deepEqual(
        lines.filter((line) => line.includes('failed')),
        [`/__substg1.0_68000102\t7fffffff\t${kCorrupt}`],
      )
    })
  })
})

suite('what is no file', () => {
  for (const engine of ['ole', 'native'] as const) {
    test(`a missing file, and a folder, by ${engine}`, () => {
      const missing = join(folder, 'missing.msg')
      const found = dump(folder, engine, 'file', [missing, folder])
      assert.deepEqual(found.get(missing), [kNotFound])
      assert.deepEqual(found.get(folder), [kAccessDenied])
    })
  }
})
