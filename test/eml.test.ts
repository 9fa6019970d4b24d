import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import {
  emlToMessage,
  messageToEml,
  openIMsgSession,
  readMessage,
  writeMessage,
  type MessageContents,
  type MessageDraft,
} from 'mapi-msg'
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser'

import { corpusFiles, corpusMissing } from './support/corpus.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

/** Mails in text form, of messages and made into messages; mailparser says what is in those that we write. */

const crlf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))

async function read(msg: Uint8Array): Promise<MessageContents> {
  return readMessage(msg, { provider, attachments: 'content' })
}

async function fromEml(eml: Uint8Array): Promise<MessageContents> {
  return read(await emlToMessage(eml, null, { provider }))
}

async function toEml(draft: MessageDraft, options = {}): Promise<Buffer> {
  return messageToEml(await writeMessage(null, draft, { provider, ...options }), { provider })
}

async function parse(eml: Buffer): Promise<ParsedMail> {
  const asItIs = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }
  return simpleParser(eml, asItIs)
}

const addressesOf = (object: AddressObject | AddressObject[] | undefined) =>
  [object ?? []].flat().flatMap(({ value }) => value.map(({ name, address }) => `${name} <${address ?? ''}>`))

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const draft: MessageDraft = {
  from: 'Jürgen Groß <juergen@mail.example>',
  to: 'Ann Lee <ann@mail.example>, bob@mail.example',
  cc: '日本 <nihon@mail.example>',
  bcc: 'hidden@mail.example',
  replyTo: 'Desk <desk@mail.example>',
  subject: 'Grüße aus 東京 ☕, and a subject so long that it does not fit into a line of a header',
  text: 'Grüße\n\nline',
  html: '<p>Grüße <img src="cid:dot@mail.example"></p>',
  date: new Date('2026-05-04T12:00:00Z'),
  messageId: '<m1@mail.example>',
  inReplyTo: '<m0@mail.example>',
  references: '<l@mail.example> <m0@mail.example>',
  importance: 'high',
  sensitivity: 'confidential',
  categories: ['Red', 'Trip'],
  headers: { 'X-One': '1', 'List-Id': '<list.mail.example>', Subject: 'contradicts' },
  attachments: [
    { filename: 'dot.png', content: picture, cid: 'dot@mail.example' },
    { filename: 'Übersicht für 2026; "final".txt', content: 'a\nb\r\nc' },
    { message: { subject: 'Inner', text: 'inside', from: 'x@mail.example', date: '2026-01-01T00:00:00Z' } },
  ],
}

suite('messageToEml', () => {
  test('makes what mailparser reads as it was', async () => {
    const eml = await toEml(draft)
    const mail = await parse(eml)
    assert.deepEqual(addressesOf(mail.from), ['Jürgen Groß <juergen@mail.example>'])
    assert.deepEqual(addressesOf(mail.to), ['Ann Lee <ann@mail.example>', ' <bob@mail.example>'])
    assert.deepEqual(addressesOf(mail.cc), ['日本 <nihon@mail.example>'])
    assert.deepEqual(addressesOf(mail.bcc), [' <hidden@mail.example>'])
    assert.deepEqual(addressesOf(mail.replyTo), ['Desk <desk@mail.example>'])
    assert.equal(mail.subject, draft.subject)
    assert.equal(mail.text?.trim(), draft.text)
    assert.equal(mail.html, draft.html)
    assert.equal(mail.date?.getTime(), Date.UTC(2026, 4, 4, 12))
    assert.equal(mail.messageId, '<m1@mail.example>')
    assert.equal(mail.inReplyTo, '<m0@mail.example>')
    assert.deepEqual(mail.references, ['<l@mail.example>', '<m0@mail.example>'])
    assert.equal(mail.headers.get('x-one'), '1')
    assert.match(JSON.stringify(mail.headers.get('list')), /list\.mail\.example/)
    assert.match(eml.toString(), /^Importance: high\r$/m)
    assert.equal(mail.headers.get('sensitivity'), 'Company-Confidential')
    const [dot, file, inner] = mail.attachments
    assert.deepEqual([dot?.cid, dot?.contentDisposition, dot?.related], ['dot@mail.example', 'inline', true])
    assert.ok(dot?.content.equals(picture))
    assert.equal(file?.filename, 'Übersicht für 2026; "final".txt')
    assert.equal(file.content.toString(), 'a\nb\r\nc')
    assert.equal(inner?.contentType, 'message/rfc822')
    assert.equal((await parse(inner.content)).subject, 'Inner')
  })

  test('makes what emlToMessage makes the same message of', async () => {
    const again = await fromEml(await toEml(draft))
    const first = await read(await writeMessage(null, draft, { provider }))
    assert.match(again.headers ?? '', /^X-One: 1\r$/m)
    const comparable = ({ attachments, ...contents }: MessageContents) => ({
      ...contents,
      headers: undefined,
      text: contents.text?.trim(),
      attachments: attachments?.map(({ name, mimeType, contentId, inline, content, message }) => ({
        ...{ name, mimeType, contentId, inline, content, inner: [message?.subject, message?.text?.trim()] },
      })),
    })
    assert.deepEqual(comparable(again), comparable(first))
  })

  test('makes a draft that Outlook opens for editing, and that becomes a draft again', async () => {
    const eml = await toEml({ subject: 'x', text: 'y' })
    assert.match(eml.toString(), /^X-Unsent: 1\r$/m)
    assert.equal((await fromEml(eml)).isDraft, true)
  })

  test('names people without an address, whom only Exchange knows', async () => {
    const eml = await toEml({
      from: { name: 'Only, "Me"', address: '/O=ORG/CN=ME' },
      to: [{ name: 'Nobody', address: '' }],
    })
    assert.doesNotMatch(eml.toString(), /\/O=ORG/)
    const again = await fromEml(eml)
    assert.deepEqual(
      [again.from, again.to],
      [{ name: 'Only, "Me"', address: '' }, [{ name: 'Nobody', address: '' }]],
    )
  })

  test('takes the address of such people from the headers that the mail came with', async () => {
    const eml = await toEml({
      from: { name: 'Jürgen', address: '/O=ORG/CN=J' },
      headers: { From: '=?utf-8?q?J=C3=BCrgen?= <juergen@mail.example>' },
    })
    assert.deepEqual(addressesOf((await parse(eml)).from), ['Jürgen <juergen@mail.example>'])
  })

  test('makes an empty message', async () => {
    const mail = await parse(await toEml({}, { sent: true }))
    assert.deepEqual([mail.subject, mail.text?.trim(), mail.attachments], [undefined, '', []])
  })

  test('refuses options that it does not know', async () => {
    await assert.rejects(messageToEml('mail.msg', { sesion: 1 } as never), /Did you mean 'session'/)
  })
})

suite('emlToMessage', () => {
  test('keeps the headers, and says when the mail was received', async () => {
    const head = `Received: from a by b; Mon, 04 May 2026 14:00:05 +0200
Received: from c by a; Mon, 04 May 2026 14:00:01 +0200
DKIM-Signature: v=1; a=rsa-sha256;
\tb=abc
From: Ann <ann@mail.example>
Date: Mon, 04 May 2026 14:00:00 +0200
`
    const eml = crlf(`${head}\nhello\n`)
    const contents = await fromEml(eml)
    assert.equal(contents.headers, crlf(`${head}\n`).toString())
    assert.equal(contents.received?.toISOString(), '2026-05-04T12:00:05.000Z')
    assert.equal(contents.sent?.toISOString(), '2026-05-04T12:00:00.000Z')
    const again = (await messageToEml(await emlToMessage(eml, null, { provider }), { provider })).toString()
    assert.match(
      again,
      /^Received: from a by b.*\r\nReceived: from c by a.*\r\nDKIM-Signature: v=1; a=rsa-sha256;\r\n\tb=abc\r$/m,
    )
    assert.match(again, /^Date: Mon, 04 May 2026 14:00:00 \+0200\r$/m)
  })

  test('reads other charsets, encoded words and names in parts', async () => {
    const contents = await fromEml(
      Buffer.concat([
        crlf(`From: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= <a@mail.example>
Subject: =?koi8-r?B?8NLJ18XU?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=windows-1251

`),
        Buffer.from([0xcf, 0xf0, 0xe8]),
        crlf(`
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename*0*=utf-8''%C3%9Cber;
 filename*1="sicht.pdf"
Content-Transfer-Encoding: base64

AAEC
--b--
`),
      ]),
    )
    assert.equal(contents.from?.name, '日本')
    assert.equal(contents.subject, 'Привет')
    assert.equal(contents.text, 'При')
    assert.deepEqual(
      contents.attachments?.map(({ name, content }) => [name, content]),
      [['Übersicht.pdf', Buffer.from([0, 1, 2])]],
    )
  })

  test('keeps a signed mail byte by byte', async () => {
    const body = `Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;
 boundary="s"

This is signed.
--s
Content-Type: text/plain

hello =20 ${'x'.repeat(100)}
--s
Content-Type: application/pkcs7-signature; name=smime.p7s
Content-Transfer-Encoding: base64

AAEC
--s--
`
    const eml = crlf(`From: a@mail.example\nSubject: signed\nMIME-Version: 1.0\n${body}`)
    const msg = await emlToMessage(eml, null, { provider })
    const contents = await read(msg)
    assert.equal(contents.messageClass, 'IPM.Note.SMIME.MultipartSigned')
    assert.match(contents.text ?? '', /^hello/)
    assert.deepEqual(
      contents.attachments?.map(({ mimeType }) => mimeType),
      ['multipart/signed'],
    )
    const again = (await messageToEml(msg, { provider })).toString()
    assert.ok(again.endsWith(crlf(body).toString()), again)
    assert.equal(again.match(/^content-type: multipart/gim)?.length, 1)
  })

  test('keeps an encrypted mail', async () => {
    const head = 'From: a@mail.example\nMIME-Version: 1.0\n'
    const type = 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m'
    const eml = crlf(`${head}Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\nAAEC\n`)
    const msg = await emlToMessage(eml, null, { provider })
    assert.equal((await read(msg)).messageClass, 'IPM.Note.SMIME')
    const again = (await messageToEml(msg, { provider })).toString()
    assert.match(again, /^Content-Type: application\/pkcs7-mime; smime-type=enveloped-data/m)
    assert.match(again, /\r\n\r\nAAEC\r\n$/)
  })

  test('reads and writes files', async (t) => {
    const session = await openSession(t)
    const folder = temporaryFolder(t)
    const [eml, msg] = [path.join(folder, 'mail.eml'), path.join(folder, 'mail.msg')]
    writeFileSync(eml, crlf('Subject: Hello\n\nText\n'))
    await emlToMessage(eml, msg, { session })
    assert.equal((await readMessage(msg, { session })).subject, 'Hello')
    await assert.rejects(emlToMessage(eml, msg, { session }), { code: 'STG_E_FILEALREADYEXISTS' })
    await assert.rejects(emlToMessage(path.join(folder, 'none.eml'), msg, { session }), { code: 'ENOENT' })
  })

  test('says what to do with a mail that is given as a string', async () => {
    await assert.rejects(emlToMessage('Subject: x\r\n\r\ny'), /Buffer\.from/)
  })
})

test(
  'real messages come back as they were, and mailparser finds their attachments',
  { skip: corpusMissing },
  async (t) => {
    await using session = await openIMsgSession({ provider })
    const lines = (text = '') => text.replaceAll('\0', '').replace(/\s+/g, ' ').trim()
    const withAddress = (all: MessageContents['to'] = []) =>
      all.map(({ address }) => address).filter((address) => /^[^/]+@/.test(address))
    for (const file of corpusFiles()) {
      await t.test(file.name, async () => {
        const options = { session, attachments: 'content' } as const
        const first = await readMessage(file.path, options)
        const eml = await messageToEml(file.path, { session })
        const again = await readMessage(await emlToMessage(eml, null, { session }), options)
        const mail = await parse(eml)
        assert.equal(lines(again.subject), lines(first.subject))
        assert.equal(lines(mail.subject), lines(first.subject))
        for (const kind of ['to', 'cc', 'bcc'] as const) {
          assert.equal(again[kind]?.length, first[kind]?.length, kind)
          assert.deepEqual(
            withAddress(again[kind]).slice(0, withAddress(first[kind]).length).sort(),
            withAddress(first[kind]).sort(),
          )
        }
        // What S/MIME signed has the bodies too, in its own form.
        if (first.messageClass?.includes('SMIME')) return
        if (first.text || !first.html) assert.equal(lines(again.text), lines(first.text))
        assert.equal(lines(again.html), lines(first.html))
        const bytesOf = (contents: (Buffer | undefined)[]) =>
          contents
            .filter((each) => each !== undefined)
            .map((each) => each.toString('base64'))
            .sort()
        const expected = bytesOf((first.attachments ?? []).map(({ content }) => content))
        assert.deepEqual(bytesOf((again.attachments ?? []).map(({ content }) => content)), expected)
        const parsed = bytesOf(mail.attachments.map(({ content }) => content))
        assert.deepEqual(
          expected.filter((bytes) => !parsed.includes(bytes)),
          [],
        )
        const nested = (first.attachments ?? []).filter(({ message }) => message)
        assert.equal(parsed.length, expected.length + nested.length)
      })
    }
  },
)
