import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'

import { decompressRTF } from '@kenjiuno/decompressrtf'
import {
  IID_IStream,
  MAPI_MODIFY,
  MapiError,
  PR_RTF_COMPRESSED,
  PR_SUBJECT_W,
  STORE_UNCOMPRESSED_RTF,
  wrapCompressedRTFStream,
  type PropStream,
} from 'mapi-msg'

import { compressedRtf, storedRtf } from './support/compressed-rtf.ts'
import { writeMsg } from './support/msg-writer.ts'
import { openSession } from './support/sessions.ts'
import { reopen } from './support/write-messages.ts'

const lines = Array.from({ length: 300 }, (_, i) => `line ${i} is like any other line\\par\r\n`).join('')
const rtf = `{\\rtf1\\ansi\\ansicpg1252\\deff0 ${lines}}`

async function openCompressed(t: TestContext, compressed: Buffer): Promise<PropStream> {
  const session = await openSession(t)
  const bytes = writeMsg({
    properties: [
      [PR_SUBJECT_W, 'RTF'],
      [PR_RTF_COMPRESSED, compressed],
    ],
  })
  const message = await session.openMessage(bytes)
  return message.openProperty(PR_RTF_COMPRESSED, IID_IStream)
}

async function readRtf(t: TestContext, compressed: Buffer): Promise<string> {
  const stream = await wrapCompressedRTFStream(await openCompressed(t, compressed))
  return (await stream.readAll()).toString('latin1')
}

async function assertCorrupt(reading: Promise<unknown>): Promise<void> {
  await assert.rejects(reading, (error) => {
    assert.ok(error instanceof MapiError, String(error))
    assert.equal(error.code, 'MAPI_E_CORRUPT_DATA')
    return true
  })
}

test('the examples of [MS-OXRTFCP] uncompress to what it says', async (t) => {
  // Sections 3.1.1 and 3.1.2
  const simple =
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0'
  const crossing = '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0'
  assert.equal(
    await readRtf(t, Buffer.from(simple, 'hex')),
    '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
  )
  assert.equal(await readRtf(t, Buffer.from(crossing, 'hex')), '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
})

test('compressed RTF (LZFu) of several kilobytes uncompresses', async (t) => {
  assert.equal(await readRtf(t, compressedRtf(rtf)), rtf)
})

test('stored RTF (MELA) is given as it is', async (t) => {
  assert.equal(await readRtf(t, storedRtf(rtf)), rtf)
})

test('the stream is read in pieces of any size', async (t) => {
  const stream = await wrapCompressedRTFStream(await openCompressed(t, compressedRtf(rtf)))
  const pieces: Buffer[] = []
  for (const size of [1, 0, 7, 4096, 100]) pieces.push(await stream.read(size))
  assert.deepEqual(
    pieces.map((piece) => piece.length),
    [1, 0, 7, 4096, 100],
  )
  for await (const chunk of stream) pieces.push(chunk)
  assert.equal(Buffer.concat(pieces).toString('latin1'), rtf)
  assert.equal((await stream.read(10)).length, 0)
})

test('compressed RTF with a wrong CRC is refused', async (t) => {
  const damaged = compressedRtf(rtf)
  damaged.writeUInt8(damaged.readUInt8(200) ^ 1, 200)
  await assertCorrupt(readRtf(t, damaged))
})

test('compressed RTF of a kind that there is not is refused', async (t) => {
  const unknown = compressedRtf(rtf)
  unknown.write('ABCD', 8, 'latin1')
  await assertCorrupt(readRtf(t, unknown))
  await assertCorrupt(readRtf(t, Buffer.alloc(0)))
  await assertCorrupt(readRtf(t, compressedRtf(rtf).subarray(0, 15)))
})

test('of compressed RTF that is cut off, the beginning is read', async (t) => {
  const whole = compressedRtf(rtf)
  const text = await readRtf(t, whole.subarray(0, Math.floor(whole.length / 2)))
  assert.ok(text.length > 1000, `${text.length} characters`)
  assert.ok(rtf.startsWith(text))
  const stored = await readRtf(t, storedRtf(rtf).subarray(0, 1016))
  assert.equal(stored, rtf.slice(0, 1000))
})

test('a size in the header that is far too large costs nothing', async (t) => {
  const lying = storedRtf(rtf)
  lying.writeUInt32LE(0xfffffff0, 4)
  assert.equal(await readRtf(t, lying), rtf)
})

test('closing the compressed stream closes the uncompressed one', async (t) => {
  const compressed = await openCompressed(t, storedRtf(rtf))
  const stream = await wrapCompressedRTFStream(compressed)
  await stream.read(10)
  await compressed.close()
  assert.equal(stream.closed, true)
  await assert.rejects(stream.read(1), { code: 'ERR_OBJECT_CLOSED' })
  await assert.rejects(wrapCompressedRTFStream(compressed), { code: 'ERR_OBJECT_CLOSED' })
})

test('the uncompressed stream offers neither size nor seeking, and says so', async (t) => {
  const stream = await wrapCompressedRTFStream(await openCompressed(t, storedRtf(rtf)))
  await assert.rejects(stream.size(), MapiError)
  await assert.rejects(stream.seek(0), MapiError)
  assert.equal((await stream.readAll()).toString('latin1'), rtf)
})

async function writtenRtf(t: TestContext, text: string, flags: number): Promise<Buffer> {
  const session = await openSession(t)
  const message = await session.createMessage(null)
  const compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream, { create: true })
  const stream = await wrapCompressedRTFStream(compressed, flags)
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += 1000) await stream.write(bytes.subarray(at, at + 1000))
  await stream.commit()
  await assert.rejects(stream.write(Buffer.from('}')), MapiError)
  await stream.close()
  await compressed.commit()
  const value = await (await reopen(session, message)).get(PR_RTF_COMPRESSED)
  assert.ok(value)
  return value
}

suite('RTF that is written', () => {
  const texts: Record<string, string> = {
    nothing: '',
    'one byte': '}',
    'lines that are alike': rtf.slice(0, 12_000),
    'one byte many times': 'x'.repeat(5000),
    'every byte there is': Buffer.from(
      Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff),
    ).toString('latin1'),
  }
  for (const [name, text] of Object.entries(texts)) {
    test(`is read again: ${name}`, async (t) => {
      const compressed = await writtenRtf(t, text, MAPI_MODIFY)
      assert.equal(compressed.toString('latin1', 8, 12), 'LZFu')
      assert.equal(await readRtf(t, compressed), text)
      assert.equal(Buffer.from(decompressRTF([...compressed])).toString('latin1'), text)
      const stored = await writtenRtf(t, text, MAPI_MODIFY | STORE_UNCOMPRESSED_RTF)
      assert.deepEqual(stored, storedRtf(text))
    })
  }

  test('gets shorter', async (t) => {
    const text = rtf.slice(0, 12_000)
    const { length } = await writtenRtf(t, text, MAPI_MODIFY)
    assert.ok(length <= compressedRtf(text).length, `${length} bytes`)
  })

  test('is no value before it is committed', async (t) => {
    const session = await openSession(t)
    const message = await session.createMessage(null)
    const compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream, { create: true })
    const stream = await wrapCompressedRTFStream(compressed, MAPI_MODIFY)
    await stream.write(Buffer.from(rtf))
    await assert.rejects(stream.read(1), MapiError)
    await stream.close()
    await compressed.close()
    const value = await (await reopen(session, message)).get(PR_RTF_COMPRESSED)
    assert.equal(value?.length ?? 0, 0)
  })
})

test('wrong arguments are refused before MAPI sees them', async (t) => {
  const stream = await openCompressed(t, storedRtf(rtf))
  const wrong: unknown[] = [undefined, null, 'stream', {}, Buffer.alloc(3)]
  for (const each of wrong) {
    await assert.rejects(wrapCompressedRTFStream(each as PropStream), { code: 'ERR_INVALID_ARG_TYPE' })
  }
  await assert.rejects(wrapCompressedRTFStream(stream, '1' as unknown as number), {
    code: 'ERR_INVALID_ARG_TYPE',
  })
  await assert.rejects(wrapCompressedRTFStream(stream, -1), { code: 'ERR_OUT_OF_RANGE' })
})

test('unknown flags are refused by MAPI', async (t) => {
  const stream = await openCompressed(t, storedRtf(rtf))
  await assert.rejects(wrapCompressedRTFStream(stream, 0x40), { code: 'MAPI_E_UNKNOWN_FLAGS' })
})

test('the flags have the values of the MAPI headers', () => {
  assert.equal(MAPI_MODIFY, 1)
  assert.equal(STORE_UNCOMPRESSED_RTF, 0x8000)
})
