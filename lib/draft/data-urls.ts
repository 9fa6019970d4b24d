import { randomUUID } from 'node:crypto'

import type { DraftAttachment } from './message-draft.js'

const picture = /(<img\b[^<>]{0,1024}?\ssrc\s{0,20}=\s{0,20}["']?)(data:[^"'>\s]+)/gi

/** Makes attachments of the pictures that are in the HTML as `data:` URLs. */
export function attachPictures(html: string): { html: string; attachments: DraftAttachment[] } {
  const attachments: DraftAttachment[] = []
  const changed = html.replace(picture, (_, before: string, url: string) => {
    const type = /^data:image\/([a-z]+)/i.exec(url)?.[1] ?? 'bin'
    const cid = `${randomUUID()}@mapi-msg`
    attachments.push({ filename: `image-${String(attachments.length + 1)}.${type}`, path: url, cid })
    return `${before}cid:${cid}`
  })
  return { html: changed, attachments }
}
