import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { MapiError, openIMsgSession, PR_STORE_SUPPORT_MASK, type MessageSession } from 'mapi-msg'

import { assertDump, readEverything } from './support/dump-message.ts'
import type { DumpedMessage } from './support/msg-dump.ts'
import { conformanceProblems } from './support/msg-conformance.ts'
import { provider, temporaryFolder } from './support/sessions.ts'

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

const kUnicodeOk = 0x00040000

/** Outlook itself stores PR_DISPLAY_TO, for one, with its NUL, and other writers count attachments that there are not. */
function isOfTheOriginal(problem: string): boolean {
  return problem.endsWith('has its NUL in the stream') || problem.startsWith('MS-OXCMSG')
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

  for (const storage of ['native', 'ole'] as const) {
    test(`are copied whole into '${storage}' files, as [MS-OXMSG] has them`, async (t) => {
      const target = temporaryFolder(t)
      const failures = await checkAll(files, async (session, file, name) => {
        await using source = await session.openMessage(file)
        const mask = (await source.get(PR_STORE_SUPPORT_MASK)) ?? 0
        const copied = path.join(target, name)
        {
          await using copy = await session.createMessage(copied, {
            storage,
            unicode: (mask & kUnicodeOk) !== 0,
          })
          assert.deepEqual(await source.copyTo(copy), [])
          await copy.saveChanges()
        }
        const problems = conformanceProblems(readFileSync(copied))
        assert.deepEqual(problems.filter((problem) => !isOfTheOriginal(problem)), []) // prettier-ignore
        if (!existsSync(expectedOf(name))) return
        await using copy = await session.openMessage(copied)
        await assertDump(
          copy,
          JSON.parse(readFileSync(expectedOf(name), 'utf8')) as DumpedMessage,
          'the copy',
        )
      })
      assert.deepEqual(failures, [])
    })
  }
})
