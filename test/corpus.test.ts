import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { MapiError, openIMsgSession, type MessageSession } from 'mapi-msg'

import { assertDump, readEverything } from './support/dump-message.ts'
import type { DumpedMessage } from './support/msg-dump.ts'
import { provider } from './support/sessions.ts'

/**
 * Real files: all in the folder msg/ of the one that MAPI_MSG_CORPUS names, by default ../shared/corpus. Where it has
 * a folder expected/ with their dumps (`mapi-msg dump --binary hash`), each value is compared.
 */

const corpus = path.resolve(
  fileURLToPath(new URL('../../', import.meta.url)),
  process.env['MAPI_MSG_CORPUS'] ?? '../shared/corpus',
)
const folder = path.join(corpus, 'msg')
const files = existsSync(folder) ? readdirSync(folder) : []
const skip = files.length > 0 ? false : `there are no files in ${folder} (set MAPI_MSG_CORPUS)`

/** Runs `check` on each file in two sessions, which work side by side, and answers what failed. */
async function checkAll(
  names: string[],
  check: (session: MessageSession, file: string, name: string) => Promise<void>,
): Promise<string[]> {
  const failures: string[] = []
  const waiting = [...names]
  const work = async () => {
    await using session = await openIMsgSession({ provider })
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      try {
        await check(session, path.join(folder, name), name)
      } catch (error) {
        failures.push(`${name}: ${String(error)}`)
      }
    }
  }
  await Promise.all([work(), work()])
  return failures
}

suite('real files', { skip, timeout: 120_000 }, () => {
  test('are read whole, or refused with a MapiError', async (t: TestContext) => {
    let refused = 0
    const failures = await checkAll(files, async (session, file) => {
      try {
        await using message = await session.openMessage(file)
        await readEverything(message)
      } catch (error) {
        if (!(error instanceof MapiError)) throw error
        refused++
      }
    })
    assert.deepEqual(failures, [])
    t.diagnostic(`${files.length} files, ${refused} of them refused`)
  })

  const expectedOf = (name: string) => path.join(corpus, 'expected', `${name}.json`)
  const known = files.filter((name) => existsSync(expectedOf(name)))
  test(
    'have the values that another reader found',
    { skip: known.length > 0 ? false : 'there are no expected values' },
    async () => {
      const failures = await checkAll(known, async (session, file, name) => {
        const expected = JSON.parse(readFileSync(expectedOf(name), 'utf8')) as DumpedMessage
        await using message = await session.openMessage(readFileSync(file))
        await assertDump(message, expected, 'the message')
      })
      assert.deepEqual(failures, [])
    },
  )
})
