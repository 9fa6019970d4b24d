import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import {
  IID_IStream,
  MapiError,
  type MessageSession,
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  readMessage,
} from 'mapi-msg'

import { fileAttachment } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { runScript } from './support/processes.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

/** What becomes of an app while it is given many megabytes at once. */

const MB = 1024 * 1024
/** A process of 32 bits has not the address space for several copies. */
const size = (process.arch === 'ia32' ? 32 : 64) * MB

/** Differs wherever a block of it is in the wrong place. */
function content(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; at += 4096) bytes.writeUInt32LE(at, at)
  return bytes
}

function writeLarge(folder: string, size: number): string {
  const file = path.join(folder, 'large.msg')
  writeFileSync(file, writeMsg({ properties: [], attachments: [fileAttachment('large.bin', content(size))] }))
  return file
}

/** The longest time for which nothing else could run while something was done, in milliseconds, and what came of it. */
async function longestHold<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  let isOver = false
  let longest = 0
  let last = performance.now()
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const lookEachTurn = () => {
    look()
    if (!isOver) setImmediate(lookEachTurn)
  }
  setImmediate(lookEachTurn)
  const result = await work()
  look()
  isOver = true
  return [longest, result]
}

type Read = (session: MessageSession, file: string) => Promise<Buffer | undefined>

const ways: Record<string, Read> = {
  'of an attachment that readMessage reads': async (session, file) => {
    const { attachments } = await readMessage(file, { session, attachments: 'content' })
    return attachments?.[0]?.content
  },
  'of a property': async (session, file) => {
    await using message = await session.openMessage(file)
    return await (await message.openAttach(0)).get(PR_ATTACH_DATA_BIN)
  },
  'of a stream': async (session, file) => {
    await using message = await session.openMessage(file)
    const attachment = await message.openAttach(0)
    return await (await attachment.openProperty(PR_ATTACH_DATA_BIN, IID_IStream)).readAll()
  },
}

suite('many megabytes', () => {
  for (const [name, read] of Object.entries(ways)) {
    test(`${name} do not keep an app waiting while they are copied`, async (t) => {
      const file = writeLarge(temporaryFolder(t), size)
      const session = await openSession(t)
      const written = content(size)
      let isShort = false
      // Other processes hold it too, now and then.
      for (let round = 0; round < 3 && !isShort; round++) {
        const [hold, bytes] = await longestHold(() => read(session, file))
        assert.ok(bytes, 'there are bytes')
        assert.ok(bytes.equals(written), 'they are those that were written')
        const started = performance.now()
        Buffer.from(bytes)
        const copying = performance.now() - started
        t.diagnostic(`${hold.toFixed(0)} ms; to copy them takes ${copying.toFixed(0)} ms`)
        isShort = hold < copying / 2
      }
      assert.ok(isShort)
    })
  }

  test('arrive whole, or not at all, when the session is closed meanwhile', async (t) => {
    const file = writeLarge(temporaryFolder(t), 8 * MB)
    for (let turns = 0; turns < 20; turns++) {
      const session = await openIMsgSession({ provider })
      const reading = readMessage(file, { session, attachments: 'content' }).then(
        ({ attachments }) => attachments?.[0]?.content,
        (error: unknown) => {
          assert.ok(error instanceof MapiError)
          assert.equal(error.code, 'ERR_OBJECT_CLOSED')
        },
      )
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
      await session.close()
      const bytes = await reading
      if (bytes) assert.ok(bytes.equals(content(8 * MB)), `closed after ${String(turns)} turns`)
    }
  })

  test('do no harm when a worker or the process ends meanwhile', async (t) => {
    const file = writeLarge(temporaryFolder(t), 16 * MB)
    const readForever = `
      import { parentPort, workerData } from 'node:worker_threads'
      import { readMessage } from 'mapi-msg'
      for (;;) {
        await readMessage(workerData, { provider: 'embedded', attachments: 'content' })
        parentPort.postMessage('read')
      }`
    const { code, output } = await runScript(
      `import { once } from 'node:events'
       import { Worker } from 'node:worker_threads'
       import { readMessage } from 'mapi-msg'
       const [file] = process.argv.slice(1)
       for (let round = 0; round < 4; round++) {
         const worker = new Worker(${JSON.stringify(readForever)}, { eval: true, workerData: file })
         for (let read = 0; read < 2; read++) await once(worker, 'message')
         await new Promise((resolve) => setTimeout(resolve, round * 10))
         await worker.terminate()
       }
       void readMessage(file, { provider: 'embedded', attachments: 'content' })
       setTimeout(() => process.exit(3), 60)`,
      [file],
    )
    assert.equal(code, 3, output)
  })
})
