import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import CFB from 'cfb'
import { product } from './support/binaries.ts'
import { writeContainer } from './support/msg-container.ts'
import { started } from './support/processes.ts'
import {
  assertSameDump,
  dump,
  runProgram,
  streamLines,
  streamLinesByCfb,
} from './support/storage-programs.ts'

/** What the compound file engine writes, and what becomes of a file when its writer dies. */

const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-storage-write-'))
after(() => {
  rmSync(folder, { recursive: true, maxRetries: 10 })
})

suite('the compound file engine writes', () => {
  const written = join(folder, 'written')
  mkdirSync(written)
  const out = join(folder, 'trials.txt')
  runProgram('compound_files.exe', ['try', written, out])
  const trials = readFileSync(out, 'utf8').split('\n').slice(0, -1)

  test('something', () => {
    assert.ok(trials.length > 0)
  })
  for (const trial of trials) {
    const [name, outcome] = trial.split('\t')
    test(name, () => {
      assert.equal(outcome, 'ok')
    })
  }

  const files = readdirSync(written).map((name) => join(written, name))

  test('no files but those that it should', () => {
    assert.deepEqual(
      files.filter((path) => path.endsWith('.tmp')),
      [],
    )
  })

  test('files that OLE and cfb read as it does itself', () => {
    const native = dump(folder, 'native', 'file', files)
    assertSameDump(native, dump(folder, 'ole', 'file', files))
    for (const path of files) {
      assert.deepEqual(streamLines(native.get(path)), streamLinesByCfb(path), path)
    }
  })
})

/** The value that all bytes of both streams have, or `undefined` while the file is being replaced. */
function readValue(path: string): number | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    assert.ok(['EBUSY', 'EPERM', 'EACCES'].includes(code), code)
    return undefined
  }
  const container = CFB.read(bytes, { type: 'buffer' })
  const streams = ['stream', 'small'].map((name) =>
    Buffer.from(CFB.find(container, `/${name}`)?.content ?? []),
  )
  const value = streams[0]?.[0]
  assert.notEqual(value, undefined)
  assert.deepEqual(streams, [Buffer.alloc(300_000, value), Buffer.alloc(100, value)])
  return value
}

suite('a writer that is killed', () => {
  test('leaves the old file or the new one', { timeout: 120_000 }, async () => {
    const path = join(folder, 'killed.msg')
    const entries = { stream: Buffer.alloc(300_000, 0xee), small: Buffer.alloc(100, 0xee) }
    writeFileSync(path, writeContainer({ entries }))
    for (let round = 0; round < 12; ++round) {
      const before = readValue(path)
      const writer = started(() =>
        spawn(product('compound_files.exe'), ['rewrite', path], { stdio: 'ignore' }),
      )
      const exit = once(writer, 'exit')
      let value: number | undefined
      do {
        await wait(1)
        assert.equal(writer.exitCode, null, 'the writer ended by itself')
        value = readValue(path)
      } while (value === undefined || value === before)
      // The moment is to be another one each time.
      await wait(round * 3)
      writer.kill()
      await exit
      assert.notEqual(readValue(path), undefined)
    }
  })
})
