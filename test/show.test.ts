import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { jsonLines, mapiMsg } from './support/command.ts'
import { corpusFiles, corpusMissing } from './support/corpus.ts'
import { fileAttachment, mailUser, MAPI_CC, MAPI_TO, messageAttachment, note } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { samples } from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

const mail = {
  subject: 'Minutes',
  body: 'They are attached.\r\nGrüße',
  from: { name: 'Ann Lee', address: 'ann@mail.example' },
  sent: new Date('2026-03-01T09:30:00Z'),
}

test('a card says who, when, what, the attachments and the text', async () => {
  const message = note({
    ...mail,
    recipients: [
      mailUser(MAPI_TO, 'Bob Roy', 'bob@mail.example'),
      mailUser(MAPI_CC, '山田', 'yamada@mail.example'),
    ],
    attachments: [
      fileAttachment('日本.pdf', Buffer.alloc(12_345), 'application/pdf'),
      fileAttachment('notes.txt', Buffer.alloc(7), 'text/plain'),
      messageAttachment('Earlier', note({ ...mail, subject: 'Earlier', body: 'Inner text' })),
    ],
  })
  const env = { TZ: 'UTC' }
  const { code, output, errors } = await mapiMsg(['show', '-'], { input: writeMsg(message), env })
  assert.equal(code, 0, errors)
  const expected = [
    /^Subject {6}Minutes$/m,
    /^From {9}Ann Lee <ann@mail\.example>$/m,
    /^To {11}Bob Roy <bob@mail\.example>$/m,
    /^Cc {11}山田 <yamada@mail\.example>$/m,
    /^Sent {9}Sun, 1 Mar 2026 09:30:00 \+0000$/m,
    // Aligned by width: two columns for each character of 日本.
    /^Attachments {2}日本\.pdf {3}12\.3 kB {2}application\/pdf$/m,
    /^ {13}notes\.txt {6}7 B {2}text\/plain$/m,
    /^ {13}Earlier {13}message from Ann Lee <ann@mail\.example>$/m,
    /\n\nThey are attached\.\nGrüße\n$/,
  ]
  for (const pattern of expected) assert.match(output, pattern)
  assert.ok(!output.includes('Inner text'))
  const nested = await mapiMsg(['show', '-', '--nested'], { input: writeMsg(message) })
  assert.match(nested.output, /^ {2}Subject {2}Earlier$/m)
  assert.match(nested.output, /^ {2}Inner text$/m)
})

test('several files have their names over them, and --no-body leaves out the text', async (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['a.msg', 'b.msg']) writeFileSync(path.join(folder, name), writeMsg(note(mail)))
  const { output } = await mapiMsg(['show', '*.msg', '--no-body'], { cwd: folder })
  assert.match(output, /^a\.msg\nSubject +Minutes\n(.*\n)+b\.msg\nSubject +Minutes\n/)
  assert.ok(!output.includes('They are attached.'))
})

test('JSON holds what readMessage gives', async () => {
  const { output } = await mapiMsg(['show', '-', '--json'], { input: samples.nested().bytes })
  const [message] = jsonLines(output)
  assert.equal(message?.['file'], 'standard input')
  assert.equal(message['subject'], samples.nested().facts.subject)
  assert.ok(Array.isArray(message['to']) && Array.isArray(message['attachments']))
  const sent = await mapiMsg(['show', '-', '--json'], { input: writeMsg(note(mail)) })
  assert.equal(jsonLines(sent.output)[0]?.['sent'], '2026-03-01T09:30:00.000Z')
})

test('nothing in a message reaches the terminal as a control character', async () => {
  const evil = '\u001b]0;title\u0007\u001b[31mred\u009b2J\u202egpj.exe'
  const message = note({
    subject: evil,
    body: `first\r\n${evil}\r\n\tlast`,
    from: { name: evil, address: `${evil}@mail.example` },
    recipients: [mailUser(MAPI_TO, evil, evil)],
    attachments: [fileAttachment(evil, Buffer.alloc(1), evil)],
  })
  const input = writeMsg(message)
  for (const args of [
    ['show', '-'],
    ['show', '-', '--json'],
    ['props', '-'],
    ['props', '-', '--json'],
    ['dump', '-'],
  ]) {
    const { output } = await mapiMsg(args, { input })
    assert.ok(output.includes('red'), args.join(' '))
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(output, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/, args.join(' '))
  }
})

test('colours are for terminals, unless they are forced', async () => {
  const input = writeMsg(note(mail))
  const escape = '\u001b['
  const shown = async (args: string[], env: Record<string, string>) =>
    (await mapiMsg(['show', '-', ...args], { input, env })).output
  assert.ok(!(await shown([], {})).includes(escape))
  assert.ok((await shown([], { FORCE_COLOR: '1' })).includes(escape))
  assert.ok(!(await shown(['--no-color'], { FORCE_COLOR: '1' })).includes(escape))
})

test('every real message is shown', { skip: corpusMissing }, async () => {
  const files = corpusFiles().map((file) => file.path)
  const { code, output, errors } = await mapiMsg(['show', '--json', ...files])
  assert.equal(jsonLines(output).length, files.length)
  assert.equal(errors, '')
  assert.equal(code, 0)
})
