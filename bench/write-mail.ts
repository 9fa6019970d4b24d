import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'

import {
  ATTACH_BY_VALUE,
  createOneOff,
  MAPI_CC,
  MAPI_TO,
  MSGFLAG_HASATTACH,
  MSGFLAG_UNMODIFIED,
  PR_ALTERNATE_RECIPIENT_ALLOWED,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_EXTENSION_W,
  PR_ATTACH_FILENAME_W,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_ATTACH_MIME_TAG_W,
  PR_BODY_W,
  PR_CLIENT_SUBMIT_TIME,
  PR_CONVERSATION_TOPIC_W,
  PR_CREATION_TIME,
  PR_DISPLAY_NAME_W,
  PR_ENTRYID,
  PR_HTML,
  PR_ICON_INDEX,
  PR_IMPORTANCE,
  PR_INSTANCE_KEY,
  PR_INTERNET_CPID,
  PR_LAST_MODIFICATION_TIME,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_DELIVERY_TIME,
  PR_MESSAGE_FLAGS,
  PR_MESSAGE_LOCALE_ID,
  PR_PRIORITY,
  PR_RENDERING_POSITION,
  PR_REPLY_RECIPIENT_NAMES_W,
  PR_RTF_IN_SYNC,
  PR_SENDER_ADDRTYPE_W,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_ENTRYID,
  PR_SENDER_NAME_W,
  PR_SENT_REPRESENTING_NAME_W,
  PR_SUBJECT_PREFIX_W,
  PR_SUBJECT_W,
  PROP_TAG,
  PT_UNICODE,
  smtpRecipient,
  type Attachment,
  type Message,
  type MessageSession,
} from 'mapi-msg'

import type { Mail } from './mails.ts'

/** Writes a mail with all the properties that @tutao/oxmsg writes. */

// PidTagCreatorAddressType and others of [MS-OXPROPS], which MAPI's headers do not name.
const PR_CREATOR_ADDRTYPE_W = PROP_TAG(PT_UNICODE, 0x4022)
const PR_CREATOR_EMAIL_ADDRESS_W = PROP_TAG(PT_UNICODE, 0x4023)
const PR_CREATOR_SIMPLE_DISP_NAME_W = PROP_TAG(PT_UNICODE, 0x4038)

const utf8 = 65001
const usEnglish = 1033
const instanceKey = randomBytes(4)
const mimeTypes: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.bin': 'application/octet-stream',
}

function newEntryId(): Buffer {
  return Buffer.from(randomUUID(), 'utf16le')
}

function setMessageProps(message: Message, mail: Mail) {
  const { name, address } = mail.sender
  const hasAttachments = mail.attachments.length > 0
  const now = new Date()
  return message.setProps([
    [PR_MESSAGE_CLASS_W, 'IPM.Note'],
    [PR_MESSAGE_FLAGS, MSGFLAG_UNMODIFIED | (hasAttachments ? MSGFLAG_HASATTACH : 0)],
    [PR_ENTRYID, newEntryId()],
    [PR_INSTANCE_KEY, instanceKey],
    [PR_ALTERNATE_RECIPIENT_ALLOWED, true],
    [PR_SUBJECT_W, mail.subject],
    [PR_SUBJECT_PREFIX_W, ''],
    [PR_CONVERSATION_TOPIC_W, mail.subject],
    [PR_BODY_W, mail.text],
    [PR_HTML, Buffer.from(mail.html)],
    [PR_INTERNET_CPID, utf8],
    [PR_RTF_IN_SYNC, false],
    [PR_MESSAGE_DELIVERY_TIME, mail.received],
    [PR_CLIENT_SUBMIT_TIME, mail.sent],
    [PR_CREATION_TIME, now],
    [PR_LAST_MODIFICATION_TIME, now],
    [PR_PRIORITY, 0],
    [PR_IMPORTANCE, 1],
    [PR_MESSAGE_LOCALE_ID, usEnglish],
    [PR_ICON_INDEX, 0],
    [PR_CREATOR_SIMPLE_DISP_NAME_W, name],
    [PR_CREATOR_ADDRTYPE_W, 'SMTP'],
    [PR_CREATOR_EMAIL_ADDRESS_W, address],
    [PR_SENDER_NAME_W, name],
    [PR_SENDER_ADDRTYPE_W, 'SMTP'],
    [PR_SENDER_EMAIL_ADDRESS_W, address],
    [PR_SENDER_ENTRYID, createOneOff(name, 'SMTP', address)],
    [PR_SENT_REPRESENTING_NAME_W, name],
    [PR_REPLY_RECIPIENT_NAMES_W, ''],
  ])
}

function addRecipients(message: Message, { to, cc }: Mail) {
  const row = (type: number) => (person: Mail['sender']) =>
    [...smtpRecipient(type, person.name, person.address), [PR_INSTANCE_KEY, instanceKey]] as const
  return message.modifyRecipients('add', [...to.map(row(MAPI_TO)), ...cc.map(row(MAPI_CC))])
}

function setAttachmentProps(attachment: Attachment, { name, content }: Mail['attachments'][number]) {
  const { name: base, ext } = path.parse(name)
  const now = new Date()
  return attachment.setProps([
    [PR_ATTACH_METHOD, ATTACH_BY_VALUE],
    [PR_CREATION_TIME, now],
    [PR_LAST_MODIFICATION_TIME, now],
    [PR_INSTANCE_KEY, instanceKey],
    [PR_RENDERING_POSITION, -1],
    [PR_DISPLAY_NAME_W, name],
    [PR_ATTACH_FILENAME_W, `${base.slice(0, 6)}~1${ext.slice(0, 4)}`],
    [PR_ATTACH_LONG_FILENAME_W, name],
    [PR_ATTACH_EXTENSION_W, ext],
    [PR_ATTACH_MIME_TAG_W, mimeTypes[ext] ?? ''],
    [PR_ATTACH_DATA_BIN, content],
  ])
}

/** Awaits each call, as one who has a single message to write. Gives the bytes where there is no file. */
export async function writeStepByStep(
  mail: Mail,
  session: MessageSession,
  file: string | null,
): Promise<Buffer | undefined> {
  await using message = await session.createMessage(file)
  await setMessageProps(message, mail)
  await addRecipients(message, mail)
  for (const each of mail.attachments) {
    await using attachment = await message.createAttach()
    await setAttachmentProps(attachment, each)
    await attachment.saveChanges()
  }
  if (file === null) return await message.saveToBytes()
  await message.saveChanges()
  return undefined
}

/** Makes calls without waiting for those before, as they run in order: waits for what is created, and in the end. */
export async function writeAhead(
  mail: Mail,
  session: MessageSession,
  file: string | null,
): Promise<Buffer | undefined> {
  await using message = await session.createMessage(file)
  await Promise.all([
    setMessageProps(message, mail),
    addRecipients(message, mail),
    ...mail.attachments.map(async (each) => {
      const attachment = await message.createAttach()
      await Promise.all([setAttachmentProps(attachment, each), attachment.saveChanges(), attachment.close()])
    }),
  ])
  const [bytes] = await Promise.all([
    file === null ? message.saveToBytes() : message.saveChanges(),
    message.close(),
  ])
  return bytes ?? undefined
}

/** Writes many, several at once in each session. */
export async function writeMany(
  mails: readonly Mail[],
  sessions: readonly MessageSession[],
  fileOf: (index: number) => string | null,
): Promise<void> {
  const atOnce = 4
  const waiting = mails.entries()
  const work = async (session: MessageSession) => {
    for (const [i, mail] of waiting) await writeAhead(mail, session, fileOf(i))
  }
  await Promise.all(sessions.flatMap((session) => Array.from({ length: atOnce }, () => work(session))))
}
