import { checkInteger, invalidArgType } from './argument-errors.js'
import { attachmentNumbers } from './attachment-numbers.js'
import { Attachment } from './attachment.js'
import { progressChecks, toProgressListener, type ProgressOptions } from './copy-options.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import { MapiProp } from './mapi-prop.js'
import { MapiTable } from './mapi-table.js'
import { readBody, type GetBodyOptions, type MessageBody } from './message-body.js'
import type { NativeHandle } from './native.js'
import { checkOptions, isBoolean, isOneOf, isULong } from './options.js'
import { CHANGE_PROP_TYPE, MV_FLAG, PROP_TYPE, PT_STRING8, PT_UNICODE, type PropTag } from './prop-tag.js'
import { toNativeValues, type PropPair, type PropRows } from './property-input.js'
import type { PropertyRow } from './property-row.js'
import { callOn, nameOf, type SessionObject } from './session-object.js'
import { unicodeFlag } from './unicode-flag.js'

const MAPI_MODIFY = 0x00000001
const MAPI_BEST_ACCESS = 0x00000010

/** MODRECIP_ADD, MODRECIP_MODIFY, MODRECIP_REMOVE, and 0. */
const recipientChanges = { add: 2, modify: 4, remove: 8, 'replace all': 0 }

export interface GetTableOptions {
  /** MAPI_UNICODE: the character width of the string columns. The default is true. */
  unicode?: boolean | undefined
}

export interface OpenAttachOptions {
  /**
   * MAPI_MODIFY: refuse to open it unless it can be written; or no MAPI_MODIFY: for reading only. By default it can be
   * written if the message can (MAPI_BEST_ACCESS).
   */
  modify?: boolean | undefined
}

/**
 * A message: its properties, recipients and attachments.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessageimapiprop
 */
export class Message extends MapiProp {
  /** @internal */
  constructor(handle: NativeHandle, owner: SessionObject | null, name: string) {
    super(handle, owner, 'message', name)
  }

  /**
   * The table of the message's attachments.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-getattachmenttable
   */
  async getAttachmentTable(options?: GetTableOptions): Promise<MapiTable> {
    return openTable(this, 'attachment', 'getAttachmentTable', options)
  }

  /**
   * The table of the message's recipients.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-getrecipienttable
   */
  async getRecipientTable(options?: GetTableOptions): Promise<MapiTable> {
    return openTable(this, 'recipient', 'getRecipientTable', options)
  }

  /**
   * Opens an attachment.
   * @param number The attachment's PR_ATTACH_NUM, as the attachment table gives it: of a damaged file it can be negative.
   * @throws MapiError `MAPI_E_NOT_FOUND` if there is no attachment of this number, `MAPI_E_NO_ACCESS`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-openattach
   */
  async openAttach(number: number, options?: OpenAttachOptions): Promise<Attachment> {
    checkAttachmentNumber(number)
    checkOptions(options, { modify: isBoolean })
    const flags = options?.modify === undefined ? MAPI_BEST_ACCESS : options.modify ? MAPI_MODIFY : 0
    const name = `attachment ${String(number)} of ${nameOf(this)}`
    const handle = await callOn(this, `Opening ${name}`, (native, message) =>
      native.openAttach(message, number >>> 0, flags),
    )
    return new Attachment(handle, this, name, number)
  }

  /**
   * Creates an attachment: set its PR_ATTACH_METHOD and names, write its PR_ATTACH_DATA_BIN or open what it holds, save
   * it, then save this message. Until then the attachment table does not show it.
   * @returns The attachment. Its `number` is the PR_ATTACH_NUM that it has been given.
   * @throws MapiError `MAPI_E_NO_ACCESS` if the message is open for reading only.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-createattach
   */
  async createAttach(): Promise<Attachment> {
    const { number, handle } = await callOn(
      this,
      `Creating an attachment of ${nameOf(this)}`,
      (native, message) => native.createAttach(message, 0),
    )
    return new Attachment(handle, this, `attachment ${String(number)} of ${nameOf(this)}`, number)
  }

  /**
   * Deletes an attachment, which should be closed by then. It is gone for good when this message is saved.
   * @param number The attachment's PR_ATTACH_NUM.
   * @throws MapiError `MAPI_E_NOT_FOUND`, `MAPI_E_NO_ACCESS`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-deleteattach
   */
  async deleteAttach(number: number, options?: ProgressOptions): Promise<void> {
    checkAttachmentNumber(number)
    checkOptions(options, progressChecks)
    const action = `Deleting attachment ${String(number)} of ${nameOf(this)}`
    await callOn(this, action, (native, message) =>
      native.deleteAttach(message, number >>> 0, toProgressListener(options), 0),
    )
  }

  /** The attachments one after the other, in the order of the attachment table; each is closed when the next is asked for. */
  async *attachments(): AsyncGenerator<Attachment> {
    for (const number of await attachmentNumbers(this)) {
      await using attachment = await this.openAttach(number)
      yield attachment
    }
  }

  /**
   * The recipients as rows of the recipient table, with all columns that it has to offer, strings as PT_UNICODE:
   * `row.get(PR_DISPLAY_NAME_W)`, `row.get(PR_RECIPIENT_TYPE)`, `row.get(PR_SMTP_ADDRESS_W)`.
   */
  async *recipients(): AsyncGenerator<PropertyRow> {
    await using table = await this.getRecipientTable()
    const stored = await table.queryColumns({ all: true })
    if (stored.length === 0) return
    await table.setColumns([...new Set(stored.map(asUnicode))])
    yield* table
  }

  /**
   * Changes the recipients. It lasts when the message is saved.
   * @param how `'add'` adds the rows, `'modify'` puts each in the place of the recipient with the same PR_ROWID,
   *   `'remove'` removes those with these PR_ROWIDs, `'replace all'` removes all recipients and adds the rows.
   * @param rows A row for each recipient: pairs of a tag and a value, as for {@link setProps}. New recipients need
   *   PR_RECIPIENT_TYPE and PR_DISPLAY_NAME, and should have PR_ADDRTYPE, PR_EMAIL_ADDRESS and PR_ENTRYID; they must not
   *   have PR_ROWID, which the provider gives them. `'modify'` drops the properties that the row does not have.
   * @throws TypeError, RangeError As {@link setProps}; then nothing is changed.
   * @throws MapiError `MAPI_E_NO_ACCESS` if the message is open for reading only; `MAPI_E_INVALID_PARAMETER`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-modifyrecipients
   */
  async modifyRecipients<const Rows extends readonly (readonly PropPair[])[]>(
    how: 'add' | 'modify' | 'remove' | 'replace all',
    rows: Rows & PropRows<Rows>,
  ): Promise<void> {
    isOneOf(...Object.keys(recipientChanges))('how', how)
    if (!Array.isArray(rows)) throw invalidArgType('rows', 'an array of rows', rows)
    const native = rows.map((row: unknown, index) => toNativeValues(`rows[${String(index)}]`, row))
    await callOn(this, `Changing the recipients of ${nameOf(this)}`, (addon, message) =>
      addon.modifyRecipients(message, recipientChanges[how], native),
    )
  }

  /**
   * Submits the message for sending. A message on a storage cannot be sent: it is there to be answered as MAPI does.
   * @param flags FORCE_SUBMIT.
   * @throws MapiError `MAPI_E_NO_SUPPORT`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-submitmessage
   */
  async submitMessage(flags = 0): Promise<void> {
    isULong('flags', flags)
    await callOn(this, `Submitting ${nameOf(this)}`, (native, message) =>
      native.submitMessage(message, flags),
    )
  }

  /**
   * Marks the message as read or unread. Message stores do this; for a message on a storage set MSGFLAG_READ in
   * PR_MESSAGE_FLAGS.
   * @param flags SUPPRESS_RECEIPT, CLEAR_READ_FLAG, GENERATE_RECEIPT_ONLY and others.
   * @throws MapiError `MAPI_E_NO_SUPPORT`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-setreadflag
   */
  async setReadFlag(flags = 0): Promise<void> {
    isULong('flags', flags)
    await callOn(this, `Setting the read flag of ${nameOf(this)}`, (native, message) =>
      native.setReadFlag(message, flags),
    )
  }

  /**
   * Saves the message, keeps it open, and gives the bytes of its file.
   * @throws MapiError As {@link saveChanges}; `MAPI_E_NO_SUPPORT` for a message that lies on a `Storage` that you opened,
   *   which has `toBytes`, and for one in an attachment.
   */
  async saveToBytes(): Promise<Buffer> {
    return callOn(this, `Saving ${nameOf(this)}`, (native, message) => native.saveMessageToBytes(message))
  }

  /**
   * The body in the best form that the message has, decoded: what PR_NATIVE_BODY_INFO names, else HTML (PR_HTML or
   * PR_BODY_HTML), RTF (PR_RTF_COMPRESSED), or plain text (PR_BODY), with RTF first where PR_RTF_IN_SYNC is true.
   * HTML and plain text that RTF encapsulates, as Outlook stores most bodies, are given as what they are. A body that
   * is empty or damaged is passed over for the next best.
   * @param options.kind Asks for HTML, RTF, or plain text alone. Nothing is converted from one kind to another.
   * @returns `undefined` if the message has no body, or none of the kind.
   * @throws MapiError If there is a body but all that there is of it is damaged.
   * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxbbody/1d211dcd-2896-4b9a-bcdb-a2b5763a57f4
   */
  async getBody(options?: GetBodyOptions): Promise<MessageBody | undefined> {
    return readBody(this, options)
  }
}

async function openTable(
  message: Message,
  what: string,
  method: 'getAttachmentTable' | 'getRecipientTable',
  options: GetTableOptions | undefined,
): Promise<MapiTable> {
  checkOptions(options, { unicode: isBoolean })
  const name = `the ${what} table of ${nameOf(message)}`
  const table = await callOn(message, `Opening ${name}`, (native, handle) =>
    native[method](handle, unicodeFlag(options)),
  )
  return new MapiTable(table, message, name)
}

/** MAPI's functions take it as ULONG, its property is a PT_LONG. */
function checkAttachmentNumber(number: unknown): void {
  checkInteger('number', number, -0x80000000, 0xffffffff)
}

/** Files have the names of recipients as PT_STRING8 too. */
function asUnicode(tag: PropTag): PropTag {
  const type = PROP_TYPE(tag)
  if ((type & ~MV_FLAG) !== PT_STRING8) return tag
  return CHANGE_PROP_TYPE(tag, type - PT_STRING8 + PT_UNICODE)
}

/** The interface of messages, for `openProperty`: the message in an attachment. */
export const IID_IMessage: InterfaceId<Message> = standsFor(
  '{00020307-0000-0000-c000-000000000046}',
  (handle, owner, name) => new Message(handle, owner, name),
)
