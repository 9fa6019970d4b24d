import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'

import { MapiError, openIMsgSession } from 'mapi-msg'

import { faultyProvider } from './support/binaries.ts'
import { runScript } from './support/processes.ts'
import { temporaryFolder } from './support/sessions.ts'

/** Providers without some of the exports, or with others' names for them. */

const needed = [
  ...['MAPIInitialize', 'MAPIUninitialize', 'MAPIAllocateBuffer', 'MAPIAllocateMore', 'MAPIFreeBuffer'],
  ...['MAPIGetDefaultMalloc', 'OpenIMsgSession', 'OpenIMsgOnIStg', 'CloseIMsgSession'],
]
const optional = ['GetAttribIMsgOnIStg', 'SetAttribIMsgOnIStg', 'WrapCompressedRTFStream']

/** A copy of the provider whose exports of these names have others, in the same order of the alphabet. */
function without(t: TestContext, lacking: (exported: string) => boolean): string {
  const bytes = readFileSync(faultyProvider)
  for (const name of [...needed, ...optional]) {
    for (const [exported] of bytes
      .toString('latin1')
      .matchAll(new RegExp(`(?<=\\0)${name}(@\\d+)?(?=\\0)`, 'g'))) {
      if (!lacking(exported)) continue
      const end = bytes.indexOf(`\0${exported}\0`, 'latin1') + name.length
      bytes[end] = (bytes[end] ?? 0) - 1
    }
  }
  const dll = path.join(temporaryFolder(t), 'provider.dll')
  writeFileSync(dll, bytes)
  return dll
}

suite('a provider is refused, before it is loaded, if it lacks', () => {
  for (const name of needed) {
    test(name, async (t) => {
      const dll = without(t, (exported) => exported.startsWith(name))
      const error: unknown = await openIMsgSession({ provider: { dll } }).catch((reason: unknown) => reason)
      assert.ok(error instanceof MapiError)
      assert.equal(error.code, 'ERR_PROVIDER_UNUSABLE')
      assert.match(error.message, new RegExp(`does not export ${name}`))
    })
  }
})

/** What comes of using it, in a process of its own: else its file could not be deleted. */
async function use(dll: string): Promise<unknown> {
  const { code, output } = await runScript(
    `import * as mapi from 'mapi-msg'
     const session = await mapi.openIMsgSession({ provider: { dll: process.argv[1] } })
     const message = await session.openIMsgOnIStg(await mapi.Storage.create(session, null))
     const codeOf = (work) => work.then(() => 'works', (error) => error.code)
     const stream = await message.openProperty(mapi.PR_RTF_COMPRESSED, mapi.IID_IStream)
     const codes = [
       codeOf(message.get(mapi.PR_SUBJECT_W)),
       codeOf(message.getAttributes([mapi.PR_SUBJECT_W])),
       codeOf(message.setAttributes([mapi.PR_SUBJECT_W], [2])),
       codeOf(mapi.wrapCompressedRTFStream(stream)),
     ]
     console.log(JSON.stringify(await Promise.all(codes)))
     await session.close()`,
    [dll],
  )
  assert.equal(code, 0, output)
  return JSON.parse(output)
}

test('a provider whose exports have the decorated names alone works', async (t) => {
  const dll = without(t, (exported) => !exported.includes('@'))
  assert.deepEqual(await use(dll), ['works', 'works', 'works', 'works'])
})

test('a provider without what not every MAPI has works but for that', async (t) => {
  const dll = without(t, (exported) => optional.some((name) => exported.startsWith(name)))
  assert.deepEqual(await use(dll), ['works', 'MAPI_E_NO_SUPPORT', 'MAPI_E_NO_SUPPORT', 'MAPI_E_NO_SUPPORT'])
})
