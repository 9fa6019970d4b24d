import { PSETID_Note } from '../named-property.js'
import { asNumber, asOneOf, named, type DetailFields } from './detail-field.js'

/**
 * What a sticky note has, by the names of Outlook's NoteItem. Its text is the message's.
 * @see https://learn.microsoft.com/office/vba/api/outlook.noteitem
 */
export interface StickyNote {
  color?: 'blue' | 'green' | 'pink' | 'yellow' | 'white'
  /** In pixels. */
  width?: number
  height?: number
  left?: number
  top?: number
}

export const noteFields: DetailFields<StickyNote> = {
  color: named(PSETID_Note, 0x8b00, asOneOf('blue', 'green', 'pink', 'yellow', 'white')),
  width: named(PSETID_Note, 0x8b02, asNumber),
  height: named(PSETID_Note, 0x8b03, asNumber),
  left: named(PSETID_Note, 0x8b04, asNumber),
  top: named(PSETID_Note, 0x8b05, asNumber),
}
