import { PSETID_Common, PSETID_Task } from '../named-property.js'
import {
  asBoolean,
  asNumber,
  asOneOf,
  asText,
  asTexts,
  asTime,
  named,
  type DetailFields,
} from './detail-field.js'

/**
 * What a task has, by the names of Outlook's TaskItem. What it does not have is missing.
 * @see https://learn.microsoft.com/office/vba/api/outlook.taskitem
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxotask/55600ec0-6195-4730-8436-59c7931ef27e
 */
export interface Task {
  /** A day, as midnight in UTC. */
  startDate?: Date
  /** A day, as midnight in UTC. */
  dueDate?: Date
  /** A day, as midnight in UTC. */
  dateCompleted?: Date
  status?: 'notStarted' | 'inProgress' | 'complete' | 'waiting' | 'deferred'
  /** From 0 to 100. */
  percentComplete?: number
  complete?: boolean
  owner?: string
  /** Who assigned it. */
  delegator?: string
  /** In minutes. */
  totalWork?: number
  /** In minutes. */
  actualWork?: number
  isRecurring?: boolean
  teamTask?: boolean
  reminderSet?: boolean
  reminderTime?: Date
  companies?: string[]
  mileage?: string
  billingInformation?: string
}

export const taskFields: DetailFields<Task> = {
  startDate: named(PSETID_Task, 0x8104, asTime),
  dueDate: named(PSETID_Task, 0x8105, asTime),
  dateCompleted: named(PSETID_Task, 0x810f, asTime),
  status: named(PSETID_Task, 0x8101, asOneOf('notStarted', 'inProgress', 'complete', 'waiting', 'deferred')),
  percentComplete: named(PSETID_Task, 0x8102, (value) =>
    typeof value === 'number' ? Math.round(value * 100) : undefined,
  ),
  complete: named(PSETID_Task, 0x811c, asBoolean),
  owner: named(PSETID_Task, 0x811f, asText),
  delegator: named(PSETID_Task, 0x8121, asText),
  totalWork: named(PSETID_Task, 0x8111, asNumber),
  actualWork: named(PSETID_Task, 0x8110, asNumber),
  isRecurring: named(PSETID_Task, 0x8126, asBoolean),
  teamTask: named(PSETID_Task, 0x8103, asBoolean),
  reminderSet: named(PSETID_Common, 0x8503, asBoolean),
  reminderTime: named(PSETID_Common, 0x8502, asTime),
  companies: named(PSETID_Common, 0x8539, asTexts),
  mileage: named(PSETID_Common, 0x8534, asText),
  billingInformation: named(PSETID_Common, 0x8535, asText),
}
