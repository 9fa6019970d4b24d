import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { test } from 'node:test'

import {
  CHANGE_PROP_TYPE,
  IID_IMessage,
  IID_IStorage,
  IID_IStream,
  MAPI_NO_IDS,
  MAPI_NO_STRINGS,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_BODY_A,
  PR_BODY_W,
  PR_SUBJECT_W,
  PS_PUBLIC_STRINGS,
  PT_UNICODE,
  Storage,
} from 'mapi-msg'

import * as samples from './support/samples.ts'
import { openSession } from './support/sessions.ts'

test('named properties', async (t) => {
  const session = await openSession(t)
  const { message: description, bytes } = samples.namedProperties()
  const message = await session.openMessage(bytes)
  const names = description.names ?? []
  const known = names.map((name) =>
    'id' in name ? { propertySet: name.guid, id: name.id } : { propertySet: name.guid, name: name.name },
  )
  await t.test('are found by name', async () => {
    const tags = await message.getIDsFromNames(known)
    assert.deepEqual(
      tags.map((tag) => (tag ?? 0) >>> 16),
      known.map((_, index) => 0x8000 + index),
    )
  })
  await t.test('tell their names', async () => {
    const all = await message.getNamesFromIDs()
    assert.equal(all.length, known.length)
    const tags = all.map((name) => name?.tag).filter((tag) => tag !== undefined)
    assert.deepEqual(await message.getNamesFromIDs(tags), all)
    for (const name of await message.getNamesFromIDs(null, { flags: MAPI_NO_STRINGS })) {
      assert.notEqual(name?.id, undefined)
    }
    for (const name of await message.getNamesFromIDs(null, { flags: MAPI_NO_IDS })) {
      assert.notEqual(name?.name, undefined)
    }
    const inSet = await message.getNamesFromIDs(null, { propertySet: PS_PUBLIC_STRINGS })
    assert.ok(inSet.length > 0 && inSet.every((name) => name?.propertySet === PS_PUBLIC_STRINGS))
  })
  await t.test('are read by name', async () => {
    for (const name of known) {
      const [tag] = await message.getIDsFromNames([name])
      assert.ok(tag)
      const value = await message.getNamed(name.propertySet, 'id' in name ? name.id : name.name)
      assert.deepEqual(value, await message.get(tag))
    }
  })
  await t.test('that are unknown are undefined, unless they are to be created', async () => {
    const name = { propertySet: PS_PUBLIC_STRINGS, name: 'mapi-msg test ∆' }
    assert.deepEqual(await message.getIDsFromNames([name]), [undefined])
    assert.equal(await message.getNamed(name.propertySet, name.name), undefined)
    const [created] = await message.getIDsFromNames([name], { create: true })
    assert.ok(created && created >>> 16 >= 0x8000)
    assert.deepEqual(await message.getNamesFromIDs([created]), [{ ...name, tag: created }])
    assert.deepEqual(await message.getIDsFromNames([name]), [created])
  })
  await t.test('with wrong names are refused', async () => {
    await assert.rejects(message.getNamed('PS_PUBLIC_STRINGS', 'x'), { code: 'ERR_INVALID_ARG_TYPE' })
    await assert.rejects(message.getNamed(PS_PUBLIC_STRINGS, -1), { code: 'ERR_OUT_OF_RANGE' })
    await assert.rejects(message.getIDsFromNames({} as []), { code: 'ERR_INVALID_ARG_TYPE' })
  })
})

test('streams of properties', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.largeBody().bytes)
  const body = (await message.get(PR_BODY_W)) ?? ''
  const expected = Buffer.from(body, 'utf16le')
  await t.test('have the value as bytes', async () => {
    await using stream = await message.openProperty(PR_BODY_W, IID_IStream)
    assert.equal(await stream.size(), expected.length)
    assert.deepEqual(await stream.readAll(), expected)
    assert.equal((await stream.read(10)).length, 0, 'nothing comes after the end')
  })
  await t.test('convert to the width of the tag', async () => {
    await using stream = await message.openProperty(PR_BODY_A, IID_IStream)
    const bytes = await stream.readAll()
    assert.equal(bytes.toString('utf8'), body, 'the message names UTF-8 as its code page')
  })
  await t.test('can be moved about, and cloned', async () => {
    await using stream = await message.openProperty(PR_BODY_W, IID_IStream)
    assert.equal(await stream.seek(100), 100)
    assert.equal(await stream.seek(-50, 'current'), 50)
    await using clone = await stream.clone()
    assert.equal(await stream.seek(-4, 'end'), expected.length - 4)
    assert.deepEqual(await stream.read(100), expected.subarray(-4))
    assert.deepEqual(await clone.read(8), expected.subarray(50, 58))
    await assert.rejects(stream.seek(-1), { name: 'MapiError' })
  })
  await t.test('work as Node streams, web streams and async iterables', async () => {
    assert.deepEqual(await buffer(message.createReadStream(PR_BODY_W)), expected)
    const opened = await message.openProperty(PR_BODY_W, IID_IStream)
    assert.deepEqual(await buffer(opened.toReadableStream()), expected)
    assert.equal(opened.closed, true)
    const destroyed = await message.openProperty(PR_BODY_W, IID_IStream)
    const readable = destroyed.toReadable()
    for await (const chunk of readable) {
      assert.ok(chunk)
      break
    }
    // Leaving the loop destroys it, but does not wait for that.
    await finished(readable).catch(() => undefined)
    assert.equal(destroyed.closed, true)
  })
  await t.test('of properties that are not there fail', async () => {
    await assert.rejects(message.openProperty(PR_ATTACH_DATA_BIN, IID_IStream), { code: 'MAPI_E_NOT_FOUND' })
    await assert.rejects(buffer(message.createReadStream(PR_ATTACH_DATA_BIN)), { code: 'MAPI_E_NOT_FOUND' })
  })
  await t.test('and other interfaces are refused where the property has none', async () => {
    await assert.rejects(message.openProperty(PR_BODY_W, IID_IMessage), {
      code: 'MAPI_E_INTERFACE_NOT_SUPPORTED',
    })
    await assert.rejects(message.openProperty(PR_BODY_W, 'IStream' as typeof IID_IStream), {
      code: 'ERR_INVALID_ARG_TYPE',
    })
  })
})

test('an OLE attachment is a storage', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.oleAttachment().bytes)
  let found = 0
  for await (const attachment of message.attachments()) {
    const storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
    const elements = await storage.elements()
    assert.ok(elements.length > 0)
    for (const element of elements) {
      if (element.type === 'storage') {
        await using inner = await storage.openStorage(element.name)
        assert.equal(inner.closed, false)
      } else {
        await using stream = await storage.openStream(element.name)
        assert.equal((await stream.readAll()).length, element.size)
      }
      found++
    }
    await assert.rejects(storage.openStream('nothing of this name'), { code: 'STG_E_FILENOTFOUND' })
    await assert.rejects(attachment.openEmbeddedMessage(), { code: 'MAPI_E_INTERFACE_NOT_SUPPORTED' })
  }
  assert.ok(found > 0)
})

test('a storage lists what is in it', async (t) => {
  const session = await openSession(t)
  const storage = await Storage.fromBytes(session, samples.unicodeMail().bytes)
  const names = (await storage.elements()).map(({ name }) => name)
  assert.ok(names.includes('__properties_version1.0'))
  assert.ok(names.includes('__nameid_version1.0'))
  const { classId, type } = await storage.stat()
  assert.equal(classId, '{00020d0b-0000-0000-c000-000000000046}')
  assert.equal(type, 'storage')
  await using stream = await storage.openStream('__substg1.0_0037001F')
  assert.equal((await stream.readAll()).toString('utf16le'), samples.unicodeMail().facts.subject)
})

test('a tag of another type gives the value of that type only', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(samples.unicodeMail().bytes)
  const row = await message.getPropRow([CHANGE_PROP_TYPE(PR_SUBJECT_W, 0), PR_SUBJECT_W])
  assert.equal(row.get(CHANGE_PROP_TYPE(PR_SUBJECT_W, 0)), samples.unicodeMail().facts.subject)
  assert.equal(row.get(CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_UNICODE)), samples.unicodeMail().facts.subject)
})
