import { compressedRtf } from './compressed-rtf.ts'
import { type StorageTree, writeContainer } from './msg-container.ts'
import { PS_PUBLIC_STRINGS } from './msg-names.ts'
import {
  fileAttachment,
  mailUser,
  MAPI_TO,
  messageAttachment,
  note,
  type Note,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
} from './msg-parts.ts'
import type { MessageDescription, MsgDescription } from './msg-writer.ts'
import { encodeMsg, writeMsg } from './msg-writer.ts'

/** Small files that are well-formed, or nearly, and made to cost as much memory and time as they can. */

const PR_HTML = 0x10130102
const PR_RTF_COMPRESSED = 0x10090102
const PR_TRANSPORT_MESSAGE_HEADERS_W = 0x007d001f
const PR_INTERNET_REFERENCES_W = 0x1039001f
const PR_REPLY_RECIPIENT_ENTRIES = 0x004f0102
const PR_REPLY_RECIPIENT_NAMES_W = 0x0050001f
const keywords = 0x8000101f

/** Characters of a long value: as many as fit in the file that the test is about. */
const long = 50_000

const fill = (text: string): string => text.repeat(Math.ceil(long / text.length))

function greedy(change: Partial<Note> & Partial<MsgDescription>): MsgDescription {
  const { more = [], names, ...rest } = change
  return { ...note({ subject: 'Greedy', body: 'all of it', more, ...rest }), ...(names && { names }) }
}

const withHtml = (html: string) => writeMsg(greedy({ more: [[PR_HTML, Buffer.from(html)]] }))
const withRtf = (rtf: string) => {
  // Without a body, it is made from the RTF.
  const message = greedy({ more: [[PR_RTF_COMPRESSED, compressedRtf(rtf)]] })
  return writeMsg({ ...message, properties: message.properties.filter(([tag]) => tag !== PR_BODY_W) })
}
const withHeaders = (headers: string) =>
  writeMsg(greedy({ more: [[PR_TRANSPORT_MESSAGE_HEADERS_W, headers]] }))

const longTag = (id: number): number => ((id << 16) | 3) >>> 0

/** All of these names are the same characters in the file, of which there is one long text. */
function sharedNames(): Buffer {
  const count = 2000
  const names = Array.from({ length: count }, (_, i) => ({ guid: PS_PUBLIC_STRINGS, name: `n${i}` }))
  const more = names.map((_, i): [number, number] => [longTag(0x8000 + i), i])
  const root = encodeMsg(greedy({ names, more }))
  const { entries } = root.entries['__nameid_version1.0'] as StorageTree
  const list = Buffer.from(entries['__substg1.0_00030102'] as Uint8Array)
  for (let at = 0; at < list.length; at += 8) list.writeUInt32LE(0, at)
  entries['__substg1.0_00030102'] = list
  const text = Buffer.from('n'.repeat(15_000), 'utf16le')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  entries['__substg1.0_00040102'] = Buffer.concat([length, text])
  return writeContainer(root)
}

/** Each recipient has other properties: as columns of one table, they are the product of both numbers. */
function recipientsUnlikeEachOther(): Buffer {
  const recipients = Array.from({ length: 80 }, (_, i) => {
    const user = mailUser(MAPI_TO, `R${i}`, `r${i}@mail.example`)
    const own = Array.from({ length: 16 }, (__, k): [number, number] => [longTag(0x6800 + i * 16 + k), k])
    return { ...user, properties: [...user.properties, ...own] }
  })
  return writeMsg(greedy({ recipients }))
}

function nestedTo(depth: number): Buffer {
  let message: MessageDescription = note({ subject: 'innermost', body: 'x' })
  for (let i = 0; i < depth; i++) {
    message = note({ subject: `level ${i}`, body: 'x', attachments: [messageAttachment('inner', message)] })
  }
  return writeMsg(message)
}

/** FLATENTRYLIST that claims entries that it does not have. */
function claimedEntries(): Buffer {
  const list = Buffer.alloc(64, 0xff)
  return writeMsg(
    greedy({ more: [[PR_REPLY_RECIPIENT_ENTRIES, list], [PR_REPLY_RECIPIENT_NAMES_W, fill('a;')]] }), // prettier-ignore
  )
}

export const greedySamples: Record<string, () => Buffer> = {
  'names that share their text': sharedNames,
  'recipients unlike each other': recipientsUnlikeEachOther,
  'messages in messages': () => nestedTo(80),
  'many empty attachments': () =>
    writeMsg(greedy({ attachments: Array.from({ length: 100 }, (_, i) => fileAttachment(`${i}`, Buffer.alloc(0))) })), // prettier-ignore
  'HTML elements in each other': () => withHtml(fill('<div>')),
  'HTML tables in each other': () => withHtml(fill('<table><tr><td>')),
  'HTML lists in each other': () => withHtml(fill('<ul><li>')),
  'HTML that is never closed': () => withHtml(fill('<')),
  'HTML comments that are never closed': () => withHtml(fill('<!--')),
  'HTML attributes without end': () => withHtml(`<p ${fill('a=" ')}`),
  'HTML with data URLs': () => withHtml(fill('<img src="data:image/png;base64,AAAA">')),
  'HTML with content ids': () => withHtml(fill('<img src="cid:a">')),
  'HTML that declares charsets': () => withHtml(fill('<meta charset=utf-7 ')),
  'RTF groups in each other': () => withRtf(`{\\rtf1\\ansi\\fromhtml1 ${fill('{')}`),
  'RTF groups that are closed too often': () => withRtf(`{\\rtf1\\ansi\\fromtext ${fill('}')}`),
  'RTF tags of HTML': () => withRtf(`{\\rtf1\\ansi\\fromhtml1 ${fill('{\\*\\htmltag64 <div>}')}`),
  'RTF that repeats itself': () => withRtf(`{\\rtf1\\ansi\\fromhtml1 ${fill('a').repeat(10)}}`),
  'RTF without HTML': () => withRtf(`{\\rtf1\\ansi ${fill('\\par x')}}`),
  'RTF of characters by number': () => withRtf(`{\\rtf1\\ansi\\fromhtml1 ${fill("\\'e4\\u228 ?")}}`),
  'RTF that skips': () => withRtf(`{\\rtf1\\ansi\\fromhtml1\\uc32767 ${fill('\\u1 ')}}`),
  'headers that are all blank': () => withHeaders(fill('\r\n ')),
  'headers without end': () => withHeaders(`Subject: ${fill('a')}`),
  'headers of encoded words': () => withHeaders(`Subject: ${fill('=?utf-8?q?')}`),
  'headers of brackets': () => withHeaders(`From: ${fill('<')}\r\nReferences: ${fill('<a@b> ')}`),
  'headers of comments': () => withHeaders(`To: ${fill('(')}\r\nCc: ${fill('"')}\r\nDate: ${fill('Mon, ')}`),
  'headers of many names': () => withHeaders(fill('a:b\r\n')),
  'headers of spaces': () => withHeaders(`Content-Type: multipart/mixed;${fill(' ')}boundary`),
  'references without end': () => writeMsg(greedy({ more: [[PR_INTERNET_REFERENCES_W, fill('<')]] })),
  'addresses in a name': () =>
    writeMsg(
      greedy({ recipients: [mailUser(MAPI_TO, fill('<a@b>,').slice(0, 30_000), '@'.repeat(30_000))] }),
    ),
  'a subject of line breaks': () => writeMsg(greedy({ subject: fill('\r\n') })),
  'names of attachments that climb': () =>
    writeMsg(greedy({ attachments: [fileAttachment(fill('..\\'), Buffer.from('x'))] })),
  'reply recipients that are not there': claimedEntries,
  'categories without end': () =>
    writeMsg(
      greedy({
        names: [{ guid: PS_PUBLIC_STRINGS, name: 'Keywords' }],
        more: [[keywords, Array.from({ length: 1000 }, () => 'c')]],
      }),
    ),
  'a recipient without anything': () =>
    writeMsg(greedy({ recipients: Array.from({ length: 100 }, () => ({ properties: [[PR_DISPLAY_NAME_W, '']] })) })), // prettier-ignore
}

const mail = (headers: string, body: string): Buffer => Buffer.from(`${headers}\r\n\r\n${body}`, 'latin1')

/** The same as .eml. */
export const greedyMails: Record<string, () => Buffer> = {
  'HTML elements in each other': () => mail('Content-Type: text/html', fill('<div>')),
  'HTML that is never closed': () => mail('Content-Type: text/html', fill('<')),
  'HTML with data URLs': () =>
    mail('Content-Type: text/html', fill('<img src="data:image/png;base64,AAAA">')),
  'multiparts in each other': () => {
    const parts = Array.from(
      { length: 1000 },
      (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n`,
    )
    return mail('Content-Type: multipart/mixed; boundary=b0', parts.join('\r\n'))
  },
  'messages in each other': () =>
    Buffer.from(fill('Content-Type: message/rfc822\r\n\r\n') + 'Subject: innermost\r\n\r\nx'),
  'many empty parts': () =>
    mail('Content-Type: multipart/mixed; boundary=b', fill('--b\r\n\r\n').slice(0, 7000)),
  'addresses in groups': () => mail(`To: ${fill('a:')}\r\nCc: ${fill('<a@b>,').slice(0, 6000)}`, 'x'),
  'headers of encoded words': () => mail(`Subject: ${fill('=?utf-8?q?a?= ')}`, 'x'),
  'headers without end': () => mail(`Subject: ${fill('\r\n ')}`, 'x'),
  'parameters without end': () => mail(`Content-Type: text/plain; ${fill('a*0*=x; ')}`, 'x'),
  'text that is quoted badly': () =>
    mail('Content-Type: text/plain; format=flowed\r\nContent-Transfer-Encoding: quoted-printable', fill('=')),
}
