// Writes a draft that Outlook opens for editing: node examples/write-draft.mjs NEW.msg
import {
  ATT_MHTML_REF,
  ATTACH_BY_VALUE,
  encapsulateHtml,
  IID_IStream,
  MAPI_CC,
  MAPI_MODIFY,
  MAPI_TO,
  MSGFLAG_UNSENT,
  NATIVE_BODY_HTML,
  openIMsgSession,
  PR_ATTACH_CONTENT_ID_W,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_EXTENSION_W,
  PR_ATTACH_FLAGS,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_ATTACH_MIME_TAG_W,
  PR_ATTACHMENT_HIDDEN,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_HTML,
  PR_INTERNET_CPID,
  PR_MESSAGE_CLASS_W,
  PR_MESSAGE_FLAGS,
  PR_NATIVE_BODY_INFO,
  PR_RENDERING_POSITION,
  PR_RTF_COMPRESSED,
  PR_RTF_IN_SYNC,
  PR_SUBJECT_W,
  smtpRecipient,
  wrapCompressedRTFStream,
} from 'mapi-msg'

const utf8 = 65001

const html = `<html><head><style>p { font-family: Arial }</style></head><body>
<p>Dear Ann &amp; Bob,</p>
<p>this is the <b>new logo</b>, drawn in Köln: <img src="cid:logo@example.com" width="16" height="16"></p>
<p>The offer over 1.200&nbsp;€ is attached.</p>
</body></html>`

const text = `Dear Ann & Bob,

this is the new logo, drawn in Köln: [picture]

The offer over 1.200\u00a0€ is attached.
`

const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: node examples/write-draft.mjs NEW.msg')
  process.exitCode = 2
} else {
  await writeDraft(file)
}

async function writeDraft(path) {
  const session = await openIMsgSession()
  try {
    const message = await session.createMessage(path)
    await set(message, [
      [PR_MESSAGE_CLASS_W, 'IPM.Note'],
      // Only until the first saveChanges. Without it the file opens as received mail.
      [PR_MESSAGE_FLAGS, MSGFLAG_UNSENT],
      [PR_SUBJECT_W, 'Our new logo'],
    ])
    await writeBody(message)
    await message.modifyRecipients('add', [
      smtpRecipient(MAPI_TO, 'Ann Lee', 'ann@example.com'),
      smtpRecipient(MAPI_TO, 'Bob Roy', 'bob@example.com'),
      smtpRecipient(MAPI_CC, 'Jürgen Groß', 'juergen@example.com'),
    ])
    await attachPicture(message, 'logo.png', 'image/png', logo, 'logo@example.com')
    await attachFile(message, 'offer.csv', 'text/csv', Buffer.from('item,price\r\nlogo,1200\r\n'))
    await message.saveChanges()
    console.log(`Wrote ${path}`)
  } finally {
    await session.close()
  }
}

/** Outlook shows a draft as plain text if it has HTML, but no RTF with the HTML in it. */
async function writeBody(message) {
  await set(message, [
    [PR_INTERNET_CPID, utf8],
    [PR_HTML, Buffer.from(html)],
    [PR_BODY_W, text.replaceAll('\n', '\r\n')],
    [PR_RTF_IN_SYNC, true],
    [PR_NATIVE_BODY_INFO, NATIVE_BODY_HTML],
  ])
  const compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream, { create: true })
  const rtf = await wrapCompressedRTFStream(compressed, MAPI_MODIFY)
  await rtf.write(encapsulateHtml(html))
  await rtf.commit()
  await rtf.close()
  await compressed.commit()
  await compressed.close()
}

async function attachFile(message, name, mimeType, content, more = []) {
  const attachment = await message.createAttach()
  await set(attachment, [
    [PR_ATTACH_METHOD, ATTACH_BY_VALUE],
    [PR_ATTACH_LONG_FILENAME_W, name],
    [PR_ATTACH_EXTENSION_W, name.slice(name.lastIndexOf('.'))],
    [PR_DISPLAY_NAME_W, name],
    [PR_ATTACH_MIME_TAG_W, mimeType],
    [PR_RENDERING_POSITION, -1],
    [PR_ATTACH_DATA_BIN, content],
    ...more,
  ])
  await attachment.saveChanges()
  await attachment.close()
}

/** A picture that the HTML shows, by its content id, and that is not in the list of attachments. */
function attachPicture(message, name, mimeType, content, contentId) {
  return attachFile(message, name, mimeType, content, [
    [PR_ATTACH_CONTENT_ID_W, contentId],
    [PR_ATTACH_FLAGS, ATT_MHTML_REF],
    [PR_ATTACHMENT_HIDDEN, true],
  ])
}

async function set(object, values) {
  const [problem] = await object.setProps(values)
  if (problem) throw problem.error
}
