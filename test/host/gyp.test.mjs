/** The reader of binding.gyp for mingw-w64 understands it as node-gyp does. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { loadTargets } from '../../scripts/support/gyp.mjs'
import { findProgram, onWindows, root } from '../../scripts/support/project.mjs'

const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-gyp-'))
after(() => rmSync(folder, { recursive: true }))

/** The one target of a gyp file whose target has these sources. */
function load(variables, sources) {
  const file = join(folder, 'binding.gyp')
  const text = `{ 'variables': ${variables}, 'targets': [{ 'target_name': 'a', 'sources': ${sources} }] }`
  writeFileSync(file, text)
  return loadTargets(file, {})[0]
}

suite('a list variable', () => {
  test('is expanded among the items of a list', () => {
    const variables = `{ 'name': 'c', 'more': ['b', '<(name).cpp'], 'all': ['<@(more)', 'd'] }`
    assert.deepEqual(load(variables, `['a', '<@(all)', 'e']`).sources, ['a', 'b', 'c.cpp', 'd', 'e'])
  })

  for (const [what, sources, message] of [
    ['that is not defined', `['<@(other)']`, /other is not defined/],
    ['that is text', `['<@(text)']`, /text is no list/],
    ['in the middle of text', `['x<@(list)']`, /not supported: x<@\(list\)/],
    ['where there is no list', `'<@(list)'`, /not supported: <@\(list\)/],
    ['as text', `['<(list)']`, /list is no text/],
  ]) {
    test(`${what} is an error`, () => {
      assert.throws(() => load(`{ 'text': 't', 'list': ['a'] }`, sources), { message })
    })
  }
})

/** Reads a gyp file with node-gyp's own gyp, as JSON. */
const readWithGyp = `
import json, sys, types
sys.path.insert(0, 'node_modules/node-gyp/gyp/pylib')
import gyp
options = types.SimpleNamespace(generator_output=None, toplevel_dir='.')
params = {'options': options, 'parallel': False, 'root_targets': None}
_, names, targets, _ = gyp.Load(['binding.gyp'], 'gypd', json.loads(sys.argv[1]), depth='.', params=params)
print(json.dumps([targets[name] for name in names]))
`

const python = findProgram(['python3']) ?? ''

const skip = onWindows ? 'node-gyp reads it for the build' : !python && 'there is no python3 for gyp'

suite('binding.gyp', { skip }, () => {
  for (const variables of [
    { OS: 'win', target_arch: 'x64', mingw: 1, tests: 1 },
    { OS: 'win', target_arch: 'ia32', mingw: 0, tests: 0 },
  ]) {
    test(`is read as gyp reads it, with ${JSON.stringify(variables)}`, () => {
      const args = ['-c', readWithGyp, JSON.stringify(variables)]
      const { status, stdout, stderr, error } = spawnSync(python, args, { cwd: root, encoding: 'utf8' })
      assert.ifError(error)
      assert.equal(status, 0, stderr)
      const byName = (targets) =>
        targets
          .map(({ target_name, type, product_name, product_extension, sources, libraries, ...others }) => {
            const { defines, include_dirs } = others.configurations?.Release ?? others
            return {
              target_name,
              type,
              product_name,
              product_extension,
              sources,
              libraries,
              defines,
              include_dirs,
            }
          })
          .sort((a, b) => (a.target_name < b.target_name ? -1 : 1))
      const expected = byName(JSON.parse(stdout))
      assert.ok(expected.length >= 2)
      assert.deepEqual(byName(loadTargets(join(root, 'binding.gyp'), variables)), expected)
    })
  }
})
