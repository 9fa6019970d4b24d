import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { readMessage } from 'mapi-msg'

import { mapiMsg } from './support/command.ts'
import { temporaryFolder } from './support/sessions.ts'

test('options make a draft', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(path.join(folder, 'a.txt'), 'content of a')
  writeFileSync(path.join(folder, 'b.txt'), 'content of b')
  writeFileSync(path.join(folder, 'text.txt'), 'Grüße\r\n')
  const { code, errors } = await mapiMsg(
    [
      ...['create', '-o', 'new/draft.msg', '--subject', 'Minutes', '--from', 'Ann Lee <ann@mail.example>'],
      ...[
        '--to',
        'bob@mail.example',
        'Eve <eve@mail.example>',
        '--cc',
        'cc@mail.example',
        '--text-file',
        'text.txt',
      ],
      ...['-a', '?.txt', '--importance', 'high', '--category', 'Red', 'Green'],
    ],
    { cwd: folder },
  )
  assert.equal(code, 0, errors)
  const message = await readMessage(path.join(folder, 'new', 'draft.msg'), { attachments: 'content' })
  assert.equal(message.subject, 'Minutes')
  assert.equal(message.from?.address, 'ann@mail.example')
  assert.deepEqual(
    message.to?.map(({ address }) => address),
    ['bob@mail.example', 'eve@mail.example'],
  )
  assert.equal(message.cc?.[0]?.address, 'cc@mail.example')
  assert.match(message.text ?? '', /^Grüße/)
  assert.equal(message.importance, 'high')
  assert.deepEqual(message.categories, ['Red', 'Green'])
  assert.ok(message.isDraft)
  const attached = message.attachments?.map(({ name, content }) => [name, content?.toString()])
  assert.deepEqual(attached, [
    ['a.txt', 'content of a'],
    ['b.txt', 'content of b'],
  ])
})

test('JSON makes a message, options go before it, and - is standard input and output', async () => {
  const draft = {
    to: [{ name: 'Bob Roy', address: 'bob@mail.example' }],
    subject: 'Of the JSON',
    html: '<p>Here it <b>is</b></p>',
    attachments: [{ filename: 'a.bin', content: 'AAEC', encoding: 'base64' }],
  }
  const made = await mapiMsg(
    ['create', '--json', '-', '-o', '-', '--subject', 'Of the option', '--date', '2026-03-01T09:30Z'],
    {
      input: JSON.stringify(draft),
    },
  )
  assert.equal(made.code, 0, made.errors)
  const message = await readMessage(made.bytes, { attachments: 'content' })
  assert.equal(message.subject, 'Of the option')
  assert.match(message.html ?? '', /<b>is<\/b>/)
  assert.equal(message.to?.[0]?.name, 'Bob Roy')
  assert.equal(message.attachments?.[0]?.content?.toString('hex'), '000102')
  assert.equal(message.sent?.toISOString(), '2026-03-01T09:30:00.000Z')
  assert.ok(!message.isDraft)
})

test('what cannot be used is named, and nothing is written', async (t) => {
  const folder = temporaryFolder(t)
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text)
  }
  write('bad.json', '{ "subject": "x", }')
  write('list.json', '[]')
  write('typo.json', '{ "subjct": 1, "subject": 5 }')
  write('taken.msg', 'mine')
  const wrong: [args: string[], message: RegExp][] = [
    [['--json', 'bad.json'], /^bad\.json: this is not JSON: /],
    [['--json', 'list.json'], /^list\.json: the JSON must be an object/],
    [['--json', 'typo.json'], /^typo\.json: .*subj/],
    [['--json', 'absent.json'], /absent\.json.* no such file/],
    [['--text', 'x', '-a', 'absent.pdf'], /absent\.pdf.*no such file/],
    [['--text', 'x', '-a', '*.pdf'], /^\*\.pdf: no file matches/],
  ]
  for (const [args, message] of wrong) {
    const { code, errors } = await mapiMsg(['create', '-o', 'new.msg', ...args], { cwd: folder })
    assert.match(errors, message)
    assert.equal(code, 1)
    assert.doesNotMatch(errors, /^\s+at /m)
  }
  assert.ok(!existsSync(path.join(folder, 'new.msg')))
  const taken = await mapiMsg(['create', '-o', 'taken.msg', '--text', 'x'], { cwd: folder })
  assert.equal(taken.code, 1)
  assert.match(taken.errors, /taken\.msg is there already; --force overwrites it/)
  assert.equal(readFileSync(path.join(folder, 'taken.msg'), 'utf8'), 'mine')
  const forced = await mapiMsg(['create', '-o', 'taken.msg', '--text', 'x', '--force'], { cwd: folder })
  assert.equal(forced.code, 0, forced.errors)
})

test('an option that is to be an address and is none is a wrong use', async (t) => {
  const folder = temporaryFolder(t)
  const wrong = [
    ['--to', 'nobody <'],
    ['--to', 'ann@mail.example', 'Bob Roy'],
    ['--cc', 'Bob <bob>'],
    ['--bcc', ''],
    ['--reply-to', 'ann@mail.example, bob@'],
    ['--from', '@mail.example'],
  ]
  for (const args of wrong) {
    const { code, errors } = await mapiMsg(['create', '-o', 'new.msg', ...args], { cwd: folder })
    const problem = `mapi-msg: ${args[0] ?? ''} is no mail address: ${args.at(-1) ?? ''}. Write it as `
    assert.ok(errors.startsWith(problem), errors)
    assert.equal(code, 2)
  }
  assert.ok(!existsSync(path.join(folder, 'new.msg')))
  const good = ['--to', 'Lee, Ann <ann@mail.example>, "Roy; Bob" <bob@mail.example>', 'eve@localhost']
  const { code, errors } = await mapiMsg(['create', '-o', 'new.msg', ...good], { cwd: folder })
  assert.equal(code, 0, errors)
})
