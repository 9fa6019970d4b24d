import { addon } from '../addon.js'
import { PS_PUBLIC_STRINGS } from '../named-property.js'
import type { PropertyName } from '../named-property.js'
import type { NativeDetailGroup, NativeDetails } from '../native.js'
import { PROP_TAG, PT_UNSPECIFIED } from '../prop-tag.js'
import type { PropertyRow } from '../property-row.js'
import { appointmentFields, type Appointment } from './appointment.js'
import { contactFields, type Contact } from './contact.js'
import { named, type DetailField } from './detail-field.js'
import { journalFields, type JournalEntry } from './journal.js'
import { noteFields, type StickyNote } from './note.js'
import { taskFields, type Task } from './task.js'

/** What of a message goes by names, or is there in messages of some classes only. */
export interface MessageDetails {
  /** The categories that Outlook shows in colours. */
  categories?: string[]
  appointment?: Appointment
  contact?: Contact
  task?: Task
  note?: StickyNote
  journal?: JournalEntry
}

/** Those of some classes, and of those derived from them. */
interface DetailGroup {
  name: Exclude<keyof MessageDetails, 'categories'>
  classes: readonly string[]
  fields: Readonly<Record<string, DetailField<unknown>>>
}

// https://learn.microsoft.com/office/vba/outlook/concepts/forms/item-types-and-message-classes
const groups: readonly DetailGroup[] = [
  {
    name: 'appointment',
    // The third one is that of exceptions of a series.
    classes: [
      'IPM.Appointment',
      'IPM.Schedule.Meeting',
      'IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}',
    ],
    fields: appointmentFields,
  },
  { name: 'contact', classes: ['IPM.Contact'], fields: contactFields },
  { name: 'task', classes: ['IPM.Task'], fields: taskFields },
  { name: 'note', classes: ['IPM.StickyNote'], fields: noteFields },
  { name: 'journal', classes: ['IPM.Activity'], fields: journalFields },
]

const categories = named(PS_PUBLIC_STRINGS, 'Keywords', asCategories)

// Some writers have them in one string.
function asCategories(value: unknown): string[] | undefined {
  const texts = typeof value === 'string' ? value.split(/[;,]/).map((text) => text.trim()) : value
  const found = Array.isArray(texts) ? texts.filter((text) => typeof text === 'string' && text !== '') : []
  return found.length > 0 ? (found as string[]) : undefined
}

const all = [categories, ...groups.flatMap(({ fields }) => Object.values(fields))]

// The addon calls a named property by its number among all names, from here on.
const firstNamedId = 0x8000
const namedFields = all.filter((field) => field.propertySet !== undefined)
const tagOf = new Map(
  all.map((field) => [
    field,
    field.tag ?? PROP_TAG(PT_UNSPECIFIED, firstNamedId + namedFields.indexOf(field)),
  ]),
)

function toNativeGroup(
  classes: readonly string[],
  fields: readonly DetailField<unknown>[],
): NativeDetailGroup {
  const names = fields.flatMap(({ propertySet, id }): PropertyName[] => {
    if (propertySet === undefined || id === undefined) return []
    return [typeof id === 'number' ? { propertySet, id } : { propertySet, name: id }]
  })
  const tags = fields.flatMap(({ tag }) => (tag === undefined ? [] : [tag]))
  return { classes, tags: Uint32Array.from(tags), names }
}

let native: NativeDetails | undefined

/** What the addon is asked for. */
export function nativeDetails(): NativeDetails {
  native ??= addon().makeMessageDetails([
    toNativeGroup([], [categories]),
    ...groups.map(({ classes, fields }) => toNativeGroup(classes, Object.values(fields))),
  ])
  return native
}

/** Adds what the addon read to the contents of a message. */
export function addDetails(
  contents: MessageDetails,
  messageClass: string | undefined,
  row: PropertyRow,
): void {
  const found = valueOf(categories, row)
  if (found) contents.categories = found
  const group = messageClass === undefined ? undefined : groups.find((each) => isOf(each, messageClass))
  if (!group) return
  const values = Object.entries(group.fields).flatMap(([name, field]) => {
    const value = valueOf(field, row)
    return value === undefined ? [] : [[name, value] as const]
  })
  contents[group.name] = Object.fromEntries(values)
}

function isOf({ classes }: DetailGroup, messageClass: string): boolean {
  const derived = `${messageClass.toLowerCase()}.`
  return classes.some((each) => derived.startsWith(`${each.toLowerCase()}.`))
}

function valueOf<Value>(field: DetailField<Value>, row: PropertyRow): Value | undefined {
  const tag = tagOf.get(field)
  return tag === undefined ? undefined : field.read(row.get(tag))
}
