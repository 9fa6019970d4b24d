import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openIMsgSession, PR_DISPLAY_NAME_A, PR_DISPLAY_NAME_W, PR_SUBJECT_A, PR_SUBJECT_W } from 'mapi-msg'

import { encodeText } from './support/msg-code-pages.ts'
import * as parts from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { provider } from './support/sessions.ts'

/** Code page, text, and its bytes: by the name of the encoding for TextDecoder, or as hexadecimal digits. */
const codePages: [number, string, string][] = [
  [437, 'Grüße', '477281e165'],
  [850, 'Grüße', '477281e165'],
  [874, 'สวัสดี', 'windows-874'],
  [932, '日本語のテキスト', 'shift_jis'],
  [936, '简体中文', 'gbk'],
  [949, '한국어 문장', 'euc-kr'],
  [950, '繁體中文', 'big5'],
  [1250, 'Příliš žluťoučký kůň', 'windows-1250'],
  [1251, 'Привет, мир', 'windows-1251'],
  [1252, '“Grüße” – 5 €', 'windows-1252'],
  [1253, 'Καλημέρα κόσμε', 'windows-1253'],
  [1254, 'Işık ğüşöç', 'windows-1254'],
  [1255, 'שלום עולם', 'windows-1255'],
  [1256, 'مرحبا', 'windows-1256'],
  [1257, 'Žąsis ėjo', 'windows-1257'],
  [1258, 'đơn ư ă', 'windows-1258'],
  [20866, 'Привет', 'koi8-r'],
  [21866, 'Їжак і ґанок', 'koi8-u'],
  [28591, 'Grüße', '4772fcdf65'],
  [28592, 'Příliš žluťoučký', 'iso-8859-2'],
  [28593, 'Ħaġar', 'iso-8859-3'],
  [28594, 'Šķērsiela', 'iso-8859-4'],
  [28595, 'Привет', 'iso-8859-5'],
  [28596, 'مرحبا', 'iso-8859-6'],
  [28597, 'Καλημέρα', 'iso-8859-7'],
  [28598, 'שלום', 'iso-8859-8'],
  [28599, 'Işık ğüş', '49fefd6b20f0fcfe'],
  [28603, 'Žąsis', 'iso-8859-13'],
  [28605, '5 € œuvre', 'iso-8859-15'],
  [50220, '日本語', '1b2442467c4b5c386c1b2842'],
  [50221, '日本語', '1b2442467c4b5c386c1b2842'],
  [50222, '日本語', '1b2442467c4b5c386c1b2842'],
  [51932, '日本語のテキスト', 'euc-jp'],
  [51949, '한국어', 'euc-kr'],
  [54936, '中文 㐀', 'd6d0cec4208139ee39'],
  [65001, 'Ελλάδα 日本 🎉', Buffer.from('Ελλάδα 日本 🎉').toString('hex')],
]

const toBytes = (text: string, encoding: string) =>
  /^[0-9a-f]+$/.test(encoding) ? Buffer.from(encoding, 'hex') : encodeText(text, encoding)

test('8-bit strings are read in the code page that the message names', async (t) => {
  await using session = await openIMsgSession({ provider })
  for (const [codePage, text, encoding] of codePages) {
    await t.test(String(codePage), async () => {
      const bytes = toBytes(text, encoding)
      await using message = await session.openMessage(
        writeMsg({
          properties: [
            [parts.PR_STORE_SUPPORT_MASK, parts.kAnsiStore],
            [parts.PR_MESSAGE_CODEPAGE, codePage],
            [PR_SUBJECT_A, bytes],
          ],
          recipients: [{ properties: [[PR_DISPLAY_NAME_A, bytes]] }],
        }),
      )
      assert.equal(await message.get(PR_SUBJECT_W), text, 'as PT_UNICODE')
      assert.equal(await message.get(PR_SUBJECT_A), text, 'as PT_STRING8')
      const row = await message.getPropRow([PR_SUBJECT_A], { rawStrings: true })
      assert.deepEqual(row.get(PR_SUBJECT_A), bytes, 'as bytes')
      const table = await message.getRecipientTable()
      await table.setColumns([PR_DISPLAY_NAME_W, PR_DISPLAY_NAME_A])
      const [recipient] = await table.queryAll()
      assert.equal(recipient?.get(PR_DISPLAY_NAME_W), text)
      assert.equal(recipient.get(PR_DISPLAY_NAME_A), text)
    })
  }
})

test('Unicode strings are given as 8-bit strings of the code page that the message names', async (t) => {
  await using session = await openIMsgSession({ provider })
  for (const [codePage, text, encoding] of codePages) {
    await t.test(String(codePage), async () => {
      await using message = await session.openMessage(
        writeMsg({
          properties: [
            [parts.PR_STORE_SUPPORT_MASK, parts.kUnicodeStore],
            [parts.PR_MESSAGE_CODEPAGE, codePage],
            [PR_SUBJECT_W, text],
          ],
        }),
      )
      assert.equal(await message.get(PR_SUBJECT_A), text)
      const row = await message.getPropRow([PR_SUBJECT_A], { rawStrings: true })
      assert.deepEqual(row.get(PR_SUBJECT_A), toBytes(text, encoding))
    })
  }
})

test('a code page that nobody knows is taken for that of the system', async () => {
  await using session = await openIMsgSession({ provider })
  const properties: [number, number | Buffer][] = [
    [parts.PR_MESSAGE_CODEPAGE, 12345],
    [PR_SUBJECT_A, Buffer.from('plain')],
  ]
  await using message = await session.openMessage(writeMsg({ properties }))
  assert.equal(await message.get(PR_SUBJECT_W), 'plain')
  assert.equal(await message.get(PR_SUBJECT_A), 'plain')
})
