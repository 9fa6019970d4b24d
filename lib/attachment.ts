import { PR_ATTACH_DATA_BIN, PR_ATTACH_DATA_OBJ } from './generated/prop-tags.js'
import { MapiProp } from './mapi-prop.js'
import { IID_IMessage, type Message } from './message.js'
import type { NativeHandle } from './native.js'
import type { OpenPropertyOptions } from './prop-reader.js'
import type { PropTag } from './prop-tag.js'
import type { SessionObject } from './session-object.js'

/** Values of PR_ATTACH_METHOD. https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagattachmethod-canonical-property */
export const NO_ATTACHMENT = 0
export const ATTACH_BY_VALUE = 1
export const ATTACH_BY_REFERENCE = 2
export const ATTACH_BY_REF_RESOLVE = 3
export const ATTACH_BY_REF_ONLY = 4
export const ATTACH_EMBEDDED_MSG = 5
export const ATTACH_OLE = 6
export const ATTACH_BY_WEBREFERENCE = 7

/**
 * An attachment of a message.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/iattachimapiprop
 */
export class Attachment extends MapiProp {
  /** The attachment's PR_ATTACH_NUM, by which the message knows it as long as that is open. */
  readonly number: number

  /** @internal */
  constructor(handle: NativeHandle, owner: SessionObject, name: string, number: number) {
    super(handle, owner, 'attachment', name)
    this.number = number
  }

  /**
   * Opens the message in an attachment whose PR_ATTACH_METHOD is ATTACH_EMBEDDED_MSG. What is changed in it lasts when it
   * is saved, then this attachment, then the message around that.
   * @param options.create Puts a new message into the attachment. Set PR_ATTACH_METHOD as well.
   * @param options.modify For writing too.
   * @throws MapiError `MAPI_E_NOT_FOUND` or `MAPI_E_INTERFACE_NOT_SUPPORTED` if this is another kind of attachment;
   *   `MAPI_E_NO_ACCESS`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-openproperty
   */
  async openEmbeddedMessage(options?: Omit<OpenPropertyOptions, 'interfaceOptions'>): Promise<Message> {
    return this.openProperty(PR_ATTACH_DATA_OBJ, IID_IMessage, options)
  }

  /** A Node stream of the attachment's bytes, of the file that it is, or of another property. */
  override createReadStream(tag: PropTag = PR_ATTACH_DATA_BIN): ReturnType<MapiProp['createReadStream']> {
    return super.createReadStream(tag)
  }
  /** A Node stream to write the attachment's bytes, of the file that it is, or another property. See `MapiProp`. */
  override createWriteStream(tag: PropTag = PR_ATTACH_DATA_BIN): ReturnType<MapiProp['createWriteStream']> {
    return super.createWriteStream(tag)
  }
}
