// Compiled, never run: what a program may and may not do with property tags.
// Each line after a @ts-expect-error must be refused by the compiler.
import {
  CHANGE_PROP_TYPE,
  type FileTime,
  MAPI_E_NOT_FOUND,
  PROP_TAG,
  PROP_TYPE,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_BODY_HTML,
  PR_CELLULAR_TELEPHONE_NUMBER,
  PR_CLIENT_SUBMIT_TIME,
  PR_HASATTACH,
  PR_HTML,
  PR_IMPORTANCE,
  PR_MESSAGE_SIZE_EXTENDED,
  PR_REPORT_DISPOSITION_TO_NAMES_W,
  PR_SUBJECT_A,
  PR_SUBJECT_W,
  PT_BINARY,
  PT_CLSID,
  PT_CURRENCY,
  PT_MV_SYSTIME,
  PT_NULL,
  PT_UNICODE,
  PT_UNSPECIFIED,
  type PropTag,
  type PropTagValue,
  type PropTypeValue,
  type PropValue,
  type resultCodes,
} from 'mapi-msg'

type Same<A, B> = [A, B] extends [B, A] ? true : false
declare function expectSame<A, B>(same: Same<A, B>): void
declare function read<Value>(tag: PropTag<Value>): Value
declare function write<Value>(tag: PropTag<Value>, value: NoInfer<Value>): void
declare const anyNumber: number

// A tag knows its value.
export const subject: string = read(PR_SUBJECT_W)
export const subject8: string = read(PR_SUBJECT_A)
export const importance: number = read(PR_IMPORTANCE)
export const hasAttachments: boolean = read(PR_HASATTACH)
export const size: bigint = read(PR_MESSAGE_SIZE_EXTENDED)
export const sent: FileTime = read(PR_CLIENT_SUBMIT_TIME)
export const sentDate: Date = read(PR_CLIENT_SUBMIT_TIME)
export const html: Buffer = read(PR_HTML)
export const htmlText: string = read(PR_BODY_HTML)
export const phone: string = read(PR_CELLULAR_TELEPHONE_NUMBER)
export const names: string[] = read(PR_REPORT_DISPOSITION_TO_NAMES_W)
expectSame<PropTagValue<typeof PR_ATTACH_DATA_BIN>, Buffer>(true)

// @ts-expect-error a subject is no number
export const wrongSubject: number = read(PR_SUBJECT_W)
// @ts-expect-error a time is no text
export const wrongTime: string = read(PR_CLIENT_SUBMIT_TIME)
// @ts-expect-error PR_HTML holds bytes
export const wrongHtml: string = read(PR_HTML)
// @ts-expect-error a 64-bit size is a bigint
export const wrongSize: number = read(PR_MESSAGE_SIZE_EXTENDED)

write(PR_SUBJECT_W, 'text')
// @ts-expect-error a subject is text
write(PR_SUBJECT_W, 1)
// @ts-expect-error a time is no text, not even in ISO 8601
write(PR_CLIENT_SUBMIT_TIME, '2024-02-29T12:34:56Z')
// @ts-expect-error objects are opened, not written
write(PR_ATTACH_DATA_OBJ, Buffer.alloc(0))

// Tags are numbers, numbers are not tags, and tags of different values are different.
export const tags: PropTag[] = [PR_SUBJECT_W, PR_IMPORTANCE, PR_ATTACH_DATA_OBJ]
export const asNumber: number = PR_SUBJECT_W
export const textTag: PropTag<string> = PR_SUBJECT_W
export const textOrNumberTag: PropTag<string | number> = PR_SUBJECT_W
export const valueTag: PropTag<PropValue> = PR_SUBJECT_W
// @ts-expect-error a plain number is no tag
export const numberAsTag: PropTag = 0x0037001f
// @ts-expect-error nor is a result code
export const codeAsTag: PropTag = MAPI_E_NOT_FOUND
// @ts-expect-error nor a property type
export const typeAsTag: PropTag = PT_UNICODE
// @ts-expect-error the tag of a number is not that of a text
export const wrongTag: PropTag<string> = PR_IMPORTANCE
// @ts-expect-error a tag of any value is not the tag of a text
export const narrowed: PropTag<string> = valueTag
// @ts-expect-error tags are constants
PR_SUBJECT_W = PR_SUBJECT_A

// PROP_TAG and CHANGE_PROP_TYPE take the value's type from the property type.
expectSame<ReturnType<typeof PROP_TAG<typeof PT_UNICODE>>, PropTag<string>>(true)
export const made: PropTag<string> = PROP_TAG(PT_UNICODE, 0x0037)
export const changed: PropTag<Buffer> = CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_BINARY)
export const unspecified: PropTag = PROP_TAG(PT_UNSPECIFIED, 0x8001)
export const atRunTime: PropTag = PROP_TAG(PROP_TYPE(anyNumber), 0x8001)
// @ts-expect-error PT_BINARY holds no text
export const wronglyMade: PropTag<string> = PROP_TAG(PT_BINARY, 0x0037)
// @ts-expect-error the type is no longer PT_UNICODE
export const wronglyChanged: PropTag<string> = CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_BINARY)
// @ts-expect-error a value of any type has to be looked at first
export const unchecked: string = read(unspecified)
// @ts-expect-error the type comes first
PROP_TAG('0x0037', PT_UNICODE)

expectSame<PropTypeValue<typeof PT_NULL>, null>(true)
expectSame<PropTypeValue<typeof PT_CLSID>, string>(true)
expectSame<PropTypeValue<typeof PT_CURRENCY>, bigint>(true)
expectSame<PropTypeValue<typeof PT_MV_SYSTIME>, FileTime[]>(true)
expectSame<PropTypeValue<number>, unknown>(true)

// @ts-expect-error undefined is no value
export const noValue: PropValue = undefined
// @ts-expect-error nor is a plain object
export const objectValue: PropValue = {}

// @ts-expect-error there is no such code in MAPI's headers, though its documentation names it
export type UnknownCode = (typeof resultCodes)['MAPI_E_INVALID_FLAGS']
