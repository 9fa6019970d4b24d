import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, suite, test } from 'node:test'

import { slowProvider } from './support/binaries.ts'
import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'

/** How processes and worker threads end. Each runs in a process of its own, which may crash or hang alone. */

/** Less than the addon waits for a session thread that hangs. */
const longestEnd = 4000

const { facts } = samples.nested()
const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-processes-'))
const file = path.join(folder, 'mail.msg')
writeFileSync(file, samples.nested().bytes)
after(() => {
  rmSync(folder, { recursive: true, maxRetries: 20 })
})

/** Opens an object of each kind from the file; `last()` says when the script had no more to do. */
const openEverything = `
  import { writeSync } from 'node:fs'
  import * as mapi from 'mapi-msg'
  const { IID_IStream, openIMsgSession, PR_BODY_W, PR_SUBJECT_W, Storage } = mapi
  const [file, ...rest] = process.argv.slice(1)
  const last = () => writeSync(1, '\\nlast: ' + Date.now() + '\\n')
  const session = await openIMsgSession({ provider: 'embedded' })
  const storage = await Storage.open(session, file)
  const message = await session.openIMsgOnIStg(storage)
  const table = await message.getAttachmentTable()
  const attachment = await message.openAttach(0)
  const embedded = await attachment.openEmbeddedMessage()
  const stream = await embedded.openProperty(PR_BODY_W, IID_IStream)
`

/** Runs a script until it ends, and asserts that it ends with this code, and soon after its last call of `last()`. */
async function assertEnds(script: string, code: number): Promise<string> {
  const finished = await runScript(openEverything + script, [file, slowProvider])
  const ended = Date.now()
  assert.equal(finished.code, code, finished.output)
  const last = /last: (\d+)/.exec(finished.output)?.[1]
  assert.ok(last, `the script came to its end:\n${finished.output}`)
  assert.ok(ended - Number(last) < longestEnd, `it took ${ended - Number(last)} ms to end`)
  return finished.output
}

suite('a process ends', () => {
  test('by itself, with everything left open', async () => {
    await assertEnds('last()', 0)
  })

  test('by itself, while loops over recipients and attachments stand in the middle', async () => {
    await assertEnds(
      `await embedded.attachments().next()
       await embedded.recipients().next()
       message.createReadStream(PR_BODY_W).once('readable', last)`,
      0,
    )
  })

  test('after the calls that nobody waits for', async () => {
    const output = await assertEnds(
      `let done = 0
       for (let i = 0; i < 100; i++) void message.get(PR_BODY_W).then(() => done++)
       process.on('exit', () => { console.log('done:', done); last() })`,
      0,
    )
    assert.match(output, /done: 100/)
  })

  test('by process.exit() in the middle of operations', async () => {
    await assertEnds(
      `for (let i = 0; i < 1000; i++) void embedded.getPropRow()
       void Storage.open(session, file)
       last()
       process.exit(3)`,
      3,
    )
  })

  test('by process.exit() while a provider loads', async () => {
    await assertEnds(
      `void openIMsgSession({ provider: { dll: rest[0] } })
       setTimeout(() => { last(); process.exit(3) }, 50)`,
      3,
    )
  })

  test('by process.exit() in onRelease', async () => {
    await assertEnds(
      `const other = await session.openMessage(file, { onRelease: () => { last(); process.exit(3) } })
       await other.close()
       setInterval(() => {}, 1000)`,
      3,
    )
  })

  test('by an uncaught exception', async () => {
    const output = await assertEnds(
      `void embedded.getPropRow()
       last()
       throw new Error('on purpose')`,
      1,
    )
    assert.match(output, /Error: on purpose/)
  })

  test('by an exception in onRelease', async () => {
    const output = await assertEnds(
      `const onRelease = () => { last(); throw new Error('on purpose') }
       const other = await session.openMessage(file, { onRelease })
       await other.close()
       setInterval(() => {}, 1000)`,
      1,
    )
    assert.match(output, /Error: on purpose/)
  })

  test('by a rejection that nobody handles, with its message', async () => {
    const output = await assertEnds(
      `last()
       await session.openMessage(file + '.missing')`,
      1,
    )
    assert.match(output, /MapiError: Opening .*mail\.msg\.missing failed: there is no such file/)
    assert.match(output, /code: 'STG_E_FILENOTFOUND'/)
  })

  test('while a session is being closed, and after it was', async () => {
    await assertEnds(
      `await session.close()
       const other = await openIMsgSession({ provider: 'embedded' })
       await other.openMessage(file)
       void other.close()
       last()`,
      0,
    )
  })
})

/**
 * A script that never loads the addon itself but has workers run `work(mapi, file, post)`. `start(work)` starts
 * one; the answer has its first message and its exit code as promises.
 */
const withWorkers = `
  import { once } from 'node:events'
  import { openSync, closeSync, writeSync } from 'node:fs'
  import { Worker } from 'node:worker_threads'
  const [file] = process.argv.slice(1)
  function start(work) {
    const code = \`
      import { parentPort, workerData } from 'node:worker_threads'
      import * as mapi from 'mapi-msg'
      const work = \${work}
      await work(mapi, workerData, (text) => parentPort.postMessage(text))\`
    const worker = new Worker(code, { eval: true, workerData: file })
    const failed = new Promise((_, reject) => worker.once('error', reject))
    const said = Promise.race([once(worker, 'message').then(([text]) => text), failed])
    const ended = Promise.race([once(worker, 'exit').then(([code]) => code), failed])
    said.catch(() => {})
    return { worker, said, ended }
  }
  const print = (value) => writeSync(1, JSON.stringify(value) + '\\n')
  /** Fails with EBUSY if a thread still has the file open. */
  const assertReleased = () => closeSync(openSync(file, 2 | 0x10000000))
  async function readSubject(mapi, file, post) {
    const session = await mapi.openIMsgSession({ provider: 'embedded' })
    const message = await session.openMessage(file)
    post(await message.get(mapi.PR_SUBJECT_W))
    await session.close()
  }
  async function leaveOpen(mapi, file, post) {
    const session = await mapi.openIMsgSession({ provider: 'embedded' })
    const message = await session.openMessage(file)
    const attachment = await message.openAttach(0)
    globalThis.kept = [session, message, attachment, await attachment.openEmbeddedMessage()]
    post(await message.get(mapi.PR_SUBJECT_W))
  }
  async function workForever(mapi, file, post) {
    const session = await mapi.openIMsgSession({ provider: 'embedded' })
    post('running')
    for (;;) {
      const message = await session.openMessage(file)
      const calls = Array.from({ length: 20 }, () => message.getPropRow())
      await Promise.all(calls)
      message.close()
    }
  }
`

async function runWorkers(script: string): Promise<unknown[]> {
  const { code, output } = await runScript(withWorkers + script, [file])
  assert.equal(code, 0, output)
  return output
    .trim()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line) as unknown)
}

suite('worker threads', () => {
  test('load the addon, which the main thread does not', async () => {
    const printed = await runWorkers(
      `const { said, ended } = start(readSubject)
       print([await said, await ended])
       assertReleased()`,
    )
    assert.deepEqual(printed, [[facts.subject, 0]])
  })

  test('load the addon one after the other, and after the main thread', async () => {
    const printed = await runWorkers(
      `for (let i = 0; i < 2; i++) { const { said, ended } = start(readSubject); print([await said, await ended]) }
       const mapi = await import('mapi-msg')
       const session = await mapi.openIMsgSession({ provider: 'embedded' })
       const { said, ended } = start(readSubject)
       print([await said, await ended])
       const message = await session.openMessage(file)
       print(await message.get(mapi.PR_SUBJECT_W))
       await session.close()`,
    )
    const read = [facts.subject, 0]
    assert.deepEqual(printed, [read, read, read, facts.subject])
  })

  test('end by themselves with open objects, whose files are released', async () => {
    const printed = await runWorkers(
      `const { said, ended } = start(leaveOpen)
       print([await said, await ended])
       assertReleased()`,
    )
    assert.deepEqual(printed, [[facts.subject, 0]])
  })

  test('are terminated in the middle of operations, and their files released', async () => {
    const printed = await runWorkers(
      `for (let i = 0; i < 5; i++) {
         const { worker, said } = start(workForever)
         await said
         await new Promise((resolve) => setTimeout(resolve, 10 * i))
         print(await worker.terminate())
         assertReleased()
       }
       const { said, ended } = start(readSubject)
       print([await said, await ended])`,
    )
    assert.deepEqual(printed, [...Array.from({ length: 5 }, () => 1), [facts.subject, 0]])
  })

  test('are terminated while they load the addon and open a session', async () => {
    const printed = await runWorkers(
      `for (let i = 0; i < 5; i++) {
         const { worker } = start(readSubject)
         await once(worker, 'online')
         await new Promise((resolve) => setTimeout(resolve, 8 * i))
         await worker.terminate()
         assertReleased()
       }
       print('done')`,
    )
    assert.deepEqual(printed, ['done'])
  })

  test('end by process.exit() in the middle of operations', async () => {
    const printed = await runWorkers(
      `const { said, ended } = start(async (mapi, file, post) => {
         const session = await mapi.openIMsgSession({ provider: 'embedded' })
         const message = await session.openMessage(file)
         for (let i = 0; i < 1000; i++) void message.getPropRow()
         process.exit(5)
       })
       print(await ended)
       assertReleased()`,
    )
    assert.deepEqual(printed, [5])
  })

  test('work four at a time', async () => {
    const printed = await runWorkers(
      `async function readOften(mapi, file, post) {
         const session = await mapi.openIMsgSession({ provider: 'embedded' })
         const subjects = new Set()
         for (let i = 0; i < 20; i++) {
           const message = await session.openMessage(file)
           subjects.add(await message.get(mapi.PR_SUBJECT_W))
           await message.close()
         }
         post([...subjects])
       }
       const workers = Array.from({ length: 4 }, () => start(readOften))
       print(await Promise.all(workers.map(({ said }) => said)))
       print(await Promise.all(workers.map(({ ended }) => ended)))`,
    )
    assert.deepEqual(printed, [Array.from({ length: 4 }, () => [facts.subject]), [0, 0, 0, 0]])
  })

  test('end with the process, in the middle of operations', async () => {
    const printed = await runWorkers(
      `const workers = Array.from({ length: 3 }, () => start(workForever))
       await Promise.all(workers.map(({ said }) => said))
       print('exit')
       process.exit(0)`,
    )
    assert.deepEqual(printed, ['exit'])
  })
})
