import assert from 'node:assert/strict'
import { createWriteStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { suite, test } from 'node:test'

import { IID_IStream, MapiError, PR_ATTACH_DATA_BIN, PR_ATTACH_LONG_FILENAME_W, PR_BODY_W } from 'mapi-msg'

import { collect } from './support/collect.ts'
import { pattern, samples } from './support/samples.ts'
import { openSample, temporaryFolder } from './support/sessions.ts'

suite('streams', () => {
  test('createReadStream gives the bytes of each attachment', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    for await (const attachment of message.attachments()) {
      const name = await attachment.get(PR_ATTACH_LONG_FILENAME_W)
      assert.deepEqual(await buffer(attachment.createReadStream()), pattern(parseInt(name ?? '', 10)), name)
    }
  })

  test('a pipeline writes an attachment to a file', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    const file = path.join(temporaryFolder(t), 'out.bin')
    const attachment = await message.openAttach(5)
    await pipeline(attachment.createReadStream(), createWriteStream(file))
    assert.deepEqual(readFileSync(file), pattern(1 << 20))
  })

  test('createReadStream of a Unicode string gives UTF-16LE', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    const bytes = await buffer(message.createReadStream(PR_BODY_W))
    assert.equal(bytes.toString('utf16le'), samples.unicodeMail().facts.body)
  })

  test('read, seek and size', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    const attachment = await message.openAttach(4)
    await using stream = await attachment.openProperty(PR_ATTACH_DATA_BIN, IID_IStream)
    const whole = pattern(4097)
    assert.equal(await stream.size(), 4097)
    assert.deepEqual(await stream.read(10), whole.subarray(0, 10))
    assert.deepEqual(await stream.read(10), whole.subarray(10, 20))
    assert.equal(await stream.seek(-3, 'end'), 4094)
    assert.deepEqual(await stream.read(10), whole.subarray(4094))
    assert.equal((await stream.read(10)).length, 0)
    assert.equal(await stream.seek(100), 100)
    assert.equal(await stream.seek(-50, 'current'), 50)
    assert.deepEqual(await stream.readAll(), whole.subarray(50))
    assert.equal((await stream.readAll()).length, 0)
    await stream.seek(4000)
    assert.deepEqual(Buffer.concat(await collect(stream)), whole.subarray(4000))
    await assert.rejects(stream.seek(-1), MapiError)
    assert.equal(stream.closed, false)
  })

  test('several on one property do not disturb each other', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    const first = await message.openProperty(PR_BODY_W, IID_IStream)
    const second = await message.openProperty(PR_BODY_W, IID_IStream)
    const start = await first.read(4)
    assert.deepEqual(await second.read(4), start)
    assert.equal((await first.readAll()).length, (await second.readAll()).length)
  })

  test('a stream that is left in the middle is closed', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    const attachment = await message.openAttach(5)
    for await (const chunk of attachment.createReadStream()) {
      assert.ok((chunk as Buffer).length > 0)
      break
    }
    assert.equal((await buffer(attachment.createReadStream())).length, 1 << 20)
  })
})
