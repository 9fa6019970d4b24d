import assert from 'node:assert/strict'

import fc from 'fast-check'
import {
  IID_IStream,
  MapiError,
  openIMsgSession,
  PR_DISPLAY_NAME_W,
  PR_IMPORTANCE,
  PR_RECIPIENT_TYPE,
  PR_SUBJECT_W,
  PROP_TAG,
  PT_I8,
  PT_MV_UNICODE,
  type PropTag,
} from 'mapi-msg'

import { provider } from '../support/sessions.ts'
import {
  type AnyModel,
  copyContents,
  type MessageModel,
  PR_BYTES,
  PR_TEXT,
  savedContents,
  type Value,
  World,
} from './model.ts'

/** The steps that the model test takes, each with what the model says about it. */

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((each) => !each.includes('\0'))
const bytes = fc
  .tuple(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(1, 1, 1, 100, 3000))
  .map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part)))

const PR_TEXTS = PROP_TAG(PT_MV_UNICODE, 0x6702) as number
const PR_NUMBER = PROP_TAG(PT_I8, 0x6703) as number

const tagAndValue = fc.oneof(
  fc.tuple(fc.constant(PR_SUBJECT_W as number), text),
  fc.tuple(fc.constant(PR_TEXT), text),
  fc.tuple(fc.constant(PR_BYTES), bytes),
  fc.tuple(fc.constant(PR_TEXTS), fc.array(text, { minLength: 1, maxLength: 5 })),
  fc.tuple(fc.constant(PR_NUMBER), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  fc.tuple(fc.constant(PR_IMPORTANCE as number), fc.constantFrom(0, 1, 2)),
)
const tags = [PR_SUBJECT_W, PR_TEXT, PR_BYTES, PR_TEXTS, PR_NUMBER, PR_IMPORTANCE] as number[]
const anyTag = fc.constantFrom(...tags)
const pick = fc.nat({ max: 1000 })

type Command = fc.AsyncCommand<World, object>

/**
 * @param choose What the step is done to, or `undefined` if there is nothing that it can be done to.
 */
function step<Input, Target>(
  name: string,
  input: fc.Arbitrary<Input>,
  choose: (world: World, input: Input) => Target | undefined,
  run: (world: World, target: Target, input: Input) => Promise<void>,
): fc.Arbitrary<Command> {
  return input.map((value) => ({
    check: (world: Readonly<World>) => choose(world, value) !== undefined,
    run: (world: World) => {
      world.steps++
      return run(world, choose(world, value) as Target, value)
    },
    toString: () => `${name}(${fc.stringify(value)})`,
  }))
}

const one = <Item>(items: readonly Item[], index: number) => items[index % Math.max(1, items.length)]
const isOpen = (world: World) => (each: AnyModel) => !world.isClosed(each)

/** What a call gives, or that it is refused since the object is closed. */
async function unlessClosed<Result>(
  world: World,
  object: AnyModel,
  call: Promise<Result>,
  use: (result: Result) => void | Promise<void>,
): Promise<void> {
  if (world.isClosed(object)) {
    await assert.rejects(call, { code: 'ERR_OBJECT_CLOSED' })
    assert.equal(object.real.closed, true)
  } else {
    await use(await call)
  }
}

/** The same for what changes a message. */
async function unlessReadOnly(
  world: World,
  message: MessageModel,
  call: Promise<unknown>,
  use: () => void,
): Promise<void> {
  if (world.isClosed(message) || message.isWritable) return unlessClosed(world, message, call, use)
  await assert.rejects(call, { code: 'MAPI_E_NO_ACCESS' })
}

const assertValue = (actual: unknown, expected: Value | undefined, tag: number) => {
  if (expected instanceof Uint8Array)
    assert.ok(Buffer.from(expected).equals(actual as Buffer), `0x${tag.toString(16)}`)
  else assert.deepEqual(actual, expected, `0x${tag.toString(16)}`)
}

const encode = (tag: number, value: Value | undefined) =>
  tag === PR_TEXT ? Buffer.from((value ?? '') as string, 'utf16le') : Buffer.from((value ?? []) as Uint8Array)

/** Mostly one that is open. */
function chosen<Kind extends AnyModel['kind']>(kind: Kind) {
  return (world: World, { at }: { at: number }) => {
    const all = world.of(kind)
    const open = all.filter(isOpen(world))
    return one(at % 8 === 0 || open.length === 0 ? all : open, Math.floor(at / 8))
  }
}

const session = chosen('session')
const message = chosen('message')
const attachment = chosen('attachment')
const stream = chosen('stream')
const table = chosen('table')
const at = fc.record({ at: pick })

const sessions: fc.Arbitrary<Command>[] = [
  step(
    'openSession',
    fc.constant(undefined),
    (world) => (world.of('session').filter(isOpen(world)).length < 4 ? true : undefined),
    async (world) => {
      const real = await openIMsgSession({ provider })
      world.objects.push({ kind: 'session', real, parent: undefined, isClosed: false })
    },
  ),
  step('createMessage', at, session, async (world, parent) => {
    await unlessClosed(world, parent, parent.real.createMessage(null), (real) => {
      const contents = { properties: new Map<number, Value>(), recipients: [], attachments: new Map() }
      const own = { isClosed: false, isWritable: true, working: new Map() }
      world.objects.push({ kind: 'message', real, parent, contents, ...own })
    })
  }),
  step(
    'openMessage',
    fc.record({ at: pick, file: pick, isWritable: fc.boolean() }),
    (world, input) => (world.files.length > 0 ? session(world, input) : undefined),
    async (world, parent, { file, isWritable }) => {
      const { bytes: source, contents } = one(world.files, file) as World['files'][number]
      const opening = parent.real.openMessage(source, { mode: isWritable ? 'readwrite' : 'read' })
      await unlessClosed(world, parent, opening, (real) => {
        const own = { isClosed: false, isWritable, working: new Map() }
        world.objects.push({ kind: 'message', real, parent, contents: copyContents(contents), ...own })
      })
    },
  ),
]

const messages: fc.Arbitrary<Command>[] = [
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

const attachments: fc.Arbitrary<Command>[] = [
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

const streams: fc.Arbitrary<Command>[] = [
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

const tables: fc.Arbitrary<Command>[] = [
  step('getRecipientTable', at, message, async (world, parent) => {
    await unlessClosed(world, parent, parent.real.getRecipientTable(), async (real) => {
      await real.setColumns([PR_DISPLAY_NAME_W])
      const names = parent.contents.recipients.map(({ name }) => name)
      assert.equal(await real.getRowCount(), names.length)
      world.objects.push({ kind: 'table', real, parent, names, row: 0, isClosed: false })
    })
  }),
  step('queryAll', at, message, async (world, parent) => {
    await unlessClosed(world, parent, parent.real.getRecipientTable(), async (real) => {
      await real.setColumns([PR_DISPLAY_NAME_W])
      const names = (await real.queryAll()).map((row) => row.get(PR_DISPLAY_NAME_W))
      assert.deepEqual(
        names,
        parent.contents.recipients.map(({ name }) => name),
      )
      await real.close()
    })
  }),
  step('table.getRowCount', at, table, async (world, target) => {
    await unlessClosed(world, target, target.real.getRowCount(), (count) => {
      assert.ok(count >= 0)
    })
  }),
]

const closing: fc.Arbitrary<Command>[] = [
  step(
    'close',
    fc.record({
      at: pick,
      how: fc.constantFrom('await', 'dispose', 'not awaited'),
      sparing: fc.integer({ min: 0, max: 3 }).map((each) => each > 0),
    }),
    (world, { at: index, sparing }) => {
      const all = sparing ? world.objects.filter(({ kind }) => kind !== 'session') : world.objects
      return one(
        all.filter((each) => index % 8 === 0 || !world.isClosed(each)),
        index,
      )
    },
    async (world, target, { how }) => {
      const isKnownClosed = world.isClosed(target)
      assert.equal(target.real.closed, isKnownClosed)
      if (how === 'dispose') target.real[Symbol.dispose]()
      else if (how === 'await') await target.real.close()
      else void target.real.close()
      world.close(target)
      assert.equal(target.real.closed, true)
    },
  ),
  step(
    'close while calls wait',
    fc.record({ at: pick, count: fc.integer({ min: 1, max: 50 }) }),
    message,
    async (world, target, { count }) => {
      const calls = Array.from({ length: count }, () => target.real.get(PR_NUMBER as PropTag))
      const settled = Promise.allSettled(calls)
      const closed = target.real.close()
      const wasClosed = world.isClosed(target)
      world.close(target)
      for (const result of await settled) {
        assert.equal(
          result.status,
          wasClosed ? 'rejected' : 'fulfilled',
          'calls made before closing still run',
        )
        if (result.status === 'fulfilled')
          assertValue(result.value, target.contents.properties.get(PR_NUMBER), PR_NUMBER)
      }
      await closed
    },
  ),
  /** What nobody refers to any more; what is open under it, or over it, stays. */
  step(
    'forget',
    at,
    (world, { at: index }) => one(world.objects, index),
    async (world, target) => {
      const isNeeded = (each: AnyModel) => each.parent === target && world.objects.includes(each)
      if (target.kind === 'stream' && target.isWritable) return
      if (world.objects.some(isNeeded) || target.kind === 'session' || target.kind === 'attachment') return
      world.objects = world.objects.filter((each) => each !== target)
      globalThis.gc?.()
      await new Promise(setImmediate)
    },
  ),
]

export const anyCommand = [
  ...sessions,
  ...sessions,
  ...messages,
  ...messages,
  ...attachments,
  ...attachments,
  ...streams,
  ...streams,
  ...tables,
  ...closing,
]
