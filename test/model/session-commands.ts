import fc from 'fast-check'
import { openIMsgSession } from 'mapi-msg'

import { provider } from '../support/sessions.ts'
import { copyContents, type Value, type World } from './model.ts'
import { at, type Command, isOpen, one, pick, session, step, unlessClosed } from './steps.ts'

/** Steps that open sessions, and messages in them. */
export const sessionCommands: fc.Arbitrary<Command>[] = [
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
