import type { Address } from './message-contents.js'
import { createOneOff, readOneOff } from './one-off.js'

// Of Exchange's address book: 28 bytes, then the name in ASCII.
// https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcdata/76ed0d9f-37bc-4b01-a17d-b6b0f0ee55f0
const exchangeProvider = 'dca740c8c042101ab4b908002b2fe182'
const exchangeHead = 28

/**
 * Who answers go to.
 * @param entries PR_REPLY_RECIPIENT_ENTRIES, a FLATENTRYLIST.
 * @param names PR_REPLY_RECIPIENT_NAMES, which has their names with `;` between them.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/flatentrylist
 */
export function readReplyRecipients(entries: Buffer | undefined, names: string | undefined): Address[] {
  const listed = (names ?? '').split(';').map((name) => name.trim())
  const found = entryIds(entries ?? Buffer.alloc(0)).map((entryId, index): Address => {
    const oneOff = readOneOff(entryId)
    if (oneOff) return oneOff
    return { name: listed[index] ?? '', address: exchangeAddress(entryId) }
  })
  return found.length > 0 ? found : listed.filter((name) => name !== '').map(withoutEntry)
}

/** PR_REPLY_RECIPIENT_ENTRIES for them. */
export function replyRecipientEntries(addresses: readonly Address[]): Buffer {
  const entries = addresses.map(({ name, address }) => {
    const entryId = createOneOff(name || address, 'SMTP', address)
    const padded = Buffer.alloc(4 + Math.ceil(entryId.length / 4) * 4)
    padded.writeUInt32LE(entryId.length)
    entryId.copy(padded, 4)
    return padded
  })
  const list = Buffer.concat(entries)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(addresses.length)
  head.writeUInt32LE(list.length, 4)
  return Buffer.concat([head, list])
}

function entryIds(list: Buffer): Buffer[] {
  const ids: Buffer[] = []
  if (list.length < 8) return ids
  const count = list.readUInt32LE(0)
  for (let at = 8; ids.length < count && at + 4 <= list.length;) {
    const end = at + 4 + list.readUInt32LE(at)
    ids.push(list.subarray(at + 4, end))
    at += Math.ceil((end - at) / 4) * 4
  }
  return ids
}

function exchangeAddress(entryId: Buffer): string {
  if (entryId.toString('hex', 4, 20) !== exchangeProvider) return ''
  return entryId.toString('latin1', exchangeHead).replace(/\0.*$/s, '')
}

function withoutEntry(name: string): Address {
  return { name, address: name.includes('@') ? name : '' }
}
