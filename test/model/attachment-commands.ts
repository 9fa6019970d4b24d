import assert from 'node:assert/strict'

import fc from 'fast-check'
import type { PropTag } from 'mapi-msg'

import {
  anyTag,
  assertValue,
  at,
  attachment,
  type Command,
  message,
  one,
  pick,
  step,
  tagAndValue,
  unlessClosed,
} from './steps.ts'

/** Steps that make, change and delete attachments. */
export const attachmentCommands: fc.Arbitrary<Command>[] = [
  step('createAttach', at, message, async (world, parent) => {
    if (!world.isClosed(parent) && !parent.isWritable) return
    await unlessClosed(world, parent, parent.real.createAttach(), (real) => {
      assert.ok(!parent.contents.attachments.has(real.number), 'the number is a new one')
      parent.working.set(real.number, new Map())
      world.objects.push({
        kind: 'attachment',
        real,
        parent,
        message: parent,
        number: real.number,
        isClosed: false,
      })
    })
  }),
  step(
    'openAttach',
    fc.record({ at: pick, number: pick }),
    message,
    async (world, parent, { number: index }) => {
      const number = one([...parent.contents.attachments.keys()], index)
      if (number === undefined) {
        if (world.isClosed(parent) || parent.working.size > 0) return
        await assert.rejects(parent.real.openAttach(index), { code: 'MAPI_E_NOT_FOUND' })
        return
      }
      await unlessClosed(world, parent, parent.real.openAttach(number), (real) => {
        if (!parent.working.has(number)) {
          parent.working.set(number, new Map(parent.contents.attachments.get(number)))
        }
        world.objects.push({ kind: 'attachment', real, parent, message: parent, number, isClosed: false })
      })
    },
  ),
  step(
    'attachment.set',
    fc.record({ at: pick, pair: tagAndValue }),
    attachment,
    async (world, target, { pair: [tag, value] }) => {
      if (!world.isClosed(target) && !target.message.isWritable) return
      await unlessClosed(world, target, target.real.set(tag as PropTag<never>, value as never), () => {
        target.message.working.get(target.number)?.set(tag, value)
      })
    },
  ),
  step('attachment.get', fc.record({ at: pick, tag: anyTag }), attachment, async (world, target, { tag }) => {
    await unlessClosed(world, target, target.real.get(tag as PropTag), (value) => {
      assertValue(value, target.message.working.get(target.number)?.get(tag), tag)
    })
  }),
  step('attachment.saveChanges', at, attachment, async (world, target) => {
    if (!world.isClosed(target) && !target.message.isWritable) return
    await unlessClosed(world, target, target.real.saveChanges({ keepOpen: 'readwrite' }), () => {
      const working = target.message.working.get(target.number)
      target.message.contents.attachments.set(target.number, new Map(working))
    })
  }),
  step(
    'deleteAttach',
    fc.record({ at: pick, number: pick }),
    (world, input) => {
      const parent = message(world, input)
      const number = parent && one([...parent.contents.attachments.keys()], input.number)
      if (!parent?.isWritable || number === undefined || world.openHandles(parent, number) > 0)
        return undefined
      return { parent, number }
    },
    async (world, { parent, number }) => {
      await unlessClosed(world, parent, parent.real.deleteAttach(number), () => {
        parent.contents.attachments.delete(number)
      })
    },
  ),
]
