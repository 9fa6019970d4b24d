import { readFileSync } from 'node:fs'

import { decompressRTF } from '@kenjiuno/decompressrtf'
import msgReader from '@kenjiuno/msgreader'

import { htmlInRtf } from '../test/support/html-in-rtf.ts'

/** The least that @kenjiuno/msgreader has to do for the same results as ours. */

type Reader = InstanceType<typeof msgReader.default>
export type Fields = ReturnType<Reader['getFileData']>

/** What was seen of a message, for telling whether two readers saw the same. */
export interface Seen {
  subject: string
  /** Those in attached messages included. */
  attachments: number
  attachmentBytes: number
}

export function bytesOf(path: string): Uint8Array {
  return readFileSync(path)
}

function openReader(bytes: Uint8Array): { reader: Reader; fields: Fields } {
  const reader = new msgReader.default(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const fields = reader.getFileData()
  if (fields.error) throw new Error(fields.error)
  return { reader, fields }
}

/** Everything, with the bytes of all attachments, also of messages in attachments. */
export function readWholeByMsgReader(bytes: Uint8Array): Seen {
  const { reader, fields } = openReader(bytes)
  const seen: Seen = { subject: fields.subject ?? '', attachments: 0, attachmentBytes: 0 }
  readAttachments(reader, fields, seen)
  return seen
}

function readAttachments(reader: Reader, message: Fields, seen: Seen): void {
  for (const attachment of message.attachments ?? []) {
    seen.attachments++
    // Its getAttachment would write a new file for an attached message, which is no reading.
    if (attachment.innerMsgContentFields) readAttachments(reader, attachment.innerMsgContentFields, seen)
    else seen.attachmentBytes += reader.getAttachment(attachment).content.length
  }
}

/** Subject, sender, date, names of attachments. */
export function listByMsgReader(bytes: Uint8Array): unknown {
  const { fields } = openReader(bytes)
  return {
    subject: fields.subject,
    name: fields.senderName,
    address: fields.senderSmtpAddress ?? fields.senderEmail,
    sent: fields.clientSubmitTime,
    received: fields.messageDeliveryTime,
    attachments: fields.attachments?.map(
      ({ fileName, fileNameShort, name }) => fileName ?? fileNameShort ?? name,
    ),
  }
}

/** The fields, and the HTML of those messages that have it within RTF alone, which takes other packages. */
export function readWithHtmlByMsgReader(bytes: Uint8Array): unknown {
  const { fields } = openReader(bytes)
  const { html, compressedRtf } = fields
  return {
    fields,
    html: html ?? (compressedRtf && htmlInRtf(Buffer.from(decompressRTF([...compressedRtf])))),
  }
}
