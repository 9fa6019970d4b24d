import assert from 'node:assert/strict'

import fc from 'fast-check'
import { PR_IMPORTANCE, PR_SUBJECT_W, PROP_TAG, PT_I8, PT_MV_UNICODE } from 'mapi-msg'

import { type AnyModel, type MessageModel, PR_BYTES, PR_TEXT, type Value, type World } from './model.ts'

/** What the steps of the model test have in common. */

export const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((each) => !each.includes('\0'))
export const bytes = fc
  .tuple(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(1, 1, 1, 100, 3000))
  .map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part)))

const PR_TEXTS = PROP_TAG(PT_MV_UNICODE, 0x6702) as number
export const PR_NUMBER = PROP_TAG(PT_I8, 0x6703) as number

export const tagAndValue = fc.oneof(
  fc.tuple(fc.constant(PR_SUBJECT_W as number), text),
  fc.tuple(fc.constant(PR_TEXT), text),
  fc.tuple(fc.constant(PR_BYTES), bytes),
  fc.tuple(fc.constant(PR_TEXTS), fc.array(text, { minLength: 1, maxLength: 5 })),
  fc.tuple(fc.constant(PR_NUMBER), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  fc.tuple(fc.constant(PR_IMPORTANCE as number), fc.constantFrom(0, 1, 2)),
)
export const tags = [PR_SUBJECT_W, PR_TEXT, PR_BYTES, PR_TEXTS, PR_NUMBER, PR_IMPORTANCE] as number[]
export const anyTag = fc.constantFrom(...tags)
export const pick = fc.nat({ max: 1000 })

export type Command = fc.AsyncCommand<World, object>

/**
 * @param choose What the step is done to, or `undefined` if there is nothing that it can be done to.
 */
export function step<Input, Target>(
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

export const one = <Item>(items: readonly Item[], index: number) => items[index % Math.max(1, items.length)]
export const isOpen = (world: World) => (each: AnyModel) => !world.isClosed(each)

/** What a call gives, or that it is refused since the object is closed. */
export async function unlessClosed<Result>(
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
export async function unlessReadOnly(
  world: World,
  message: MessageModel,
  call: Promise<unknown>,
  use: () => void,
): Promise<void> {
  if (world.isClosed(message) || message.isWritable) return unlessClosed(world, message, call, use)
  await assert.rejects(call, { code: 'MAPI_E_NO_ACCESS' })
}

export const assertValue = (actual: unknown, expected: Value | undefined, tag: number) => {
  if (expected instanceof Uint8Array)
    assert.ok(Buffer.from(expected).equals(actual as Buffer), `0x${tag.toString(16)}`)
  else assert.deepEqual(actual, expected, `0x${tag.toString(16)}`)
}

export const encode = (tag: number, value: Value | undefined) =>
  tag === PR_TEXT ? Buffer.from((value ?? '') as string, 'utf16le') : Buffer.from((value ?? []) as Uint8Array)

/** Mostly one that is open. */
function chosen<Kind extends AnyModel['kind']>(kind: Kind) {
  return (world: World, { at }: { at: number }) => {
    const all = world.of(kind)
    const open = all.filter(isOpen(world))
    return one(at % 8 === 0 || open.length === 0 ? all : open, Math.floor(at / 8))
  }
}

export const session = chosen('session')
export const message = chosen('message')
export const attachment = chosen('attachment')
export const stream = chosen('stream')
export const table = chosen('table')
export const at = fc.record({ at: pick })
