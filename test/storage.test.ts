import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import CFB from 'cfb'
import { damagedSamples, oddSamples } from './support/msg-damage.ts'
import { samples } from './support/samples.ts'

/**
 * The compound file engine reads what OLE's functions read, and what the npm package cfb reads. With
 * MAPI_MSG_TEST_FILES set to a folder, the files in there are read too.
 */

type Engine = 'ole' | 'native'
type Source = 'file' | 'bytes'

/** Of a stream: name, size and checksum. */
const kStreamLine = /^\/[^\t]*[^\t/]\t[0-9a-f]+\t[0-9a-f]+$/
const kNotCompoundFile = 'failed 80030050'
const kInvalidHeader = 'failed 800300fb'
const kCorrupt = 'failed 80030109'
const kNotFound = 'failed 80030002'
const kAccessDenied = 'failed 80030005'

const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-storage-'))
after(() => { rmSync(folder, { recursive: true }); })

function program(): string {
  const root = fileURLToPath(new URL('.', import.meta.resolve('mapi-msg/package.json')))
  const places = [`prebuilds/win32-${process.arch}`, 'build/Release'].map((place) =>
    join(root, place, 'storage_dump.exe'),
  )
  const found = places.find((place) => existsSync(place))
  assert.ok(found, `storage_dump.exe is not built: looked for ${places.join(', ')}`)
  return found
}

/** What is in the files, by path: how opening went, and a line for every storage and stream. */
function dump(engine: Engine, source: Source, paths: string[]): Map<string, string[]> {
  const list = join(folder, 'list.txt')
  const out = join(folder, 'out.txt')
  writeFileSync(list, paths.join('\n'))
  const { status, error } = spawnSync(program(), [engine, source, list, out], {
    stdio: 'ignore',
    timeout: 60_000,
  })
  assert.ifError(error)
  assert.equal(status, 0)
  const found = new Map<string, string[]>()
  let lines: string[] = []
  for (const line of readFileSync(out, 'utf8').split('\n').slice(0, -1)) {
    const [path = '', ...rest] = line.split('\t')
    if (path.startsWith('/')) lines.push(line)
    else found.set(path, (lines = [rest.join('\t')]))
  }
  return found
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** The lines of all streams, as cfb reads them. */
function streamsByCfb(path: string): string[] {
  const { FileIndex, FullPaths } = CFB.read(readFileSync(path), { type: 'buffer' })
  return FileIndex.flatMap((entry, i) => {
    if (entry.type !== 2) return []
    const name = FullPaths[i]?.slice(FullPaths[0]?.length) ?? ''
    const content = entry.size > 0 ? Buffer.from(entry.content).subarray(0, entry.size) : Buffer.alloc(0)
    return [`/${name}\t${entry.size.toString(16)}\t${crc32(content).toString(16)}`]
  }).sort()
}

function assertSame(actual: Map<string, string[]>, expected: Map<string, string[]>): void {
  assert.deepEqual([...actual.keys()], [...expected.keys()])
  for (const [path, lines] of actual) assert.deepEqual(lines, expected.get(path), path)
}

const good = Object.entries({ ...samples, ...oddSamples }).map(([name, make]) =>
  write(`good-${name}.msg`, make().bytes),
)
const given = process.env.MAPI_MSG_TEST_FILES
const files = [...good, ...(given ? readdirSync(given).map((name) => join(given, name)) : [])]

suite('the compound file engine', () => {
  const native = dump('native', 'file', files)

  test('opens every file', () => {
    assert.deepEqual([...native.keys()], files)
    for (const [path, [outcome]] of native) assert.equal(outcome, 'opened', path)
  })

  test('reads from bytes what it reads from files', () => {
    assertSame(native, dump('native', 'bytes', files))
  })

  test('reads what OLE reads', () => {
    assertSame(native, dump('ole', 'file', files))
  })

  test('reads the streams that cfb reads', () => {
    for (const path of files) {
      const streams = (native.get(path) ?? []).filter((line) => kStreamLine.test(line))
      assert.deepEqual(streams.sort(), streamsByCfb(path), path)
    }
  })
})

suite('damaged compound files', () => {
  const damaged = Object.fromEntries(
    Object.entries(damagedSamples).map(([name, make]) => [name, write(`damaged-${name}.msg`, make().bytes)]),
  )
  const paths = Object.values(damaged)
  const outcomes: [Engine, Source, Map<string, string[]>][] = [
    ['ole', 'file', dump('ole', 'file', paths)],
    ['ole', 'bytes', dump('ole', 'bytes', paths)],
    ['native', 'file', dump('native', 'file', paths)],
    ['native', 'bytes', dump('native', 'bytes', paths)],
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
    each('halfHeader', (_engine, _source, lines) => { assert.deepEqual(lines, [kInvalidHeader]); })
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
      const found = dump(engine, 'file', [missing, folder])
      assert.deepEqual(found.get(missing), [kNotFound])
      assert.deepEqual(found.get(folder), [kAccessDenied])
    })
  }
})
