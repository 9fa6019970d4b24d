// Saves the attachments of a message: node examples/save-attachments.mjs FILE.msg FOLDER
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ATTACH_BY_VALUE, ATTACH_EMBEDDED_MSG, openIMsgSession, readMessage } from 'mapi-msg'

const savers = { [ATTACH_BY_VALUE]: saveFile, [ATTACH_EMBEDDED_MSG]: saveMessage }
const refuse = () => Promise.reject(new Error('it is a link or an OLE object'))

const [file, folder] = process.argv.slice(2)
if (file === undefined || folder === undefined) {
  console.error('Usage: node examples/save-attachments.mjs FILE.msg FOLDER')
  process.exitCode = 2
} else {
  await saveAttachments(file, folder).catch((error) => report(error.message))
}

async function saveAttachments(file, folder) {
  const session = await openIMsgSession()
  try {
    const listing = { recipients: false, bodies: false, nested: false }
    const { attachments = [] } = await readMessage(file, { ...listing, session })
    const message = await session.openMessage(file)
    await mkdir(folder, { recursive: true })
    for (const { number, name, method } of attachments) {
      const called = name || `attachment ${number + 1}`
      const fileName = safeFileName(called) + (method === ATTACH_EMBEDDED_MSG ? '.msg' : '')
      const save = savers[method] ?? refuse
      await message
        .openAttach(number)
        .then((attachment) => saveUnused(path.join(folder, fileName), save, attachment, session))
        .catch((error) => report(`${called} was not saved: ${error.message}`))
    }
  } finally {
    await session.close() // and with it the message, and all that was opened in it
  }
}

/** Saves to the first of `a.txt`, `a (2).txt`... that there is not yet. */
async function saveUnused(file, save, attachment, session) {
  const { dir, name, ext } = path.parse(file)
  for (let count = 1; ; count++) {
    const target = count === 1 ? file : path.join(dir, `${name} (${count})${ext}`)
    try {
      await save(attachment, target, session)
      return console.log(target)
    } catch (error) {
      if (!['EEXIST', 'STG_E_FILEALREADYEXISTS'].includes(error.code)) throw error
    }
  }
}

async function saveFile(attachment, target) {
  const file = await open(target, 'wx')
  await pipeline(attachment.createReadStream(), file.createWriteStream()).catch(async (error) => {
    await rm(target)
    throw error
  })
}

async function saveMessage(attachment, target, session) {
  const copy = await session.createMessage(target)
  const embedded = await attachment.openEmbeddedMessage()
  const problems = await embedded.copyTo(copy)
  for (const { error } of problems) if (error.code !== 'MAPI_E_COMPUTED') report(error.message)
  await copy.saveChanges()
}

/** The sender chose the name. Without folders, devices and tricks of writing direction, it is one that Windows allows. */
function safeFileName(name) {
  const { name: stem, ext } = path.parse(name.replace(/[<>:"/\\|?*\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '_'))
  const safe = `${stem.slice(0, 100)}${ext.slice(0, 20)}`.replace(/[. ]+$/, '_')
  return /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i.test(safe) ? `_${safe}` : safe
}

function report(message) {
  console.error(message)
  process.exitCode = 1
}
