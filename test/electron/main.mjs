// Tries the package in Electron: in the main process, in a worker of it, and in a utility process. On Windows, after
// `npm run build`: `npx electron test/electron/main.mjs`. Its exit code is 0 if a message came back in each of them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { app, utilityProcess } from 'electron'
import { roundTrip } from './round-trip.mjs'

const timeout = 60_000
const program = path.join(import.meta.dirname, 'round-trip.mjs')

/**
 * @param {Worker | Electron.UtilityProcess} child which tells the problem that it had
 * @returns {Promise<void>}
 */
function answerOf(child) {
  const events = /** @type {import('node:events').EventEmitter} */ (child)
  return new Promise((resolve, reject) => {
    events.once('message', ({ problem }) => (problem === undefined ? resolve() : reject(new Error(problem))))
    events.once('error', reject)
    events.once('exit', (code) => reject(new Error(`ended with ${code} before it answered`)))
  })
}

/** @type {Record<string, (folder: string) => Promise<void>>} */
const places = {
  'the main process': roundTrip,
  'a worker': (folder) => answerOf(new Worker(program, { workerData: folder })),
  'a utility process': (folder) => answerOf(utilityProcess.fork(program, [folder])),
}

async function tryAll() {
  let exitCode = 0
  for (const [place, run] of Object.entries(places)) {
    const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-electron-'))
    try {
      await run(folder)
      console.log(`passed: ${place}`)
    } catch (error) {
      exitCode = 1
      console.error(`FAILED: ${place}:`, error)
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
  return exitCode
}

setTimeout(() => {
  console.error(`FAILED: no end after ${timeout / 1000} seconds`)
  app.exit(1)
}, timeout)

// Not awaited: Electron is ready only after this module has been run.
app.whenReady().then(async () => {
  console.log(`Electron ${process.versions['electron']}, Node.js ${process.version}, ${process.arch}`)
  app.exit(await tryAll())
})
