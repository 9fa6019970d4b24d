import assert from 'node:assert/strict'
import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'

import { openIMsgSession, PR_SUBJECT_W } from 'mapi-msg'

import { embeddedDll, faultyProvider, nativeAddon } from './support/binaries.ts'
import { readPeFile } from './support/pe-file.ts'
import { runScript } from './support/processes.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

/** That nobody who can only put files somewhere gets them loaded, or gets others overwritten. */

/** Loads the package, looks for MAPI, reads and writes, and prints which of the planted DLLs were loaded. */
const useEverything = `
  import * as mapi from ${JSON.stringify(import.meta.resolve('mapi-msg'))}
  const provider = process.argv.at(-1)
  await mapi.findMapi()
  let failure
  try {
    const session = await mapi.openIMsgSession({ provider: JSON.parse(provider) })
    for (const storage of ['ole', 'native']) {
      const message = await session.createMessage(null, { storage })
      await message.set(mapi.PR_SUBJECT_W, 'x')
      await mapi.readMessage(await message.saveToBytes(), { session, storage })
    }
    await session.close()
  } catch (error) {
    failure = error.code
  }
  console.log(JSON.stringify({ failure, planted: (process.env.MAPI_MSG_FAULTY_LOADED ?? '').split(';') }))`

async function plantedIn(
  folder: string,
  provider: unknown,
  script = useEverything,
): Promise<{ failure: string | undefined; planted: string[] }> {
  const { code, output } = await runScript(script, [JSON.stringify(provider)], { cwd: folder })
  assert.equal(code, 0, output)
  const { failure, planted } = JSON.parse(output) as { failure?: string; planted: string[] }
  return { failure, planted: planted.filter(Boolean).map((file) => path.basename(file)) }
}

/** A folder with a DLL, which tells where it is loaded from, under every name that might be looked for. */
function plant(t: TestContext): string {
  const folder = temporaryFolder(t)
  const needed = [nativeAddon, embeddedDll].flatMap((file) => readPeFile(file).imports)
  const names = new Set([
    ...needed.map((name) => name.toLowerCase()),
    ...['mapi32.dll', 'olmapi32.dll', 'msmapi32.dll', 'mapistub.dll', 'pstprx32.dll', 'msi.dll'],
    ...['ole32.dll', 'oleaut32.dll', 'coml2.dll', 'propsys.dll', 'version.dll', 'advapi32.dll', 'user32.dll'],
    ...['msvcrt.dll', 'ucrtbase.dll', 'vcruntime140.dll', 'libstdc++-6.dll', 'libwinpthread-1.dll'],
    ...['libgcc_s_seh-1.dll', 'node.dll', path.basename(embeddedDll)],
  ])
  assert.ok(names.has('kernel32.dll'))
  for (const name of names) copyFileSync(faultyProvider, path.join(folder, name))
  for (const place of ['build/Release', `prebuilds/win32-${process.arch}`]) {
    mkdirSync(path.join(folder, place), { recursive: true })
    copyFileSync(faultyProvider, path.join(folder, place, 'mapi_msg.node'))
  }
  return folder
}

suite('DLLs in the current folder and beside the script are not loaded', () => {
  for (const provider of ['embedded', 'auto', 'mapi']) {
    test(`by the provider '${provider}'`, async (t) => {
      const folder = plant(t)
      // The module that is run, beside them, rather than text on the command line.
      const module = path.join(folder, 'main.mjs')
      writeFileSync(module, useEverything)
      const { planted } = await plantedIn(
        folder,
        provider,
        `await import(${JSON.stringify(pathToFileURL(module).href)})`,
      )
      assert.deepEqual(planted, [])
    })
  }

  test('but one that is asked for by its path is', async (t) => {
    const folder = plant(t)
    const dll = path.join(folder, 'olmapi32.dll')
    assert.deepEqual(await plantedIn(folder, { dll }), { failure: undefined, planted: ['olmapi32.dll'] })
  })

  test('nor for a provider elsewhere that lacks one of its own', async (t) => {
    const [folder, elsewhere] = [temporaryFolder(t), temporaryFolder(t)]
    const dll = path.join(elsewhere, 'provider.dll')
    writeFileSync(dll, withName(readFileSync(faultyProvider), 'ole32.dll', 'olx32.dll'))
    copyFileSync(faultyProvider, path.join(folder, 'olx32.dll'))
    assert.deepEqual(await plantedIn(folder, { dll }), { failure: 'ERR_PROVIDER_UNUSABLE', planted: [] })
  })
})

/** A DLL in which one name, such as that of a DLL that it needs, is another of the same length. */
function withName(dll: Buffer, name: string, other: string): Buffer {
  const at = dll.toString('latin1').toLowerCase().indexOf(`${name}\0`)
  assert.ok(at > 0 && name.length === other.length)
  dll.write(other, at, 'latin1')
  return dll
}

test('the environment variable names a provider by an absolute path', async (t) => {
  const before = process.env['MAPI_MSG_PROVIDER']
  t.after(() => {
    if (before === undefined) delete process.env['MAPI_MSG_PROVIDER']
    else process.env['MAPI_MSG_PROVIDER'] = before
  })
  for (const dll of ['olmapi32.dll', '.\\olmapi32.dll', 'C:olmapi32.dll', '\\olmapi32.dll']) {
    process.env['MAPI_MSG_PROVIDER'] = dll
    await assert.rejects(openIMsgSession(), { code: 'ERR_INVALID_ARG_VALUE', message: /MAPI_MSG_PROVIDER/ })
  }
})

suite('saving', () => {
  for (const storage of ['native', 'ole'] as const) {
    test(`by the engine '${storage}' writes to no file that others put in its way`, async (t) => {
      const session = await openSession(t)
      const folder = temporaryFolder(t)
      const file = path.join(folder, 'mail.msg')
      const precious = path.join(folder, 'precious.txt')
      writeFileSync(precious, 'precious')
      linkSync(precious, `${file}.mapi-msg-1.tmp`)
      {
        await using message = await session.createMessage(file, { storage })
        await message.set(PR_SUBJECT_W, 'x')
        await message.saveChanges()
      }
      assert.equal(readFileSync(precious, 'utf8'), 'precious')
    })
  }
})
