export * from './attachment.js'
export { FileTime } from './file-time.js'
export { findMapi, type MapiCandidate } from './find-mapi.js'
export * from './generated/prop-tags.js'
export * from './generated/result-codes.js'
export type { InterfaceId } from './interfaces.js'
export { MapiError } from './mapi-error.js'
export {
  MapiProp,
  type GetPropRowOptions,
  type GetPropsOptions,
  type OpenPropertyOptions,
  type PropertyAttributes,
} from './mapi-prop.js'
export * from './mapi-table.js'
export { IID_IMessage, Message, type GetTableOptions } from './message.js'
export {
  MessageSession,
  openIMsgOnIStg,
  openIMsgSession,
  type OpenIMsgOnIStgOptions,
  type SessionOptions,
} from './message-session.js'
export type { MessageOptions } from './open-message.js'
export * from './prop-stream.js'
export * from './prop-tag.js'
export { propTagName } from './prop-tag-name.js'
export { PropertyRow, type RawValue, type TagValue } from './property-row.js'
export type { Provider, ProviderOption } from './provider.js'
export { resultCodeName, type ResultCodeName } from './result-code-name.js'
export type { SessionObject } from './session-object.js'
export * from './storage.js'
export type { BytesOptions, FileOptions, FilePath, MessageSource } from './storage-source.js'
