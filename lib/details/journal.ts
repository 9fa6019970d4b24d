import { PSETID_Log } from '../named-property.js'
import { asNumber, asText, asTime, named, type DetailFields } from './detail-field.js'

/**
 * What an entry of the journal has, by the names of Outlook's JournalItem.
 * @see https://learn.microsoft.com/office/vba/api/outlook.journalitem
 */
export interface JournalEntry {
  /** Such as `Phone call`. */
  type?: string
  start?: Date
  end?: Date
  /** In minutes. */
  duration?: number
}

export const journalFields: DetailFields<JournalEntry> = {
  type: named(PSETID_Log, 0x8700, asText),
  start: named(PSETID_Log, 0x8706, asTime),
  end: named(PSETID_Log, 0x8708, asTime),
  duration: named(PSETID_Log, 0x8707, asNumber),
}
