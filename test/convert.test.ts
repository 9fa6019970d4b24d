import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { jsonLines, mapiMsg, mapiMsgProcess } from './support/command.ts'
import { samples } from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

const { bytes, facts } = samples.unicodeMail()
const eml = [
  'From: Ann Lee <ann@mail.example>',
  'To: bob@mail.example',
  'Subject: Minutes',
  'Date: Sun, 1 Mar 2026 09:30:00 +0000',
  '',
  'They are attached.',
  '',
].join('\r\n')

test('a .msg file becomes an .eml file beside it, and that a .msg file again', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(path.join(folder, 'mail.msg'), bytes)
  const there = await mapiMsg(['convert', 'mail.msg'], { cwd: folder })
  assert.equal(there.code, 0, there.errors)
  assert.equal(there.output, 'mail.eml\n')
  assert.match(readFileSync(path.join(folder, 'mail.eml'), 'latin1'), /^To: .*<nikos@mail\.example>\r?$/m)
  const back = await mapiMsg(['convert', 'mail.eml', '--out', 'back'], { cwd: folder })
  assert.equal(back.code, 0, back.errors)
  const shown = await mapiMsg(['show', path.join('back', 'mail.msg'), '--json'], { cwd: folder })
  assert.equal(jsonLines(shown.output)[0]?.['subject'], facts.subject)
})

test('- converts standard input to standard output, whichever it is', async () => {
  const there = await mapiMsg(['convert', '-'], { input: bytes })
  assert.equal(there.code, 0, there.errors)
  assert.match(there.output, /^Subject: /m)
  const back = await mapiMsgProcess(['convert', '-'], { input: eml })
  assert.equal(back.code, 0, back.errors)
  assert.equal(back.bytes.toString('hex', 0, 8), 'd0cf11e0a1b11ae1')
  const shown = await mapiMsg(['show', '-', '--json'], { input: back.bytes })
  assert.equal(jsonLines(shown.output)[0]?.['subject'], 'Minutes')
})

test('bad files do not stop the others, and are listed at the end; nothing is overwritten unasked', async (t) => {
  const folder = temporaryFolder(t)
  const deep = path.join(folder, 'deep')
  mkdirSync(deep)
  for (const file of ['good.msg', 'taken.msg', 'deep/inner.msg'])
    writeFileSync(path.join(folder, file), bytes)
  writeFileSync(path.join(folder, 'bad.msg'), 'not a message')
  writeFileSync(path.join(folder, 'letter.eml'), eml)
  writeFileSync(path.join(folder, 'photo.jpg'), 'jpg')
  mkdirSync(path.join(folder, 'out'))
  writeFileSync(path.join(folder, 'out', 'taken.eml'), 'mine')
  const args = ['convert', '**/*.{msg,jpg}', 'letter.eml', 'absent.msg', '--out', 'out']
  const first = await mapiMsg(args, { cwd: folder })
  assert.equal(first.code, 1)
  assert.match(first.errors, /^4 of 7 files could not be converted:\n/)
  assert.match(first.errors, /^bad\.msg: .*not an Outlook \.msg file/m)
  assert.match(first.errors, /^photo\.jpg: .*no \.eml file by its name/m)
  assert.match(first.errors, /^taken\.msg: .*is there already; --force overwrites it/m)
  assert.match(first.errors, /^absent\.msg: .*no such file/m)
  assert.equal(readFileSync(path.join(folder, 'out', 'taken.eml'), 'utf8'), 'mine')
  const results = ['deep', 'good.eml', 'letter.msg', 'taken.eml']
  assert.deepEqual(readdirSync(path.join(folder, 'out')).sort(), results)
  assert.ok(existsSync(path.join(folder, 'out', 'deep', 'inner.eml')))

  const again = await mapiMsg(['convert', '*.msg', '--out', 'out', '--skip-existing'], { cwd: folder })
  assert.equal(again.code, 1)
  assert.match(again.errors, /Passed over 2 that were converted already/)
  const forced = await mapiMsg(['convert', 'taken.msg', '--out', 'out', '--force'], { cwd: folder })
  assert.equal(forced.code, 0, forced.errors)
  assert.notEqual(readFileSync(path.join(folder, 'out', 'taken.eml'), 'utf8'), 'mine')
  assert.deepEqual(readdirSync(path.join(folder, 'out')).sort(), results)
})

test('a message whose name says .eml is not overwritten by its result, and --out may not be a file', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(path.join(folder, 'mail.eml'), bytes)
  writeFileSync(path.join(folder, 'file'), '')
  const same = await mapiMsg(['convert', 'mail.eml', '--force'], { cwd: folder })
  assert.equal(same.code, 1)
  assert.match(same.errors, /its result would overwrite it/)
  assert.ok(readFileSync(path.join(folder, 'mail.eml')).equals(bytes))
  const blocked = await mapiMsg(['convert', 'mail.eml', '--out', 'file'], { cwd: folder })
  assert.equal(blocked.code, 1)
  assert.match(blocked.errors, /file is a file, not a folder/)
})
