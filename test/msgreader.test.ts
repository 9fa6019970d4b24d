import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { decompressRTF } from '@kenjiuno/decompressrtf'
import msgReader from '@kenjiuno/msgreader'
import iconv from 'iconv-lite'
import {
  ATTACH_EMBEDDED_MSG,
  ATTACH_OLE,
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_FILENAME_W,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_BODY_HTML_W,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_HTML,
  PR_INTERNET_CPID,
  PR_MESSAGE_CODEPAGE,
  PR_RECIPIENT_TYPE,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SENDER_SMTP_ADDRESS_W,
  PR_SMTP_ADDRESS_W,
  PR_SUBJECT_W,
  PR_TRANSPORT_MESSAGE_HEADERS_W,
  type Attachment,
  type Message,
} from 'mapi-msg'

import { corpusFiles, corpusMissing } from './support/corpus.ts'
import { htmlInRtf } from './support/html-in-rtf.ts'
import { provider } from './support/sessions.ts'

/** What we read of real messages against what the npm package @kenjiuno/msgreader reads. */

type Reader = InstanceType<typeof msgReader.default>
type Fields = ReturnType<Reader['getFileData']>

interface Difference {
  where: string
  ours: unknown
  theirs: unknown
}

/** Every difference that there is, and why we are right. */
const rules: { reason: string; covers: (difference: Difference) => boolean }[] = [
  {
    reason:
      'msgreader takes each attachment with a storage for a message; PR_ATTACH_METHOD says that this one is an OLE object',
    covers: ({ where, ours }) => where.endsWith('PR_ATTACH_METHOD') && ours === ATTACH_OLE,
  },
  {
    reason:
      'msgreader ends 8-bit strings at the first NUL; the string goes on, in a file whose writer put UTF-16 into it',
    covers: ({ where, ours, theirs }) =>
      where.endsWith('PR_BODY') &&
      typeof ours === 'string' &&
      typeof theirs === 'string' &&
      ours.startsWith(`${theirs}\0`),
  },
]

/** The names that msgreader's decoder has for code pages; `cp` and the number for others. */
const encodings: Record<number, string> = { 20127: 'latin1', 50220: 'cp932', 65001: 'utf8' }

async function read(message: Message, bytes: Uint8Array): Promise<{ reader: Reader; fields: Fields }> {
  const [messageCodePage, internetCodePage] = await message.getProps([PR_MESSAGE_CODEPAGE, PR_INTERNET_CPID])
  const codePage = messageCodePage || internetCodePage || 1252
  const reader = new msgReader.default(new Uint8Array(bytes).buffer)
  reader.parserConfig = { ansiEncoding: encodings[codePage] ?? `cp${codePage}` }
  return { reader, fields: reader.getFileData() }
}

class Comparison {
  readonly differences: Difference[] = []
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  async message(where: string, message: Message, fields: Fields): Promise<void> {
    const text = async (name: string, tag: typeof PR_SUBJECT_W, theirs: string | undefined) => {
      this.#compare(`${where} ${name}`, (await message.get(tag)) ?? '', theirs ?? '')
    }
    await text('PR_SUBJECT', PR_SUBJECT_W, fields.subject)
    await text('PR_SENDER_NAME', PR_SENDER_NAME_W, fields.senderName)
    await text('PR_SENDER_EMAIL_ADDRESS', PR_SENDER_EMAIL_ADDRESS_W, fields.senderEmail)
    await text('PR_SENDER_SMTP_ADDRESS', PR_SENDER_SMTP_ADDRESS_W, fields.senderSmtpAddress)
    await text('PR_TRANSPORT_MESSAGE_HEADERS', PR_TRANSPORT_MESSAGE_HEADERS_W, fields.headers)
    await text('PR_BODY', PR_BODY_W, fields.body)
    await this.#recipients(where, message, fields.recipients ?? [])
    await this.#html(where, message, fields)
    await this.#rtf(where, message, fields)
    await this.#attachments(where, message, fields.attachments ?? [])
  }

  async #recipients(where: string, message: Message, theirs: Fields[]): Promise<void> {
    await using table = await message.getRecipientTable()
    await table.setColumns([PR_DISPLAY_NAME_W, PR_EMAIL_ADDRESS_W, PR_SMTP_ADDRESS_W, PR_RECIPIENT_TYPE])
    const ours = (await table.queryAll()).map((row) => ({
      name: row.get(PR_DISPLAY_NAME_W) ?? '',
      email: row.get(PR_EMAIL_ADDRESS_W) ?? '',
      smtp: row.get(PR_SMTP_ADDRESS_W) ?? '',
      type: [undefined, 'to', 'cc', 'bcc'][row.get(PR_RECIPIENT_TYPE) ?? 0],
    }))
    const expected = theirs.map(({ name = '', email = '', smtpAddress = '', recipType }) => ({
      name,
      email,
      smtp: smtpAddress,
      type: recipType,
    }))
    this.#compare(`${where} recipients`, ours, expected)
  }

  async #html(where: string, message: Message, fields: Fields): Promise<void> {
    const bytes = await message.get(PR_HTML)
    this.#compare(`${where} PR_HTML`, bytes?.toString('hex'), hex(fields.html))
    if (!bytes) this.#compare(`${where} PR_BODY_HTML`, await message.get(PR_BODY_HTML_W), fields.bodyHtml)
    const body = await message.getBody({ kind: 'html' })
    if (bytes) {
      const codePage = fields.internetCodepage ?? 1252
      const expected = iconv.decode(bytes, encodings[codePage] ?? String(codePage))
      this.#compare(`${where} HTML of PR_HTML`, body?.content, expected)
    }
  }

  /** The RTF by another decompressor, the HTML in it by the parser that we use too, but on the RTF as it is. */
  async #rtf(where: string, message: Message, fields: Fields): Promise<void> {
    const body = await message.getBody({ kind: 'rtf' })
    const rtf = fields.compressedRtf && Buffer.from(decompressRTF([...fields.compressedRtf]))
    this.#compare(`${where} RTF`, body?.content, rtf?.toString('latin1'))
    if (!rtf || fields.html) return
    const html = await message.getBody({ kind: 'html' })
    this.#compare(`${where} HTML of RTF`, html?.content, htmlInRtf(rtf))
  }

  async #attachments(where: string, message: Message, theirs: Fields[]): Promise<void> {
    let number = 0
    for await (const attachment of message.attachments()) {
      const fields = theirs[number]
      if (fields) await this.#attachment(`${where} attachment ${number}`, attachment, fields)
      number++
    }
    this.#compare(`${where} attachments`, number, theirs.length)
  }

  async #attachment(where: string, attachment: Attachment, fields: Fields): Promise<void> {
    const [long, short, method] = await attachment.getProps([
      PR_ATTACH_LONG_FILENAME_W,
      PR_ATTACH_FILENAME_W,
      PR_ATTACH_METHOD,
    ])
    this.#compare(`${where} name`, long ?? short ?? '', fields.fileName ?? fields.fileNameShort ?? '')
    const theirMethod = fields.innerMsgContent ? ATTACH_EMBEDDED_MSG : method
    this.#compare(`${where} PR_ATTACH_METHOD`, method, theirMethod)
    if (method === ATTACH_EMBEDDED_MSG) {
      assert.ok(fields.innerMsgContentFields, where)
      await using embedded = await attachment.openEmbeddedMessage()
      await this.message(`${where}:`, embedded, fields.innerMsgContentFields)
    } else if (!fields.innerMsgContent) {
      const bytes = await attachment.get(PR_ATTACH_DATA_BIN)
      this.#compare(`${where} bytes`, hex(bytes), hex(this.#reader.getAttachment(fields).content))
    }
  }

  #compare(where: string, ours: unknown, theirs: unknown): void {
    try {
      assert.deepEqual(ours, theirs)
    } catch {
      this.differences.push({ where, ours, theirs })
    }
  }
}

function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex')
}

test('real messages read as msgreader reads them', { skip: corpusMissing }, async (t) => {
  const session = await openIMsgSession({ provider })
  t.after(() => session.close())
  for (const file of corpusFiles()) {
    await t.test(file.name, async () => {
      const bytes = readFileSync(file.path)
      await using message = await session.openMessage(bytes)
      const { reader, fields } = await read(message, bytes)
      const comparison = new Comparison(reader)
      await comparison.message('', message, fields)
      const unexplained = comparison.differences.filter(
        (difference) => !rules.some(({ covers }) => covers(difference)),
      )
      assert.deepEqual(unexplained, [])
    })
  }
})
