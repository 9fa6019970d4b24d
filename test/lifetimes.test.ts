import assert from 'node:assert/strict'
import { unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { test, type TestContext } from 'node:test'

import {
  IID_IStream,
  MapiError,
  openIMsgOnIStg,
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  PR_BODY_W,
  PR_SUBJECT_W,
  PS_PUBLIC_STRINGS,
  PT_LONG,
  RES_EXIST,
  Storage,
  type SessionObject,
  wrapCompressedRTFStream,
} from 'mapi-msg'

import * as samples from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

/** One object of each kind, from a file, opened under one another. */
async function openEverything(t: TestContext) {
  // First, since it must be closed before the folder is deleted.
  const session = await openSession(t)
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, samples.nested().bytes)
  const storage = await Storage.open(session, file)
  const message = await session.openIMsgOnIStg(storage)
  const table = await message.getAttachmentTable()
  const attachment = await message.openAttach(0)
  const embedded = await attachment.openEmbeddedMessage()
  const stream = await embedded.openProperty(PR_BODY_W, IID_IStream)
  return { file, session, storage, message, table, attachment, embedded, stream }
}

type Everything = Awaited<ReturnType<typeof openEverything>>

/** Every method that needs an open object. */
const uses: Record<string, (objects: Everything) => Promise<unknown>> = {
  'session.openIMsgOnIStg': ({ session, storage }) => session.openIMsgOnIStg(storage),
  'session.openMessage': ({ session, file }) => session.openMessage(file),
  'Storage.open': ({ session, file }) => Storage.open(session, file),
  'Storage.fromBytes': ({ session }) => Storage.fromBytes(session, samples.emptyMessage().bytes),
  'Storage.create': ({ session }) => Storage.create(session, null),
  'storage.commit': ({ storage }) => storage.commit(),
  'message.get': ({ message }) => message.get(PR_SUBJECT_W),
  'message.getProps': ({ message }) => message.getProps([PR_SUBJECT_W]),
  'message.getPropRow': ({ message }) => message.getPropRow(),
  'message.getPropList': ({ message }) => message.getPropList(),
  'message.getBody': ({ message }) => message.getBody(),
  'message.getLastError': ({ message }) => message.getLastError(0x80004005),
  'message.getNamesFromIDs': ({ message }) => message.getNamesFromIDs(),
  'message.getIDsFromNames': ({ message }) =>
    message.getIDsFromNames([{ propertySet: PS_PUBLIC_STRINGS, name: 'Keywords' }]),
  'message.getNamed': ({ message }) => message.getNamed(PS_PUBLIC_STRINGS, 'Keywords'),
  'message.getAttributes': ({ message }) => message.getAttributes([PR_SUBJECT_W]),
  'message.openProperty': ({ message }) => message.openProperty(PR_BODY_W, IID_IStream),
  'message.getAttachmentTable': ({ message }) => message.getAttachmentTable(),
  'message.getRecipientTable': ({ message }) => message.getRecipientTable(),
  'message.openAttach': ({ message }) => message.openAttach(0),
  'message.attachments': ({ message }) => message.attachments().next(),
  'message.recipients': ({ message }) => message.recipients().next(),
  'message.createReadStream': ({ message }) => message.createReadStream(PR_BODY_W).toArray(),
  'session.createMessage': ({ session }) => session.createMessage(null),
  'message.set': ({ message }) => message.set(PR_SUBJECT_W, 'x'),
  'message.setProps': ({ message }) => message.setProps([[PR_SUBJECT_W, 'x']]),
  'message.setNamed': ({ message }) => message.setNamed(PS_PUBLIC_STRINGS, 'x', PT_LONG, 1),
  'message.deleteProps': ({ message }) => message.deleteProps([PR_SUBJECT_W]),
  'message.saveChanges': ({ message }) => message.saveChanges(),
  'message.saveToBytes': ({ message }) => message.saveToBytes(),
  'message.copyTo': ({ message, embedded }) => message.copyTo(embedded),
  'message.copyProps': ({ message, embedded }) => message.copyProps([PR_SUBJECT_W], embedded),
  'message.setAttributes': ({ message }) => message.setAttributes([PR_SUBJECT_W], [0]),
  'message.createAttach': ({ message }) => message.createAttach(),
  'message.deleteAttach': ({ message }) => message.deleteAttach(0),
  'message.modifyRecipients': ({ message }) => message.modifyRecipients('add', []),
  'message.submitMessage': ({ message }) => message.submitMessage(),
  'message.setReadFlag': ({ message }) => message.setReadFlag(),
  'message.createWriteStream': ({ message }) => pipeline(['x'], message.createWriteStream(PR_BODY_W)),
  'attachment.get': ({ attachment }) => attachment.get(PR_SUBJECT_W),
  'attachment.openEmbeddedMessage': ({ attachment }) => attachment.openEmbeddedMessage(),
  'attachment.createReadStream': ({ attachment }) =>
    attachment.createReadStream(PR_ATTACH_DATA_BIN).toArray(),
  'embedded.get': ({ embedded }) => embedded.get(PR_SUBJECT_W),
  'table.setColumns': ({ table }) => table.setColumns([PR_SUBJECT_W]),
  'table.queryColumns': ({ table }) => table.queryColumns(),
  'table.getRowCount': ({ table }) => table.getRowCount(),
  'table.queryRows': ({ table }) => table.queryRows(1),
  'table.queryAll': ({ table }) => table.queryAll(),
  'table.seekRow': ({ table }) => table.seekRow(0, 0),
  'table.seekRowApprox': ({ table }) => table.seekRowApprox(0, 1),
  'table.queryPosition': ({ table }) => table.queryPosition(),
  'table.createBookmark': ({ table }) => table.createBookmark(),
  'table.freeBookmark': ({ table }) => table.freeBookmark(3),
  'table.findRow': ({ table }) => table.findRow({ rt: RES_EXIST, tag: PR_SUBJECT_W }),
  'table.restrict': ({ table }) => table.restrict(null),
  'table.sortTable': ({ table }) => table.sortTable([{ tag: PR_SUBJECT_W }]),
  'table.querySortOrder': ({ table }) => table.querySortOrder(),
  'table.getStatus': ({ table }) => table.getStatus(),
  'table.getLastError': ({ table }) => table.getLastError(0x80004005),
  'storage.elements': ({ storage }) => storage.elements(),
  'storage.stat': ({ storage }) => storage.stat(),
  'storage.openStorage': ({ storage }) => storage.openStorage('__nameid_version1.0'),
  'storage.openStream': ({ storage }) => storage.openStream('__properties_version1.0'),
  'storage.createStorage': ({ storage }) => storage.createStorage('x'),
  'storage.createStream': ({ storage }) => storage.createStream('x'),
  'storage.destroyElement': ({ storage }) => storage.destroyElement('x'),
  'storage.renameElement': ({ storage }) => storage.renameElement('x', 'y'),
  'storage.setClass': ({ storage }) => storage.setClass(PS_PUBLIC_STRINGS),
  'storage.copyTo': ({ storage }) => storage.copyTo(storage),
  'storage.revert': ({ storage }) => storage.revert(),
  'storage.toBytes': ({ storage }) => storage.toBytes(),
  'stream.write': ({ stream }) => stream.write(Buffer.from('x')),
  'stream.setSize': ({ stream }) => stream.setSize(0),
  'stream.commit': ({ stream }) => stream.commit(),
  'stream.revert': ({ stream }) => stream.revert(),
  'stream.toWritable': ({ stream }) => pipeline(['x'], stream.toWritable()),
  'stream.clone': ({ stream }) => stream.clone(),
  'stream.toReadable': ({ stream }) => stream.toReadable().toArray(),
  wrapCompressedRTFStream: ({ stream }) => wrapCompressedRTFStream(stream),
  'stream.read': ({ stream }) => stream.read(1),
  'stream.readAll': ({ stream }) => stream.readAll(),
  'stream.seek': ({ stream }) => stream.seek(0),
  'stream.size': ({ stream }) => stream.size(),
}

test('closing a session closes everything that was opened under it', async (t) => {
  const objects = await openEverything(t)
  const { file, session, ...children } = objects
  for (const child of Object.values(children)) assert.equal(child.closed, false)
  await session.close()
  for (const child of Object.values(children)) assert.equal(child.closed, true)
  await t.test('and the file can be deleted', () => {
    unlinkSync(file)
    writeFileSync(file, '')
  })
  for (const [name, use] of Object.entries(uses)) {
    await t.test(`${name} then rejects with ERR_OBJECT_CLOSED and names the session`, async () => {
      await assert.rejects(use(objects), (error) => {
        assert.ok(error instanceof MapiError, String(error))
        assert.equal(error.code, 'ERR_OBJECT_CLOSED')
        assert.match(error.message, /session/)
        return true
      })
    })
  }
  await t.test('and closing any of it again is harmless', async () => {
    for (const child of Object.values(children)) {
      await child.close()
      child[Symbol.dispose]()
    }
    await session.close()
    session[Symbol.dispose]()
  })
})

test('closing an object closes what was opened under it, and nothing else', async (t) => {
  const { storage, message, table, attachment, embedded, stream } = await openEverything(t)
  await attachment.close()
  for (const child of [attachment, embedded, stream]) assert.equal(child.closed, true)
  for (const other of [storage, message, table]) assert.equal(other.closed, false)
  assert.equal(await table.getRowCount(), 1)
  await assert.rejects(stream.read(1), {
    code: 'ERR_OBJECT_CLOSED',
    message: /stream was closed when its attachment was/,
  })
  await assert.rejects(attachment.get(PR_SUBJECT_W), {
    code: 'ERR_OBJECT_CLOSED',
    message: /the attachment is closed/,
  })
})

test('a message goes on when its storage is closed, since MAPI holds the storage too', async (t) => {
  const { storage, message } = await openEverything(t)
  await storage.close()
  assert.equal(message.closed, false)
  assert.equal(await message.get(PR_SUBJECT_W), samples.nested().facts.subject)
})

test('Symbol.dispose returns when the file is released', async (t) => {
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, samples.unicodeMail().bytes)
  const session = await openSession(t)
  {
    using message = await session.openMessage(file, { mode: 'readwrite' })
    assert.equal(message.closed, false)
  }
  unlinkSync(file)
  writeFileSync(file, samples.unicodeMail().bytes)
  {
    using other = await openIMsgSession({ provider })
    await other.openMessage(file, { mode: 'readwrite' })
  }
  unlinkSync(file)
})

test('await using closes at the end of the block, when it throws too', async (t) => {
  const session = await openSession(t)
  let seen: SessionObject | undefined
  await assert.rejects(
    async () => {
      await using message = await session.openMessage(samples.unicodeMail().bytes)
      seen = message
      throw new Error('on purpose')
    },
    { message: 'on purpose' },
  )
  assert.equal(seen?.closed, true)
})

test('calls that a session has not begun when it is closed are refused, and the running one finishes', async () => {
  const session = await openIMsgSession({ provider })
  const message = await session.openMessage(samples.largeBody().bytes)
  const calls = Array.from({ length: 1000 }, () => message.get(PR_BODY_W))
  const closing = session.close()
  const results = await Promise.allSettled(calls)
  await closing
  let refused = 0
  for (const result of results) {
    if (result.status === 'fulfilled') {
      assert.equal(result.value?.length, 100_000)
      assert.equal(refused, 0, 'no call runs after one that was refused')
    } else {
      refused++
      assert.equal((result.reason as MapiError).code, 'ERR_OBJECT_CLOSED')
    }
  }
  assert.ok(refused > 0, 'at least the last call had not begun')
})

test('calls made before an object is closed still run', async (t) => {
  const session = await openSession(t)
  const { bytes, facts } = samples.unicodeMail()
  const message = await session.openMessage(bytes)
  const subject = message.get(PR_SUBJECT_W)
  const closing = message.close()
  assert.equal(message.closed, true)
  assert.equal(await subject, facts.subject)
  await closing
})

test('a message without a session', async (t) => {
  const { bytes, facts } = samples.unicodeMail()
  await t.test('stands on a storage without a session', async () => {
    await using storage = await Storage.fromBytes(null, bytes, { provider: provider ?? 'auto' })
    await using message = await openIMsgOnIStg({ session: null, storage })
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })
  await t.test('outlives the session of its storage', async () => {
    const session = await openIMsgSession({ provider })
    const storage = await Storage.fromBytes(session, bytes)
    await using message = await openIMsgOnIStg({ session: null, storage })
    await session.close()
    assert.equal(message.closed, false)
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })
})

test('objects of one session are not taken for those of another', async (t) => {
  const session = await openSession(t)
  const other = await openSession(t)
  const storage = await Storage.fromBytes(other, samples.unicodeMail().bytes)
  await assert.rejects(session.openIMsgOnIStg(storage), { name: 'TypeError', message: /another session/ })
})

test('onRelease is called with callerData after the message is released', async (t) => {
  const session = await openSession(t)
  const { bytes } = samples.nested()
  const released: number[] = []
  const open = (callerData: number) =>
    session.openMessage(bytes, { callerData, onRelease: (data) => released.push(data) })
  await t.test('when it is closed, though its attachments were open', async () => {
    const message = await open(7)
    await message.openAttach(0)
    assert.deepEqual(released, [])
    await message.close()
    await new Promise(setImmediate)
    assert.deepEqual(released, [7])
  })
  await t.test('when its block ends', async () => {
    {
      using message = await open(0xffffffff)
      assert.equal(message.closed, false)
    }
    await new Promise(setImmediate)
    assert.deepEqual(released, [7, 0xffffffff])
  })
  await t.test('when its session is closed', async () => {
    await open(8)
    await open(9)
    await session.close()
    await new Promise(setImmediate)
    assert.deepEqual(released.slice(2).sort(), [8, 9])
  })
})

test('what is forgotten is closed when it is garbage collected', async (t) => {
  const gc = globalThis.gc
  assert.ok(gc, 'the tests run with --expose-gc')
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, samples.nested().bytes)
  let released = 0
  const session = await openSession(t)
  const forget = async () => {
    const message = await session.openMessage(file, { mode: 'readwrite', onRelease: () => released++ })
    const attachment = await message.openAttach(0)
    await attachment.openEmbeddedMessage()
  }
  await forget()
  // Finalizers run in later turns of the event loop.
  for (let turn = 0; turn < 200 && released === 0; turn++) {
    gc()
    await new Promise(setImmediate)
  }
  assert.equal(released, 1)
  unlinkSync(file)
})
