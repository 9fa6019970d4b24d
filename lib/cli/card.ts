import type { Address, AttachmentContents, MessageContents } from '../index.js'
import { detailFields } from './card-details.js'
import { dateText, sizeText } from './card-values.js'
import { htmlToPlainText } from '../html-to-plain-text.js'
import { cut, lineWidth, padded, styled, toLine, toLines, widthOf } from './terminal.js'

export interface CardOptions {
  body: boolean
  /** Whether attached messages follow in full. */
  nested: boolean
}

/** A line of the card, or several of the same label. */
export type Field = readonly [label: string, values: readonly (string | undefined)[]]

const mostAddresses = 20
const indent = '  '
const widestName = 50

/** A message as people read it: who, when, what, the attachments, the text. */
export async function* cardLines(
  contents: MessageContents,
  options: CardOptions,
  margin = '',
): AsyncGenerator<string> {
  const fields = [...headFields(contents), ...detailFields(contents), ...attachmentFields(contents)].filter(
    ([, values]) => values.some((value) => value),
  )
  const labelWidth = Math.max(...fields.map(([label]) => label.length)) + 2
  for (const [label, values] of fields) {
    let head = label
    for (const value of values.filter((each) => each)) {
      const text = cut(value ?? '', lineWidth() - labelWidth - margin.length)
      yield `${margin}${styled('dim', padded(head, labelWidth))}${label === 'Subject' ? styled('bold', text) : text}`
      head = ''
    }
  }
  if (options.body) yield* bodyLines(contents, margin)
  if (options.nested) yield* nestedLines(contents, options, margin)
}

function headFields(contents: MessageContents): Field[] {
  const { messageClass = '' } = contents
  return [
    ['Subject', [toLine(contents.subject ?? '') || '(none)']],
    ['Kind', [messageClass.toUpperCase() === 'IPM.NOTE' ? undefined : toLine(messageClass)]],
    // Contacts and the like have the flag too.
    ['State', [contents.isDraft && /^IPM\.Note\b/i.test(messageClass) ? 'draft, not sent' : undefined]],
    ['From', [contents.from && addressText(contents.from)]],
    ['Sender', [contents.sender && addressText(contents.sender)]],
    ['Reply to', addressTexts(contents.replyTo)],
    ['To', addressTexts(contents.to)],
    ['Cc', addressTexts(contents.cc)],
    ['Bcc', addressTexts(contents.bcc)],
    ['Sent', [dateText(contents.sent)]],
    ['Received', [dateText(contents.received)]],
    ['Importance', [contents.importance === 'normal' ? undefined : contents.importance]],
    ['Sensitivity', [contents.sensitivity === 'normal' ? undefined : contents.sensitivity]],
    ['Categories', [contents.categories?.map(toLine).join(', ')]],
  ]
}

function addressTexts(addresses: readonly Address[] = []): string[] {
  const texts = addresses.slice(0, mostAddresses).map(addressText)
  const more = addresses.length - texts.length
  return more > 0 ? [...texts, `and ${more} more`] : texts
}

function addressText({ name, address }: Address): string {
  const shownName = toLine(name)
  const shownAddress = toLine(address)
  if (shownName === '' || shownName === shownAddress) return shownAddress
  // Exchange's own names are long and tell people nothing.
  return shownAddress === '' || shownAddress.startsWith('/') ? shownName : `${shownName} <${shownAddress}>`
}

function attachmentFields({ attachments = [] }: MessageContents): Field[] {
  const rows = attachments.map((attachment) => [nameOf(attachment), sizeOf(attachment), kindOf(attachment)])
  const nameWidth = Math.max(0, ...rows.map(([name = '']) => widthOf(name)))
  const sizeWidth = Math.max(0, ...rows.map(([, size = '']) => size.length))
  return [
    [
      'Attachments',
      rows.map(([name = '', size = '', kind = '']) =>
        `${padded(name, nameWidth)}  ${size.padStart(sizeWidth)}  ${kind}`.trimEnd(),
      ),
    ],
  ]
}

function nameOf({ name, number }: AttachmentContents): string {
  return cut(toLine(name ?? '') || `(attachment ${number + 1})`, widestName)
}

function sizeOf({ size, message }: AttachmentContents): string {
  return size === undefined || message ? '' : sizeText(size)
}

function kindOf({ mimeType, inline, message }: AttachmentContents): string {
  const from = message?.from ? ` from ${addressText(message.from)}` : ''
  const kind = message ? `message${from}` : toLine(mimeType ?? '')
  return [kind, inline ? 'shown in the text' : ''].filter(Boolean).join(', ')
}

async function* bodyLines({ text, html }: MessageContents, margin: string): AsyncGenerator<string> {
  const body = text?.trim() ? text : await textOf(html ?? '')
  const lines = toLines(body).trimEnd().split('\n')
  if (lines.length === 1 && lines[0] === '') return
  yield ''
  for (const line of lines) yield `${margin}${line}`.trimEnd()
}

async function textOf(html: string): Promise<string> {
  if (html === '') return ''
  const width = lineWidth()
  return htmlToPlainText(html, width === Infinity ? 100 : width)
}

async function* nestedLines(
  { attachments = [] }: MessageContents,
  options: CardOptions,
  margin: string,
): AsyncGenerator<string> {
  for (const { message, number } of attachments) {
    if (!message) continue
    yield ''
    yield `${margin}${styled('bold', `Message in attachment ${number + 1}`)}`
    yield* cardLines(message, options, margin + indent)
  }
}
