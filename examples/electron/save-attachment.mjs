import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ATTACH_BY_VALUE, ATTACH_EMBEDDED_MSG, openIMsgSession, PR_ATTACH_METHOD } from 'mapi-msg'

/**
 * Saves an attachment: a file by a stream, a message as a .msg file. A file of that name is replaced.
 * @param {Uint8Array} bytes The message.
 * @param {number} number
 * @param {string} target
 */
export async function saveAttachment(bytes, number, target) {
  const session = await openIMsgSession()
  try {
    const message = await session.openMessage(bytes)
    const attachment = await message.openAttach(number)
    const method = await attachment.get(PR_ATTACH_METHOD)
    if (method === ATTACH_BY_VALUE) {
      await pipeline(attachment.createReadStream(), createWriteStream(target))
    } else if (method === ATTACH_EMBEDDED_MSG) {
      const copy = await session.createMessage(target, { overwrite: true })
      const embedded = await attachment.openEmbeddedMessage()
      await embedded.copyTo(copy)
      await copy.saveChanges()
    } else {
      throw new Error('Links and OLE objects cannot be saved as files')
    }
  } finally {
    await session.close() // and with it all that was opened in it
  }
}
