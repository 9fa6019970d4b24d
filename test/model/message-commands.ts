import fc from 'fast-check'
import { PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE, type PropTag } from 'mapi-msg'

import { savedContents } from './model.ts'
import {
  anyTag,
  assertValue,
  at,
  type Command,
  isOpen,
  message,
  pick,
  step,
  tagAndValue,
  tags,
  text,
  unlessClosed,
  unlessReadOnly,
} from './steps.ts'

/** Steps that read and change a message. */
export const messageCommands: fc.Arbitrary<Command>[] = [
  step(
    'set',
    fc.record({ at: pick, pair: tagAndValue }),
    (world, input) => {
      const target = message(world, input)
      return target && world.isStreamed(target, input.pair[0]) ? undefined : target
    },
    async (world, target, { pair: [tag, value] }) => {
      const call = target.real.set(tag as PropTag<never>, value as never)
      await unlessReadOnly(world, target, call, () => target.contents.properties.set(tag, value))
    },
  ),
  step('get', fc.record({ at: pick, tag: anyTag }), message, async (world, target, { tag }) => {
    if (!world.isClosed(target) && world.isStreamed(target, tag)) return
    await unlessClosed(world, target, target.real.get(tag as PropTag), (value) => {
      assertValue(value, target.contents.properties.get(tag), tag)
    })
  }),
  step(
    'getProps, many at once',
    fc.record({ at: pick, count: fc.integer({ min: 1, max: 30 }) }),
    message,
    async (world, target, { count }) => {
      const calls = Array.from({ length: count }, () => target.real.getProps(tags as PropTag[]))
      for (const call of calls) call.catch(() => undefined)
      for (const call of calls) {
        await unlessClosed(world, target, call, (values) => {
          for (const [index, tag] of tags.entries()) {
            if (!world.isStreamed(target, tag))
              assertValue(values[index], target.contents.properties.get(tag), tag)
          }
        })
      }
    },
  ),
  step(
    'deleteProps',
    fc.record({ at: pick, tag: anyTag }),
    (world, input) => {
      const target = message(world, input)
      return target && world.isStreamed(target, input.tag) ? undefined : target
    },
    async (world, target, { tag }) => {
      await unlessReadOnly(world, target, target.real.deleteProps([tag as PropTag]), () =>
        target.contents.properties.delete(tag),
      )
    },
  ),
  step(
    'modifyRecipients',
    fc.record({
      at: pick,
      how: fc.constantFrom('add', 'replace all'),
      names: fc.array(
        text.filter((each) => each !== ''),
        { maxLength: 5 },
      ),
    }),
    message,
    async (world, target, { how, names }) => {
      const rows = names.map(
        (name) =>
          [
            [PR_RECIPIENT_TYPE, 1],
            [PR_DISPLAY_NAME_W, name],
          ] as const,
      )
      const call = target.real.modifyRecipients(how, rows)
      await unlessReadOnly(world, target, call, () => {
        if (how === 'replace all') target.contents.recipients = []
        target.contents.recipients.push(...names.map((name) => ({ name })))
      })
    },
  ),
  step('saveToBytes', at, message, async (world, target) => {
    if (!world.isClosed(target) && !target.isWritable) return
    await unlessClosed(world, target, target.real.saveToBytes(), (saved) => {
      world.files.push({ bytes: saved, contents: savedContents(target.contents) })
      if (world.files.length > 5) world.files.shift()
    })
  }),
  step(
    'copyProps',
    fc.record({ at: pick, to: pick }),
    (world, { at: from, to }) => {
      const [source, target] = [message(world, { at: from }), message(world, { at: to })]
      if (!source || !target || source === target || world.of('stream').some(isOpen(world))) return undefined
      return target.isWritable ? { source, target } : undefined
    },
    async (world, { source, target }) => {
      const call = source.real.copyProps(tags as PropTag[], target.real)
      const closed = world.isClosed(source) ? source : target
      await unlessClosed(world, closed, call, () => {
        for (const [tag, value] of source.contents.properties) target.contents.properties.set(tag, value)
      })
    },
  ),
]
