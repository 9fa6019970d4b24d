import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { run } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

const bench = fileURLToPath(new URL('../bench/main.js', import.meta.url))

/** The beginnings of the names of the figures, of which each must be there. */
const figures = [
  'whole, from paths, readMessage, against msgreader',
  'whole, from paths, readMessages, one session, against msgreader',
  'whole, from paths, readMessages, two sessions, against msgreader',
  'whole, from paths, readMessage, against reading the bytes',
  'whole, from bytes, readMessage, against msgreader',
  'whole, from bytes, readMessages, two sessions, against msgreader',
  'listing, from paths, readMessage, against msgreader',
  'listing, from bytes, readMessage, against msgreader',
  'growth with the size of an attachment',
  'a 32 MB attachment through a stream, against reading its file',
  'working set added by extracting a 32 MB attachment',
  'growth with the number of recipients',
  'growth with the number of attachments',
  'writing to bytes, awaiting each call, against oxmsg',
  'writing to bytes, several at once, two sessions, against oxmsg',
  'writing to files, calls made ahead, against oxmsg',
  'writing to files, several at once, four sessions, against oxmsg',
  'writing to files, several at once, four sessions, against oxmsg, flushed and moved',
  'oxmsg that flushes files and moves them into place',
  'growth of writing with the number of recipients',
  'growth of writing with the number of attachments',
  'first call',
]

test('the benchmarks run, on the files in a folder', async (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['nested', 'attachmentSizes'] as const) {
    writeFileSync(path.join(folder, `${name}.msg`), samples[name]().bytes)
  }
  writeFileSync(path.join(folder, 'damaged.msg'), 'this is no message')
  const args = ['--expose-gc', bench, '--files', folder, '--quick', '--rounds', '1']
  const { code, output } = await run(process.execPath, args)
  assert.equal(code, 0, output)
  assert.match(output, /^Files: the files of --files: 2 files/m)
  assert.match(output, /^damaged\.msg is left out: /m)
  for (const name of figures) {
    const line = output.split('\n').find((each) => each.startsWith(name))
    assert.match(line ?? '', /\d/, `${name} in:\n${output}`)
  }
  assert.doesNotMatch(output, /NaN/)
})
