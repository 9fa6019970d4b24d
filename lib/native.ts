import type { PropertyName } from './named-property.js'
import type { PropValue } from './prop-tag.js'
import type { ReadLimits } from './read-message.js'

declare const nativeHandle: unique symbol

/** A MAPI or OLE object of a session thread. Made and read by the addon alone. */
export interface NativeHandle {
  readonly [nativeHandle]: true
}

export interface NativeProviderChoice {
  kind: 'auto' | 'mapi' | 'embedded' | 'dll'
  path?: string
}

export interface NativeCandidate {
  path: string
  source: string
  architecture: string
  version: string
  refused: string
}

export interface NativeSession {
  handle: NativeHandle
  provider: { kind: 'mapi' | 'embedded' | 'dll'; path: string; version: string }
}

export type NativeSource = { engine?: 'ole' | 'native' } & (
  | { path: string; writable: boolean; share: 'exclusive' | 'denyWrite' | 'denyNone' }
  | { bytes: Uint8Array; writable: boolean }
  | { create: string | null; overwrite: boolean }
)

/** `[tag, value, tag, value, ...]`: PT_SYSTIME as a bigint of ticks, PT_ERROR as an unsigned number. */
export type NativeRow = (number | Exclude<PropValue, Date | Date[]> | bigint[])[]

/** What `readMessage` asks for. Tags: null for all properties; undefined for no table at all. */
export interface NativeReadOptions {
  message: Uint32Array | null
  recipients: Uint32Array | null | undefined
  attachments: Uint32Array | null | undefined
  contents: boolean
  nested: boolean
  rtf: boolean
  rtfWithoutHtml: boolean
  rtfWithoutText: boolean
  names: boolean
  details: NativeDetails | undefined
  limits: ReadLimits | undefined
}

declare const nativeDetails: unique symbol

/** What `makeMessageDetails` made. */
export interface NativeDetails {
  readonly [nativeDetails]: true
}

/** Properties of messages of some classes, and of those derived from them; of all where none are given. */
export interface NativeDetailGroup {
  classes: readonly string[]
  tags: Uint32Array
  names: readonly PropertyName[]
}

/** See native/mapi/message_pack.h: words and bytes, how many words, text, large values. */
export type NativeMessagePack = [
  memory: ArrayBuffer,
  wordCount: number,
  text: string,
  large: (string | Buffer)[],
]

/** What a promise of the addon rejects with, unless it is an error of Node-API's own. */
export interface NativeFailure {
  hresult: number
  method: string
  detail?: string
  code?: string
  extended?: NativeExtendedError
}

/** A value as the addon takes it: PT_SYSTIME as a bigint of ticks. */
export type NativeValue =
  null | number | boolean | bigint | string | Uint8Array | number[] | bigint[] | string[] | Uint8Array[]

/** `[tag, value, tag, value, ...]` */
export type NativeValues = (number | NativeValue)[]

/** SPropProblemArray: `[index, tag, code, index, tag, code, ...]`. */
export type NativeProblems = number[]

export interface NativeProgress {
  value: number
  minimum: number
  maximum: number
  count: number
  total: number
}

export interface NativeRestriction {
  kind: number
  how: number
  tag: number
  operand: number
  values: NativeValue[]
  children: NativeRestriction[]
}

export type NativeName = { tag: number; propertySet: string } & ({ id: number } | { name: string })

export interface NativeExtendedError {
  message: string
  component: string
  lowLevelError: number
  context: number
}

export interface NativeElement {
  name: string
  isStorage: boolean
  size: number
  classId: string
  created: bigint
  modified: bigint
}

export interface NativeClosed {
  closedObject: string
  closedWith: string
}

/** The functions of native/binding. Those with an object run on the session thread of the first one. */
export interface NativeAddon {
  findMapi(): Promise<NativeCandidate[]>
  embeddedProviderPath(): string

  /** `undefined` if the code page is not known. */
  decodeString8(bytes: Uint8Array, codePage: number): string | undefined

  close(object: NativeHandle): Promise<void>
  closeAndWait(object: NativeHandle): void
  closedWith(object: NativeHandle): string | undefined

  openIMsgSession(provider: NativeProviderChoice, flags: number): Promise<NativeSession>
  openIMsgOnIStg(
    session: NativeHandle | null,
    storage: NativeHandle,
    flags: number,
    onRelease: (() => void) | undefined,
  ): Promise<NativeHandle>
  openMessage(
    session: NativeHandle,
    source: NativeSource,
    flags: number,
    onRelease: (() => void) | undefined,
  ): Promise<NativeHandle>

  makeMessageDetails(groups: readonly NativeDetailGroup[]): NativeDetails
  readMessage(
    session: NativeHandle,
    source: NativeSource,
    options: NativeReadOptions,
    oneAtATime: boolean,
  ): Promise<NativeMessagePack>
  /** Waits very shortly, without running other JavaScript, for some answers, and settles their promises. */
  awaitAnswers(sessions: number): void
  /** From here to `endTurn`, in the next turn of the event loop, the calls above may wait. */
  beginTurn(): void
  endTurn(): void

  openStorage(
    session: NativeHandle | null,
    source: NativeSource,
    provider: NativeProviderChoice,
  ): Promise<NativeHandle>
  listElements(storage: NativeHandle): Promise<NativeElement[]>
  statStorage(storage: NativeHandle): Promise<NativeElement>
  openStorageIn(
    storage: NativeHandle,
    name: string,
    writable: boolean,
    create: boolean,
    replace: boolean,
  ): Promise<NativeHandle>
  openStreamIn(
    storage: NativeHandle,
    name: string,
    writable: boolean,
    create: boolean,
    replace: boolean,
  ): Promise<NativeHandle>
  commitStorage(storage: NativeHandle): Promise<void>
  revertStorage(storage: NativeHandle): Promise<void>
  destroyElement(storage: NativeHandle, name: string): Promise<void>
  renameElement(storage: NativeHandle, from: string, to: string): Promise<void>
  setStorageClass(storage: NativeHandle, classId: string): Promise<void>
  copyStorage(source: NativeHandle, target: NativeHandle): Promise<void>
  storageToBytes(storage: NativeHandle): Promise<Buffer>
  fillStorage(storage: NativeHandle, bytes: Uint8Array): Promise<void>
  saveMessageToBytes(message: NativeHandle): Promise<Buffer>

  getProps(
    object: NativeHandle,
    tags: Uint32Array | null,
    flags: number,
    rawStrings: boolean,
  ): Promise<NativeRow>
  getPropList(object: NativeHandle, flags: number): Promise<number[]>
  openProperty(
    object: NativeHandle,
    tag: number,
    interfaceId: string,
    interfaceOptions: number,
    flags: number,
  ): Promise<NativeHandle>
  setProps(object: NativeHandle, values: NativeValues): Promise<NativeProblems>
  deleteProps(object: NativeHandle, tags: Uint32Array): Promise<NativeProblems>
  saveChanges(object: NativeHandle, flags: number): Promise<void>
  canCopyDirectly(source: NativeHandle, target: NativeHandle): boolean
  copyTo(
    source: NativeHandle,
    excludedTags: Uint32Array,
    excludedInterfaces: readonly string[],
    target: NativeHandle,
    interfaceId: string,
    flags: number,
    onProgress: ((progress: NativeProgress) => void) | undefined,
  ): Promise<NativeProblems>
  copyProps(
    source: NativeHandle,
    tags: Uint32Array,
    target: NativeHandle,
    interfaceId: string,
    flags: number,
    onProgress: ((progress: NativeProgress) => void) | undefined,
  ): Promise<NativeProblems>
  getAttributes(object: NativeHandle, tags: Uint32Array): Promise<number[]>
  setAttributes(object: NativeHandle, tags: Uint32Array, attributes: Uint32Array): Promise<NativeProblems>
  getLastError(object: NativeHandle, hresult: number): Promise<NativeExtendedError | null>
  getNamesFromIDs(
    object: NativeHandle,
    tags: Uint32Array | null,
    propertySet: string | null,
    flags: number,
  ): Promise<(NativeName | null)[]>
  getIDsFromNames(object: NativeHandle, names: readonly object[], flags: number): Promise<number[]>

  getAttachmentTable(message: NativeHandle, flags: number): Promise<NativeHandle>
  getRecipientTable(message: NativeHandle, flags: number): Promise<NativeHandle>
  openAttach(message: NativeHandle, number: number, flags: number): Promise<NativeHandle>
  createAttach(message: NativeHandle, flags: number): Promise<{ number: number; handle: NativeHandle }>
  deleteAttach(
    message: NativeHandle,
    number: number,
    onProgress: ((progress: NativeProgress) => void) | undefined,
    flags: number,
  ): Promise<void>
  modifyRecipients(message: NativeHandle, flags: number, rows: readonly NativeValues[]): Promise<void>
  submitMessage(message: NativeHandle, flags: number): Promise<void>
  setReadFlag(message: NativeHandle, flags: number): Promise<void>

  setColumns(table: NativeHandle, tags: Uint32Array, flags: number): Promise<void>
  queryColumns(table: NativeHandle, flags: number): Promise<number[]>
  getRowCount(table: NativeHandle): Promise<number>
  queryRows(table: NativeHandle, count: number, flags: number, rawStrings: boolean): Promise<NativeRow[]>
  queryAllRows(table: NativeHandle, rawStrings: boolean): Promise<NativeRow[]>
  seekRow(table: NativeHandle, bookmark: number, count: number): Promise<number>
  seekRowApprox(table: NativeHandle, numerator: number, denominator: number): Promise<void>
  queryPosition(table: NativeHandle): Promise<{ row: number; numerator: number; denominator: number }>
  createBookmark(table: NativeHandle): Promise<number>
  freeBookmark(table: NativeHandle, bookmark: number): Promise<void>
  findRow(table: NativeHandle, restriction: NativeRestriction, bookmark: number, flags: number): Promise<void>
  restrict(table: NativeHandle, restriction: NativeRestriction | null, flags: number): Promise<void>
  sortTable(table: NativeHandle, order: Uint32Array, flags: number): Promise<void>
  querySortOrder(table: NativeHandle): Promise<number[]>
  getStatus(table: NativeHandle): Promise<{ status: number; type: number }>
  getTableLastError(table: NativeHandle, hresult: number): Promise<NativeExtendedError | null>

  readStream(stream: NativeHandle, size: number): Promise<Buffer>
  readWholeStream(stream: NativeHandle): Promise<Buffer>
  seekStream(stream: NativeHandle, offset: number, origin: number): Promise<number>
  streamSize(stream: NativeHandle): Promise<number>
  cloneStream(stream: NativeHandle): Promise<NativeHandle>
  writeStream(stream: NativeHandle, bytes: Uint8Array): Promise<void>
  setStreamSize(stream: NativeHandle, size: number): Promise<void>
  commitStream(stream: NativeHandle): Promise<void>
  revertStream(stream: NativeHandle): Promise<void>
  wrapCompressedRtfStream(stream: NativeHandle, flags: number): Promise<NativeHandle>
  deEncapsulateRtf(object: NativeHandle, rtf: Uint8Array): Promise<[kind: number, text: string]>
}
