import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { mapiMsg } from './support/command.ts'
import { fileAttachment, messageAttachment, note } from './support/msg-parts.ts'
import { writeMsg, type AttachmentDescription } from './support/msg-writer.ts'
import { pattern, samples } from './support/samples.ts'
import { temporaryFolder } from './support/sessions.ts'

const PR_ATTACHMENT_HIDDEN = 0x7ffe000b
const PR_ATTACH_METHOD = 0x37050003
const PR_ATTACH_LONG_PATHNAME_W = 0x370d001f

function mailWith(attachments: AttachmentDescription[]): Buffer {
  return writeMsg(note({ subject: 'With attachments', body: '', attachments }))
}

test('attachments are saved whole, and their paths printed', async (t) => {
  const folder = temporaryFolder(t)
  const contents = [Buffer.alloc(0), pattern(5000), pattern(3 << 20)]
  const input = mailWith(contents.map((content, index) => fileAttachment(`file ${index}.bin`, content)))
  const { code, output, errors } = await mapiMsg(['extract', '-', '-o', 'new/deep'], { input, cwd: folder })
  assert.equal(code, 0, errors)
  const paths = output.trimEnd().split(/\r?\n/)
  assert.equal(paths.length, contents.length)
  for (const [index, content] of contents.entries()) {
    assert.ok(readFileSync(path.join(folder, paths[index] ?? '')).equals(content))
  }
})

test('names are made safe, and those that are the same are numbered', async (t) => {
  const folder = temporaryFolder(t)
  const names = [
    ...['..\\..\\up.txt', '/etc/passwd', 'C:\\boot.ini', 'stream.txt:hidden', 'CON', 'nul.txt', 'COM1.log'],
    ...['dots...', 'a\u0000b\u001b.txt', 'what?*<>|".txt', `${'long'.repeat(100)}.pdf`, '日本語'.repeat(80)],
    ...['', ' ', '.', '..', 'evil\u202egpj.exe', 'same.txt', 'SAME.txt', 'same.txt'],
  ]
  const input = mailWith(names.map((name) => fileAttachment(name, Buffer.from(name))))
  const { code, errors } = await mapiMsg(['extract', '-', '-o', 'out'], { input, cwd: folder })
  assert.equal(code, 0, errors)
  assert.deepEqual(readdirSync(folder), ['out'])
  const saved = readdirSync(path.join(folder, 'out'))
  assert.equal(saved.length, names.length)
  for (const name of saved) {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(name, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e<>:"/\\|?*]|[. ]$/)
    assert.doesNotMatch(name, /^(con|nul|com\d)(\..*)?$/i)
    assert.ok(Buffer.byteLength(name) <= 200, name)
  }
  for (const name of ['same.txt', 'SAME (2).txt', 'same (3).txt']) assert.ok(saved.includes(name), name)
  assert.ok(saved.some((name) => /^(long)+\.pdf$/.test(name)))
})

test('nothing is overwritten without --force', async (t) => {
  const folder = temporaryFolder(t)
  const file = path.join(folder, 'taken.txt')
  writeFileSync(file, 'mine')
  const input = mailWith([
    fileAttachment('taken.txt', Buffer.from('theirs')),
    fileAttachment('free.txt', Buffer.from('free')),
    messageAttachment('mail', note({ subject: 'Inner', body: '' })),
  ])
  const first = await mapiMsg(['extract', '-'], { input, cwd: folder })
  assert.equal(first.code, 1)
  assert.match(first.errors, /taken\.txt is there already; --force overwrites it/)
  assert.equal(readFileSync(file, 'utf8'), 'mine')
  assert.deepEqual(readdirSync(folder).sort(), ['free.txt', 'mail.msg', 'taken.txt'])
  const again = await mapiMsg(['extract', '-'], { input, cwd: folder })
  assert.match(again.errors, /mail\.msg is there already/)
  const forced = await mapiMsg(['extract', '-', '--force'], { input, cwd: folder })
  assert.equal(forced.code, 0, forced.errors)
  assert.equal(readFileSync(file, 'utf8'), 'theirs')
  assert.deepEqual(readdirSync(folder).sort(), ['free.txt', 'mail.msg', 'taken.txt'])
})

test('attached messages become .msg files with all that was in them', async (t) => {
  const folder = temporaryFolder(t)
  const { bytes, facts } = samples.nested()
  const { code, errors } = await mapiMsg(['extract', '-'], { input: bytes, cwd: folder })
  assert.equal(code, 0, errors)
  const inner = facts.attachments?.find(({ message }) => message)?.message
  const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.msg'))
  const shown = await mapiMsg(['show', name, '--json'], { cwd: folder })
  const { subject, attachments = [] } = JSON.parse(shown.output) as {
    subject: string
    attachments?: unknown[]
  }
  assert.equal(subject, inner?.subject)
  assert.equal(attachments.length, inner?.attachments?.length ?? 0)
})

test('pictures within the text only with --inline, links never, OLE objects as compound files', async (t) => {
  const folder = temporaryFolder(t)
  const picture = fileAttachment('logo.png', Buffer.from('png'))
  const input = mailWith([
    { properties: [...picture.properties, [PR_ATTACHMENT_HIDDEN, true]] },
    {
      properties: [
        [PR_ATTACH_METHOD, 7],
        [0x3707001f, 'cloud.docx'],
        [PR_ATTACH_LONG_PATHNAME_W, 'https://files.example/cloud.docx'],
      ],
    },
  ])
  const without = await mapiMsg(['extract', '-'], { input, cwd: folder })
  assert.equal(without.code, 0)
  assert.match(without.errors, /cloud\.docx is not in the message.*https:\/\/files\.example\/cloud\.docx/)
  assert.match(without.errors, /Left out 1 shown within the text; --inline/)
  assert.deepEqual(readdirSync(folder), [])
  await mapiMsg(['extract', '-', '--inline'], { input, cwd: folder })
  assert.deepEqual(readdirSync(folder), ['logo.png'])
  const ole = path.join(folder, 'ole')
  const object = await mapiMsg(['extract', '-', '-o', ole], { input: samples.oleAttachment().bytes })
  assert.equal(object.code, 0, object.errors)
  const [name = ''] = readdirSync(ole).filter((each) => each.endsWith('.ole'))
  assert.equal(readFileSync(path.join(ole, name)).toString('hex', 0, 8), 'd0cf11e0a1b11ae1')
})

test('attachments of several files go to folders of their own', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(path.join(folder, 'in', 'deep'), { recursive: true })
  const bytes = mailWith([fileAttachment('a.txt', Buffer.from('a'))])
  for (const name of ['one.msg', 'deep/two.msg']) writeFileSync(path.join(folder, 'in', name), bytes)
  const { code, errors } = await mapiMsg(['extract', 'in/**/*.msg', '-o', 'out'], { cwd: folder })
  assert.equal(code, 0, errors)
  for (const name of ['one', 'deep/two']) assert.ok(existsSync(path.join(folder, 'out', name, 'a.txt')), name)
})

test('a folder that cannot be made, and a message without attachments, are named', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(path.join(folder, 'file'), '')
  const input = mailWith([fileAttachment('a.txt', Buffer.from('a'))])
  const blocked = await mapiMsg(['extract', '-', '-o', 'file'], { input, cwd: folder })
  assert.equal(blocked.code, 1)
  assert.match(blocked.errors, /^standard input: .*file.*(is a file, not a folder)/)
  const none = await mapiMsg(['extract', '-'], { input: samples.unicodeMail().bytes, cwd: folder })
  assert.equal(none.code, 0)
  assert.match(none.errors, /no attachments/)
})
