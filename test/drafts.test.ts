import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import msgReader from '@kenjiuno/msgreader'
import {
  ATT_MHTML_REF,
  createOneOff,
  encapsulateHtml,
  IID_IStream,
  MAPI_CC,
  MAPI_MODIFY,
  MAPI_TO,
  MSGFLAG_UNSENT,
  NATIVE_BODY_HTML,
  PR_ATTACH_CONTENT_ID_W,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_FLAGS,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACHMENT_HIDDEN,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_ENTRYID,
  PR_INTERNET_CPID,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_FLAGS,
  PR_NATIVE_BODY_INFO,
  PR_RECIPIENT_TYPE,
  PR_RENDERING_POSITION,
  PR_RTF_COMPRESSED,
  PR_SEARCH_KEY,
  PR_SUBJECT_W,
  smtpRecipient,
  wrapCompressedRTFStream,
  type Message,
} from 'mapi-msg'

import { collect } from './support/collect.ts'
import { run } from './support/processes.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'
import { reopen } from './support/write-messages.ts'

const example = fileURLToPath(new URL('../../examples/write-draft.mjs', import.meta.url))

const crlf = (text: string) => text.replaceAll('\n', '\r\n')
const html = crlf(`<html><head><style>p { font-family: Arial }</style></head><body>
<p>Dear Ann &amp; Bob,</p>
<p>this is the <b>new logo</b>, drawn in Köln: <img src="cid:logo@example.com" width="16" height="16"></p>
<p>The offer over 1.200&nbsp;€ is attached.</p>
</body></html>`)

test('examples/write-draft.mjs writes a draft, to our reader and to msgreader', async (t) => {
  const file = path.join(temporaryFolder(t), 'draft.msg')
  const { code, output } = await run(process.execPath, [example, file])
  assert.equal(code, 0, output)
  assert.match(output, /^Wrote .*draft\.msg/)

  const session = await openSession(t)
  const message = await session.openMessage(file)
  assert.equal(await message.get(PR_MESSAGE_CLASS_W), 'IPM.Note')
  assert.equal(await message.get(PR_SUBJECT_W), 'Our new logo')
  assert.equal((await message.get(PR_MESSAGE_FLAGS)) ?? 0, MSGFLAG_UNSENT | 0x10)
  assert.equal(await message.get(PR_INTERNET_CPID), 65001)
  assert.equal(await message.get(PR_NATIVE_BODY_INFO), NATIVE_BODY_HTML)
  await checkBodies(message)
  await checkRecipients(message)
  await checkAttachments(message)
  await message.close()
  checkWithMsgReader(readFileSync(file))
})

async function checkBodies(message: Message): Promise<void> {
  assert.equal(
    (await message.getBody({ kind: 'html' }))?.content.replaceAll('\r\n', '\n'),
    html.replaceAll('\r\n', '\n'),
  )
  assert.match(String((await message.getBody({ kind: 'text' }))?.content), /^Dear Ann & Bob,\r\n\r\n/)
  assert.match(await rtfOf(message), /^\{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 /)
}

async function checkRecipients(message: Message): Promise<void> {
  const rows = await collect(message.recipients())
  assert.deepEqual(
    rows.map((row) => [row.get(PR_RECIPIENT_TYPE), row.get(PR_DISPLAY_NAME_W), row.get(PR_EMAIL_ADDRESS_W)]),
    [
      [MAPI_TO, 'Ann Lee', 'ann@example.com'],
      [MAPI_TO, 'Bob Roy', 'bob@example.com'],
      [MAPI_CC, 'Jürgen Groß', 'juergen@example.com'],
    ],
  )
  const [ann] = rows
  assert.ok(ann)
  assert.deepEqual(ann.get(PR_ENTRYID), createOneOff('Ann Lee', 'SMTP', 'ann@example.com'))
  assert.deepEqual(ann.get(PR_SEARCH_KEY), Buffer.from('SMTP:ANN@EXAMPLE.COM\0'))
}

async function checkAttachments(message: Message): Promise<void> {
  const seen: unknown[] = []
  for await (const attachment of message.attachments()) {
    const [name, id, flags, hidden, position, data] = await attachment.getProps([
      PR_ATTACH_LONG_FILENAME_W,
      PR_ATTACH_CONTENT_ID_W,
      PR_ATTACH_FLAGS,
      PR_ATTACHMENT_HIDDEN,
      PR_RENDERING_POSITION,
      PR_ATTACH_DATA_BIN,
    ])
    seen.push([name, id, flags, hidden, position, data?.length])
  }
  assert.deepEqual(seen, [
    ['logo.png', 'logo@example.com', ATT_MHTML_REF, true, -1, 70],
    ['offer.csv', undefined, undefined, undefined, -1, 23],
  ])
}

function checkWithMsgReader(bytes: Buffer): void {
  const reader = new msgReader.default(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const fields = reader.getFileData()
  assert.equal(fields.subject, 'Our new logo')
  assert.match(fields.body ?? '', /^Dear Ann & Bob,/)
  assert.deepEqual(
    fields.recipients?.map(({ name, smtpAddress, recipType }) => [name, smtpAddress, recipType]),
    [
      ['Ann Lee', 'ann@example.com', 'to'],
      ['Bob Roy', 'bob@example.com', 'to'],
      ['Jürgen Groß', 'juergen@example.com', 'cc'],
    ],
  )
  assert.deepEqual(
    fields.attachments?.map(({ fileName, pidContentId, attachmentHidden }) => [
      fileName,
      pidContentId,
      attachmentHidden,
    ]),
    [
      ['logo.png', 'logo@example.com', true],
      ['offer.csv', undefined, undefined],
    ],
  )
  const [, csv] = fields.attachments ?? []
  assert.equal(
    csv && Buffer.from(reader.getAttachment(csv).content).toString(),
    'item,price\r\nlogo,1200\r\n',
  )
}

async function rtfOf(message: Message): Promise<string> {
  const compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream)
  const stream = await wrapCompressedRTFStream(compressed)
  return (await stream.readAll()).toString('latin1')
}

suite('createOneOff', () => {
  test('makes what [MS-OXCDATA] 2.2.5.1 has, as Outlook writes it', () => {
    const head = '00000000' + '812b1fa4bea310199d6e00dd010f5402' + '0000' + '0180'
    const strings = Buffer.from('Zoë\0SMTP\0zoe@mail.example\0', 'utf16le')
    assert.equal(
      createOneOff('Zoë', 'SMTP', 'zoe@mail.example').toString('hex'),
      head + strings.toString('hex'),
    )
  })

  test('refuses what would not be read again', () => {
    assert.throws(() => createOneOff('A\0B', 'SMTP', 'a@mail.example'), { code: 'ERR_INVALID_ARG_VALUE' })
    assert.throws(() => createOneOff('A', 'SMTP', undefined as never), { code: 'ERR_INVALID_ARG_TYPE' })
    assert.throws(() => smtpRecipient('to' as never, 'A', 'a@mail.example'), { code: 'ERR_INVALID_ARG_TYPE' })
  })
})

suite('encapsulateHtml', () => {
  const cases: Record<string, string> = {
    'braces and backslashes': '<p title="{\\}">C:\\{a}</p>',
    'characters of other scripts and planes': '<p>Köln 日本 🎉 &euro;&#x1F389;</p>',
    'comments, styles and scripts': '<!-- a > b --><style>p > b { }</style><script>if (a < b) {}</script>x',
    'line ends in text, tags and comments': crlf('<p\nclass="a">one\ntwo</p>\n<!--\n-->'),
    'a lone < and &': '<p>1 < 2 & 3 & <</p>',
    'what is not ended': '<p>a<style>b <!-- c',
  }
  for (const [name, source] of Object.entries(cases)) {
    test(`HTML comes out of it as it was: ${name}`, async (t) => {
      const session = await openSession(t)
      const message = await session.createMessage(null)
      const compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream, { create: true })
      const rtf = await wrapCompressedRTFStream(compressed, MAPI_MODIFY)
      await rtf.write(encapsulateHtml(source))
      await rtf.commit()
      await rtf.close()
      await compressed.commit()
      await compressed.close()
      const body = await (await reopen(session, message)).getBody()
      assert.equal(body?.kind, 'html')
      assert.equal(body.content, source)
    })
  }

  test('programs that know only RTF see text and paragraphs', () => {
    const rtf = encapsulateHtml('<p>one &amp; two</p><p>three</p>').toString('latin1')
    const visible = rtf.replace(/\{\\\*\\htmltag64 [^}]*\}/g, '').replace(/\\htmlrtf0? /g, '')
    assert.match(visible, /\\fs20 one & two\\par three\\par \}$/)
  })

  test('takes time in proportion to the HTML, whatever that is', () => {
    for (const piece of ['<!--', '<', '<style', '&', '<p "', '&#']) {
      const started = performance.now()
      encapsulateHtml(piece.repeat(200_000))
      assert.ok(performance.now() - started < 5000, piece)
    }
  })
})
