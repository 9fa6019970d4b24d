import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import {
  ATTACH_EMBEDDED_MSG,
  openIMsgSession,
  PR_ATTACH_METHOD,
  PR_GIVEN_NAME_W,
  PR_INTERNET_REFERENCES_W,
  PR_IN_REPLY_TO_ID_W,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_FLAGS,
  PR_REPLY_RECIPIENT_ENTRIES,
  PR_REPLY_RECIPIENT_NAMES_W,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SENSITIVITY,
  PR_SENT_REPRESENTING_EMAIL_ADDRESS_W,
  PR_SENT_REPRESENTING_NAME_W,
  PR_TRANSPORT_MESSAGE_HEADERS_W,
  PS_PUBLIC_STRINGS,
  PSETID_Address,
  PSETID_Appointment,
  PSETID_Common,
  PSETID_Task,
  PT_BOOLEAN,
  PT_DOUBLE,
  PT_LONG,
  PT_MV_UNICODE,
  PT_SYSTIME,
  PT_UNICODE,
  readMessage,
  type Message,
  type MessageContents,
  type ReadContentsOptions,
} from 'mapi-msg'

import { provider } from './support/sessions.ts'

/** What readMessage tells of messages besides what is in every one, by the names of Outlook's object model. */

async function read(
  write: (message: Message) => Promise<unknown>,
  options?: ReadContentsOptions,
): Promise<MessageContents> {
  await using session = await openIMsgSession({ provider })
  await using message = await session.createMessage(null)
  await write(message)
  return await readMessage(await message.saveToBytes(), { ...options, session })
}

const start = new Date('2026-05-04T12:00:00Z')
const end = new Date('2026-05-04T13:30:00Z')

async function writeAppointment(message: Message): Promise<void> {
  await message.set(PR_MESSAGE_CLASS_W, 'IPM.Appointment')
  await message.set(PR_SENT_REPRESENTING_NAME_W, 'Ann Lee')
  await message.setNamed(PSETID_Appointment, 0x820d, PT_SYSTIME, start)
  await message.setNamed(PSETID_Appointment, 0x820e, PT_SYSTIME, end)
  await message.setNamed(PSETID_Appointment, 0x8208, PT_UNICODE, 'Room 5')
  await message.setNamed(PSETID_Appointment, 0x8205, PT_LONG, 3)
  await message.setNamed(PSETID_Appointment, 0x8215, PT_BOOLEAN, false)
  await message.setNamed(PSETID_Appointment, 0x8223, PT_BOOLEAN, true)
  await message.setNamed(PSETID_Appointment, 0x823b, PT_UNICODE, 'Bob Roy; Eve')
  await message.setNamed(PSETID_Common, 0x8501, PT_LONG, 15)
  await message.setNamed(PS_PUBLIC_STRINGS, 'Keywords', PT_MV_UNICODE, ['Red', 'Trip'])
}

suite('readMessage', () => {
  test('gives the fields of an appointment, and its categories', async () => {
    const { appointment, categories, contact, task, problems } = await read(writeAppointment)
    assert.deepEqual(
      { ...appointment, start: appointment?.start?.getTime(), end: appointment?.end?.getTime() },
      {
        start: start.getTime(),
        end: end.getTime(),
        location: 'Room 5',
        busyStatus: 'outOfOffice',
        allDayEvent: false,
        isRecurring: true,
        organizer: 'Ann Lee',
        requiredAttendees: 'Bob Roy; Eve',
        reminderMinutesBeforeStart: 15,
      },
    )
    assert.deepEqual(categories, ['Red', 'Trip'])
    assert.deepEqual([contact, task, problems], [undefined, undefined, []])
  })

  test('gives the fields of a meeting request that is attached to a mail', async () => {
    const { attachments } = await read(async (message) => {
      const attachment = await message.createAttach()
      await attachment.set(PR_ATTACH_METHOD, ATTACH_EMBEDDED_MSG)
      const inner = await attachment.openEmbeddedMessage({ create: true })
      await writeAppointment(inner)
      await inner.set(PR_MESSAGE_CLASS_W, 'IPM.Schedule.Meeting.Request')
      await inner.saveChanges()
      await attachment.saveChanges()
    })
    assert.equal(attachments?.[0]?.message?.appointment?.location, 'Room 5')
  })

  test('gives the fields of a contact, also of a class derived from it', async () => {
    const { contact } = await read(async (message) => {
      await message.set(PR_MESSAGE_CLASS_W, 'IPM.Contact.Customer')
      await message.set(PR_GIVEN_NAME_W, 'Zoë')
      await message.setNamed(PSETID_Address, 0x8083, PT_UNICODE, 'zoe@mail.example')
    })
    assert.deepEqual(contact, { firstName: 'Zoë', email1Address: 'zoe@mail.example' })
  })

  test('gives the fields of a task', async () => {
    const { task } = await read(async (message) => {
      await message.set(PR_MESSAGE_CLASS_W, 'IPM.Task')
      await message.setNamed(PSETID_Task, 0x8101, PT_LONG, 1)
      await message.setNamed(PSETID_Task, 0x8102, PT_DOUBLE, 0.25)
      await message.setNamed(PSETID_Task, 0x8105, PT_SYSTIME, new Date('2026-06-01'))
      // No start: writers say so in this way.
      await message.setNamed(PSETID_Task, 0x8104, PT_SYSTIME, new Date('4501-01-01'))
    })
    assert.equal(task?.dueDate?.toISOString(), '2026-06-01T00:00:00.000Z')
    assert.deepEqual({ ...task, dueDate: 0 }, { status: 'inProgress', percentComplete: 25, dueDate: 0 })
  })

  test('gives no fields of another class, such as IPM.Tasks', async () => {
    const { task } = await read(async (message) => {
      await message.set(PR_MESSAGE_CLASS_W, 'IPM.Tasks')
      await message.setNamed(PSETID_Task, 0x8101, PT_LONG, 1)
    })
    assert.equal(task, undefined)
  })

  test('gives headers, sender, references, and where answers go', async () => {
    // As Outlook stores it: [MS-OXCDATA] 2.3.3.
    const oneOff = Buffer.concat([
      Buffer.from('00000000812b1fa4bea310199d6e00dd010f540200000180', 'hex'),
      Buffer.from('Desk\0SMTP\0desk@mail.example\0', 'utf16le'),
    ])
    const head = Buffer.alloc(12)
    head.writeUInt32LE(1, 0)
    head.writeUInt32LE(4 + oneOff.length, 4)
    head.writeUInt32LE(oneOff.length, 8)
    const contents = await read(async (message) => {
      await message.setProps([
        [PR_MESSAGE_CLASS_W, 'IPM.Note'],
        [PR_MESSAGE_FLAGS, 8],
        [PR_SENSITIVITY, 3],
        [PR_SENT_REPRESENTING_NAME_W, 'The boss'],
        [PR_SENT_REPRESENTING_EMAIL_ADDRESS_W, 'boss@mail.example'],
        [PR_SENDER_NAME_W, 'Ann Lee'],
        [PR_SENDER_EMAIL_ADDRESS_W, 'ann@mail.example'],
        [PR_TRANSPORT_MESSAGE_HEADERS_W, 'X-One: 1\r\n'],
        [PR_IN_REPLY_TO_ID_W, '<b@mail.example>'],
        [PR_INTERNET_REFERENCES_W, '<a@mail.example>\r\n <b@mail.example>'],
        [PR_REPLY_RECIPIENT_NAMES_W, 'Desk'],
        [PR_REPLY_RECIPIENT_ENTRIES, Buffer.concat([head, oneOff])],
      ])
    })
    assert.equal(contents.headers, 'X-One: 1\r\n')
    assert.deepEqual(contents.from, { name: 'The boss', address: 'boss@mail.example' })
    assert.deepEqual(contents.sender, { name: 'Ann Lee', address: 'ann@mail.example' })
    assert.deepEqual(contents.replyTo, [{ name: 'Desk', address: 'desk@mail.example' }])
    assert.equal(contents.inReplyTo, '<b@mail.example>')
    assert.deepEqual(contents.references, ['<a@mail.example>', '<b@mail.example>'])
    assert.equal(contents.sensitivity, 'confidential')
    assert.deepEqual([contents.isDraft, contents.isRead], [true, false])
  })

  test('reads details unless there are no bodies to read, or they are not wanted', async () => {
    const withoutBodies = { bodies: false } as const
    assert.equal((await read(writeAppointment, withoutBodies)).appointment, undefined)
    const asked = await read(writeAppointment, { ...withoutBodies, details: true })
    assert.equal(asked.appointment?.location, 'Room 5')
    assert.equal((await read(writeAppointment, { details: false })).appointment, undefined)
  })
})
