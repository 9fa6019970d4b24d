import { invalidArgType, invalidArgValue } from './argument-errors.js'
import {
  PR_ADDRTYPE_W,
  PR_DISPLAY_NAME_W,
  PR_DISPLAY_TYPE,
  PR_EMAIL_ADDRESS_W,
  PR_ENTRYID,
  PR_OBJECT_TYPE,
  PR_RECIPIENT_TYPE,
  PR_SEARCH_KEY,
  PR_SEND_RICH_INFO,
  PR_SMTP_ADDRESS_W,
} from './generated/prop-tags.js'
import { isULong } from './options.js'

const MAPI_MAILUSER = 6
const DT_MAILUSER = 0

const oneOffProvider = '812b1fa4bea310199d6e00dd010f5402'
const noRichInfo = 0x0001
const unicode = 0x8000

/**
 * The entry identifier of somebody who is in no address book, for PR_ENTRYID of a recipient or PR_SENDER_ENTRYID: it has
 * the name and the address in it. The recipient is sent plain internet mail.
 * @param addressType `'SMTP'`, or another type of address.
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE` for what is no string, or has null characters.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/iaddrbook-createoneoff
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcdata/b32d23af-85f6-4e92-8387-53a1950ae7ba
 */
export function createOneOff(name: string, addressType: string, address: string): Buffer {
  checkText('name', name)
  checkText('addressType', addressType)
  checkText('address', address)
  const head = Buffer.alloc(24)
  head.write(oneOffProvider, 4, 'hex')
  head.writeUInt16LE(unicode | noRichInfo, 22)
  return Buffer.concat([head, Buffer.from(`${name}\0${addressType}\0${address}\0`, 'utf16le')])
}

/** Who an entry identifier names that {@link createOneOff} makes; `undefined` for another kind. */
export function readOneOff(entryId: Buffer): { name: string; address: string } | undefined {
  if (entryId.toString('hex', 4, 20) !== oneOffProvider || entryId.length < 24) return undefined
  const isUnicode = (entryId.readUInt16LE(22) & unicode) !== 0
  const [name = '', , address = ''] = entryId.toString(isUnicode ? 'utf16le' : 'latin1', 24).split('\0')
  return { name, address }
}

/**
 * The row of a recipient with an address of the internet, for `message.modifyRecipients('add', [...])`, with all that
 * Outlook needs to send to it.
 * @param type MAPI_TO, MAPI_CC or MAPI_BCC.
 * @throws TypeError, RangeError As {@link createOneOff}, and for a type that is no number.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-modifyrecipients
 */
export function smtpRecipient(type: number, name: string, address: string) {
  isULong('type', type)
  const entryId = createOneOff(name, 'SMTP', address)
  return [
    [PR_RECIPIENT_TYPE, type],
    [PR_OBJECT_TYPE, MAPI_MAILUSER],
    [PR_DISPLAY_TYPE, DT_MAILUSER],
    [PR_DISPLAY_NAME_W, name],
    [PR_ADDRTYPE_W, 'SMTP'],
    [PR_EMAIL_ADDRESS_W, address],
    [PR_SMTP_ADDRESS_W, address],
    [PR_ENTRYID, entryId],
    [PR_SEARCH_KEY, Buffer.from(`SMTP:${address.toUpperCase()}\0`)],
    [PR_SEND_RICH_INFO, false],
  ] as const
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value)
  if (value.includes('\0')) throw invalidArgValue(`The "${name}" argument must not have null characters.`)
}
