import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'

import { findMapi, MapiError, openIMsgSession } from 'mapi-msg'

import { embeddedDll, nativeAddon } from './support/binaries.ts'
import { runScript } from './support/processes.ts'
import { temporaryFolder } from './support/sessions.ts'

const onWine = existsSync('C:\\windows\\system32\\winecfg.exe')
/** These tests register a mail client for the machine: not on somebody's Windows. */
const registry = onWine ? {} : { skip: 'changes the mail client of the machine, so it runs under Wine only' }
const clients = 'HKLM\\Software\\Clients\\Mail'

function setRegistry(key: string, name: string, value: string): void {
  const where = name === '' ? ['/ve'] : ['/v', name]
  execFileSync('reg.exe', ['add', key, ...where, '/t', 'REG_SZ', '/d', value, '/f'], { stdio: 'ignore' })
}

/** Registers Outlook as the default mail client, with these values, until the test ends. */
function registerOutlook(t: TestContext, values: Record<string, string>): void {
  t.after(() => {
    execFileSync('reg.exe', ['delete', clients, '/f'], { stdio: 'ignore' })
  })
  setRegistry(clients, '', 'Microsoft Outlook')
  setRegistry(`${clients}\\Microsoft Outlook`, '', 'Microsoft Outlook')
  for (const [name, value] of Object.entries(values))
    setRegistry(`${clients}\\Microsoft Outlook`, name, value)
}

/** A folder like Outlook's, with a copy of the embedded provider under the name of Outlook's MAPI. */
function installOutlook(t: TestContext): string {
  const folder = path.join(temporaryFolder(t), 'Microsoft Office')
  mkdirSync(folder)
  const dll = path.join(folder, 'olmapi32.dll')
  copyFileSync(embeddedDll, dll)
  return dll
}

/** Gives a DLL the machine number of 32-bit (or, for 32-bit hosts, 64-bit) Windows. */
function withOtherBitness(dll: string): Buffer {
  const bytes = readFileSync(dll)
  const machine = bytes.readUInt32LE(0x3c) + 4
  bytes.writeUInt16LE(bytes.readUInt16LE(machine) === 0x14c ? 0x8664 : 0x14c, machine)
  return bytes
}

async function refusal(dll: string): Promise<MapiError> {
  const error: unknown = await openIMsgSession({ provider: { dll } }).then(
    () => assert.fail('it opened a session'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MapiError)
  assert.equal(error.code, 'ERR_PROVIDER_UNUSABLE')
  assert.ok(error.message.includes(dll), `"${error.message}" names the DLL`)
  return error
}

test('a DLL that cannot be a provider is refused with the reason', async (t) => {
  const folder = temporaryFolder(t)
  await t.test('a missing file', async () => {
    const error = await refusal(path.join(folder, 'missing.dll'))
    assert.match(error.message, /does not exist/)
  })
  await t.test('a folder', async () => {
    assert.match((await refusal(folder)).message, /is a folder/)
  })
  await t.test('an empty file', async () => {
    const file = path.join(folder, 'empty.dll')
    writeFileSync(file, '')
    assert.match((await refusal(file)).message, /is empty/)
  })
  await t.test('a file that is no DLL', async () => {
    const file = path.join(folder, 'text.dll')
    writeFileSync(file, 'MZ, but only text follows. '.repeat(10))
    assert.match((await refusal(file)).message, /is not a DLL/)
  })
  await t.test('a program', async () => {
    assert.match((await refusal(process.execPath)).message, /is a program, not a DLL/)
  })
  await t.test('a DLL of the other bitness, named with both architectures', async () => {
    const file = path.join(folder, 'other-bitness.dll')
    writeFileSync(file, withOtherBitness(embeddedDll))
    const error = await refusal(file)
    assert.match(error.message, process.arch === 'ia32' ? /built for x64/ : /built for ia32/)
    assert.match(error.message, new RegExp(`this process is ${process.arch}`))
  })
  await t.test('a DLL without the exports', async () => {
    const file = path.join(folder, 'no-exports.dll')
    copyFileSync(nativeAddon, file)
    assert.match((await refusal(file)).message, /does not export MAPIInitialize/)
  })
})

test('a provider DLL is named by an absolute path', async () => {
  for (const dll of ['olmapi32.dll', '.\\olmapi32.dll', 'C:olmapi32.dll', '\\olmapi32.dll']) {
    await assert.rejects(openIMsgSession({ provider: { dll } }), {
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: /absolute path/,
    })
  }
})

/** Opens a session in a process of its own, since a provider's DLL stays loaded, and gives what it says. */
async function openElsewhere(provider: string | { dll: string }): Promise<unknown> {
  const { code, output } = await runScript(
    `import { findMapi, openIMsgSession } from 'mapi-msg'
     const session = await openIMsgSession({ provider: JSON.parse(process.argv[1]) })
     const { kind, path } = session.provider
     await session.close()
     const [first] = await findMapi()
     console.log(JSON.stringify({ kind, path, first: first?.source }))`,
    [JSON.stringify(provider)],
  )
  assert.equal(code, 0, output)
  return JSON.parse(output)
}

test('any DLL with the exports is a provider', async (t) => {
  const dll = path.join(temporaryFolder(t), 'ä provider 提供.dll')
  copyFileSync(embeddedDll, dll)
  const opened = (await openElsewhere({ dll })) as { kind: string; path: string }
  assert.equal(opened.kind, 'dll')
  assert.equal(opened.path, dll)
})

test('without any MAPI', registry, async (t) => {
  await t.test("findMapi tells why Windows' stub is not used", async () => {
    for (const candidate of await findMapi()) {
      assert.equal(candidate.usable, false)
      assert.ok(candidate.reason)
    }
  })
  await t.test("'mapi' says what was tried", async () => {
    await assert.rejects(openIMsgSession({ provider: 'mapi' }), (error) => {
      assert.ok(error instanceof MapiError)
      assert.equal(error.code, 'ERR_MAPI_NOT_FOUND')
      assert.match(error.message, /mapi32\.dll/)
      return true
    })
  })
  await t.test("'auto' takes the embedded provider", async () => {
    await using session = await openIMsgSession({ provider: 'auto' })
    assert.equal(session.provider.kind, 'embedded')
    assert.equal(session.provider.path.toLowerCase(), embeddedDll.toLowerCase())
  })
})

test('Outlook as registered', registry, async (t) => {
  const dll = installOutlook(t)
  await t.test('by DLLPathEx is found before other values', async (t) => {
    registerOutlook(t, { DLLPathEx: dll, DLLPath: 'C:\\simple\\mapi.dll' })
    const candidates = await findMapi()
    assert.deepEqual(
      candidates.slice(0, 2).map(({ path, usable }) => ({ path, usable })),
      [
        { path: dll, usable: true },
        { path: 'C:\\simple\\mapi.dll', usable: false },
      ],
    )
    assert.equal(candidates[0]?.source, 'DLLPathEx of Microsoft Outlook')
    assert.equal(candidates[0].architecture, process.arch)
    assert.match(candidates[1]?.reason ?? '', /does not exist/)
  })
  await t.test('by DLLPath alone is found too', async (t) => {
    registerOutlook(t, { DLLPath: dll })
    const [first] = await findMapi()
    assert.equal(first?.path, dll)
    assert.equal(first.usable, true)
  })
  await t.test('olmapi32.dll goes before another DLL that is registered earlier', async (t) => {
    registerOutlook(t, { DLLPathEx: 'C:\\Program Files\\Common\\MSMAPI32.DLL', DLLPath: dll })
    assert.equal((await findMapi())[0]?.path, dll)
  })
  await t.test('of the other bitness is refused, and auto falls back', async (t) => {
    const other = path.join(path.dirname(dll), 'other', 'olmapi32.dll')
    mkdirSync(path.dirname(other))
    writeFileSync(other, withOtherBitness(dll))
    registerOutlook(t, { DLLPathEx: other })
    const [first] = await findMapi()
    assert.equal(first?.usable, false)
    assert.match(first.reason ?? '', /architecture/)
    await assert.rejects(openIMsgSession({ provider: 'mapi' }), {
      code: 'ERR_MAPI_NOT_FOUND',
      message: /olmapi32/,
    })
    await using session = await openIMsgSession({ provider: 'auto' })
    assert.equal(session.provider.kind, 'embedded')
  })
  await t.test("serves 'mapi' and 'auto', and is found again as already loaded", async (t) => {
    registerOutlook(t, { DLLPathEx: dll })
    for (const provider of ['mapi', 'auto']) {
      assert.deepEqual(await openElsewhere(provider), {
        kind: 'mapi',
        path: dll,
        first: 'already loaded in this process',
      })
    }
  })
})
