import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'

import { run } from '../test/support/processes.ts'
import { slowdown, type Findings } from './figures.ts'
import { takeTurns, type Contender, type Patience } from './rounds.ts'

const script = fileURLToPath(new URL('first-call-process.js', import.meta.url))

/** Measured inside a fresh process, from before the import to after it. */
function freshProcess(which: 'ours' | 'msgreader'): Contender {
  return async () => {
    const { code, output } = await run(process.execPath, [script, which])
    assert.equal(code, 0, output)
    return Number(/^took (\S+)/m.exec(output)?.[1])
  }
}

/** Importing the package and opening the first session, against `require` of msgreader. */
export async function measureFirstCall(patience: Patience): Promise<Findings> {
  const contenders = new Map([
    ['ours', freshProcess('ours')],
    ['msgreader', freshProcess('msgreader')],
  ])
  const times = await takeTurns(contenders, patience)
  const name = 'first call: import and first session, against require of msgreader'
  return { figures: [slowdown(name, times, 'ours', 'msgreader')], notes: [] }
}
