// What the page shows of a message.
import { unescape } from 'node:querystring'
import { ATTACH_EMBEDDED_MSG, readMessage } from 'mapi-msg'

/**
 * @typedef {object} MessageView
 * @property {string} subject
 * @property {string} from
 * @property {string} to
 * @property {string} cc
 * @property {string} sent In ISO 8601; empty for a draft.
 * @property {string} document A page with the text, for a frame without rights.
 * @property {AttachmentView[]} attachments Without the pictures within the text.
 *
 * @typedef {object} AttachmentView
 * @property {number} number
 * @property {string} fileName Names no folder.
 * @property {number | undefined} size In bytes.
 */

// Also against what the frame's sandbox and the page's policy forbid already: no scripts, nothing from elsewhere.
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<MessageView>}
 */
export async function readView(bytes) {
  const message = await readMessage(bytes, { attachments: 'content', nested: false })
  const attachments = message.attachments ?? []
  return {
    subject: message.subject ?? '',
    from: message.from ? mailbox(message.from) : '',
    to: (message.to ?? []).map(mailbox).join('; '),
    cc: (message.cc ?? []).map(mailbox).join('; '),
    sent: message.sent?.toISOString() ?? '',
    document: toDocument(message.html ? showPictures(message.html, attachments) : toHtml(message.text ?? '')),
    attachments: attachments
      .filter(({ inline }) => !inline)
      .map((attachment) => ({
        number: attachment.number,
        fileName: fileNameOf(attachment),
        size: attachment.size,
      })),
  }
}

/** @param {import('mapi-msg').Address} address */
function mailbox({ name, address }) {
  return name && address && name !== address ? `${name} <${address}>` : name || address
}

/** @param {string} html What comes first counts: a message can only add to the policy. */
function toDocument(html) {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">${html}`
}

/** @param {string} text */
function toHtml(text) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<pre style="white-space: pre-wrap">${escaped}</pre>`
}

/**
 * Puts the pictures that the HTML has by their content ids (`<img src="cid:...">`, RFC 2392) into it.
 * @param {string} html
 * @param {import('mapi-msg').AttachmentContents[]} attachments
 */
function showPictures(html, attachments) {
  const urls = new Map()
  for (const { contentId, mimeType = '', content } of attachments) {
    // The page looks at the bytes, whatever image this is said to be.
    const type = /^image\/[\w.+-]+$/.test(mimeType) ? mimeType : 'image/png'
    if (contentId && content) urls.set(contentId, `data:${type};base64,${content.toString('base64')}`)
  }
  return html.replace(/\bcid:([^"'\s<>()]+)/gi, (url, id) => urls.get(unescape(id)) ?? url)
}

/**
 * @param {import('mapi-msg').AttachmentContents} attachment The sender chose its name.
 * @returns {string}
 */
function fileNameOf({ name, number, method }) {
  const safe = (name || `attachment ${number + 1}`).replace(
    /[<>:"/\\|?*\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    '_',
  )
  return method === ATTACH_EMBEDDED_MSG ? `${safe}.msg` : safe
}
