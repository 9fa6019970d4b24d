import assert from 'node:assert/strict'

import fc from 'fast-check'
import { IID_IStream, MapiError, type PropTag } from 'mapi-msg'

import { PR_BYTES, PR_TEXT } from './model.ts'
import { at, bytes, type Command, encode, message, pick, step, stream, unlessClosed } from './steps.ts'

/** Steps that read and write the value of a property through a stream. */
export const streamCommands: fc.Arbitrary<Command>[] = [
  step(
    'openProperty',
    fc.record({ at: pick, tag: fc.constantFrom(PR_TEXT, PR_BYTES), isWritable: fc.boolean() }),
    (world, input) => {
      const target = message(world, input)
      if (!target || world.isStreamed(target, input.tag)) return undefined
      return input.isWritable && !target.isWritable ? undefined : target
    },
    async (world, parent, { tag, isWritable }) => {
      const isThere = parent.contents.properties.has(tag)
      const call = parent.real.openProperty(tag as PropTag, IID_IStream, { create: isWritable })
      if (!world.isClosed(parent) && !isThere && !isWritable) {
        await assert.rejects(call, { code: 'MAPI_E_NOT_FOUND' })
        return
      }
      await unlessClosed(world, parent, call, (real) => {
        const held = isWritable ? Buffer.alloc(0) : encode(tag, parent.contents.properties.get(tag))
        const own = { bytes: held, position: 0, isWritable, isClosed: false }
        world.objects.push({ kind: 'stream', real, parent, message: parent, tag, ...own })
      })
    },
  ),
  step(
    'stream.read',
    fc.record({ at: pick, size: fc.nat({ max: 5000 }) }),
    stream,
    async (world, target, { size }) => {
      await unlessClosed(world, target, target.real.read(size), (read) => {
        const expected = target.bytes.subarray(target.position, target.position + size)
        assert.ok(read.equals(expected), `read ${read.length} of ${expected.length} bytes`)
        target.position += expected.length
      })
    },
  ),
  step(
    'stream.seek',
    fc.record({ at: pick, offset: fc.nat({ max: 2000 }) }),
    stream,
    async (world, target, { offset }) => {
      const to = Math.min(offset, target.bytes.length)
      await unlessClosed(world, target, target.real.seek(to), (position) => {
        assert.equal(position, to)
        target.position = to
      })
    },
  ),
  step('stream.size', at, stream, async (world, target) => {
    await unlessClosed(world, target, target.real.size(), (size) => {
      assert.equal(size, target.bytes.length)
    })
  }),
  step(
    'stream.write',
    fc.record({ at: pick, written: bytes }),
    stream,
    async (world, target, { written }) => {
      // Whole characters, for text.
      const chunk =
        target.tag === PR_TEXT ? Buffer.from('x'.repeat(written.length % 1000), 'utf16le') : written
      if (target.tag === PR_TEXT && target.position % 2 !== 0) return
      const call = target.real.write(chunk)
      if (!world.isClosed(target) && !target.isWritable && chunk.length > 0) {
        await assert.rejects(call, (error) => error instanceof MapiError)
        return
      }
      await unlessClosed(world, target, call, () => {
        const { bytes: before, position } = target
        const behind = before.subarray(position + chunk.length)
        target.bytes = Buffer.concat([before.subarray(0, position), chunk, behind])
        target.position += chunk.length
      })
    },
  ),
  step('stream.commit', at, stream, async (world, target) => {
    if (!world.isClosed(target) && !target.isWritable) return
    await unlessClosed(world, target, target.real.commit(), () => {
      world.commit(target)
    })
  }),
]
