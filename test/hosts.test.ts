import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import v8 from 'node:v8'
import vm from 'node:vm'

import { type MapiError, Message, PR_CLIENT_SUBMIT_TIME, PR_HTML, PR_SUBJECT_W, readMessage } from 'mapi-msg'

import { nativeAddon } from './support/binaries.ts'
import { installPackage } from './support/install.ts'
import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { openSession, provider } from './support/sessions.ts'

/** Several contexts in a thread, several copies of the package in a process, and objects sent from one to another. */

const { bytes, facts } = samples.nested()
const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-hosts-'))
after(() => {
  // The DLLs in it stay loaded as long as this process lives.
  try {
    rmSync(folder, { recursive: true })
  } catch (error) {
    assert.match((error as NodeJS.ErrnoException).code ?? '', /EPERM|EBUSY|ENOTEMPTY|EACCES/)
  }
})

suite('objects that are cloned or sent', () => {
  test('are refused with a DataCloneError that says what to send instead', async (t) => {
    const session = await openSession(t)
    const message = await session.openMessage(bytes)
    const objects = {
      session,
      message,
      table: await message.getAttachmentTable(),
      attachment: await message.openAttach(0),
      row: await message.getPropRow(),
    }
    const { port1, port2 } = new MessageChannel()
    t.after(() => {
      port1.close()
      port2.close()
    })
    for (const [name, object] of Object.entries(objects)) {
      const refused = { name: 'DataCloneError', message: /Send .* could not be cloned/ }
      assert.throws(() => structuredClone(object), refused, name)
      assert.throws(() => structuredClone({ inside: [object] }), refused, name)
      assert.throws(
        () => {
          port1.postMessage(object)
        },
        refused,
        name,
      )
      assert.throws(() => v8.serialize(object), { message: refused.message }, name)
    }
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject, 'they go on working')
  })

  test('may be what readMessage returns', async () => {
    const mail = await readMessage(bytes, { ...(provider && { provider }), attachments: 'content' })
    const clone = structuredClone(mail)
    assert.equal(clone.subject, facts.subject)
    assert.equal(clone.attachments?.length, mail.attachments?.length)
  })

  test('are shown by console.log with what they are', async (t) => {
    const session = await openSession(t)
    const message = await session.openMessage(bytes)
    assert.equal(inspect(message), "Message { name: 'a message in memory', closed: false }")
    await message.close()
    assert.match(inspect({ message }), /Message \{ name: '.*', closed: true \}/)
    assert.match(inspect(session), /MessageSession \{\s+name: .*provider: \{\s+kind: /s)
    assert.match(inspect(Object.create(Message.prototype)), /Message \{\}/)
  })
})

suite('several JavaScript contexts', () => {
  test('a context uses objects of another, and passes values of its own', async (t) => {
    const session = await openSession(t)
    const context = vm.createContext({
      session,
      bytes: [...bytes],
      PR_SUBJECT_W,
      PR_CLIENT_SUBMIT_TIME,
      PR_HTML,
    })
    const run = vm.runInContext(
      `(async () => {
        const message = await session.openMessage(new Uint8Array(bytes), { mode: 'readwrite' })
        const sentAt = new Date(2020, 1, 2)
        const html = new Uint8Array([60, 112, 62])
        const problems = await message.setProps([
          [PR_SUBJECT_W, 'From the other context'], [PR_CLIENT_SUBMIT_TIME, sentAt], [PR_HTML, html]])
        const [subject, sent, read] = await message.getProps([PR_SUBJECT_W, PR_CLIENT_SUBMIT_TIME, PR_HTML])
        await message.close()
        return { problems: problems.length, subject, sameTime: +sent === +sentAt, html: [...read] }
      })()`,
      context,
    ) as Promise<object>
    assert.deepEqual(
      { ...(await run), html: undefined },
      {
        problems: 0,
        subject: 'From the other context',
        sameTime: true,
        html: undefined,
      },
    )
  })

  test('the package itself runs in a context with globals of its own, as in Jest', async () => {
    const helper = new URL('./support/package-in-context.js', import.meta.url).href
    const file = path.join(folder, 'in context.msg')
    writeFileSync(file, bytes)
    const { code, output } = await runScript(
      `import { readFileSync } from 'node:fs'
       import { pathToFileURL } from 'node:url'
       import { importInContext } from ${JSON.stringify(helper)}
       const [file] = process.argv.slice(1)
       const mapi = await importInContext()
       const session = await mapi.openIMsgSession({ provider: 'embedded' })
       const message = await session.openMessage(readFileSync(file), { mode: 'readwrite' })
       const problems = await message.setProps([
         [mapi.PR_HTML, Buffer.from('<p>in context')], [mapi.PR_CLIENT_SUBMIT_TIME, new Date()]])
       const body = await message.getBody({ kind: 'html' })
       const other = await session.createMessage(null)
       const stream = other.createWriteStream(mapi.PR_BODY_W)
       await new Promise((resolve, reject) => stream.on('error', reject).on('close', resolve).end('streamed'))
       const { subject } = await mapi.readMessage(pathToFileURL(file), { provider: 'embedded' })
       const missing = await session.openMessage('missing.msg').catch((error) => [error instanceof mapi.MapiError, error.code])
       console.log(JSON.stringify({
         html: body.content, problems, streamed: await other.get(mapi.PR_BODY_W), subject, missing,
         copied: (await message.copyTo(other)).length >= 0,
       }))
       await session.close()`,
      [file],
      { flags: ['--experimental-vm-modules', '--no-warnings'] },
    )
    assert.equal(code, 0, output)
    assert.deepEqual(JSON.parse(output), {
      html: '<p>in context',
      problems: [],
      streamed: 'streamed',
      subject: facts.subject,
      missing: [true, 'STG_E_FILENOTFOUND'],
      copied: true,
    })
  })
})

suite('several copies of the package in a process', () => {
  test('work side by side, and refuse objects of each other', async (t) => {
    const installed = installPackage(folder, path.join(folder, 'project'), 'build/Release')
    const entry = pathToFileURL(path.join(installed, 'dist', 'index.js')).href
    const other = (await import(entry)) as typeof import('mapi-msg')
    assert.notEqual(other.Message, Message)
    await using otherSession = await other.openIMsgSession({ provider: 'embedded' })
    const session = await openSession(t)
    const storage = await other.Storage.fromBytes(otherSession, bytes)
    const message = await session.openMessage(bytes)
    const otherMessage = await otherSession.openIMsgOnIStg(storage)
    assert.equal(await otherMessage.get(PR_SUBJECT_W), await message.get(PR_SUBJECT_W))

    const refused = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /this copy of mapi-msg/ }
    await assert.rejects(session.openIMsgOnIStg(storage), refused)
    await assert.rejects(otherMessage.copyTo(message), refused)
    await assert.rejects(readMessage(bytes, { session: otherSession }), refused)
    await assert.rejects(Message.prototype.get.call(otherMessage, PR_SUBJECT_W), {
      name: 'TypeError',
      code: 'ERR_INVALID_THIS',
      message: /this copy of mapi-msg/,
    })
  })

  test('may share an entry point that is imported by another address', async (t) => {
    const entry = import.meta.resolve('mapi-msg')
    const other = (await import(`${entry}?second`)) as typeof import('mapi-msg')
    await using session = await other.openIMsgSession({ provider: provider ?? 'auto' })
    const message = await session.openMessage(bytes)
    assert.ok(message instanceof Message)
    const copy = await (await openSession(t)).createMessage(null)
    assert.ok(Array.isArray(await message.copyTo(copy)))
  })
})

suite('the addon itself', () => {
  type Addon = Record<string, (...args: unknown[]) => unknown>
  const require = createRequire(import.meta.url)

  /** The addon once more: from another path it is another module, from its own path it is another instance. */
  const load = (file: string): Addon => {
    const module = { exports: {} }
    process.dlopen(module, file)
    return module.exports
  }
  const open = async (addon: Addon) => {
    // Not 'auto': other test files register mail clients meanwhile.
    const { handle } = (await addon['openIMsgSession']?.({ kind: 'embedded' }, 0)) as { handle: unknown }
    return handle
  }

  test('loaded by different paths refuses handles of the other module', async () => {
    const elsewhere = path.join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    const copy = path.join(elsewhere, 'renamed.node')
    copyFileSync(nativeAddon, copy)
    const own = require(nativeAddon) as Addon
    const other = load(copy)
    const handle = await open(own)
    for (const [name, method] of Object.entries(other)) {
      if (!/^(close|closeAndWait|closedWith)$/.test(name)) continue
      assert.throws(() => method(handle), { name: 'TypeError', message: /not an object of mapi-msg/ })
    }
    own['closeAndWait']?.(handle)
    await assert.rejects(open(other), (error: MapiError) => 'hresult' in error, 'its provider is not there')
  })

  test('loaded again by its own path works in each instance', async () => {
    const instances = [load(nativeAddon), load(nativeAddon)]
    for (const instance of instances) {
      const handle = await open(instance)
      assert.equal(instance['closedWith']?.(handle), undefined)
      await instance['close']?.(handle)
      assert.equal(instance['closedWith']?.(handle), 'session')
    }
  })

  test('answers every call without arguments, and with wrong ones, with an error', async () => {
    const own = require(nativeAddon) as Addon
    const handle = await open(own)
    const wrong = [
      [],
      [null],
      [{}],
      ['x', {}, [], 1, true],
      [handle],
      [handle, {}, 'x', 1, null, undefined, () => {}],
    ]
    for (const [name, method] of Object.entries(own)) {
      if (/^(close|closeAndWait|findMapi)$/.test(name)) continue
      for (const args of wrong) {
        try {
          await method(...args)
        } catch (error) {
          assert.ok(typeof error === 'object' && error !== null, name)
        }
      }
    }
    await own['close']?.(handle)
  })
})
