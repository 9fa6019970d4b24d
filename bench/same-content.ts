import assert from 'node:assert/strict'

import msgReader from '@kenjiuno/msgreader'
import {
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  propTagName,
  readMessage,
  type MessageContents,
  type MessageSession,
  type PropertyRow,
} from 'mapi-msg'

import type { Mail } from './mails.ts'

/** Whether two writers did the same work: a bench that compares something else lies. */

/**
 * Written by oxmsg only: PR_MESSAGE_SIZE and an attachment's PR_STORE_SUPPORT_MASK, which MAPI computes, a tag that MAPI
 * does not have, and the one that oxmsg mistakes for PR_MESSAGE_LOCALE_ID.
 */
const notToWrite = new Set([0x0e08, 0x340d, 0x340f, 0x3f08])

/** What a reader finds of a mail. */
interface Found {
  subject: unknown
  text: unknown
  html: unknown
  sender: unknown
  sent: unknown
  received: unknown
  recipients: unknown[]
  attachments: { name: unknown; content: Uint8Array }[]
}

/**
 * Throws unless what we wrote, and what oxmsg wrote, is the mail, for our reader and for msgreader, and our message has
 * every property that oxmsg's has.
 */
export async function checkSameContent(
  mail: Mail,
  ours: Uint8Array,
  theirs: Uint8Array,
  session: MessageSession,
): Promise<void> {
  const wanted = describe(mail)
  const read = (bytes: Uint8Array) =>
    readMessage(bytes, { session, properties: true, attachments: 'content' })
  const [our, their] = [await read(ours), await read(theirs)]
  checkFound('ours, for our reader', foundByUs(our), wanted)
  checkFound('that of oxmsg, for our reader', foundByUs(their), wanted)
  checkFound('ours, for msgreader', foundByMsgReader(ours), wanted)
  checkFound('that of oxmsg, for msgreader', foundByMsgReader(theirs), wanted)
  const ourTags = tagsOf(our)
  tagsOf(their).forEach((tags, i) => {
    const missing = [...tags].filter((tag) => !notToWrite.has(tag >>> 16) && !ourTags[i]?.has(tag))
    const names = missing.map((tag) => propTagName(tag) ?? tag.toString(16))
    assert.deepEqual(names, [], 'our message lacks properties of that of oxmsg')
  })
}

function checkFound(whose: string, found: Found, wanted: Found): void {
  for (const name of Object.keys(wanted) as (keyof Found)[]) {
    assert.deepEqual(found[name], wanted[name], `${name} of the message differs: ${whose}`)
  }
}

function describe(mail: Mail): Found {
  const person = (type: string) => (each: Mail['sender']) => [type, each.name, each.address]
  return {
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    sender: [mail.sender.name, mail.sender.address],
    sent: mail.sent.getTime(),
    received: mail.received.getTime(),
    recipients: [...mail.to.map(person('to')), ...mail.cc.map(person('cc'))],
    attachments: mail.attachments.map(({ name, content }) => ({ name, content: new Uint8Array(content) })),
  }
}

function foundByUs(contents: MessageContents): Found {
  return {
    subject: contents.subject,
    text: contents.text,
    html: contents.html,
    sender: [contents.properties?.get(PR_SENDER_NAME_W), contents.properties?.get(PR_SENDER_EMAIL_ADDRESS_W)],
    sent: contents.sent?.getTime(),
    received: contents.received?.getTime(),
    recipients: (['to', 'cc', 'bcc'] as const).flatMap((type) =>
      (contents[type] ?? []).map(({ name, address }) => [type, name, address]),
    ),
    attachments: (contents.attachments ?? []).map(({ name, content }) => ({
      name,
      content: new Uint8Array(content ?? []),
    })),
  }
}

function foundByMsgReader(bytes: Uint8Array): Found {
  const reader = new msgReader.default(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const fields = reader.getFileData()
  return {
    subject: fields.subject,
    text: fields.body,
    html: Buffer.from(fields.html ?? []).toString(),
    sender: [fields.senderName, fields.senderEmail],
    sent: Date.parse(fields.clientSubmitTime ?? ''),
    received: Date.parse(fields.messageDeliveryTime ?? ''),
    recipients: (fields.recipients ?? []).map(({ recipType, name, email }) => [recipType, name, email]),
    attachments: (fields.attachments ?? []).map((attachment) => ({
      name: attachment.fileName,
      content: new Uint8Array(reader.getAttachment(attachment).content),
    })),
  }
}

/** The tags of the message, of its recipients and of its attachments. */
function tagsOf(contents: MessageContents): Set<number>[] {
  const rows = [
    contents.properties,
    ...[...(contents.to ?? []), ...(contents.cc ?? []), ...(contents.attachments ?? [])].map(
      ({ properties }) => properties,
    ),
  ]
  return rows.map((row: PropertyRow | undefined) => new Set<number>(row?.tags))
}
