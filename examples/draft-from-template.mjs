// Makes a draft of a template: node examples/draft-from-template.mjs TEMPLATE.oft DATA.json OUT.msg
// The template, a .msg or .oft file, has {{placeholders}} in its subject and its text, for which the data has values:
// { "to": "Ann Lee <ann@example.com>", "cc": [], "values": { "name": "Ann", "amount": "1.200 €" } }
import { readFile } from 'node:fs/promises'
import { readMessage, writeMessage } from 'mapi-msg'

const [template, data, out] = process.argv.slice(2)
if (template === undefined || data === undefined || out === undefined) {
  console.error('Usage: node examples/draft-from-template.mjs TEMPLATE.msg|.oft DATA.json OUT.msg')
  process.exitCode = 2
} else {
  await makeDraft(template, data, out).catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

async function makeDraft(templateFile, dataFile, out) {
  const template = await readMessage(templateFile, { attachments: 'content' })
  const { to, cc, bcc, values } = await readData(dataFile)
  const fill = filler(values)
  const draft = {
    ...{ to, cc, bcc },
    subject: fill(template.subject ?? ''),
    // The text is made of the HTML where there is one.
    ...(template.html ? { html: fill(template.html, toHtml) } : { text: fill(template.text ?? '') }),
    attachments: toDraftAttachments(template.attachments),
  }
  if (fill.missing.size > 0) {
    throw new Error(`${dataFile} has no values for ${[...fill.missing].join(', ')}`)
  }
  await writeMessage(out, draft)
  console.log(`Wrote ${out}`)
}

async function readData(file) {
  const text = await readFile(file, 'utf8')
  let data
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error.message}`, { cause: error })
  }
  if (typeof data?.values !== 'object' || data.values === null) {
    throw new Error(`${file} must be an object with "values", such as { "values": { "name": "Ann" } }`)
  }
  return data
}

/** A function that puts values into a text, and notes in `missing` which there are not. */
function filler(values) {
  const missing = new Set()
  const fill = (text, encode = (value) => value) =>
    text.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (placeholder, name) => {
      const value = values[name]
      if (typeof value === 'string' || typeof value === 'number') return encode(String(value))
      missing.add(name)
      return placeholder
    })
  return Object.assign(fill, { missing })
}

/** Values are text, whatever is in them. */
function toHtml(value) {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return value.replace(/[&<>"]/g, (character) => named[character]).replace(/\r?\n/g, '<br>')
}

function toDraftAttachments(attachments) {
  for (const { name, content } of attachments) {
    if (!content) console.error(`Left out ${name}, which is a message, a link or an OLE object`)
  }
  return attachments
    .filter(({ content }) => content)
    .map(({ name, content, mimeType, contentId }) => {
      return { filename: name, content, contentType: mimeType, cid: contentId }
    })
}
