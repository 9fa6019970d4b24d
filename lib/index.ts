export * from './attachment.js'
export { MAPI_MODIFY, STORE_UNCOMPRESSED_RTF, wrapCompressedRTFStream } from './compressed-rtf.js'
export type { CopyOptions, CopyToOptions, Progress, ProgressOptions } from './copy-options.js'
export type { Appointment } from './details/appointment.js'
export type { Contact } from './details/contact.js'
export type { JournalEntry } from './details/journal.js'
export type { MessageDetails } from './details/message-details.js'
export type { StickyNote } from './details/note.js'
export type { Task } from './details/task.js'
export type {
  DraftAddresses,
  DraftAttachment,
  DraftCalendar,
  DraftContent,
  DraftGroup,
  DraftHeaders,
  DraftMailbox,
  MessageDraft,
} from './draft/message-draft.js'
export { writeMessage, type WriteMessageOptions } from './draft/write-message.js'
export { emlToMessage, type EmlToMessageOptions } from './eml/eml-to-message.js'
export { messageToEml, type MessageToEmlOptions } from './eml/message-to-eml.js'
export { encapsulateHtml } from './encapsulate-html.js'
export { FileTime } from './file-time.js'
export { findMapi, type MapiCandidate } from './find-mapi.js'
export * from './generated/prop-tags.js'
export * from './generated/result-codes.js'
export type { InterfaceId } from './interfaces.js'
export { MapiError } from './mapi-error.js'
export { MapiProp, type SaveChangesOptions } from './mapi-prop.js'
export * from './mapi-table.js'
export { IID_IMessage, Message, type GetTableOptions, type OpenAttachOptions } from './message.js'
export type { BodyKind, GetBodyOptions, MessageBody } from './message-body.js'
export * from './message-constants.js'
export type { Address, AttachmentContents, MessageContents, Recipient } from './message-contents.js'
export {
  MessageSession,
  openIMsgOnIStg,
  openIMsgSession,
  type CreateMessageOptions,
  type OpenIMsgOnIStgOptions,
  type SessionOptions,
} from './message-session.js'
export {
  MAPI_NO_IDS,
  MAPI_NO_STRINGS,
  PS_INTERNET_HEADERS,
  PS_MAPI,
  PS_PUBLIC_STRINGS,
  PSETID_Address,
  PSETID_Appointment,
  PSETID_Common,
  PSETID_Log,
  PSETID_Meeting,
  PSETID_Note,
  PSETID_Task,
  type NamedTag,
  type PropertyName,
} from './named-property.js'
export { createOneOff, smtpRecipient } from './one-off.js'
export type { MessageOptions } from './open-message.js'
export type { PropProblem } from './prop-problem.js'
export type {
  ExtendedError,
  GetPropRowOptions,
  GetPropsOptions,
  OpenPropertyOptions,
  PropertyAttributes,
} from './prop-reader.js'
export { IID_IStream, PropStream } from './prop-stream.js'
export * from './prop-tag.js'
export { propTagName } from './prop-tag-name.js'
export type {
  PropInput,
  PropInputValue,
  PropPair,
  PropPairs,
  PropRows,
  FittingPairs,
} from './property-input.js'
export { PropertyRow, type RawValue, type TagValue } from './property-row.js'
export type { Provider, ProviderOption } from './provider.js'
export {
  readMessage,
  type ReadContentsOptions,
  type ReadLimits,
  type ReadMessageOptions,
} from './read-message.js'
export { readMessages, type ReadMessagesOptions, type ReadMessagesResult } from './read-messages.js'
export {
  BMR_EQZ,
  BMR_NEZ,
  FL_FULLSTRING,
  FL_IGNORECASE,
  FL_IGNORENONSPACE,
  FL_LOOSE,
  FL_PREFIX,
  FL_SUBSTRING,
  RELOP_EQ,
  RELOP_GE,
  RELOP_GT,
  RELOP_LE,
  RELOP_LT,
  RELOP_NE,
  RELOP_RE,
  RES_AND,
  RES_BITMASK,
  RES_COMMENT,
  RES_COMPAREPROPS,
  RES_CONTENT,
  RES_EXIST,
  RES_NOT,
  RES_OR,
  RES_PROPERTY,
  RES_SIZE,
  RES_SUBRESTRICTION,
  type Restriction,
} from './restriction.js'
export { resultCodeName, type ResultCodeName } from './result-code-name.js'
export type { SessionObject } from './session-object.js'
export * from './storage.js'
export type {
  BytesOptions,
  CreateOptions,
  EngineOptions,
  FileOptions,
  FilePath,
  MessageSource,
} from './storage-source.js'
