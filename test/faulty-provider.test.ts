import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import * as mapi from 'mapi-msg'

import {
  assertCounts,
  calls,
  liveCounts,
  openObjects,
  provider,
  withFaults,
  type Objects,
} from './support/faulty-provider.ts'
import { samples } from './support/samples.ts'

/** Every error that MAPI and OLE know, answered by every method that the package calls. */

const failures = [...new Set(Object.values(mapi.resultCodes))].filter((code) => code >= 0x80000000)
const text = (code: number) => code.toString(16).padStart(8, '0')

function assertTold(error: unknown, code: number, method: string): void {
  const name = mapi.resultCodeName(code) ?? text(code)
  assert.ok(error instanceof mapi.MapiError, `${method} ${name}: ${String(error)}`)
  assert.deepEqual([error.code, error.hresult, error.method], [name, code, method])
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => `fulfilled with ${String(value)}`,
    (reason: unknown) => reason,
  )
}

test('there are errors, and calls for them', () => {
  assert.ok(failures.length > 130, String(failures.length))
  assert.ok(Object.keys(calls).length > 60)
})

suite('every error of every method is told, and nothing is leaked', () => {
  for (const [method, call] of Object.entries(calls)) {
    test(method, async (t) => {
      const objects = await openObjects(t)
      const before = liveCounts()
      // Not there is no failure where one looks.
      const unfound = method === 'IMAPITable::FindRow' ? mapi.MAPI_E_NOT_FOUND : undefined
      for (const code of failures) {
        if (code === unfound) continue
        const error = await withFaults({ [method]: text(code) }, () => errorOf(call(objects)))
        assertTold(error, code, method)
        if (liveCounts() !== before) await assertCounts(before, text(code))
      }
      // It goes on as before.
      await call(objects)
    })
  }
})

suite('what a failing method hands out all the same is released', () => {
  for (const [method, call] of Object.entries(calls)) {
    test(method, async (t) => {
      const objects = await openObjects(t)
      const before = liveCounts()
      const error = await withFaults({ [method]: '80004005,given' }, () => errorOf(call(objects)))
      assertTold(error, mapi.MAPI_E_CALL_FAILED, method)
      await assertCounts(before)
    })
  }
})

/** What `readMessage` calls. Where it calls for part of a message, the failure is one of its problems. */
const readingMethods: Record<string, 'all' | 'part'> = {
  OpenIMsgOnIStg: 'all',
  'IMAPIProp::GetProps': 'all',
  'IMAPIProp::GetPropList': 'all',
  'IMAPIProp::GetNamesFromIDs': 'all',
  'IMessage::GetRecipientTable': 'all',
  'IMessage::GetAttachmentTable': 'all',
  'IMessage::OpenAttach': 'all',
  'IMAPITable::QueryColumns': 'all',
  'IMAPITable::SetColumns': 'all',
  'IMAPITable::QueryRows': 'all',
  'IStream::Read': 'all',
  WrapCompressedRTFStream: 'part',
}

suite('the same in reading whole messages', () => {
  const { bytes } = samples.unicodeMail()
  const read = ({ session }: Pick<Objects, 'session'>, properties = true) =>
    mapi.readMessage(bytes, { session, properties, bodies: ['rtf'], attachments: 'content' })

  for (const [method, extent] of Object.entries(readingMethods)) {
    test(method, async () => {
      await using session = await mapi.openIMsgSession({ provider })
      const before = liveCounts()
      for (const code of failures) {
        const outcome = await withFaults({ [method]: text(code) }, () =>
          read({ session }).catch((reason: unknown) => reason as Error),
        )
        if (extent === 'part') {
          assert.ok(!(outcome instanceof Error), 'it was refused as a whole')
          assertTold(outcome.problems.at(-1), code, method)
        } else {
          assertTold(outcome, code, method)
        }
        assert.equal(liveCounts(), before, text(code))
      }
      assert.deepEqual((await read({ session })).problems, [])
    })
  }

  test('IMAPIProp::OpenProperty', async () => {
    await using session = await mapi.openIMsgSession({ provider })
    const before = liveCounts()
    for (const code of failures) {
      const outcome = await withFaults({ 'IMAPIProp::OpenProperty': text(code) }, () =>
        mapi.readMessage(bytes, { session, bodies: ['rtf'] }),
      )
      const problems = outcome.problems.filter(({ message }) => message.includes('RTF'))
      // A message need not have RTF.
      if (code !== mapi.MAPI_E_NOT_FOUND) assertTold(problems[0], code, 'IMAPIProp::OpenProperty')
      const nested = outcome.problems.find(({ message }) => message.includes('in an attachment'))
      assertTold(nested, code, 'IMAPIProp::OpenProperty')
      assert.equal(liveCounts(), before, text(code))
    }
  })
})
