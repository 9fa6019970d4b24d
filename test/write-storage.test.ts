import assert from 'node:assert/strict'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { suite, test, type TestContext } from 'node:test'

import { type MessageSession, Storage } from 'mapi-msg'

import { pattern, samples } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

const engines = ['native', 'ole'] as const
type Engine = (typeof engines)[number]

async function read(storage: Storage, name: string): Promise<Buffer> {
  await using stream = await storage.openStream(name)
  return await stream.readAll()
}

async function write(storage: Storage, name: string, bytes: Uint8Array): Promise<void> {
  await using stream = await storage.createStream(name, { replace: true })
  await stream.write(bytes)
}

/** A session and a path in a folder of its own. */
async function openWithFile(t: TestContext): Promise<{ session: MessageSession; file: string }> {
  // First, so that it is closed before the folder is deleted.
  const session = await openSession(t)
  return { session, file: path.join(temporaryFolder(t), 'storage.bin') }
}

for (const engine of engines)
  suite(`storages of the engine '${engine}'`, () => {
    storageTests(engine)
  })

function storageTests(engine: Engine): void {
  const options = { storage: engine }

  test('hold what is written to their streams', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    const content = pattern(300_000)
    const stream = await storage.createStream('stream')
    await stream.write(content.subarray(0, 200_000))
    await stream.write(content.subarray(200_000))
    assert.equal(await stream.seek(10), 10)
    await stream.write(Buffer.from('over'))
    await stream.setSize(250_000)
    content.write('over', 10)
    await stream.seek(0)
    assert.deepEqual(await stream.readAll(), content.subarray(0, 250_000))
    await stream.close()
    assert.deepEqual(await read(storage, 'stream'), content.subarray(0, 250_000))
  })

  test('are written through Node and web streams', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    const content = pattern(1_000_000)
    const chunks = Array.from({ length: 100 }, (_, i) => content.subarray(i * 10_000, (i + 1) * 10_000))
    const stream = await storage.createStream('node')
    await pipeline(chunks, stream.toWritable())
    assert.equal(stream.closed, true)
    const web = await storage.createStream('web')
    await (Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array>).pipeTo(web.toWritableStream())
    assert.deepEqual(await read(storage, 'node'), content)
    assert.deepEqual(await read(storage, 'web'), content)
  })

  test('hold storages, of a class, with streams of their own', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    const classId = '{00020d0b-0000-0000-c000-000000000046}'
    await using inner = await storage.createStorage('inner')
    await inner.setClass(classId)
    await write(inner, 'stream', Buffer.from('inside'))
    await inner.close()
    await using opened = await storage.openStorage('inner', { mode: 'readwrite' })
    await write(opened, 'second', Buffer.from('later'))
    assert.equal((await opened.stat()).classId, classId)
    assert.deepEqual((await opened.elements()).map(({ name }) => name).sort(), ['second', 'stream'])
    assert.equal((await read(opened, 'stream')).toString(), 'inside')
  })

  test('rename and delete what is in them', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    await write(storage, 'one', Buffer.from('1'))
    await write(storage, 'two', Buffer.from('2'))
    await storage.renameElement('one', 'three')
    await storage.destroyElement('two')
    assert.deepEqual(
      (await storage.elements()).map(({ name }) => name),
      ['three'],
    )
    await assert.rejects(storage.destroyElement('two'), { code: 'STG_E_FILENOTFOUND' })
    await assert.rejects(storage.renameElement('one', 'four'), { code: 'STG_E_FILENOTFOUND' })
  })

  test('drop what was not committed', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    await write(storage, 'kept', Buffer.from('kept'))
    await storage.commit()
    await write(storage, 'kept', Buffer.from('changed'))
    await write(storage, 'dropped', Buffer.from('dropped'))
    await storage.revert()
    assert.deepEqual(
      (await storage.elements()).map(({ name }) => name),
      ['kept'],
    )
    assert.equal((await read(storage, 'kept')).toString(), 'kept')
  })

  test('give their bytes as they were committed', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    await write(storage, 'stream', pattern(10_000))
    await storage.commit()
    const bytes = await storage.toBytes()
    await write(storage, 'later', pattern(10))
    assert.deepEqual(await storage.toBytes(), bytes)
    const copy = await Storage.fromBytes(session, bytes, { ...options, mode: 'readwrite' })
    assert.deepEqual(await read(copy, 'stream'), pattern(10_000))
    await write(copy, 'stream', pattern(20_000))
    await copy.commit()
    const again = await Storage.fromBytes(session, await copy.toBytes(), options)
    assert.deepEqual(await read(again, 'stream'), pattern(20_000))
    assert.deepEqual(await again.toBytes(), await copy.toBytes())
    const message = samples.unicodeMail().bytes
    assert.deepEqual(await (await Storage.fromBytes(session, message, options)).toBytes(), message)
  })

  test('give the bytes of what is in files, and in other storages', async (t) => {
    const { session, file } = await openWithFile(t)
    const storage = await Storage.create(session, file, options)
    const inner = await storage.createStorage('inner')
    await write(inner, 'stream', pattern(10_000))
    const fromInner = await Storage.fromBytes(session, await inner.toBytes())
    assert.deepEqual(await read(fromInner, 'stream'), pattern(10_000))
    await inner.close()
    const fromFile = await Storage.fromBytes(session, await storage.toBytes())
    assert.deepEqual(await read(await fromFile.openStorage('inner'), 'stream'), pattern(10_000))
  })

  test('are copied whole to each other', async (t) => {
    const session = await openSession(t)
    const source = await Storage.fromBytes(session, samples.nested().bytes, options)
    for (const other of engines) {
      const target = await Storage.create(session, null, { storage: other })
      await source.copyTo(target)
      assert.deepEqual(
        (await target.elements()).map(({ name }) => name).sort(),
        (await source.elements()).map(({ name }) => name).sort(),
      )
    }
    const elsewhere = await Storage.create(null, null, options)
    t.after(() => elsewhere.close())
    await assert.rejects(source.copyTo(elsewhere), { code: 'ERR_INVALID_ARG_VALUE' })
  })

  test('refuse what cannot be', async (t) => {
    const session = await openSession(t)
    const storage = await Storage.create(session, null, options)
    await write(storage, 'there', pattern(10))
    await assert.rejects(storage.createStream('there'), {
      code: 'STG_E_FILEALREADYEXISTS',
      message: /replace: true/,
    })
    await assert.rejects(storage.createStorage('there'), { code: 'STG_E_FILEALREADYEXISTS' })
    await assert.rejects(storage.createStream('a/b'), { code: 'STG_E_INVALIDNAME' })
    await assert.rejects(storage.createStream('x'.repeat(32)), { code: 'STG_E_INVALIDNAME' })
    await assert.rejects(storage.createStream('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' })
    await assert.rejects(storage.createStream(5 as unknown as string), { code: 'ERR_INVALID_ARG_TYPE' })
    await assert.rejects(storage.openStream('there', { mode: 'write' as 'read' }), {
      code: 'ERR_INVALID_ARG_TYPE',
    })
    await assert.rejects(storage.setClass('x'), { code: 'ERR_INVALID_ARG_TYPE' })
    await storage.commit()
    const readOnly = await Storage.fromBytes(session, await storage.toBytes(), options)
    await assert.rejects(readOnly.createStream('new'), { code: 'STG_E_ACCESSDENIED', message: /readwrite/ })
    await assert.rejects(readOnly.destroyElement('there'), { code: 'STG_E_ACCESSDENIED' })
    await using stream = await readOnly.openStream('there')
    await assert.rejects(stream.write(pattern(1)), { code: 'STG_E_ACCESSDENIED' })
    await assert.rejects(stream.write('text' as unknown as Uint8Array), { code: 'ERR_INVALID_ARG_TYPE' })
    await assert.rejects(stream.setSize(-1), { code: 'ERR_OUT_OF_RANGE' })
    assert.deepEqual(await buffer(stream.toReadable()), pattern(10))
  })
}
