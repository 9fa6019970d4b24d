import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { jsonLines, mapiMsg, mapiMsgProcess } from './support/command.ts'
import { samples } from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

const { bytes, facts } = samples.unicodeMail()

test('every command has help with examples and exit codes', async () => {
  const commands = ['show', 'props', 'dump', 'extract', 'create', 'convert', 'doctor']
  const all = await mapiMsgProcess(['--help'])
  assert.equal(all.code, 0)
  for (const command of commands) assert.match(all.output, new RegExp(`^  ${command} `, 'm'))
  await Promise.all(
    commands.map(async (command) => {
      const { code, output, errors } = await mapiMsg([command, '--help'])
      assert.equal(code, 0, errors)
      assert.match(output, new RegExp(`^Examples:\n  .*mapi-msg ${command}`, 'm'))
      assert.match(output, /Exit codes: 0 .* 1 .* 2 /)
    }),
  )
})

test('wrong usage ends with exit code 2, and says what is right', async () => {
  const wrong: [args: string[], message: RegExp][] = [
    [['show'], /missing required argument 'FILE'/],
    [['props', 'mail.msg', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    [
      ['show', 'mail.msg', '--provider', 'outlook'],
      /--provider must be auto, mapi, embedded, or .*'outlook'/,
    ],
    [['extract', 'mail.msg', '--out'], /argument missing/],
    [['create'], /required option '-o, --out <FILE>' not specified/],
    [['create', '-o', 'new.msg'], /nothing to write/],
    [['create', '-o', 'new.msg', '--importance', 'urgent'], /Allowed choices are low, normal, high/],
    [['create', '-o', 'new.msg', '--date', 'soon'], /--date is no date: soon/],
    [['create', '-o', 'new.msg', '--text', 'a', '--text-file', 'b'], /cannot be used with/],
    [['convert', '*.msg', '--out', '-'], /several files cannot go to standard output/],
    [['doctor', 'mail.msg'], /too many arguments/],
  ]
  await Promise.all(
    wrong.map(async ([args, message]) => {
      const { code, output, errors } = await mapiMsg(args)
      assert.match(errors, message)
      assert.equal(output, '')
      assert.equal(code, 2)
      assert.doesNotMatch(errors, /^\s+at /m)
    }),
  )
})

test('patterns are expanded by the command, since Windows does not', async (t) => {
  const folder = temporaryFolder(t)
  const inner = path.join(folder, 'old mails (2025) [x]', 'deep')
  mkdirSync(inner, { recursive: true })
  for (const name of ['a.msg', 'B.MSG', 'other.txt']) writeFileSync(path.join(folder, name), bytes)
  for (const name of ['c.msg', 'd [1].msg']) writeFileSync(path.join(inner, name), bytes)
  const found = async (...patterns: string[]) => {
    const { output, errors } = await mapiMsg(['show', '--json', '--no-body', ...patterns], { cwd: folder })
    assert.equal(errors, '')
    return jsonLines(output).map(({ file }) => String(file).replaceAll('\\', '/'))
  }
  const old = 'old mails (2025) [x]/deep'
  const [here, named, everywhere, absolute] = await Promise.all([
    found('*.msg'),
    found(path.join('old mails (2025) [x]', 'deep', 'd [1].msg')),
    found(path.join('**', '*.msg')),
    found(path.join(folder, 'old mails (2025) [x]', '**', '?.msg')),
  ])
  assert.deepEqual(here, process.platform === 'win32' ? ['a.msg', 'B.MSG'] : ['a.msg'])
  assert.deepEqual(named, [`${old}/d [1].msg`])
  assert.deepEqual(everywhere.slice(-2), [`${old}/c.msg`, `${old}/d [1].msg`])
  assert.equal(absolute.length, 1)
  assert.ok(absolute[0]?.endsWith(`${old}/c.msg`))
})

test('what cannot be read is named on standard error, and the rest is shown', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(path.join(folder, 'folder'))
  writeFileSync(path.join(folder, 'good.msg'), bytes)
  writeFileSync(path.join(folder, 'mail.eml'), 'Subject: text\r\n\r\nHello')
  writeFileSync(path.join(folder, 'cut.msg'), bytes.subarray(0, 700))
  writeFileSync(path.join(folder, 'empty.msg'), '')
  const bad = ['folder', 'mail.eml', 'cut.msg', 'empty.msg', 'absent.msg', '*.oft']
  const { code, output, errors } = await mapiMsgProcess(['show', ...bad, 'good.msg', '--json'], {
    cwd: folder,
  })
  assert.equal(code, 1)
  assert.deepEqual(
    jsonLines(output).map(({ subject }) => subject),
    [facts.subject],
  )
  for (const name of bad) assert.ok(errors.includes(`${name}: `), `${name}: ${errors}`)
  assert.match(errors, /folder: this is a folder; name the files in it: folder\\\*\.msg/)
  assert.match(errors, /mail\.eml: .*not an Outlook \.msg file/)
  assert.match(errors, /absent\.msg: .*no such file/)
  assert.match(errors, /\*\.oft: no file matches/)
  assert.doesNotMatch(errors, /^\s+at /m)
})

test('- reads the message from standard input', async () => {
  const [shown, dumped] = await Promise.all([
    mapiMsgProcess(['show', '-', '--json'], { input: bytes }),
    mapiMsg(['dump', '-'], { input: bytes }),
  ])
  assert.equal(shown.code, 0, shown.errors)
  assert.equal(jsonLines(shown.output)[0]?.['subject'], facts.subject)
  assert.equal(dumped.code, 0, dumped.errors)
  assert.ok(dumped.output.includes('"0x0037001F"'))
  const none = await mapiMsg(['show', '-'])
  assert.equal(none.code, 1)
  assert.match(none.errors, /^standard input: /)
})

test('a pattern that several files match needs a folder for dumps', async (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['a.msg', 'b.msg']) writeFileSync(path.join(folder, name), bytes)
  const { code, errors } = await mapiMsgProcess(['dump', '*.msg'], { cwd: folder })
  assert.equal(code, 2)
  assert.match(errors, /several files need --out DIR/)
})
