/** Finds the tests and runs them in the Windows node.exe. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.mjs'
import { runWindowsNode } from './windows-node.mjs'
import { withDesktop } from './wine.mjs'

export const isTest = (path) => /^test[/\\].*\.test\.ts$/.test(path)
/** Tests that run in the host's Node.js. */
export const isHostTest = (path) => /^test[/\\]host[/\\].*\.test\.mjs$/.test(path)

export function allTests() {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => join('test', name))
    .filter((path) => isTest(path) || isHostTest(path))
    .sort()
}

/**
 * @param {import('./project.mjs').Architecture} arch
 * @param {string[]} sources tests that are built
 * @param {string[]} options for node's test runner
 * @returns {Promise<number>} the exit code of node's test runner
 */
export function runTests(arch, sources, options) {
  return withDesktop(arch, () =>
    runWindowsNode(arch, [
      ...['--enable-source-maps', '--expose-gc', '--import', './build/test/support/fail-on-leaks.js'],
      ...['--test', '--test-concurrency=2', '--test-timeout=300000'],
      ...options,
      ...sources.map((source) => join('build', source.replace(/ts$/, 'js')).replaceAll('\\', '/')),
    ]),
  )
}
