// Lists the messages in a folder, and in the folders in it, as CSV: node examples/list-folder.mjs FOLDER > list.csv
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { readMessages } from 'mapi-msg'

const byteOrderMark = '\ufeff' // by which Excel knows UTF-8
const columns = ['File', 'Sent', 'From', 'To', 'Subject', 'Attachments']

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: node examples/list-folder.mjs FOLDER > list.csv')
  process.exitCode = 2
} else {
  await listFolder(folder).catch((error) => report(error.message))
}

async function listFolder(folder) {
  const files = await findMessages(folder)
  process.stdout.write(byteOrderMark + csvLine(columns))
  for await (const { source, message, error } of readMessages(files, { bodies: false, nested: false })) {
    if (error) report(error.message)
    else process.stdout.write(csvLine([path.relative(folder, source), ...cellsOf(message)]))
  }
}

async function findMessages(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.msg$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function cellsOf(message) {
  const { sent, from, to, subject, attachments } = message
  return [
    sent?.toISOString() ?? '',
    from ? mailbox(from) : '',
    to.map(mailbox).join('; '),
    subject ?? '',
    attachments.map(({ name }) => name ?? '(no name)').join('; '),
  ]
}

function mailbox({ name, address }) {
  return name && address && name !== address ? `${name} <${address}>` : name || address
}

function csvLine(cells) {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** As RFC 4180 has it. Senders choose the text: where it begins like a formula, an apostrophe keeps it a text. */
function csvCell(text) {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function report(message) {
  console.error(message)
  process.exitCode = 1
}
