import assert from 'node:assert/strict'

import {
  type Attachment,
  type Message,
  type MessageSession,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_NUM,
  PR_SUBJECT_W,
} from 'mapi-msg'

import { assertDump } from '../support/dump-message.ts'
import { expectedDump } from '../support/msg-dump.ts'
import * as parts from '../support/msg-parts.ts'
import type {
  AttachmentDescription,
  MessageDescription,
  MsgDescription,
  Property,
} from '../support/msg-writer.ts'
import { randomBytes, seeded } from './random.ts'

/** Messages of which each version differs from the others in everything, for tests that ask which one a file holds. */

export const trialSizes = ['small', 'large'] as const
export type TrialSize = (typeof trialSizes)[number]

/** From here on values are streamed; then they lie in a temporary file until they are saved. */
const streamedFrom = 1_000_001
const PR_HTML = 0x10130102

const subjectOf = (version: number) => `Version ${version}`

/** What a version consists of, and nothing else: it is the same whatever the file held before. */
export function trialMessage(version: number, size: TrialSize): MsgDescription {
  const random = seeded(version)
  const some = (small: number, large: number) => random(size === 'small' ? small : large)
  const properties: Property[] = [
    [parts.PR_MESSAGE_CLASS_W, 'IPM.Note'],
    [parts.PR_SUBJECT_W, subjectOf(version)],
    [parts.PR_BODY_W, `Text of version ${version}. `.repeat(1 + some(20, 5000))],
    [PR_HTML, randomBytes(random, some(200, 100_000))],
  ]
  const recipients = Array.from({ length: some(4, 60) }, (_, i) => ({
    properties: [
      [parts.PR_ROWID, i],
      [parts.PR_RECIPIENT_TYPE, parts.MAPI_TO],
      [parts.PR_DISPLAY_NAME_W, `Recipient ${i} of version ${version}`],
      [parts.PR_ADDRTYPE_W, 'SMTP'],
      [parts.PR_EMAIL_ADDRESS_W, `${version}.${i}@mail.example`],
    ] as const,
  }))
  const attachments: AttachmentDescription[] = Array.from({ length: size === 'small' ? 1 : 5 }, (_, i) =>
    fileAttachment(`version ${version}, ${i}.bin`, randomBytes(random, some(3000, 100_000))),
  )
  if (size === 'large') {
    attachments.push(fileAttachment(`large ${version}.bin`, randomBytes(random, streamedFrom + random(2e6))))
  }
  return { properties, recipients, attachments }
}

function fileAttachment(name: string, content: Uint8Array): AttachmentDescription {
  return {
    properties: [
      [parts.PR_ATTACH_METHOD, 1],
      [parts.PR_ATTACH_LONG_FILENAME_W, name],
      [parts.PR_ATTACH_DATA_BIN, content],
    ],
  }
}

/** Makes a message, new or of another version, what is described. It is not saved then. */
export async function writeDescribed(message: Message, description: MessageDescription): Promise<void> {
  assert.deepEqual(await message.setProps(description.properties as unknown as []), [])
  const rows = (description.recipients ?? []).map(({ properties }) =>
    properties.filter(([tag]) => tag !== parts.PR_ROWID),
  )
  await message.modifyRecipients('replace all', rows as unknown as [])
  for (const [i, attachment] of (description.attachments ?? []).entries())
    await writeAttachmentAt(message, i, attachment)
}

/** Writes the attachment in this place of those that were saved, or a new one. */
export async function writeAttachmentAt(
  message: Message,
  place: number,
  { properties }: AttachmentDescription,
): Promise<void> {
  const number = (await attachmentNumbers(message))[place]
  await using attachment =
    number === undefined ? await message.createAttach() : await message.openAttach(number)
  await writeAttachment(attachment, properties)
}

async function attachmentNumbers(message: Message): Promise<number[]> {
  await using table = await message.getAttachmentTable()
  await table.setColumns([PR_ATTACH_NUM])
  return (await table.queryAll()).map((row) => row.get(PR_ATTACH_NUM) ?? -1).sort((a, b) => a - b)
}

async function writeAttachment(attachment: Attachment, properties: readonly Property[]): Promise<void> {
  const isStreamed = ([tag, value]: Property) =>
    tag === parts.PR_ATTACH_DATA_BIN && (value as Uint8Array).length >= streamedFrom
  const set = properties.filter((property) => !isStreamed(property))
  assert.deepEqual(await attachment.setProps(set as unknown as []), [])
  for (const [, value] of properties.filter(isStreamed)) {
    const stream = attachment.createWriteStream(PR_ATTACH_DATA_BIN)
    await new Promise((resolve, reject) => {
      stream.once('error', reject).once('close', resolve).end(value)
    })
  }
  await attachment.saveChanges()
}

/** Asserts that a file holds one of these versions, whole. @returns which one */
export async function assertVersion(
  session: MessageSession,
  file: string,
  versions: readonly number[],
  size: TrialSize,
): Promise<number> {
  await using message = await session.openMessage(file)
  const subject = await message.get(PR_SUBJECT_W)
  const version = versions.find((each) => subjectOf(each) === subject)
  assert.notEqual(version, undefined, `${file} is '${subject}', not one of ${versions.join(', ')}`)
  await assertDump(message, expectedDump(trialMessage(version as number, size)), file)
  return version as number
}
