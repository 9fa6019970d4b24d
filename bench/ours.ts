import {
  readMessage,
  readMessages,
  type MessageContents,
  type MessageSession,
  type MessageSource,
  type ReadContentsOptions,
} from 'mapi-msg'

import type { Seen } from './msgreader.ts'

// The bodies are among the properties, as in what msgreader gives.
const whole: ReadContentsOptions = { properties: true, bodies: false, attachments: 'content' }
const listing: ReadContentsOptions = { recipients: false, bodies: false, attachments: true, nested: false }

/** Everything, with the bytes of all attachments, also of messages in attachments. */
export function readWhole(source: MessageSource, session: MessageSession): Promise<MessageContents> {
  return readMessage(source, { ...whole, session })
}

/** Subject, sender, date, names of attachments. */
export function readListing(source: MessageSource, session: MessageSession): Promise<MessageContents> {
  return readMessage(source, { ...listing, session })
}

/** As most callers do: without options. */
export function readUsual(source: MessageSource, session: MessageSession): Promise<MessageContents> {
  return readMessage(source, { session })
}

/** The same of many files, in so many sessions. */
export function readAllWhole(sources: readonly MessageSource[], concurrency: number): Promise<void> {
  return readAll(sources, concurrency, whole)
}

export function readAllListings(sources: readonly MessageSource[], concurrency: number): Promise<void> {
  return readAll(sources, concurrency, listing)
}

export function readAllUsual(sources: readonly MessageSource[], concurrency: number): Promise<void> {
  return readAll(sources, concurrency, {})
}

async function readAll(
  sources: readonly MessageSource[],
  concurrency: number,
  options: ReadContentsOptions,
): Promise<void> {
  for await (const { error } of readMessages(sources, { ...options, provider: 'embedded', concurrency })) {
    if (error) throw error
  }
}

/** What there is in a message that was read whole. */
export function seenIn(message: MessageContents): Seen {
  const seen: Seen = { subject: message.subject ?? '', attachments: 0, attachmentBytes: 0 }
  addAttachments(message, seen)
  return seen
}

function addAttachments(message: MessageContents, seen: Seen): void {
  for (const attachment of message.attachments ?? []) {
    seen.attachments++
    seen.attachmentBytes += attachment.content?.length ?? 0
    if (attachment.message) addAttachments(attachment.message, seen)
  }
}
