// Prints what is in .msg files: node examples/print-message.mjs FILE.msg...
import { convert } from 'html-to-text'
import {
  ATTACH_BY_VALUE,
  ATTACH_EMBEDDED_MSG,
  ATTACH_OLE,
  IID_IStream,
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_FILENAME_W,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_CLIENT_SUBMIT_TIME,
  PR_DISPLAY_NAME_W,
  PR_EMAIL_ADDRESS_W,
  PR_MESSAGE_DELIVERY_TIME,
  PR_RECIPIENT_TYPE,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SENDER_SMTP_ADDRESS_W,
  PR_SENT_REPRESENTING_EMAIL_ADDRESS_W,
  PR_SENT_REPRESENTING_NAME_W,
  PR_SENT_REPRESENTING_SMTP_ADDRESS_W,
  PR_SMTP_ADDRESS_W,
  PR_SUBJECT_W,
} from 'mapi-msg'

const bodyLines = 10
const recipientKinds = { 1: 'To', 2: 'Cc', 3: 'Bcc' }

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('Usage: node examples/print-message.mjs FILE.msg...')
  process.exitCode = 2
} else {
  await printFiles(files)
}

async function printFiles(files) {
  const session = await openIMsgSession()
  try {
    const { kind, version, path } = session.provider
    console.log(`Provider: ${kind} ${version} (${path})`)
    for (const file of files) {
      console.log(`\n${file}`)
      try {
        const message = await session.openMessage(file)
        await printMessage(message, '  ')
        await message.close()
      } catch (error) {
        console.log(`  ${error.message}`)
        process.exitCode = 1
      }
    }
  } finally {
    await session.close()
  }
}

async function printMessage(message, indent) {
  const print = (label, text) => console.log(`${indent}${`${label}:`.padEnd(12)}${text}`)
  const row = await message.getPropRow([
    PR_SUBJECT_W,
    PR_SENDER_NAME_W,
    PR_SENDER_SMTP_ADDRESS_W,
    PR_SENDER_EMAIL_ADDRESS_W,
    PR_SENT_REPRESENTING_NAME_W,
    PR_SENT_REPRESENTING_SMTP_ADDRESS_W,
    PR_SENT_REPRESENTING_EMAIL_ADDRESS_W,
    PR_CLIENT_SUBMIT_TIME,
    PR_MESSAGE_DELIVERY_TIME,
  ])
  print('Subject', row.get(PR_SUBJECT_W) ?? '(none)')
  print(
    'From',
    mailbox(
      row.get(PR_SENDER_NAME_W) || row.get(PR_SENT_REPRESENTING_NAME_W),
      row.get(PR_SENDER_SMTP_ADDRESS_W) ||
        row.get(PR_SENDER_EMAIL_ADDRESS_W) ||
        row.get(PR_SENT_REPRESENTING_SMTP_ADDRESS_W) ||
        row.get(PR_SENT_REPRESENTING_EMAIL_ADDRESS_W),
    ) || '(unknown)',
  )
  for (const [kind, names] of await recipientsByKind(message)) print(kind, names.join('; '))
  print('Sent', row.get(PR_CLIENT_SUBMIT_TIME)?.toISOString() ?? '(not)')
  print('Received', row.get(PR_MESSAGE_DELIVERY_TIME)?.toISOString() ?? '(not)')
  printBody(await bodyText(message), indent)
  for await (const attachment of message.attachments()) await printAttachment(attachment, indent)
}

function mailbox(name, address) {
  if (name && address && name !== address) return `${name} <${address}>`
  return name || address || ''
}

async function recipientsByKind(message) {
  const byKind = new Map()
  for await (const recipient of message.recipients()) {
    const kind = recipientKinds[recipient.get(PR_RECIPIENT_TYPE)] ?? 'Other'
    const address = recipient.get(PR_SMTP_ADDRESS_W) || recipient.get(PR_EMAIL_ADDRESS_W)
    const names = byKind.get(kind) ?? []
    names.push(mailbox(recipient.get(PR_DISPLAY_NAME_W), address))
    byKind.set(kind, names)
  }
  return byKind
}

async function bodyText(message) {
  const text = await message.getBody({ kind: 'text' })
  const body = text?.content ? text : await message.getBody()
  if (!body) return ''
  return body.kind === 'html' ? convert(body.content, { wordwrap: false }) : body.content
}

function printBody(body, indent) {
  const lines = body.trim().split(/\r\n|\r|\n/)
  console.log(`${indent}Body:`)
  for (const line of lines.slice(0, bodyLines)) console.log(`${indent}  | ${line}`)
  if (lines.length > bodyLines) console.log(`${indent}  | ... ${lines.length - bodyLines} more lines`)
}

async function printAttachment(attachment, indent) {
  const row = await attachment.getPropRow([
    PR_ATTACH_METHOD,
    PR_ATTACH_LONG_FILENAME_W,
    PR_ATTACH_FILENAME_W,
    PR_DISPLAY_NAME_W,
  ])
  const name =
    row.get(PR_ATTACH_LONG_FILENAME_W) ||
    row.get(PR_ATTACH_FILENAME_W) ||
    row.get(PR_DISPLAY_NAME_W) ||
    '(no name)'
  const isMessage = row.get(PR_ATTACH_METHOD) === ATTACH_EMBEDDED_MSG
  const size = isMessage ? 'a message' : await attachmentSize(attachment, row.get(PR_ATTACH_METHOD))
  console.log(`${indent}${'Attachment:'.padEnd(12)}${name} (${size})`)
  if (!isMessage) return
  const embedded = await attachment.openEmbeddedMessage()
  await printMessage(embedded, `${indent}    `)
  await embedded.close()
}

async function attachmentSize(attachment, method) {
  if (method === ATTACH_OLE) return 'an OLE object'
  if (method !== ATTACH_BY_VALUE) return 'a link'
  const stream = await attachment.openProperty(PR_ATTACH_DATA_BIN, IID_IStream)
  const size = await stream.size()
  await stream.close()
  return `${size} bytes`
}
