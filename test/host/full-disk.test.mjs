/** Saving on small disks, which this test mounts: see test/trials/full-disk.ts. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { onWindows, takeArchitecture } from '../../scripts/support/project.mjs'
import { runWindowsNode } from '../../scripts/support/windows-node.mjs'

const { arch } = takeArchitecture(['--arch', process.env.MAPI_MSG_TEST_ARCH ?? 'x64'])
const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-disk-'))
const mounted = []
after(() => {
  for (const disk of mounted) spawnSync('umount', [disk])
  rmSync(folder, { recursive: true })
})

/** @returns {string | false} why there is no small disk in the folder of this name */
function mountDisk(name) {
  const disk = join(folder, name)
  mkdirSync(disk)
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk])
  if (status !== 0) return `a small disk cannot be mounted: ${error?.message ?? stderr.toString().trim()}`
  mounted.push(disk)
  return false
}

const skip = onWindows ? 'small disks are mounted on Linux' : mountDisk('files') || mountDisk('temporary')

test('a full disk leaves files as they were, and nothing is lost', { skip }, async () => {
  assert.equal(await runWindowsNode(arch, ['build/test/trials/full-disk.js', ...mounted]), 0)
})
