import { inspect } from 'node:util'

import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import type { Address } from '../message-contents.js'
import { isOneOf } from '../options.js'
import { attachPictures } from './data-urls.js'
import { toAddresses } from './draft-addresses.js'
import { checkAttachment, type CheckedAttachment } from './draft-attachments.js'
import { readBytes, toByteSource, type ByteSource } from './draft-content.js'
import type { DraftAttachment, DraftContent, MessageDraft } from './message-draft.js'

/** A draft that can be written. */
export interface CheckedDraft {
  from: Address | undefined
  sender: Address | undefined
  to: Address[]
  cc: Address[]
  bcc: Address[]
  replyTo: Address[]
  text: string | undefined
  html: string | undefined
  date: Date | undefined
  attachments: CheckedAttachment[]
}

/**
 * Looks through a draft before anything is written, and reads its bodies.
 * @throws TypeError with Node's codes for what cannot be written; what reading files throws.
 */
export async function checkDraft(draft: MessageDraft): Promise<CheckedDraft> {
  if (typeof draft !== 'object' || (draft as unknown) === null) {
    throw invalidArgType('draft', 'an object with subject, to, text and others', draft)
  }
  if ('raw' in draft && draft.raw) {
    throw invalidArgValue('The "draft.raw" property is a message in text form: emlToMessage writes that.')
  }
  checkWords(draft)
  const bodies = await readBodies(draft)
  const attachments = [...(draft.attachments ?? []), ...bodies.attachments, ...calendarsOf(draft)].map(
    (each, index) => checkAttachment(`draft.attachments[${String(index)}]`, each),
  )
  for (const { source } of attachments) if (source) refuseFile(draft, source)
  return {
    from: toAddresses('draft.from', draft.from)[0],
    sender: toAddresses('draft.sender', draft.sender)[0],
    to: toAddresses('draft.to', draft.to),
    cc: toAddresses('draft.cc', draft.cc),
    bcc: toAddresses('draft.bcc', draft.bcc),
    replyTo: toAddresses('draft.replyTo', draft.replyTo),
    text: bodies.text,
    html: bodies.html,
    date: toDate(draft.date),
    attachments,
  }
}

function checkWords(draft: MessageDraft): void {
  const level = isOneOf('low', 'normal', 'high')
  if (draft.priority !== undefined) level('draft.priority', draft.priority)
  if (draft.importance !== undefined) level('draft.importance', draft.importance)
  if (draft.sensitivity !== undefined) {
    isOneOf('normal', 'personal', 'private', 'confidential')('draft.sensitivity', draft.sensitivity)
  }
  for (const name of ['subject', 'messageId', 'inReplyTo', 'messageClass'] as const) {
    const value: unknown = draft[name]
    if (value !== undefined && typeof value !== 'string') {
      throw invalidArgType(`draft.${name}`, 'of type string', value)
    }
  }
  for (const name of ['attachments', 'alternatives', 'properties', 'categories'] as const) {
    const value: unknown = draft[name]
    if (value !== undefined && !Array.isArray(value)) throw invalidArgType(`draft.${name}`, 'an array', value)
  }
}

async function readBodies(draft: MessageDraft) {
  const ofType = (type: string) =>
    draft.alternatives?.find(({ contentType }) => contentType?.toLowerCase().startsWith(type))
  for (const [index, { contentType = '' }] of (draft.alternatives ?? []).entries()) {
    if (/^text\/(?:plain|html|calendar)\b/i.test(contentType)) continue
    throw invalidArgValue(
      `The "draft.alternatives[${String(index)}]" property has the type '${contentType}'. Outlook shows text/plain, text/html and text/calendar: give other things as attachments.`,
    )
  }
  const text = await readText(draft, 'text', ofType('text/plain'))
  const html = await readText(draft, 'html', ofType('text/html'))
  if (html === undefined || !draft.attachDataUrls) return { text, html, attachments: [] }
  return { text, ...attachPictures(html) }
}

async function readText(
  draft: MessageDraft,
  kind: 'text' | 'html',
  alternative: DraftContent | undefined,
): Promise<string | undefined> {
  const value = draft[kind] ?? alternative
  if (value === undefined || (value as unknown) === false) return undefined
  const source = toByteSource(`draft.${kind}`, value)
  refuseFile(draft, source)
  return (await readBytes(source)).toString()
}

function refuseFile(draft: MessageDraft, source: ByteSource): void {
  if (!draft.disableFileAccess || Buffer.isBuffer(source) || !('file' in source)) return
  throw invalidArgValue(`The draft has the file ${source.file}, and disableFileAccess.`)
}

/** A calendar's event is a file that Outlook opens. */
function calendarsOf(draft: MessageDraft): DraftAttachment[] {
  const events = [
    draft.icalEvent,
    ...(draft.alternatives ?? []).filter(({ contentType }) => /^text\/calendar\b/i.test(contentType ?? '')),
  ]
  return events.flatMap((event) => {
    if (event === undefined) return []
    const source = toByteSource('draft.icalEvent', event)
    const isFile = !Buffer.isBuffer(source) && 'file' in source
    const named = typeof event === 'object' && 'filename' in event ? event.filename : undefined
    const filename = typeof named === 'string' && named !== '' ? named : 'invite.ics'
    const contentType = 'text/calendar'
    return [
      isFile ? { path: source.file, filename, contentType } : { content: source, filename, contentType },
    ]
  })
}

function toDate(date: unknown): Date | undefined {
  if (date === undefined || date === null || date === false) return undefined
  const time = date instanceof Date || typeof date === 'string' ? new Date(date) : undefined
  if (!time) throw invalidArgType('draft.date', 'an instance of Date, or a date as text', date)
  if (Number.isNaN(time.getTime())) {
    throw invalidArgValue(`The "draft.date" property is no date. Received ${inspect(date)}`)
  }
  return time
}
