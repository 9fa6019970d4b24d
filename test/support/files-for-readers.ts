import { writeFileSync } from 'node:fs'
import path from 'node:path'

import {
  openIMsgSession,
  PSETID_Address,
  PSETID_Appointment,
  PSETID_Common,
  PSETID_Meeting,
  PSETID_Task,
} from 'mapi-msg'

import { PS_PUBLIC_STRINGS } from './msg-names.ts'
import { fileAttachment, mailUser, MAPI_TO, messageAttachment, note } from './msg-parts.ts'
import type { MessageDescription, MsgDescription, Property } from './msg-writer.ts'
import { rawMessage, withoutUnwritten } from './raw-values.ts'
import { pattern, samples } from './samples.ts'
import { provider } from './sessions.ts'
import { writeDescription } from './write-description.ts'

/**
 * `node files-for-readers.js FOLDER` has the package write messages of all kinds into a folder, for readers that none
 * of us wrote, and to each a file with what was written: the raw values, and the names of property ids.
 */

const kFirstNamedId = 0x8000

interface Written {
  description: MsgDescription
  /** Of 8-bit strings; the message is a Unicode one without. */
  codePage?: string
}

/** What Outlook has in its items, by the names that [MS-OXPROPS] has for them. */
function outlookItem(
  messageClass: string,
  subject: string,
  properties: [set: string, name: number | string, type: number, value: Property[1]][],
  more: Property[] = [],
): MsgDescription {
  const named = properties.map(([, , type, value], i): Property => [
    (((kFirstNamedId + i) << 16) | type) >>> 0,
    value,
  ])
  const item = note({ subject, body: `${subject}\r\n`, more: [...named, ...more] })
  return {
    ...item,
    properties: item.properties.map(([tag, value]): Property => [
      tag,
      tag === 0x001a001f ? messageClass : value,
    ]),
    names: properties.map(([guid, name]) => (typeof name === 'string' ? { guid, name } : { guid, id: name })),
  }
}

const kStart = new Date('2026-03-29T09:00:00Z')
const kEnd = new Date('2026-03-29T10:30:00Z')

function appointment(): MsgDescription {
  return outlookItem('IPM.Appointment', 'Besprechung Ωμέγα', [
    [PSETID_Appointment, 0x820d, 0x0040, kStart],
    [PSETID_Appointment, 0x820e, 0x0040, kEnd],
    [PSETID_Appointment, 0x8208, 0x001f, 'Café Zoë'],
    [PSETID_Appointment, 0x8213, 0x0003, 90],
    [PSETID_Appointment, 0x8215, 0x000b, false],
    [PSETID_Meeting, 0x7fff, 0x0102, pattern(300)],
    [PSETID_Common, 0x8501, 0x0003, 15],
    [PSETID_Common, 0x8503, 0x000b, true],
    [PS_PUBLIC_STRINGS, 'Keywords', 0x101f, ['Wichtig', '重要']],
  ])
}

function contact(): MsgDescription {
  return outlookItem(
    'IPM.Contact',
    'Νίκος Παπάς',
    [
      [PSETID_Address, 0x8005, 0x001f, 'Papás, Níkos'],
      [PSETID_Address, 0x8080, 0x001f, 'Nikos'],
      [PSETID_Address, 0x8082, 0x001f, 'SMTP'],
      [PSETID_Address, 0x8083, 0x001f, 'nikos@mail.example'],
      [PSETID_Address, 0x8028, 0x1003, [0, 1, 2]],
    ],
    [
      [0x3a06001f, 'Νίκος'],
      [0x3a11001f, 'Παπάς'],
      [0x3a420040, new Date('1971-02-03T00:00:00Z')],
    ],
  )
}

function task(): MsgDescription {
  return outlookItem('IPM.Task', 'Aufgabe', [
    [PSETID_Task, 0x8101, 0x0003, 1],
    [PSETID_Task, 0x8102, 0x0005, 0.25],
    [PSETID_Task, 0x8105, 0x0040, kEnd],
    [PSETID_Task, 0x811c, 0x000b, false],
    [PSETID_Task, 0x811f, 0x001f, 'Zoë'],
    [PSETID_Common, 0x8517, 0x0040, kEnd],
  ])
}

/** HTML in UTF-8, RTF, and a text that is as long as 8-bit sizes never are. */
function bodies(): MsgDescription {
  const html = Buffer.from(`<html><body>${'<p>Grüße aus Köln, 日本語</p>\r\n'.repeat(3000)}</body></html>`)
  return note({
    subject: 'Bodies',
    body: 'Grüße, 日本語\r\n'.repeat(9000),
    more: [
      [0x10130102, html],
      [0x10090102, pattern(70_000)],
      [0x3fde0003, 65001],
    ],
  })
}

/** 15 messages in each other, with a named property in the innermost alone. */
function nestedNames(): MsgDescription {
  const level = (n: number): MessageDescription =>
    note({
      subject: `Level ${n}`,
      body: `${n}\r\n`,
      recipients: [mailUser(MAPI_TO, `Reader ${n}`, `r${n}@mail.example`)],
      attachments: [
        ...(n < 15 ? [messageAttachment(`Level ${n + 1}`, level(n + 1))] : []),
        fileAttachment(`${n}.bin`, pattern(n * 700)),
      ],
      more: n === 15 ? [[0x8000001f, 'innermost'] as const] : [],
    })
  return { ...level(0), names: [{ guid: PS_PUBLIC_STRINGS, name: 'Innermost 内' }] }
}

/** Without the number under the id of PR_DELIVER_TIME: Apache POI reads no further where a type is not what it expects. */
function namedProperties(): MsgDescription {
  const { message } = samples.namedProperties()
  return { ...message, properties: message.properties.filter(([tag]) => tag !== 0x80040003) }
}

function descriptions(): Record<string, Written> {
  const codePages: Record<string, string> = {
    ansi1251: 'windows-1251',
    ansi1252: 'windows-1252',
    ansi932: 'shift_jis',
  }
  const made = { ...samples, namedProperties, appointment, contact, task, bodies, nestedNames }
  return Object.fromEntries(
    Object.entries(made).map(([name, make]) => {
      const result = make()
      const description = withoutUnwritten('message' in result ? result.message : result)
      return [name, { description, ...(name in codePages && { codePage: codePages[name] as string }) }]
    }),
  )
}

/** The description with the ids that the file has for its names. */
function withIds<Message extends MessageDescription>(message: Message, ids: readonly number[]): Message {
  const place = ([tag, value, deviation]: Property): Property => {
    const id = ids[(tag >>> 16) - kFirstNamedId]
    const placed = id === undefined ? tag : ((id << 16) | (tag & 0xffff)) >>> 0
    return deviation ? [placed, value, deviation] : [placed, value]
  }
  return {
    ...message,
    properties: message.properties.map(place),
    ...(message.attachments && {
      attachments: message.attachments.map((each) =>
        each.message ? { ...each, message: withIds(each.message, ids) } : each,
      ),
    }),
  }
}

async function writeFiles(folder: string): Promise<void> {
  await using session = await openIMsgSession({ provider })
  for (const engine of ['native', 'ole'] as const) {
    for (const [name, { description, codePage }] of Object.entries(descriptions())) {
      const file = path.join(folder, `${name}.${engine}.msg`)
      await using message = await session.createMessage(file, {
        storage: engine,
        unicode: codePage === undefined,
      })
      const tags = await writeDescription(message, description, codePage)
      const ids = tags.map((tag) => (tag ?? 0) >>> 16)
      const written = {
        message: rawMessage(withIds(description, ids)),
        names: (description.names ?? []).map((each, i) => ({ ...each, propertyId: ids[i] })),
      }
      await message.saveChanges()
      writeFileSync(`${file}.json`, JSON.stringify(written))
    }
  }
}

await writeFiles(process.argv[2] ?? '.')
