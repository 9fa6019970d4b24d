import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, suite, test } from 'node:test'

import { createPackageWithOptions } from '@electron/asar'

import { embeddedDll } from './support/binaries.ts'
import { installPackage } from './support/install.ts'
import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'

/** Where and in what the package can be loaded. Each case has a process of its own. */

const { facts, bytes } = samples.unicodeMail()
const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-loading-'))
const file = path.join(folder, 'mail.msg')
writeFileSync(file, bytes)
after(() => {
  rmSync(folder, { recursive: true, maxRetries: 20 })
})

const printSubject = `
  import { openIMsgSession, PR_SUBJECT_W } from 'mapi-msg'
  const session = await openIMsgSession({ provider: 'embedded' })
  const message = await session.openMessage(process.argv[1])
  console.log(JSON.stringify([await message.get(PR_SUBJECT_W), session.provider.path]))`

const printError = `
  const { openIMsgSession } = await import('mapi-msg')
  await openIMsgSession({ provider: 'embedded' }).then(() => console.log('{}'), ({ name, code, message }) =>
    console.log(JSON.stringify({ name, code, message })))`

interface PrintedError {
  name?: string
  code?: string
  message?: string
}

async function runJson(script: string, options: { executable?: string; cwd?: string }): Promise<unknown> {
  const { code, output } = await runScript(script, [file], options)
  assert.equal(code, 0, output)
  return JSON.parse(output)
}

const install = (project: string, binaries: string) => installPackage(folder, project, binaries)

const dllIn = (installed: string, binaries: string) =>
  path.join(installed, binaries, path.basename(embeddedDll))

suite('the addon is loaded', () => {
  test('by a host of another name than node.exe, as Electron', async () => {
    const executable = path.join(folder, 'electron-like.exe')
    copyFileSync(process.execPath, executable)
    assert.deepEqual(await runJson(printSubject, { executable }), [facts.subject, embeddedDll])
  })

  test('from a local build, on a path with spaces and other letters', async () => {
    const project = path.join(folder, 'Größe & Ελλάδα 日本 (1)')
    const installed = install(project, 'build/Release')
    assert.deepEqual(await runJson(printSubject, { cwd: project }), [
      facts.subject,
      dllIn(installed, 'build\\Release'),
    ])
  })

  test('from the binaries in the package, without a local build', async () => {
    const project = path.join(folder, 'prebuilt 日本')
    const binaries = `prebuilds\\win32-${process.arch}`
    const installed = install(project, binaries)
    assert.deepEqual(await runJson(printSubject, { cwd: project }), [
      facts.subject,
      dllIn(installed, binaries),
    ])
  })
})

suite('in an app of Electron that is an archive', () => {
  const packed = path.join(folder, 'packed app')
  const app = path.join(packed, 'app.asar')
  const binaries = `prebuilds\\win32-${process.arch}`
  const inApp = path.join('node_modules', 'mapi-msg')

  /**
   * Lets Electron's own program put the files that are not to be in the archive beside it. Where Electron would look
   * into the archive, plain Node.js finds a folder of its name, with the rest.
   */
  async function archive(unpack: string | undefined): Promise<void> {
    rmSync(packed, { recursive: true, force: true })
    const installed = install(app, binaries)
    if (unpack !== undefined) {
      const file = path.join(packed, 'made.asar')
      await createPackageWithOptions(app, file, { unpack })
      renameSync(`${file}.unpacked`, `${app}.unpacked`)
    }
    rmSync(path.join(installed, binaries), { recursive: true })
  }

  test('the addon and its DLL are loaded from beside it', async () => {
    await archive('**/node_modules/mapi-msg/**/*.{node,dll}')
    const dll = dllIn(path.join(`${app}.unpacked`, inApp), binaries)
    assert.deepEqual(await runJson(printSubject, { cwd: app }), [facts.subject, dll])
  })

  test('it is said that the DLL must be unpacked too', async () => {
    await archive('**/*.node')
    const { code, message = '' } = (await runJson(printError, { cwd: app })) as PrintedError
    assert.equal(code, 'ERR_PROVIDER_UNUSABLE')
    assert.match(message, /unpack \*\.dll with \*\.node/)
  })

  test('it is said that they must be unpacked', async () => {
    await archive(undefined)
    const { code, message = '' } = (await runJson(printError, { cwd: app })) as PrintedError
    assert.equal(code, 'ERR_ADDON_NOT_LOADED')
    assert.match(message, /\*\.node and \*\.dll files must be unpacked/)
  })
})

suite('what is said', () => {
  test('where the addon is missing', async () => {
    const project = path.join(folder, 'missing')
    const installed = install(project, 'elsewhere')
    const { name, code, message = '' } = (await runJson(printError, { cwd: project })) as PrintedError
    assert.deepEqual({ name, code }, { name: 'MapiError', code: 'ERR_ADDON_NOT_LOADED' })
    const prebuilt = path.join(installed, 'prebuilds', `win32-${process.arch}`, 'mapi_msg.node')
    assert.ok(message.includes(prebuilt), message)
    assert.ok(message.includes(path.join(installed, 'build', 'Release', 'mapi_msg.node')), message)
    assert.match(message, /Install the package again/)
  })

  test('where the addon is damaged', async () => {
    const project = path.join(folder, 'damaged')
    const binaries = `prebuilds\\win32-${process.arch}`
    const damaged = path.join(install(project, binaries), binaries, 'mapi_msg.node')
    writeFileSync(damaged, 'no addon')
    const { code, message = '' } = (await runJson(printError, { cwd: project })) as PrintedError
    assert.equal(code, 'ERR_ADDON_NOT_LOADED')
    assert.ok(message.includes(damaged), message)
  })

  test('where the embedded provider is missing', async () => {
    const project = path.join(folder, 'no provider')
    const dll = dllIn(install(project, 'build/Release'), 'build\\Release')
    rmSync(dll)
    const { code, message = '' } = (await runJson(printError, { cwd: project })) as PrintedError
    assert.equal(code, 'ERR_PROVIDER_UNUSABLE')
    assert.ok(message.includes(dll), message)
    assert.match(message, /beside mapi_msg\.node: install mapi-msg again/)
  })

  test('where the package has no binaries for the architecture', async () => {
    const project = path.join(folder, 'other architecture')
    const installed = install(project, `prebuilds\\win32-${process.arch}`)
    mkdirSync(path.join(installed, 'source'))
    const script = `Object.defineProperty(process, 'arch', { value: 'arm64' })
      ${printError}`
    const { code, message = '' } = (await runJson(script, { cwd: project })) as PrintedError
    assert.equal(code, 'ERR_ADDON_NOT_LOADED')
    assert.match(message, /no binaries for arm64 Windows/)
    assert.ok(message.includes(`npx node-gyp rebuild -C "${path.join(installed, 'source')}"`), message)
    assert.ok(message.includes(path.join(installed, 'source', 'build', 'Release', 'mapi_msg.node')), message)
  })

  test('on other systems than Windows, where importing works', async () => {
    const printed = (await runJson(
      `Object.defineProperty(process, 'platform', { value: 'linux' })
       const mapi = await import('mapi-msg')
       const refused = [
         () => mapi.openIMsgSession(),
         () => mapi.findMapi(),
         () => mapi.Storage.open(null, 'mail.msg'),
         () => mapi.Storage.fromBytes(null, new Uint8Array(8)),
         () => mapi.Storage.create(null, null),
       ]
       const errors = await Promise.all(refused.map((use) => use().catch((error) => error)))
       console.log(JSON.stringify({
         errors: errors.map((error) => [error instanceof mapi.MapiError, error.code, error.message]),
         tag: mapi.propTagName(mapi.PR_SUBJECT_W),
         ticks: String(new mapi.FileTime('2020-01-01').ticks),
       }))`,
      {},
    )) as { errors: [boolean, string, string][]; tag: string; ticks: string }
    assert.equal(printed.errors.length, 5)
    for (const [isMapiError, code, message] of printed.errors) {
      assert.equal(isMapiError, true)
      assert.equal(code, 'ERR_UNSUPPORTED_PLATFORM')
      assert.match(message, /Windows only.*linux/)
    }
    assert.equal(printed.tag, 'PR_SUBJECT_W')
    assert.equal(printed.ticks, '132223104000000000')
  })
})
