import assert from 'node:assert/strict'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { run } from './support/processes.ts'
import { scriptFolder } from './support/script-folder.ts'

/** The program that tries the package in Electron (test/electron/), with something in the place of Electron. */

process.env['MAPI_MSG_PROVIDER'] ??= 'embedded'

const programs = fileURLToPath(new URL('../../test/electron/', import.meta.url))

/** Plain Node.js has no utility processes: a worker stands in for one. */
const electron = `
  import { Worker } from 'node:worker_threads'
  export const app = { whenReady: () => Promise.resolve(), exit: (code) => process.exit(code) }
  export const utilityProcess = { fork: (file, [workerData]) => new Worker(file, { workerData }) }`

function install(t: TestContext): string {
  const folder = scriptFolder(t)
  for (const name of ['main.mjs', 'round-trip.mjs'])
    cpSync(path.join(programs, name), path.join(folder, name))
  const inPlace = path.join(folder, 'node_modules', 'electron')
  mkdirSync(inPlace, { recursive: true })
  writeFileSync(path.join(inPlace, 'index.mjs'), electron)
  writeFileSync(path.join(inPlace, 'package.json'), '{ "name": "electron", "main": "index.mjs" }')
  return folder
}

test('it succeeds where messages can be written and read in every place', async (t) => {
  const { code, output } = await run(process.execPath, [path.join(install(t), 'main.mjs')])
  assert.deepEqual(output.match(/passed: .*/g), [
    'passed: the main process',
    'passed: a worker',
    'passed: a utility process',
  ])
  assert.equal(code, 0)
})

test('it fails where they cannot', async (t) => {
  const before = process.env['MAPI_MSG_PROVIDER']
  t.after(() => {
    process.env['MAPI_MSG_PROVIDER'] = before
  })
  process.env['MAPI_MSG_PROVIDER'] = 'C:\\absent.dll'
  const { code, output } = await run(process.execPath, [path.join(install(t), 'main.mjs')])
  assert.equal(output.match(/FAILED: .*absent\.dll/g)?.length, 3, output)
  assert.equal(code, 1)
})
