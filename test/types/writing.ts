// Compiled, never run: what the compiler knows about values that are written to messages.
// Each line after a @ts-expect-error must be refused by the compiler.
import {
  type Attachment,
  CHANGE_PROP_TYPE,
  MAPI_TO,
  type Message,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_CLIENT_SUBMIT_TIME,
  PR_DISPLAY_NAME_W,
  PR_IMPORTANCE,
  PR_MESSAGE_RECIPIENTS,
  PR_RECIPIENT_TYPE,
  PR_REPORT_DISPOSITION_TO_NAMES_W,
  PR_SUBJECT_W,
  type PropProblem,
  PROP_TAG,
  type PropTag,
  PS_PUBLIC_STRINGS,
  PT_LONG,
  PT_MV_UNICODE,
  PT_UNICODE,
  PT_UNSPECIFIED,
  type PropValue,
} from 'mapi-msg'

declare const message: Message
declare const attachment: Attachment
declare const anyTag: PropTag
declare const anyValue: PropValue
declare const names: string[]

// Every value goes with its tag.
export const problems: PropProblem[] = await message.setProps([
  [PR_SUBJECT_W, 'text'],
  [PR_IMPORTANCE, 2],
  [PR_CLIENT_SUBMIT_TIME, new Date()],
  [PR_ATTACH_DATA_BIN, new Uint8Array(3)],
  [PR_REPORT_DISPOSITION_TO_NAMES_W, ['a', 'b']],
])
await message.setProps([])
await message.set(PR_SUBJECT_W, 'text')
await message.set(PR_CLIENT_SUBMIT_TIME, new Date())
await message.set(CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_LONG), 5)
// @ts-expect-error a subject is text
await message.set(PR_SUBJECT_W, 5)
// @ts-expect-error a subject is text, in pairs too
await message.setProps([[PR_SUBJECT_W, 5]])
// @ts-expect-error each pair is looked at
await message.setProps([[PR_SUBJECT_W, 'text'], [PR_IMPORTANCE, 'high']]) // prettier-ignore
// @ts-expect-error a time is no text
await message.set(PR_CLIENT_SUBMIT_TIME, '2024-02-29T12:34:56Z')
// @ts-expect-error several values are an array
await message.set(PR_REPORT_DISPOSITION_TO_NAMES_W, 'a')
// @ts-expect-error objects are opened, not written
await message.set(PR_ATTACH_DATA_OBJ, Buffer.alloc(0))
// @ts-expect-error nor with others
await message.setProps([[PR_ATTACH_DATA_OBJ, Buffer.alloc(0)]])
// @ts-expect-error a number is no tag
await message.setProps([[0x0037001f, 'text']])
// @ts-expect-error undefined is no value: deleteProps deletes
await message.set(PR_SUBJECT_W, undefined)
// @ts-expect-error pairs are in an array
await message.setProps([PR_SUBJECT_W, 'text'])

// Where the type of the tag is not known, any value may fit.
await message.set(anyTag, anyValue)
await message.setProps([[anyTag, anyValue], [PROP_TAG(PT_UNSPECIFIED, 0x8001), 'text']]) // prettier-ignore
// @ts-expect-error but a plain object fits nothing
await message.set(anyTag, {})

// Named properties take their type from a constant.
export const tag: PropTag<string> = await message.setNamed(PS_PUBLIC_STRINGS, 'x', PT_UNICODE, 'text')
await message.setNamed(PS_PUBLIC_STRINGS, 'Keywords', PT_MV_UNICODE, ['a', 'b'])
// @ts-expect-error PT_LONG is a number
await message.setNamed(PS_PUBLIC_STRINGS, 'x', PT_LONG, 'text')

// Recipients are rows of such pairs.
await message.modifyRecipients('add', [[[PR_DISPLAY_NAME_W, 'Ann'], [PR_RECIPIENT_TYPE, MAPI_TO]]]) // prettier-ignore
await message.modifyRecipients(
  'replace all',
  names.map((name) => [
    [PR_DISPLAY_NAME_W, name],
    [PR_RECIPIENT_TYPE, MAPI_TO],
  ]),
)
// @ts-expect-error a recipient type is a number
await message.modifyRecipients('add', [[[PR_DISPLAY_NAME_W, 'Ann'], [PR_RECIPIENT_TYPE, 'to']]]) // prettier-ignore
// @ts-expect-error in every row
await message.modifyRecipients('add', [[[PR_DISPLAY_NAME_W, 'Ann']], [[PR_DISPLAY_NAME_W, 5]]])
// @ts-expect-error there is no such change
await message.modifyRecipients('delete', [])
// @ts-expect-error a row is an array of pairs
await message.modifyRecipients('add', [[PR_DISPLAY_NAME_W, 'Ann']])

await message.deleteProps([PR_SUBJECT_W])
await message.copyTo(message, { exclude: [PR_MESSAGE_RECIPIENTS], noReplace: true })
// @ts-expect-error copies go to messages and attachments
await message.copyTo('mail.msg')
await message.saveChanges({ keepOpen: 'readwrite' })
// @ts-expect-error there is no such way to keep it open
await message.saveChanges({ keepOpen: true })
export const created: Attachment = await message.createAttach()
export const number: number = attachment.number
export const embedded: Message = await attachment.openEmbeddedMessage({ create: true })
attachment.createWriteStream().end(Buffer.alloc(3))
