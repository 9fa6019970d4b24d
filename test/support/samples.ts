import { PS_INTERNET_HEADERS, PS_MAPI, PS_PUBLIC_STRINGS } from './msg-names.ts'
import * as parts from './msg-parts.ts'
import { encodeText } from './msg-code-pages.ts'
import { type MessageDescription, type MsgDescription, type Property, writeMsg } from './msg-writer.ts'

/**
 * Files for tests, by what is special about them, each with what a test should see in it. `expectedDump(message)` of
 * msg-dump.ts has every property; the facts are what a reader of mail would name, written by hand.
 */
export interface Sample {
  message: MsgDescription
  bytes: Buffer
  facts: Facts
}

export interface Facts {
  subject?: string
  sender?: { name: string; address: string }
  to?: string[]
  cc?: string[]
  bcc?: string[]
  body?: string
  attachments?: { name: string; size?: number; message?: Facts }[]
}

function sample(message: MsgDescription, facts: Facts): Sample {
  return { message, bytes: writeMsg(message), facts }
}

const { fileAttachment, mailUser, MAPI_BCC, MAPI_CC, MAPI_TO, messageAttachment, note } = parts

/** Bytes that repeat only after 64 kB, so that a wrong offset shows. */
export function pattern(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; ++i) bytes[i] = (i * 31 + (i >> 8)) & 0xff
  return bytes
}

/** Latin with accents, Greek, Japanese, and characters beyond the first 65536. */
export function unicodeMail(): Sample {
  const facts = {
    subject: 'Übergrößen, Ελλάδα, 日本語, 🎉𝄞',
    sender: { name: 'Zoë Müller-Lüdenscheidt', address: 'zoe@mail.example' },
    to: ['Νίκος Παπάς'],
    body: 'Grüße aus Köln\r\nΚαλημέρα κόσμε\r\nこんにちは世界\r\n👩‍💻 😀\r\n',
  }
  return sample(
    note({
      ...facts,
      from: facts.sender,
      sent: new Date('2021-03-04T05:06:07.089Z'),
      received: new Date('2021-03-04T05:06:08Z'),
      recipients: [mailUser(MAPI_TO, 'Νίκος Παπάς', 'nikos@mail.example')],
    }),
    facts,
  )
}

/** A mail without any Unicode string: tags of type PT_STRING8, bytes in the code page that the message names. */
function ansiMail(
  codePage: number,
  encoding: string,
  facts: Facts & { subject: string; body: string },
): Sample {
  const bytes = (text: string) => encodeText(text, encoding)
  const ansi = (tag: number) => tag - 1
  const { name, address } = facts.sender ?? { name: '', address: '' }
  const message: MessageDescription = {
    properties: [
      [parts.PR_STORE_SUPPORT_MASK, parts.kAnsiStore],
      [parts.PR_MESSAGE_CODEPAGE, codePage],
      [parts.PR_INTERNET_CPID, codePage],
      [ansi(parts.PR_MESSAGE_CLASS_W), bytes('IPM.Note')],
      [ansi(parts.PR_SUBJECT_W), bytes(facts.subject)],
      [ansi(parts.PR_SENDER_NAME_W), bytes(name)],
      [ansi(parts.PR_SENDER_ADDRTYPE_W), bytes('SMTP')],
      [ansi(parts.PR_SENDER_EMAIL_ADDRESS_W), bytes(address)],
      [ansi(parts.PR_BODY_W), bytes(facts.body)],
    ],
    recipients: (facts.to ?? []).map((to) => ({
      properties: [
        [parts.PR_RECIPIENT_TYPE, MAPI_TO],
        [ansi(parts.PR_DISPLAY_NAME_W), bytes(to)],
        [ansi(parts.PR_ADDRTYPE_W), bytes('SMTP')],
        [ansi(parts.PR_EMAIL_ADDRESS_W), bytes('to@mail.example')],
      ],
    })),
    attachments: (facts.attachments ?? []).map((each) => ({
      properties: [
        [parts.PR_ATTACH_METHOD, 1],
        [parts.PR_RENDERING_POSITION, -1],
        [ansi(parts.PR_ATTACH_LONG_FILENAME_W), bytes(each.name)],
        [parts.PR_ATTACH_DATA_BIN, pattern(each.size ?? 0)],
      ],
    })),
  }
  return sample(message, facts)
}

export function ansi1252(): Sample {
  return ansiMail(1252, 'windows-1252', {
    subject: 'Größe: 12 € – „naïve“ façade',
    sender: { name: 'Jürgen Großmann', address: 'juergen@mail.example' },
    to: ['Renée Lefèvre'],
    body: 'Straße, Œuvre, ½ Šálek\r\n',
    attachments: [{ name: 'Übersicht.bin', size: 300 }],
  })
}

/** The second bytes of 表 and ソ are backslashes. */
export function ansi932(): Sample {
  return ansiMail(932, 'shift_jis', {
    subject: '会議の予定表とソフトウェア',
    sender: { name: '田中健二', address: 'kenji@mail.example' },
    to: ['山田ｶﾀｶﾅ花子'],
    body: 'こんにちは。\r\n①番の資料です。\r\n',
    attachments: [{ name: '予定表.bin', size: 300 }],
  })
}

export function ansi1251(): Sample {
  return ansiMail(1251, 'windows-1251', {
    subject: 'Привет, мир — ёлка №5',
    sender: { name: 'Мария Иванова', address: 'maria@mail.example' },
    to: ['Олена Шевченко'],
    body: 'Съешь ещё этих мягких французских булок\r\nґанок, їжак\r\n',
    attachments: [{ name: 'Отчёт.bin', size: 300 }],
  })
}

const kMask: Property = [parts.PR_STORE_SUPPORT_MASK, parts.kUnicodeStore]

/** Every single-valued type, at its limits. The PT_STRING8 property in a Unicode message is what some writers do. */
export function singleValues(): Sample {
  const message: MsgDescription = {
    properties: [
      kMask,
      [0x68010002, -32768],
      [0x68020002, 32767],
      [0x68030003, -2147483648],
      [0x68040003, 2147483647],
      [0x68050004, 1.1],
      [0x68060005, Number.MAX_VALUE],
      [0x68070005, 0.1],
      [0x68080006, -9223372036854775808n],
      [0x68090006, 123456n],
      [0x680a0007, 44197.75],
      [0x680b000a, 0x8004010f],
      [0x680c000b, true],
      [0x680d000b, false],
      [0x680e0014, -9223372036854775808n],
      [0x680f0014, 9223372036854775807n],
      [0x6810001f, ''],
      [0x6811001f, 'Ωmega 🎉'],
      [0x6812001e, Buffer.from('caf\xe9', 'latin1')],
      [0x68130040, 132_337_359_170_000_001n],
      [0x68140040, 0n],
      [0x68150048, '{01234567-89ab-cdef-0123-456789abcdef}'],
      [0x68160102, Buffer.alloc(0)],
      [0x68170102, pattern(5000)],
    ],
  }
  return sample(message, {})
}

/** Every multi-valued type: several values, one, and values of no length. */
export function multiValues(): Sample {
  const message: MsgDescription = {
    properties: [
      kMask,
      [0x69011002, [-32768, 0, 32767]],
      [0x69021003, [-2147483648, 2147483647]],
      [0x69031003, [7]],
      [0x69041004, [1.1, -0.5]],
      [0x69051005, [0.1, -1e300]],
      [0x69061006, [-1n, 9223372036854775807n]],
      [0x69071007, [0.5, 44197.75]],
      [0x69081014, [-9223372036854775808n, 1n]],
      [0x6909101f, ['red', '', 'Ελλάδα 🎉']],
      [0x690a101f, ['one']],
      [0x690b101e, [Buffer.from('caf\xe9', 'latin1'), Buffer.alloc(0), Buffer.from('tea')]],
      [0x690c1040, [132_337_359_170_000_001n, 0n]],
      [0x690d1048, ['{01234567-89ab-cdef-0123-456789abcdef}', PS_PUBLIC_STRINGS]],
      [0x690e1102, [pattern(3), Buffer.alloc(0), pattern(5000)]],
      [0x690f1003, Array.from({ length: 1500 }, (_, i) => i)],
    ],
  }
  return sample(message, {})
}

/** One of each kind and an Exchange user, whose SMTP address is not where other users have theirs. */
export function recipients(): Sample {
  return sample(
    note({
      subject: 'Recipients',
      body: 'To, Cc and Bcc\r\n',
      recipients: [
        mailUser(MAPI_TO, 'Anna', 'anna@mail.example'),
        parts.exchangeUser(
          MAPI_TO,
          'Bert',
          '/o=Example/ou=Group/cn=Recipients/cn=bert',
          'bert@office.example',
        ),
        mailUser(MAPI_CC, 'Chloé', 'chloe@mail.example'),
        mailUser(MAPI_BCC, 'Δημήτρης', 'dimitris@mail.example'),
      ],
    }),
    {
      subject: 'Recipients',
      to: ['Anna', 'Bert'],
      cc: ['Chloé'],
      bcc: ['Δημήτρης'],
      body: 'To, Cc and Bcc\r\n',
    },
  )
}

/** Streams below 4096 bytes lie in the mini stream of a compound file, others in sectors of their own. */
export function attachmentSizes(): Sample {
  const attachments = [0, 1, 4095, 4096, 4097, 1 << 20].map((size) => ({ name: `${size}.bin`, size }))
  return sample(
    note({
      subject: 'Attachments',
      body: '',
      attachments: attachments.map(({ name, size }) => fileAttachment(name, pattern(size))),
    }),
    { subject: 'Attachments', attachments },
  )
}

/** A message in a message in a message; the innermost has an attachment. */
export function nested(): Sample {
  const recipientOf = (name: string) => [mailUser(MAPI_TO, name, `${name.toLowerCase()}@mail.example`)]
  const inner = note({
    subject: 'Inner 内',
    body: 'third\r\n',
    recipients: recipientOf('Carl'),
    attachments: [fileAttachment('deep.bin', pattern(100))],
  })
  const middle = note({
    subject: 'Middle 中',
    body: 'second\r\n',
    recipients: recipientOf('Berta'),
    attachments: [messageAttachment('Inner 内', inner), fileAttachment('second.bin', pattern(5000))],
  })
  const outer = note({
    subject: 'Outer 外',
    body: 'first\r\n',
    recipients: recipientOf('Anna'),
    attachments: [messageAttachment('Middle 中', middle)],
  })
  const innerFacts = {
    subject: 'Inner 内',
    body: 'third\r\n',
    to: ['Carl'],
    attachments: [{ name: 'deep.bin', size: 100 }],
  }
  const middleFacts = {
    subject: 'Middle 中',
    body: 'second\r\n',
    to: ['Berta'],
    attachments: [
      { name: 'Inner 内', message: innerFacts },
      { name: 'second.bin', size: 5000 },
    ],
  }
  return sample(outer, {
    subject: 'Outer 外',
    body: 'first\r\n',
    to: ['Anna'],
    attachments: [{ name: 'Middle 中', message: middleFacts }],
  })
}

/** Messages in each other, so many deep. */
export function deeplyNested(depth: number): Sample {
  const level = (n: number): MessageDescription => ({
    ...note({
      subject: `Level ${n}`,
      body: '',
      attachments: n < depth ? [messageAttachment(`Level ${n + 1}`, level(n + 1))] : [],
    }),
  })
  return sample(level(0), { subject: 'Level 0' })
}

export function oleAttachment(): Sample {
  const object = {
    clsid: '{f20da720-c02f-11ce-927b-0800095ae340}',
    entries: {
      '\u0001CompObj': pattern(114),
      '\u0001Ole10Native': pattern(5000),
      ObjectPool: {
        clsid: '{00020906-0000-0000-c000-000000000046}',
        entries: { Contents: pattern(40), Empty: pattern(0) },
      },
    },
  }
  return sample(note({ subject: 'OLE', body: '', attachments: [parts.oleAttachment('Package', object)] }), {
    subject: 'OLE',
    attachments: [{ name: 'Package' }],
  })
}

/** Not one property, recipient or attachment. */
export function emptyMessage(): Sample {
  return sample({ properties: [] }, {})
}

/** 200 recipients, in turn To, Cc and Bcc. */
export function manyRecipients(): Sample {
  const names = Array.from({ length: 200 }, (_, i) => `Recipient ${i}`)
  const kinds = [MAPI_TO, MAPI_CC, MAPI_BCC]
  const ofKind = (kind: number) => names.filter((_, i) => kinds[i % 3] === kind)
  return sample(
    note({
      subject: 'Many',
      body: '',
      recipients: names.map((name, i) => mailUser(kinds[i % 3] ?? MAPI_TO, name, `r${i}@mail.example`)),
    }),
    { subject: 'Many', to: ofKind(MAPI_TO), cc: ofKind(MAPI_CC), bcc: ofKind(MAPI_BCC) },
  )
}

/** 100,000 characters: 200,000 bytes. */
export function largeBody(): Sample {
  const body = Array.from({ length: 2000 }, (_, i) => `${`line ${i} – γραμμή 行 `.padEnd(48, '.')}\r\n`).join(
    '',
  )
  return sample(note({ subject: 'Large', body }), { subject: 'Large', body })
}

/** Names of every kind; the embedded message has its named properties by the names of the whole file. */
export function namedProperties(): Sample {
  const common = '{00062008-0000-0000-c000-000000000046}'
  const own = '{5e1f0b3a-72c4-4d0e-9a61-0c8f3b2d7e94}'
  const embedded = note({
    subject: 'Named inside',
    body: '',
    more: [
      [0x8001101f, ['inside']],
      [0x80050003, 42],
    ],
  })
  const message: MsgDescription = {
    ...note({
      subject: 'Named',
      body: '',
      attachments: [messageAttachment('Named inside', embedded)],
      more: [
        [0x8000000b, true],
        [0x8001101f, ['Business', 'Ελλάδα']],
        [0x8002001f, 'keywords in lower case'],
        [0x8003001f, 'Mailer 1.0'],
        [0x80040003, 1],
        [0x80050003, 2],
        [0x8006001f, 'XXL'],
        [0x80070040, 132_337_359_170_000_001n],
      ],
    }),
    names: [
      { guid: common, id: 0x8506 },
      { guid: PS_PUBLIC_STRINGS, name: 'Keywords' },
      { guid: PS_PUBLIC_STRINGS, name: 'keywords' },
      { guid: PS_INTERNET_HEADERS, name: 'X-Mailer' },
      { guid: PS_MAPI, id: 0x10 },
      { guid: own, id: 0x8506 },
      { guid: own, name: 'Größe 大' },
      { guid: common, id: 0x8502 },
      { guid: own, name: 'named, but not there' },
    ],
  }
  return sample(message, {
    subject: 'Named',
    attachments: [{ name: 'Named inside', message: { subject: 'Named inside' } }],
  })
}

export const samples = {
  unicodeMail,
  ansi1252,
  ansi932,
  ansi1251,
  singleValues,
  multiValues,
  recipients,
  attachmentSizes,
  nested,
  oleAttachment,
  emptyMessage,
  manyRecipients,
  largeBody,
  namedProperties,
}
