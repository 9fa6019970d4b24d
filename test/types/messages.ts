// Compiled, never run: what the compiler knows about values read from messages.
// Each line after a @ts-expect-error must be refused by the compiler.
import {
  type Attachment,
  IID_IMessage,
  IID_IStream,
  type Message,
  type MapiTable,
  PR_ATTACH_DATA_OBJ,
  PR_BODY_W,
  PR_HASATTACH,
  PR_IMPORTANCE,
  PR_SUBJECT_W,
  type PropStream,
  RELOP_EQ,
  RES_PROPERTY,
} from 'mapi-msg'

declare const message: Message
declare const attachment: Attachment
declare const table: MapiTable

export const subject: string | undefined = await message.get(PR_SUBJECT_W)
export const several: [string | undefined, number | undefined, boolean | undefined] = await message.getProps([
  PR_SUBJECT_W,
  PR_IMPORTANCE,
  PR_HASATTACH,
])
export const rowSubject: string | undefined = (await message.getPropRow()).get(PR_SUBJECT_W)
export const body: PropStream = await message.openProperty(PR_BODY_W, IID_IStream)
export const embedded: Message = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IMessage)

// @ts-expect-error a subject is no number
export const wrongSubject: number | undefined = await message.get(PR_SUBJECT_W)
// @ts-expect-error a message may have no subject
export const certainSubject: string = await message.get(PR_SUBJECT_W)
// @ts-expect-error the second value is a number
export const wrongSecond: [string?, string?] = await message.getProps([PR_SUBJECT_W, PR_IMPORTANCE])
// @ts-expect-error a stream has no body
export const wrongObject: Pick<Message, 'getBody'> = await message.openProperty(PR_BODY_W, IID_IStream)
// @ts-expect-error any number is no tag
await message.get(0x0037001f)
// @ts-expect-error tables are read by tags, not by names
await table.setColumns(['PR_SUBJECT'])
// @ts-expect-error a restriction on a property needs a value
await table.restrict({ rt: RES_PROPERTY, relop: RELOP_EQ, tag: PR_IMPORTANCE })
// @ts-expect-error there is no such option
await message.getProps([PR_SUBJECT_W], { unicod: true })
