import assert from 'node:assert/strict'

import {
  MAPI_TO,
  type Message,
  type MessageSession,
  PR_ADDRTYPE_W,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_MESSAGE_CLASS_W,
  PR_RECIPIENT_TYPE,
  PR_SUBJECT_W,
} from 'mapi-msg'

/** Writes a small mail, with one recipient, and saves it. */
export async function fillNote(message: Message, subject = 'Hello'): Promise<void> {
  const problems = await message.setProps([
    [PR_MESSAGE_CLASS_W, 'IPM.Note'],
    [PR_SUBJECT_W, subject],
    [PR_BODY_W, 'Text\r\n'],
  ])
  assert.deepEqual(problems, [])
  await message.modifyRecipients('add', [recipient('Ann', 'ann@mail.example')])
  await message.saveChanges({ keepOpen: 'readwrite' })
}

export function recipient(name: string, address: string, type = MAPI_TO) {
  return [
    [PR_RECIPIENT_TYPE, type],
    [PR_DISPLAY_NAME_W, name],
    [PR_ADDRTYPE_W, 'SMTP'],
    [PR_EMAIL_ADDRESS_W, address],
  ] as const
}

/** The message as it was saved, from the bytes of its file. */
export async function reopen(session: MessageSession, message: Message): Promise<Message> {
  return session.openMessage(await message.saveToBytes())
}
