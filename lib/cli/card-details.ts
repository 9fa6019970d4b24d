import type { MessageContents } from '../index.js'
import type { Field } from './card.js'
import { dateText, dayText } from './card-values.js'
import { toLine } from './terminal.js'

const groups = ['appointment', 'contact', 'task', 'note', 'journal'] as const

// Days rather than times.
const dayNames = ['birthday', 'anniversary', 'startDate', 'dueDate', 'dateCompleted']

// They say nothing to people, or what another field says already.
const passedOver = [
  /AddressType$/,
  /^email\dDisplayName$/,
  /Address(Street|City|State|PostalCode|Country|PostOfficeBox)$/,
  /^globalAppointmentID$/,
  /^(width|height|left|top)$/,
  /^organizer$/,
  /^duration$/,
  /^reminderSet$/,
]
const nothing = ['none', 'unspecified', 'nonMeeting']

/** What appointments, contacts, tasks, notes and journal entries have, by Outlook's names. */
export function detailFields(contents: MessageContents): Field[] {
  return groups.flatMap((group) =>
    Object.entries(reminderOnly(contents[group] ?? {})).flatMap(([name, value]): Field[] => {
      const text = passedOver.some((pattern) => pattern.test(name)) ? undefined : detailText(name, value)
      return text === undefined ? [] : [[labelOf(name), [text]]]
    }),
  )
}

/** Without the time of a reminder that is not set. */
function reminderOnly(details: object): Record<string, unknown> {
  const entries = Object.entries(details) as [string, unknown][]
  const isSet = 'reminderSet' in details && details.reminderSet === true
  return Object.fromEntries(entries.filter(([name]) => isSet || !name.startsWith('reminder')))
}

function detailText(name: string, value: unknown): string | undefined {
  if (value instanceof Date) return dayNames.includes(name) ? dayText(value) : dateText(value)
  if (value === true) return 'yes'
  if (name === 'reminderMinutesBeforeStart') return `${String(value)} minutes before`
  if (typeof value === 'number') return value === 0 ? undefined : String(value)
  if (Array.isArray(value)) return toLine(value.join(', '))
  return typeof value === 'string' && !nothing.includes(value) ? toLine(wordsOf(value)) : undefined
}

/** `allDayEvent` becomes `All day event`. */
function labelOf(name: string): string {
  const short = name.replace(/^is(?=[A-Z])|(?<=Telephone)Number$|MinutesBeforeStart$/g, '')
  const words = short.replace(/[A-Z]|\d+/g, (found) => ` ${found.toLowerCase()}`).trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Outlook's names of values, such as `outOfOffice`, as words. */
function wordsOf(value: string): string {
  return /^[a-z]+([A-Z][a-z]+)+$/.test(value)
    ? value.replace(/[A-Z]/g, (found) => ` ${found.toLowerCase()}`)
    : value
}
