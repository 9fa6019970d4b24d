import { PR_SENT_REPRESENTING_NAME_W } from '../generated/prop-tags.js'
import { PSETID_Appointment, PSETID_Common, PSETID_Meeting } from '../named-property.js'
import {
  asBoolean,
  asHex,
  asNumber,
  asOneOf,
  asText,
  asTime,
  fixed,
  named,
  type DetailFields,
} from './detail-field.js'

/**
 * What an appointment, a meeting, or a message about a meeting has, by the names of Outlook's AppointmentItem. What it
 * does not have is missing.
 * @see https://learn.microsoft.com/office/vba/api/outlook.appointmentitem
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/09861fde-c8e4-4028-9346-e7c214cfdba1
 */
export interface Appointment {
  start?: Date
  end?: Date
  /** In minutes. */
  duration?: number
  /** Then `start` and `end` are midnights where the appointment was made. */
  allDayEvent?: boolean
  location?: string
  busyStatus?: 'free' | 'tentative' | 'busy' | 'outOfOffice' | 'workingElsewhere'
  /** The name of who called the meeting. */
  organizer?: string
  /** Names, separated by `; `. */
  requiredAttendees?: string
  optionalAttendees?: string
  responseStatus?: 'none' | 'organized' | 'tentative' | 'accepted' | 'declined' | 'notResponded'
  /** Whether others were invited, or this is what they got, and whether it was called off. */
  meetingStatus?:
    'nonMeeting' | 'meeting' | 'meetingReceived' | 'meetingCanceled' | 'meetingReceivedAndCanceled'
  isRecurring?: boolean
  recurrenceType?: 'none' | 'daily' | 'weekly' | 'monthly' | 'yearly'
  /** In words: `every Friday from 12:00 to 13:00`. */
  recurrencePattern?: string
  /** The name of the time zone that it was made in. */
  timeZone?: string
  reminderSet?: boolean
  reminderMinutesBeforeStart?: number
  /** What all messages about one meeting have in common, in hexadecimal. */
  globalAppointmentID?: string
}

const asfMeeting = 1
const asfReceived = 2
const asfCanceled = 4

function asMeetingStatus(value: unknown): Appointment['meetingStatus'] {
  if (typeof value !== 'number') return undefined
  if ((value & asfMeeting) === 0) return 'nonMeeting'
  const isCanceled = (value & asfCanceled) !== 0
  if (value & asfReceived) return isCanceled ? 'meetingReceivedAndCanceled' : 'meetingReceived'
  return isCanceled ? 'meetingCanceled' : 'meeting'
}

// [MS-OXORMDR] 2.2.1.3: as long before as is usual where the message is read.
const asUsual = 0x5ae980e1

function asReminder(value: unknown): number | undefined {
  return value === asUsual ? undefined : asNumber(value)
}

// The numbers are those of [MS-OXPROPS].
export const appointmentFields: DetailFields<Appointment> = {
  start: named(PSETID_Appointment, 0x820d, asTime),
  end: named(PSETID_Appointment, 0x820e, asTime),
  duration: named(PSETID_Appointment, 0x8213, asNumber),
  allDayEvent: named(PSETID_Appointment, 0x8215, asBoolean),
  location: named(PSETID_Appointment, 0x8208, asText),
  busyStatus: named(
    PSETID_Appointment,
    0x8205,
    asOneOf('free', 'tentative', 'busy', 'outOfOffice', 'workingElsewhere'),
  ),
  organizer: fixed(PR_SENT_REPRESENTING_NAME_W, asText),
  requiredAttendees: named(PSETID_Appointment, 0x823b, asText),
  optionalAttendees: named(PSETID_Appointment, 0x823c, asText),
  responseStatus: named(
    PSETID_Appointment,
    0x8218,
    asOneOf('none', 'organized', 'tentative', 'accepted', 'declined', 'notResponded'),
  ),
  meetingStatus: named(PSETID_Appointment, 0x8217, asMeetingStatus),
  isRecurring: named(PSETID_Appointment, 0x8223, asBoolean),
  recurrenceType: named(PSETID_Appointment, 0x8231, asOneOf('none', 'daily', 'weekly', 'monthly', 'yearly')),
  recurrencePattern: named(PSETID_Appointment, 0x8232, asText),
  timeZone: named(PSETID_Appointment, 0x8234, asText),
  reminderSet: named(PSETID_Common, 0x8503, asBoolean),
  reminderMinutesBeforeStart: named(PSETID_Common, 0x8501, asReminder),
  globalAppointmentID: named(PSETID_Meeting, 0x0003, asHex),
}
