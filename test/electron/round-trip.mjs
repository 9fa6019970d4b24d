// Writes a message and reads it back. As the main module of a worker or of a utility process it tells its parent how that went.
import assert from 'node:assert/strict'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { openIMsgSession, PR_SUBJECT_W, readMessage, writeMessage } from 'mapi-msg'

/** @param {string} folder for the file */
export async function roundTrip(folder) {
  const file = path.join(folder, 'mail.msg')
  const attachment = { filename: 'note.txt', content: 'A note' }
  await writeMessage(file, { to: 'ann@example.com', subject: 'Größe ☕', attachments: [attachment] })
  const session = await openIMsgSession()
  try {
    const message = await session.openMessage(file)
    assert.equal(await message.get(PR_SUBJECT_W), 'Größe ☕')
  } finally {
    await session.close()
  }
  const { subject, attachments } = await readMessage(file, { attachments: 'content' })
  assert.equal(subject, 'Größe ☕')
  assert.equal(attachments?.[0]?.content?.toString(), 'A note')
}

const port = parentPort ?? process.parentPort
if (port) {
  const folder = parentPort ? workerData : process.argv[2]
  const problem = await roundTrip(folder).then(
    () => undefined,
    (error) => String(error?.stack ?? error),
  )
  port.postMessage({ problem })
}
