import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { suite, test } from 'node:test'

import {
  PR_CONVERSATION_TOPIC_W,
  PS_INTERNET_HEADERS,
  readMessage,
  writeMessage,
  type MessageContents,
  type MessageDraft,
} from 'mapi-msg'

import { rejection } from './support/files.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

async function written(draft: MessageDraft, options = {}): Promise<MessageContents> {
  const bytes = await writeMessage(null, draft, { provider, ...options })
  return readMessage(bytes, { provider, attachments: 'content', bodies: ['text', 'html', 'rtf'] })
}

suite('writeMessage', () => {
  test("writes nodemailer's message objects", async () => {
    const read = await written({
      from: '"Lee, Ann" <ann@mail.example>',
      sender: 'desk@mail.example',
      to: [
        'Bob Roy <bob@mail.example>, carl@mail.example',
        { name: 'Zoë 日本', address: 'zoe@mail.example' },
      ],
      cc: 'Team: dan@mail.example, "E. V. E" <eve@mail.example>;',
      bcc: { address: 'hidden@mail.example' },
      replyTo: 'answers@mail.example, Other <other@mail.example>',
      subject: 'RE: Grüße ☕',
      text: 'one\ntwo',
      messageId: 'm1@mail.example',
      inReplyTo: '<m0@mail.example>',
      references: ['<l@mail.example>', 'm0@mail.example'],
      date: '2026-05-04T12:00:00Z',
      priority: 'high',
      headers: { 'X-One': '1', 'X-Two': ['a', 'b'] },
      envelope: { from: 'bounce@mail.example' },
      attachments: [
        { filename: 'aé.txt', content: 'aGVsbG8=', encoding: 'base64' },
        { content: Readable.from(['from ', 'a stream']), contentType: 'text/csv; charset=utf-8' },
        { path: `data:image/png;base64,${picture}`, filename: 'dot.png' },
      ],
    })
    assert.deepEqual(read.from, { name: 'Lee, Ann', address: 'ann@mail.example' })
    assert.deepEqual(read.sender, { name: 'desk@mail.example', address: 'desk@mail.example' })
    assert.deepEqual(read.to, [
      { name: 'Bob Roy', address: 'bob@mail.example' },
      { name: 'carl@mail.example', address: 'carl@mail.example' },
      { name: 'Zoë 日本', address: 'zoe@mail.example' },
    ])
    assert.deepEqual(
      read.cc?.map(({ address }) => address),
      ['dan@mail.example', 'eve@mail.example'],
    )
    assert.deepEqual(
      read.bcc?.map(({ address }) => address),
      ['hidden@mail.example'],
    )
    assert.deepEqual(read.replyTo, [
      { name: 'answers@mail.example', address: 'answers@mail.example' },
      { name: 'Other', address: 'other@mail.example' },
    ])
    assert.equal(read.subject, 'RE: Grüße ☕')
    assert.equal(read.text, 'one\r\ntwo')
    assert.equal(read.html, undefined)
    assert.equal(read.messageId, '<m1@mail.example>')
    assert.equal(read.inReplyTo, '<m0@mail.example>')
    assert.deepEqual(read.references, ['<l@mail.example>', '<m0@mail.example>'])
    assert.equal(read.conversationTopic, 'Grüße ☕')
    assert.equal(read.sent?.toISOString(), '2026-05-04T12:00:00.000Z')
    assert.equal(read.importance, 'high')
    assert.equal(read.headers, 'X-One: 1\r\nX-Two: a\r\nX-Two: b\r\n\r\n')
    assert.deepEqual([read.isDraft, read.isRead], [false, true])
    assert.deepEqual(
      read.attachments?.map(({ name, mimeType, content, inline }) => [
        name,
        mimeType,
        content?.length,
        inline,
      ]),
      [
        ['aé.txt', 'text/plain', 5, false],
        ['attachment.csv', 'text/csv', 13, false],
        ['dot.png', 'image/png', 70, false],
      ],
    )
  })

  test('writes a draft unless it has a date, or was sent', async () => {
    assert.equal((await written({ text: 'x' })).isDraft, true)
    const sent = await written({ text: 'x' }, { sent: true })
    assert.equal(sent.isDraft, false)
    assert.ok(sent.sent && Date.now() - sent.sent.getTime() < 60_000)
    assert.equal((await written({ date: new Date() }, { sent: false })).isDraft, true)
  })

  test('writes HTML with a text made of it, and hides the pictures that it shows', async () => {
    const read = await written({
      html: Buffer.from('<p>Grüße &amp; <img src="cid:dot@mail.example"></p>'),
      attachments: [
        { filename: 'dot.png', content: Buffer.from(picture, 'base64'), cid: 'dot@mail.example' },
        { filename: 'other.png', content: Buffer.from(picture, 'base64'), cid: 'other@mail.example' },
      ],
    })
    assert.equal(read.html, '<p>Grüße &amp; <img src="cid:dot@mail.example"></p>')
    assert.match(read.text ?? '', /^Grüße &/)
    assert.match(read.rtf ?? '', /\\fromhtml1/, 'Outlook needs RTF')
    assert.deepEqual(
      read.attachments?.map(({ contentId, inline }) => [contentId, inline]),
      [
        ['dot@mail.example', true],
        ['other@mail.example', false],
      ],
    )
  })

  test('attaches the pictures in data: URLs if it is told to', async () => {
    const html = `<img alt="x" src="data:image/png;base64,${picture}">`
    const read = await written({ html, attachDataUrls: true })
    const [attachment] = read.attachments ?? []
    assert.equal(read.html, `<img alt="x" src="cid:${attachment?.contentId}">`)
    assert.deepEqual([attachment?.inline, attachment?.content?.length], [true, 70])
    assert.equal((await written({ html })).html, html)
  })

  test('writes what Outlook has besides', async () => {
    const read = await written({
      subject: 'x',
      categories: ['Red', 'Trip'],
      sensitivity: 'private',
      importance: 'low',
      messageClass: 'IPM.Note.Mine',
      properties: [[PR_CONVERSATION_TOPIC_W, 'Another']],
      icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR' },
    })
    assert.deepEqual(read.categories, ['Red', 'Trip'])
    assert.equal(read.sensitivity, 'private')
    assert.equal(read.importance, 'low')
    assert.equal(read.messageClass, 'IPM.Note.Mine')
    assert.equal(read.conversationTopic, 'Another')
    assert.deepEqual(
      read.attachments?.map(({ name, mimeType }) => [name, mimeType]),
      [['invite.ics', 'text/calendar']],
    )
  })

  test('attaches messages, of drafts and of mails in text form', async () => {
    const read = await written({
      attachments: [
        { message: { subject: 'Inner', html: '<b>x</b>', to: 'a@mail.example' } },
        { contentType: 'message/rfc822', content: 'Subject: Mail\r\nFrom: b@mail.example\r\n\r\nhello' },
        {
          contentType: 'message/rfc822',
          filename: 'No subject.EML',
          content: 'From: b@mail.example\r\n\r\n',
        },
      ],
    })
    const [inner, mail, withoutSubject] = read.attachments ?? []
    assert.deepEqual(
      [inner?.name, inner?.message?.subject, inner?.message?.isDraft],
      ['Inner', 'Inner', true],
    )
    assert.equal(inner?.message?.to?.[0]?.address, 'a@mail.example')
    assert.deepEqual([mail?.message?.subject, mail?.message?.text?.trim()], ['Mail', 'hello'])
    assert.equal(mail?.message?.isDraft, false)
    assert.deepEqual([mail.name, withoutSubject?.name], ['Mail', 'No subject'])
  })

  test('gives Outlook the headers that a draft is to be sent with', async (t) => {
    const session = await openSession(t)
    const bytes = await writeMessage(null, { headers: [{ key: 'X-Case', value: '42' }] }, { session })
    const message = await session.openMessage(bytes)
    assert.equal(await message.getNamed(PS_INTERNET_HEADERS, 'x-case'), '42')
  })

  test('writes files, from files', async (t) => {
    const folder = temporaryFolder(t)
    const file = path.join(folder, 'new.msg')
    const source = path.join(folder, 'data.bin')
    const content = Buffer.alloc(3_000_000, 'pattern')
    writeFileSync(source, content)
    const session = await openSession(t)
    await writeMessage(file, { attachments: [{ path: source }] }, { session })
    const read = await readMessage(file, { session, attachments: 'content' })
    const [attachment] = read.attachments ?? []
    assert.equal(attachment?.name, 'data.bin')
    assert.ok(attachment.content?.equals(content))
  })

  test('replaces a file only if it is told to', async (t) => {
    const session = await openSession(t)
    const file = path.join(temporaryFolder(t), 'new.msg')
    await writeMessage(file, { subject: 'first' }, { session })
    const error = await rejection(writeMessage(file, { subject: 'second' }, { session }))
    assert.equal(error.code, 'STG_E_FILEALREADYEXISTS')
    assert.equal((await readMessage(file, { session })).subject, 'first')
    await writeMessage(file, { subject: 'second' }, { session, overwrite: true })
    assert.equal((await readMessage(file, { session })).subject, 'second')
  })

  test('leaves no file where an attachment cannot be read', async (t) => {
    const session = await openSession(t)
    const folder = temporaryFolder(t)
    const file = path.join(folder, 'new.msg')
    const broken = new Readable({
      read() {
        this.destroy(new Error('the source is gone'))
      },
    })
    const draft = { attachments: [{ filename: 'a', content: 'x' }, { content: broken }] }
    await assert.rejects(writeMessage(file, draft, { session }), /the source is gone/)
    const missing = { attachments: [{ path: path.join(folder, 'missing.bin') }] }
    await assert.rejects(writeMessage(file, missing, { session }), { code: 'ENOENT' })
    assert.equal(existsSync(file), false)
    assert.deepEqual(readdirSync(folder), [])
  })

  const refused: Record<string, [MessageDraft, RegExp]> = {
    'a number as address': [{ to: 5 as never }, /draft\.to/],
    'an attachment on the web': [{ attachments: [{ path: 'https://mail.example/a' }] }, /is on the web/],
    'an href': [{ attachments: [{ href: 'https://mail.example/a' } as never] }, /is on the web/],
    'raw parts': [{ attachments: [{ raw: 'x' } as never] }, /no MIME parts/],
    'a raw message': [{ raw: 'x' } as never, /emlToMessage/],
    'a date that is none': [{ date: 'tomorrow' }, /is no date/],
    'an importance that is none': [{ importance: 'urgent' as never }, /draft\.importance/],
    'an alternative that Outlook does not show': [
      { alternatives: [{ contentType: 'text/markdown', content: '*x*' }] },
      /draft\.alternatives\[0\]/,
    ],
    'a file, if files are forbidden': [
      { attachments: [{ path: 'secret.txt' }], disableFileAccess: true },
      /disableFileAccess/,
    ],
    'an encoding that is none': [{ attachments: [{ content: 'x', encoding: 'rot13' }] }, /encoding/],
    'no draft': [undefined as never, /draft/],
  }
  for (const [name, [draft, message]] of Object.entries(refused)) {
    test(`refuses ${name}`, async () => {
      await assert.rejects(writeMessage(null, draft, { provider }), (error: TypeError & { code: string }) => {
        assert.match(error.message, message)
        assert.match(error.code, /^ERR_INVALID_ARG_/)
        return true
      })
    })
  }

  test('refuses options that it does not know', async () => {
    await assert.rejects(writeMessage(null, {}, { overwirte: true } as never), /Did you mean 'overwrite'/)
  })
})
