/** The command where there is no Windows. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { onWindows, root } from '../../scripts/support/project.mjs'

const command = join(root, 'dist', 'cli', 'mapi-msg.js')
const mapiMsg = (...args) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' })

test(
  'without Windows every command says so, and doctor reports',
  { skip: onWindows && 'this is Windows' },
  () => {
    const sample = join(root, 'samples', 'demo.msg')
    for (const args of [
      ['show', sample],
      ['props', sample],
      ['dump', sample],
      ['extract', sample],
      ['convert', sample, '--out', '-'],
      ['create', '--out', '-', '--subject', 'Hello'],
    ]) {
      const { status, stdout, stderr } = mapiMsg(...args)
      assert.equal(status, 1, args[0])
      assert.equal(stdout, '', args[0])
      assert.match(stderr, /MAPI exists on Windows only/, args[0])
      assert.doesNotMatch(stderr, /^\s+at /m)
    }
    const { status, stdout } = mapiMsg('doctor')
    assert.equal(status, 1)
    assert.match(stdout, /^mapi-msg +\d/m)
    assert.match(stdout, /MAPI exists on Windows only/)
    assert.match(stdout, /Run mapi-msg on Windows/)
  },
)
