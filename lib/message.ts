import { checkInteger } from './argument-errors.js'
import { Attachment } from './attachment.js'
import { PR_ATTACH_NUM } from './generated/prop-tags.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import { MapiProp } from './mapi-prop.js'
import { MapiTable } from './mapi-table.js'
import { readBody, type GetBodyOptions, type MessageBody } from './message-body.js'
import type { NativeHandle } from './native.js'
import { checkOptions, isBoolean } from './options.js'
import { CHANGE_PROP_TYPE, MV_FLAG, PROP_TYPE, PT_STRING8, PT_UNICODE, type PropTag } from './prop-tag.js'
import type { PropertyRow } from './property-row.js'
import { callOn, nameOf, type SessionObject } from './session-object.js'
import { unicodeFlag } from './unicode-flag.js'

export interface GetTableOptions {
  /** MAPI_UNICODE: the character width of the string columns. The default is true. */
  unicode?: boolean | undefined
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
    return this.#openTable('attachment', 'getAttachmentTable', options)
  }

  /**
   * The table of the message's recipients.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-getrecipienttable
   */
  async getRecipientTable(options?: GetTableOptions): Promise<MapiTable> {
    return this.#openTable('recipient', 'getRecipientTable', options)
  }

  /**
   * Opens an attachment for reading.
   * @param number The attachment's PR_ATTACH_NUM, from the attachment table.
   * @throws MapiError `MAPI_E_NOT_FOUND` if there is no attachment of this number.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imessage-openattach
   */
  async openAttach(number: number): Promise<Attachment> {
    checkInteger('number', number, 0, 0xffffffff)
    const name = `attachment ${String(number)} of ${nameOf(this)}`
    const handle = await callOn(this, `Opening ${name}`, (native, message) =>
      native.openAttach(message, number, 0),
    )
    return new Attachment(handle, this, name)
  }

  /** The attachments one after the other, in the order of the attachment table; each is closed when the next is asked for. */
  async *attachments(): AsyncGenerator<Attachment> {
    for (const number of await this.#attachmentNumbers()) {
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

  async #openTable(
    what: string,
    method: 'getAttachmentTable' | 'getRecipientTable',
    options: GetTableOptions | undefined,
  ): Promise<MapiTable> {
    checkOptions(options, { unicode: isBoolean })
    const name = `the ${what} table of ${nameOf(this)}`
    const handle = await callOn(this, `Opening ${name}`, (native, message) =>
      native[method](message, unicodeFlag(options)),
    )
    return new MapiTable(handle, this, name)
  }

  async #attachmentNumbers(): Promise<number[]> {
    await using table = await this.getAttachmentTable()
    await table.setColumns([PR_ATTACH_NUM])
    const rows = await table.queryAll()
    return rows.map((row) => row.get(PR_ATTACH_NUM)).filter((number) => number !== undefined)
  }
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
