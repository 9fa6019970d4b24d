import assert from 'node:assert/strict'

import type fc from 'fast-check'
import { PR_DISPLAY_NAME_W } from 'mapi-msg'

import { at, type Command, message, step, table, unlessClosed } from './steps.ts'

/** Steps that list recipients. */
export const tableCommands: fc.Arbitrary<Command>[] = [
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
