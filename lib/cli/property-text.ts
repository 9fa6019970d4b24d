import type { MapiError } from '../index.js'
import type { ListedAttachment, ListedMessage, ListedProperty } from './property-list.js'
import { valueText } from './property-value.js'
import { cut, padded, styled, toLine, widthOf } from './terminal.js'

const indent = '  '
// A longer name moves its own line only.
const widestName = 60
const widestOnNarrow = 34
const narrow = 120

export interface PropertyTextOptions {
  /** How many columns there are. */
  width: number
  /** Whether values are shown whole, in as many columns as they take. */
  whole: boolean
}

/** The properties of a message, its recipients and attachments, a line each. */
export function* messageLines(
  message: ListedMessage,
  title: string,
  options: PropertyTextOptions,
  margin = '',
): Generator<string> {
  yield* objectLines(message.properties, title, options, margin)
  for (const [index, { properties }] of message.recipients.entries()) {
    yield* objectLines(properties, `Recipient ${index + 1}`, options, margin)
  }
  for (const [index, attachment] of message.attachments.entries()) {
    yield* attachmentLines(attachment, `Attachment ${index + 1}`, options, margin)
  }
}

function* attachmentLines(
  { properties, message }: ListedAttachment,
  title: string,
  options: PropertyTextOptions,
  margin: string,
): Generator<string> {
  yield* objectLines(properties, title, options, margin)
  if (message) yield* messageLines(message, `Message in ${title.toLowerCase()}`, options, margin + indent)
}

function* objectLines(
  properties: readonly ListedProperty[],
  title: string,
  { width, whole }: PropertyTextOptions,
  margin: string,
): Generator<string> {
  const count = `${properties.length} ${properties.length === 1 ? 'property' : 'properties'}`
  yield `${margin}${styled('bold', toLine(title))}, ${count}`
  const names = properties.map(nameText)
  const nameWidth = Math.min(width < narrow ? widestOnNarrow : widestName, Math.max(0, ...names.map(widthOf)))
  const typeWidth = Math.max(0, ...properties.map(({ type }) => type.length))
  for (const [index, property] of properties.entries()) {
    const name = names[index] ?? ''
    const value = property.value === undefined ? errorText(property.error) : valueOf(property, whole)
    const facts = `${property.tag}  ${padded(property.type, typeWidth)}  `
    const named = `${padded(name, nameWidth)}  `
    const room = whole ? Infinity : Math.max(10, width - widthOf(margin + indent + facts + named))
    yield `${margin}${indent}${styled('dim', facts)}${named}${cut(value, room)}`.trimEnd()
  }
  yield ''
}

/** `PR_SUBJECT_W`; of named ones `PSETID_Common 0x8503 PidLidReminderSet`, `PS_PUBLIC_STRINGS Keywords`. */
function nameText({ name = '', propertySet, id }: ListedProperty): string {
  if (propertySet === undefined) return name
  const text = typeof id === 'number' ? `0x${id.toString(16).toUpperCase().padStart(4, '0')}` : (id ?? '')
  return toLine(`${propertySet} ${text} ${name}`)
}

function valueOf({ tag, value }: ListedProperty, whole: boolean): string {
  return value === undefined ? '' : valueText(Number(tag), value, whole)
}

function errorText(error: MapiError | undefined): string {
  return error ? styled('red', error.code) : ''
}
