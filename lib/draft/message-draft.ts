import type { Readable } from 'node:stream'

import type { PropPair } from '../property-input.js'

/** An address with a name, as nodemailer has it. */
export interface DraftMailbox {
  name?: string | undefined
  address: string
}

/** A named group of addresses. */
export interface DraftGroup {
  name: string
  group: readonly (DraftMailbox | string)[]
}

/** Addresses in any form that nodemailer takes: `'Ann Lee <ann@example.com>, bob@example.com'`, objects, or lists of both. */
export type DraftAddresses =
  string | DraftMailbox | DraftGroup | readonly (string | DraftMailbox | DraftGroup)[]

/** What is read to its end. */
export type DraftBytes = string | Uint8Array | Readable

/** Where the bytes of a body or an attachment come from: `content`, or the file at `path`, which may be a `data:` URL. */
export interface DraftContent {
  content?: DraftBytes | undefined
  path?: string | URL | undefined
  /** How `content` is encoded if it is a string: `'base64'`, `'hex'`... The default is UTF-8. */
  encoding?: string | undefined
  contentType?: string | undefined
}

export interface DraftAttachment extends DraftContent {
  /** The file's name; `false` for none. The default is the last part of `path`. */
  filename?: string | false | undefined
  /** The Content-ID by which the HTML shows it: `<img src="cid:...">`. */
  cid?: string | undefined
  /** A message to attach as one, in the place of content. Content of the type `message/rfc822` is attached as a message too. */
  message?: MessageDraft | undefined
}

export interface DraftCalendar extends DraftContent {
  /** `'PUBLISH'`, `'REQUEST'`, `'CANCEL'`... */
  method?: string | undefined
  filename?: string | false | undefined
}

export type DraftHeaders =
  | Readonly<Record<string, string | readonly string[]>>
  | readonly { readonly key: string; readonly value: string }[]

/**
 * A message to write, in the words of nodemailer's message object, so that objects made for that work; with what
 * Outlook has besides. All of it may be left out.
 * @see https://nodemailer.com/message/
 */
export interface MessageDraft {
  from?: DraftAddresses | undefined
  sender?: DraftAddresses | undefined
  to?: DraftAddresses | undefined
  cc?: DraftAddresses | undefined
  bcc?: DraftAddresses | undefined
  replyTo?: DraftAddresses | undefined
  subject?: string | undefined
  text?: DraftBytes | DraftContent | undefined
  html?: DraftBytes | DraftContent | undefined
  attachments?: readonly DraftAttachment[] | undefined
  /** A calendar's event, attached as invite.ics. */
  icalEvent?: DraftBytes | DraftCalendar | undefined
  messageId?: string | undefined
  inReplyTo?: string | undefined
  references?: string | readonly string[] | undefined
  /** When the message was sent. Given, the message is no draft. */
  date?: Date | string | undefined
  /** Further headers, for PR_TRANSPORT_MESSAGE_HEADERS. */
  headers?: DraftHeaders | undefined
  /** Further forms of the text: `text/plain`, `text/html`, and `text/calendar`, which is attached. */
  alternatives?: readonly DraftContent[] | undefined
  /** nodemailer's name for `importance`. */
  priority?: 'low' | 'normal' | 'high' | undefined
  /** Whether `data:` URLs of pictures in the HTML become attachments. */
  attachDataUrls?: boolean | undefined

  importance?: 'low' | 'normal' | 'high' | undefined
  sensitivity?: 'normal' | 'personal' | 'private' | 'confidential' | undefined
  categories?: readonly string[] | undefined
  /** The default is `IPM.Note`. */
  messageClass?: string | undefined
  /** Anything else: pairs of a tag and its value, set after all that the rest says. */
  properties?: readonly PropPair[] | undefined

  /** Whether to refuse content that is named by its `path`. Nothing is ever loaded from the web. */
  disableFileAccess?: boolean | undefined
  /** What matters only to sending, or to other mail programs, is passed over. */
  envelope?: unknown
  list?: unknown
  dkim?: unknown
  dsn?: unknown
  auth?: unknown
  amp?: unknown
  watchHtml?: unknown
  encoding?: unknown
  textEncoding?: unknown
  newline?: unknown
  xMailer?: unknown
  disableUrlAccess?: unknown
}
