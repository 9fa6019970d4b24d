import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import msgReader from '@kenjiuno/msgreader'
import { openIMsgSession } from 'mapi-msg'

import { embeddedDll, mapiClient } from './support/binaries.ts'
import { corpusFiles } from './support/corpus.ts'
import { assertDump } from './support/dump-message.ts'
import { expectedDump, type DumpedMessage } from './support/msg-dump.ts'
import { oddSamples } from './support/msg-damage.ts'
import { run } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { provider, temporaryFolder } from './support/sessions.ts'

/**
 * Messages that the C++ client copied into new files with IMAPIProp::CopyTo hold all that the originals hold, also for
 * a reader that none of us wrote.
 */

const skip = existsSync(mapiClient) ? false : 'mapi_client.exe is built with mingw-w64 only'

interface Original {
  name: string
  path: string
  expected: () => unknown
}

async function copyAll(engine: 'own' | 'ole', targetDll: string, files: Original[], folder: string) {
  const pairs = files.flatMap((file) => [file.path, path.join(folder, file.name)])
  const { code, output } = await run(mapiClient, [embeddedDll, '--copy', engine, targetDll, ...pairs])
  assert.equal(output, '')
  assert.equal(code, 0)
}

async function assertCopies(files: Original[], folder: string) {
  await using session = await openIMsgSession({ provider })
  for (const file of files) {
    await using message = await session.openMessage(path.join(folder, file.name))
    await assertDump(message, file.expected() as DumpedMessage, file.name)
  }
}

function subjectOf(file: string): string | undefined {
  const bytes = new Uint8Array(readFileSync(file))
  return new msgReader.default(new DataView(bytes.buffer)).getFileData().subject
}

suite('copies of messages', { skip }, () => {
  for (const engine of ['own', 'ole'] as const) {
    test(`in ${engine === 'ole' ? "OLE's" : 'our own'} compound files hold all that the samples hold`, async (t) => {
      const folder = temporaryFolder(t)
      const files = Object.entries({ ...samples, ...oddSamples }).map(([name, make]) => {
        const original = path.join(folder, `${name}.original.msg`)
        writeFileSync(original, make().bytes)
        return { name: `${name}.msg`, path: original, expected: () => expectedDump(make().message) }
      })
      await copyAll(engine, embeddedDll, files, folder)
      await assertCopies(files, folder)
    })

    const real = corpusFiles()
    test(
      `in ${engine === 'ole' ? "OLE's" : 'our own'} compound files hold all that real messages hold`,
      { skip: real.length > 0 ? false : 'there are no real messages' },
      async (t) => {
        const folder = temporaryFolder(t)
        await copyAll(engine, embeddedDll, real, folder)
        await assertCopies(real, folder)
        for (const file of real) {
          assert.equal(subjectOf(path.join(folder, file.name)), subjectOf(file.path), file.name)
        }
      },
    )
  }

  test('can be made in another provider', async (t) => {
    const folder = temporaryFolder(t)
    const dll = path.join(folder, 'other.dll')
    copyFileSync(embeddedDll, dll)
    const [name, make] = Object.entries(samples)[0] ?? []
    assert.ok(name && make)
    const original = path.join(folder, 'original.msg')
    writeFileSync(original, make().bytes)
    const file = { name: `${name}.msg`, path: original, expected: () => expectedDump(make().message) }
    await copyAll('own', dll, [file], folder)
    assert.equal(subjectOf(path.join(folder, file.name)), subjectOf(original))
  })
})
