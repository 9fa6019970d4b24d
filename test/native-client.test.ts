import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, suite, test } from 'node:test'
import { embeddedDll, mapiClient } from './support/binaries.ts'
import { oddSamples } from './support/msg-damage.ts'
import { run } from './support/processes.ts'
import { samples } from './support/samples.ts'

/**
 * The embedded DLL is a MAPI provider: test/native/client uses it without our binding, by the MAPI headers of the
 * toolchain. With MAPI_MSG_TEST_FILES set to a folder, the files in there are read too.
 */

const skip = existsSync(mapiClient)
  ? false
  : 'mapi_client.exe is built with mingw-w64 only: newer Windows SDKs lack the MAPI headers'

const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-client-'))
after(() => {
  rmSync(folder, { recursive: true })
})

async function failures(files: string[]): Promise<string[]> {
  const { code, output } = await run(mapiClient, [embeddedDll, ...files])
  const lines = output.split(/\r?\n/)
  const failed = lines.filter((line) => /^not ok|^Bail out!|^ {2}#/.test(line))
  assert.match(output, /^1\.\.\d+$/m, `the client did not come to its end:\n${output}`)
  if (code !== 0 && failed.length === 0) failed.push(`exit code ${code}`)
  return failed
}

suite('a MAPI client in C++', { skip }, () => {
  test('finds that the embedded DLL does what MAPI documents', async () => {
    assert.deepEqual(await failures([]), [])
  })

  test('reads all samples', async () => {
    const files = Object.entries({ ...samples, ...oddSamples }).map(([name, make]) => {
      const file = path.join(folder, `${name}.msg`)
      writeFileSync(file, make().bytes)
      return file
    })
    assert.deepEqual(await failures(files), [])
  })

  const others = process.env.MAPI_MSG_TEST_FILES
  test('reads other files', { skip: others ? false : 'MAPI_MSG_TEST_FILES is not set' }, async () => {
    const files = readdirSync(others ?? '').map((name) => path.join(others ?? '', name))
    assert.deepEqual(await failures(files), [])
  })
})
