import {
  type Attachment,
  type MapiTable,
  type Message,
  type MessageSession,
  PROP_TAG,
  type PropStream,
  PT_BINARY,
  PT_UNICODE,
  type SessionObject,
} from 'mapi-msg'

/** The properties that are streamed. */
export const PR_TEXT = PROP_TAG(PT_UNICODE, 0x6700) as number
export const PR_BYTES = PROP_TAG(PT_BINARY, 0x6701) as number

/** What the product must answer: objects with what they hold, each beside the real one. */

export type Value = string | number | bigint | Uint8Array | string[]
export type Properties = Map<number, Value>

export interface RecipientModel {
  name: string
}

/** What a file holds. */
export interface Contents {
  properties: Properties
  recipients: RecipientModel[]
  attachments: Map<number, Properties>
}

interface Opened<Real extends SessionObject> {
  real: Real
  parent: Opened<SessionObject> | undefined
  isClosed: boolean
}

export interface SessionModel extends Opened<MessageSession> {
  kind: 'session'
}

export interface MessageModel extends Opened<Message> {
  kind: 'message'
  contents: Contents
  isWritable: boolean
  /** What was changed in attachments and not saved, while some handle of each is open. */
  working: Map<number, Properties>
}

export interface AttachmentModel extends Opened<Attachment> {
  kind: 'attachment'
  message: MessageModel
  number: number
}

export interface TableModel extends Opened<MapiTable> {
  kind: 'table'
  /** The names in it when it was opened. */
  names: string[]
  row: number
}

export interface StreamModel extends Opened<PropStream> {
  kind: 'stream'
  message: MessageModel
  tag: number
  bytes: Buffer
  position: number
  isWritable: boolean
}

export type AnyModel = SessionModel | MessageModel | AttachmentModel | TableModel | StreamModel

export class World {
  objects: AnyModel[] = []
  /** How many were taken. */
  steps = 0
  /** Files that can be opened again. */
  readonly files: { bytes: Buffer; contents: Contents }[] = []

  of<Kind extends AnyModel['kind']>(kind: Kind): Extract<AnyModel, { kind: Kind }>[] {
    return this.objects.filter((each): each is Extract<AnyModel, { kind: Kind }> => each.kind === kind)
  }

  /** Closed is an object that was closed, and what was opened under one. */
  isClosed(object: Opened<SessionObject>): boolean {
    for (let at: Opened<SessionObject> | undefined = object; at; at = at.parent) if (at.isClosed) return true
    return false
  }

  close(object: AnyModel): void {
    // What was not committed is, when the stream is released.
    if (object.kind === 'stream' && object.isWritable && !this.isClosed(object)) this.commit(object)
    object.isClosed = true
    for (const message of this.of('message')) {
      for (const number of message.working.keys()) {
        if (!this.openHandles(message, number)) message.working.delete(number)
      }
    }
  }

  commit({ message, tag, bytes }: StreamModel): void {
    message.contents.properties.set(tag, tag === PR_TEXT ? bytes.toString('utf16le') : bytes)
  }

  openHandles(message: MessageModel, number: number): number {
    const isOne = (each: AttachmentModel) =>
      each.message === message && each.number === number && !this.isClosed(each)
    return this.of('attachment').filter(isOne).length
  }

  /** Whether a stream stands on the property: what else changes it meanwhile is up to the provider. */
  isStreamed(message: MessageModel, tag: number): boolean {
    return this.of('stream').some(
      (each) => each.message === message && each.tag === tag && !this.isClosed(each),
    )
  }
}

export function copyContents({ properties, recipients, attachments }: Contents): Contents {
  return {
    properties: new Map(properties),
    recipients: [...recipients],
    attachments: new Map([...attachments].map(([number, each]) => [number, new Map(each)])),
  }
}

/** What the file holds that is saved from it: attachments are numbered anew when it is opened. */
export function savedContents(contents: Contents): Contents {
  const copy = copyContents(contents)
  const inOrder = [...copy.attachments].sort(([a], [b]) => a - b)
  copy.attachments = new Map(inOrder.map(([, each], index) => [index, each]))
  return copy
}
