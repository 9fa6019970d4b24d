import { Readable, type Writable } from 'node:stream'

import { addon } from './addon.js'
import { checkInteger, invalidArgType, invalidArgValue } from './argument-errors.js'
import {
  copyChecks,
  copyToChecks,
  toCopyFlags,
  toProgressListener,
  type CopyOptions,
  type CopyToOptions,
} from './copy-options.js'
import { toError } from './failures.js'
import { MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NOT_FOUND } from './generated/result-codes.js'
import { wrapperOf, type InterfaceId } from './interfaces.js'
import type { NativeAddon, NativeHandle, NativeProblems } from './native.js'
import { checkOptions, isBoolean, isOneOf } from './options.js'
import { toPropertyName, type NamedTag, type PropertyName } from './named-property.js'
import { toProblems, type PropProblem } from './prop-problem.js'
import {
  CHANGE_PROP_TYPE,
  PROP_TYPE,
  PT_ERROR,
  PT_UNICODE,
  type PropTag,
  type PropTagValue,
  type PropTypeValue,
  type PropValue,
} from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { toGuid, toNativeValues, toWritableValue, type PropInput, type PropPairs } from './property-input.js'
import { IID_IStream, toWritable } from './prop-stream.js'
import { PropertyRow, type TagValue } from './property-row.js'
import { entriesOf, tagText, toTag, toTagArray } from './property-values.js'
import { callOn, handleOf, kindOf, nameOf, SessionObject } from './session-object.js'
import { unicodeFlag } from './unicode-flag.js'

const MAPI_MODIFY = 0x00000001
const MAPI_CREATE = 0x00000002
const KEEP_OPEN_READONLY = 0x00000001
const KEEP_OPEN_READWRITE = 0x00000002
const FORCE_SAVE = 0x00000004
const MAPI_DEFERRED_ERRORS = 0x00000008

const interfaceIds: Record<string, string> = {
  message: '{00020307-0000-0000-c000-000000000046}',
  attachment: '{00020308-0000-0000-c000-000000000046}',
}

/**
 * What MAPI's GetLastError tells.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/mapierror
 */
export interface ExtendedError {
  message: string
  component: string
  lowLevelError: number
  context: number
}

export interface GetPropsOptions {
  /**
   * MAPI_UNICODE: the character width of strings whose tag leaves it open (PT_UNSPECIFIED, or all properties).
   * A tag of type PT_UNICODE or PT_STRING8 decides for itself. The default is true.
   */
  unicode?: boolean | undefined
}

export interface GetPropRowOptions<Raw extends boolean = boolean> extends GetPropsOptions {
  /** PT_STRING8 values as bytes instead of text. The default is false. */
  rawStrings?: Raw | undefined
}

export interface OpenPropertyOptions {
  /** MAPI_MODIFY: for writing too. The default is false. */
  modify?: boolean | undefined
  /** MAPI_CREATE with MAPI_MODIFY: as a new, empty object; what was there is thrown away. The default is false. */
  create?: boolean | undefined
  /** Flags beyond these: MAPI_DEFERRED_ERRORS, MAPI_BEST_ACCESS. The default is 0. */
  flags?: number | undefined
  /** What the interface wants to know: STGM_* for a stream, MAPI_UNICODE for a table. The default is 0. */
  interfaceOptions?: number | undefined
}

export interface SaveChangesOptions {
  /**
   * What the object can be used for afterwards: KEEP_OPEN_READWRITE or KEEP_OPEN_READONLY. Without it, MAPI promises
   * nothing: then close it, whatever the provider still allows.
   */
  keepOpen?: 'readonly' | 'readwrite' | undefined
  /** FORCE_SAVE: also over changes that others made meanwhile. The default is false. */
  force?: boolean | undefined
  /** MAPI_DEFERRED_ERRORS: a failure may be told by a later call instead. The default is false. */
  deferredErrors?: boolean | undefined
}

/** What the properties of an object are, as bits: PROPATTR_MANDATORY 1, _READABLE 2, _WRITEABLE 4, _NOT_PRESENT 8. */
export type PropertyAttributes = number

/**
 * The properties of a message or an attachment.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapipropiunknown
 */
export abstract class MapiProp extends SessionObject {
  /**
   * Reads one property, however large.
   * @returns `undefined` if the object has no such property.
   * @throws MapiError If there is a value but it cannot be had, and if the object is closed.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getprops
   */
  async get<Tag extends PropTag>(tag: Tag): Promise<PropTagValue<Tag> | undefined> {
    const number = toTag('tag', tag)
    const [entry] = entriesOf(await this.#read(Uint32Array.of(number), true, false))
    if (!entry) return undefined
    const [found, value] = entry
    if ((found & 0xffff) !== PT_ERROR) return value
    if (value === MAPI_E_NOT_FOUND) return undefined
    const what = propTagName(number) ?? tagText(number)
    throw toError({ hresult: value, method: 'IMAPIProp::GetProps' }, `Reading ${what} of ${nameOf(this)}`)
  }

  /**
   * Reads properties in one call, however large.
   * @param tags Which; the values come in the same order, `undefined` where there is none. Use
   *   {@link getPropRow} to learn why.
   * @throws MapiError If the call as a whole fails.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getprops
   */
  async getProps<const Tags extends readonly PropTag[]>(
    tags: Tags,
    options?: GetPropsOptions,
  ): Promise<{ -readonly [Index in keyof Tags]: TagValue<Tags[Index]> }>
  /** Reads all properties. The same as {@link getPropRow} without tags. */
  async getProps(tags?: null, options?: GetPropsOptions): Promise<PropertyRow>
  async getProps(tags: readonly PropTag[] | null = null, options?: GetPropsOptions): Promise<unknown> {
    checkOptions(options, { unicode: isBoolean })
    if (tags === null) return this.getPropRow(null, options)
    const wanted = toTagArray('tags', tags)
    const values: unknown[] = []
    for (const [tag, value] of entriesOf(await this.#read(wanted, options?.unicode, false))) {
      values.push((tag & 0xffff) === PT_ERROR ? undefined : value)
    }
    return values
  }

  /**
   * Reads properties in one call and keeps, for those that could not be read, the reason.
   * @param tags Which; all that the object has if it is null or left out.
   * @throws MapiError If the call as a whole fails.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getprops
   */
  async getPropRow<Raw extends boolean = false>(
    tags: readonly PropTag[] | null = null,
    options?: GetPropRowOptions<Raw>,
  ): Promise<PropertyRow<Raw>> {
    checkOptions(options, { unicode: isBoolean, rawStrings: isBoolean })
    const wanted = tags === null ? null : toTagArray('tags', tags)
    return PropertyRow.of<Raw>(await this.#read(wanted, options?.unicode, options?.rawStrings))
  }

  /**
   * The tags of all properties that the object has, those that are opened rather than read included.
   * @param options.unicode Whether strings are listed as PT_UNICODE or as PT_STRING8. The default is true.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getproplist
   */
  async getPropList(options?: GetPropsOptions): Promise<PropTag[]> {
    checkOptions(options, { unicode: isBoolean })
    const tags = await callOn(this, `Listing the properties of ${nameOf(this)}`, (native, handle) =>
      native.getPropList(handle, unicodeFlag(options)),
    )
    return tags as PropTag[]
  }

  /**
   * Opens a property as an object: `IID_IStream` for strings and binaries, `IID_IMessage` for an embedded message,
   * `IID_IStorage` for an OLE object, `IID_IMAPITable` for the tables of a message. What is written to it becomes part
   * of this object when it is committed (streams, storages) or saved (messages), and lasts when this object is saved.
   * @param tag The property, with its type.
   * @param interfaceId Which interface, and with that which class the result has.
   * @throws MapiError `MAPI_E_NOT_FOUND`, `MAPI_E_INTERFACE_NOT_SUPPORTED`, `MAPI_E_NO_ACCESS`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-openproperty
   */
  async openProperty<Object extends SessionObject>(
    tag: PropTag,
    interfaceId: InterfaceId<Object>,
    options?: OpenPropertyOptions,
  ): Promise<Object> {
    const number = toTag('tag', tag)
    const wrap = wrapperOf(interfaceId)
    if (!wrap) throw invalidArgType('interfaceId', 'one of the IID_* constants of mapi-msg', interfaceId)
    checkOptions(options, {
      modify: isBoolean,
      create: isBoolean,
      flags: isFlags,
      interfaceOptions: isFlags,
    })
    const flags = toOpenFlags(options)
    const name = `${propTagName(number) ?? tagText(number)} of ${nameOf(this)}`
    const opened = await callOn(this, `Opening ${name}`, (native, handle) =>
      native.openProperty(handle, number, interfaceId, options?.interfaceOptions ?? 0, flags),
    )
    return wrap(opened, this, name) as Object
  }

  /**
   * A Node stream of a string or binary property, which is opened when reading begins. PT_UNICODE properties give
   * UTF-16LE. The stream emits an error if there is no such property.
   */
  createReadStream(tag: PropTag): Readable {
    toTag('tag', tag)
    return Readable.from(this.#chunks(tag), { objectMode: false })
  }

  /**
   * Sets properties in one call. Nothing of it lasts before {@link saveChanges}.
   * @param values Pairs of a tag and a value that fits it: `[[PR_SUBJECT_W, 'Hello'], [PR_IMPORTANCE, 2]]`. Any `Date`
   *   will do for PT_SYSTIME, any Uint8Array for PT_BINARY. Text for PT_STRING8 is encoded in the code page of the
   *   message.
   * @returns The properties that could not be set, and why; the others are set. An empty array means success.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE` or RangeError `ERR_OUT_OF_RANGE` for a value that
   *   does not fit its tag: then nothing is set.
   * @throws MapiError `MAPI_E_NO_ACCESS` if the object is open for reading only; `MAPI_E_BAD_CHARWIDTH` if the code page
   *   lacks a character of a PT_STRING8 value. Nothing is set then.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-setprops
   */
  async setProps<const Tags extends readonly PropTag[]>(values: PropPairs<Tags>): Promise<PropProblem[]> {
    const pairs = toNativeValues('values', values)
    const problems = await callOn(this, `Setting properties of ${nameOf(this)}`, (native, handle) =>
      native.setProps(handle, pairs),
    )
    return toProblems(problems, 'IMAPIProp::SetProps', 'Setting', nameOf(this))
  }

  /**
   * Sets one property. Nothing of it lasts before {@link saveChanges}.
   * @throws TypeError, RangeError, MapiError As {@link setProps}, and what that returns as a problem.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-setprops
   */
  async set<Tag extends PropTag>(tag: Tag, value: PropInput<PropTagValue<Tag>>): Promise<void> {
    const number = toTag('tag', tag)
    const pair = [number, toWritableValue('value', number, value)]
    const what = propTagName(number) ?? tagText(number)
    const problems = await callOn(this, `Setting ${what} of ${nameOf(this)}`, (native, handle) =>
      native.setProps(handle, pair),
    )
    const [problem] = toProblems(problems, 'IMAPIProp::SetProps', 'Setting', nameOf(this))
    if (problem) throw problem.error
  }

  /**
   * Sets one named property. Its name gets a tag in this file if it has none yet.
   * @param propertySet A GUID in braces, such as PSETID_Appointment.
   * @param nameOrId The property's name, or its number.
   * @param type A PT_* constant, which decides what `value` may be.
   * @returns The property's tag in this file.
   * @throws TypeError, RangeError, MapiError As {@link set}.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-named-properties
   */
  async setNamed<Type extends number>(
    propertySet: string,
    nameOrId: string | number,
    type: Type,
    value: PropInput<PropTypeValue<Type>>,
  ): Promise<PropTag<PropTypeValue<Type>>> {
    checkInteger('type', type, 0, 0xffff)
    toWritableValue('value', type, value)
    const [created] = await this.getIDsFromNames([toName(propertySet, nameOrId)], { create: true })
    const tag = CHANGE_PROP_TYPE(created ?? 0, type)
    await this.set(tag, value)
    return tag
  }

  /**
   * Deletes properties. Nothing of it lasts before {@link saveChanges}.
   * @param tags Which; the types in them do not matter.
   * @returns The properties that could not be deleted, and why; the others are gone.
   * @throws MapiError `MAPI_E_NO_ACCESS` if the object is open for reading only.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-deleteprops
   */
  async deleteProps(tags: readonly PropTag[]): Promise<PropProblem[]> {
    const unwanted = toTagArray('tags', tags)
    const problems = await callOn(this, `Deleting properties of ${nameOf(this)}`, (native, handle) =>
      native.deleteProps(handle, unwanted),
    )
    return toProblems(problems, 'IMAPIProp::DeleteProps', 'Deleting', nameOf(this))
  }

  /**
   * A Node stream to write a string or binary property with, however large. The property is opened as a new one when
   * the stream is made, and has its value when the stream has finished; what is written then lasts with
   * {@link saveChanges}. Text that is written becomes UTF-16LE for PT_UNICODE, and UTF-8 otherwise.
   *
   * A stream that is destroyed before its end commits nothing. Whether the old value is still there then depends on
   * the provider: the embedded one keeps it.
   * @throws MapiError `MAPI_E_NO_ACCESS` and others, as the stream's error.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-openproperty
   */
  createWriteStream(tag: PropTag): Writable {
    toTag('tag', tag)
    const encoding = PROP_TYPE(tag) === PT_UNICODE ? 'utf16le' : 'utf8'
    return toWritable(() => this.openProperty(tag, IID_IStream, { create: true }), encoding)
  }

  /**
   * Saves what was changed: of an attachment or embedded message into the message around it, which has to be saved in
   * turn; of a message into its storage, which is committed (unless `noStorageCommit` leaves that to you).
   * @throws MapiError `MAPI_E_NO_ACCESS` if the object is open for reading only, `MAPI_E_OBJECT_CHANGED`,
   *   `MAPI_E_NOT_ENOUGH_DISK` and others. The object stays open then, and its file is what it was.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-savechanges
   */
  async saveChanges(options?: SaveChangesOptions): Promise<void> {
    checkOptions(options, {
      keepOpen: isOneOf('readonly', 'readwrite'),
      force: isBoolean,
      deferredErrors: isBoolean,
    })
    const flags = toSaveFlags(options)
    await callOn(this, `Saving ${nameOf(this)}`, (native, handle) => native.saveChanges(handle, flags))
  }

  /**
   * Copies all properties, with the recipients and attachments of a message, to another object, which is to be saved
   * afterwards. Between objects of one session this is MAPI's own function; between sessions, which may have
   * different providers, everything is read here and written there.
   * @returns The properties that could not be copied, and why; the others are copied. The indexes count the properties
   *   of the source. `MAPI_E_COMPUTED` is usual, for properties that the target computes itself.
   * @throws MapiError `MAPI_E_NO_ACCESS` if the target is open for reading only or is the source itself,
   *   `MAPI_E_FOLDER_CYCLE` if it is in the source, `MAPI_E_INTERFACE_NOT_SUPPORTED`, `MAPI_E_COLLISION`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-copyto
   */
  async copyTo(target: MapiProp, options?: CopyToOptions): Promise<PropProblem[]> {
    checkOptions(options, copyToChecks)
    checkTarget(target)
    if (!this.#canMeet(target)) {
      const iid = toInterfaceId(target, options)
      if (options?.excludeInterfaces?.some((id) => id.toLowerCase() === iid.toLowerCase())) {
        const failure = { hresult: MAPI_E_INTERFACE_NOT_SUPPORTED, method: 'IMAPIProp::CopyTo' }
        throw toError(failure, `Copying ${nameOf(this)} to ${nameOf(target)}`)
      }
      const { copyToAcross } = await import('./copy-across.js')
      return copyToAcross(this, target, options)
    }
    const excluded = Uint32Array.from(options?.exclude ?? [])
    const interfaces = options?.excludeInterfaces ?? []
    const problems = await this.#copy(target, (native, handle, targetHandle) =>
      native.copyTo(
        handle,
        excluded,
        interfaces,
        targetHandle,
        toInterfaceId(target, options),
        toCopyFlags(options),
        toProgressListener(options),
      ),
    )
    return toProblems(problems, 'IMAPIProp::CopyTo', 'Copying', nameOf(this))
  }

  /**
   * Copies some properties to another object, as {@link copyTo}. PR_MESSAGE_RECIPIENTS and PR_MESSAGE_ATTACHMENTS
   * stand for these.
   * @returns The properties that could not be copied, and why. The indexes count `tags`.
   * @throws MapiError As {@link copyTo}.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-copyprops
   */
  async copyProps(tags: readonly PropTag[], target: MapiProp, options?: CopyOptions): Promise<PropProblem[]> {
    const wanted = toTagArray('tags', tags)
    checkOptions(options, copyChecks)
    checkTarget(target)
    if (!this.#canMeet(target)) {
      const { copyPropsAcross } = await import('./copy-across.js')
      return copyPropsAcross(this, tags, target, options)
    }
    const problems = await this.#copy(target, (native, handle, targetHandle) =>
      native.copyProps(
        handle,
        wanted,
        targetHandle,
        toInterfaceId(target, options),
        toCopyFlags(options),
        toProgressListener(options),
      ),
    )
    return toProblems(problems, 'IMAPIProp::CopyProps', 'Copying', nameOf(this))
  }

  /**
   * What the properties may be used for, as the file says.
   * @returns For each tag a sum of PROPATTR_MANDATORY 1, PROPATTR_READABLE 2, PROPATTR_WRITEABLE 4, and
   *   PROPATTR_NOT_PRESENT 8.
   * @throws MapiError `MAPI_E_NO_SUPPORT` if the provider lacks the function.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/getattribimsgonistg
   */
  async getAttributes(tags: readonly PropTag[]): Promise<PropertyAttributes[]> {
    const wanted = toTagArray('tags', tags)
    return callOn(this, `Reading property attributes of ${nameOf(this)}`, (native, handle) =>
      native.getAttributes(handle, wanted),
    )
  }

  /**
   * Says what the properties may be used for from the next {@link saveChanges} on: without PROPATTR_WRITEABLE a property
   * refuses to be set, without PROPATTR_MANDATORY it can be deleted.
   * @param attributes For each tag a sum of PROPATTR_MANDATORY, PROPATTR_READABLE and PROPATTR_WRITEABLE.
   * @returns The properties whose attributes could not be set, and why.
   * @throws MapiError `MAPI_E_NO_ACCESS`; `MAPI_E_NO_SUPPORT` if the provider lacks the function.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/setattribimsgonistg
   */
  async setAttributes(
    tags: readonly PropTag[],
    attributes: readonly PropertyAttributes[],
  ): Promise<PropProblem[]> {
    const wanted = toTagArray('tags', tags)
    if (!Array.isArray(attributes)) throw invalidArgType('attributes', 'an array of numbers', attributes)
    attributes.forEach((each: unknown, index) => {
      isFlags(`attributes[${String(index)}]`, each)
    })
    if (attributes.length !== wanted.length) {
      throw invalidArgValue(`There are ${wanted.length} tags, but ${attributes.length} attributes.`)
    }
    const problems = await callOn(this, `Setting property attributes of ${nameOf(this)}`, (native, handle) =>
      native.setAttributes(handle, wanted, Uint32Array.from(attributes)),
    )
    return toProblems(problems, 'SetAttribIMsgOnIStg', 'Setting the attributes of', nameOf(this))
  }

  /**
   * What the object says about a failure that a call on it had answered.
   * @param hresult The `hresult` of that failure's MapiError.
   * @returns `undefined` if it has nothing to say. The errors that this package throws hold the same already.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getlasterror
   */
  async getLastError(hresult: number): Promise<ExtendedError | undefined> {
    checkInteger('hresult', hresult, 0, 0xffffffff)
    const error = await callOn(this, `Asking ${nameOf(this)} about an error`, (native, handle) =>
      native.getLastError(handle, hresult),
    )
    return error ?? undefined
  }

  /**
   * The names of properties.
   * @param tags Which; all properties that have names if it is null or left out. The types in the tags do not matter.
   * @param options.propertySet Only names of this property set. Without tags only.
   * @param options.flags MAPI_NO_STRINGS, MAPI_NO_IDS. The default is 0.
   * @returns In the order of the tags, `null` for a property without a name.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getnamesfromids
   */
  async getNamesFromIDs(
    tags: readonly PropTag[] | null = null,
    options?: { propertySet?: string | undefined; flags?: number | undefined },
  ): Promise<(NamedTag | null)[]> {
    checkOptions(options, { propertySet: toGuid, flags: isFlags })
    const wanted = tags === null ? null : toTagArray('tags', tags)
    const names = await callOn(this, `Reading property names of ${nameOf(this)}`, (native, handle) =>
      native.getNamesFromIDs(handle, wanted, options?.propertySet ?? null, options?.flags ?? 0),
    )
    return names as (NamedTag | null)[]
  }

  /**
   * The tags that named properties have in this file, of type PT_UNSPECIFIED: put the type in with CHANGE_PROP_TYPE.
   * @param options.create MAPI_CREATE: give tags to names that have none yet. The default is false.
   * @returns In the order of the names, `undefined` for a name that the file does not know.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getidsfromnames
   */
  async getIDsFromNames(
    names: readonly PropertyName[],
    options?: { create?: boolean | undefined },
  ): Promise<(PropTag | undefined)[]> {
    if (!Array.isArray(names)) throw invalidArgType('names', 'an array of property names', names)
    checkOptions(options, { create: isBoolean })
    const wanted = names.map((name: PropertyName, index) => toPropertyName(`names[${String(index)}]`, name))
    if (wanted.length === 0) return []
    const tags = await callOn(this, `Looking up property names in ${nameOf(this)}`, (native, handle) =>
      native.getIDsFromNames(handle, wanted, options?.create ? MAPI_CREATE : 0),
    )
    return tags.map((tag) => ((tag & 0xffff) === PT_ERROR ? undefined : (tag as PropTag)))
  }

  /**
   * Reads one named property, of whatever type it has.
   * @param propertySet A GUID in braces, such as PSETID_Appointment.
   * @param nameOrId The property's name, or its number.
   * @returns `undefined` if the object has no such property.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-named-properties
   */
  async getNamed(propertySet: string, nameOrId: string | number): Promise<PropValue | undefined> {
    const [tag] = await this.getIDsFromNames([toName(propertySet, nameOrId)])
    return tag === undefined ? undefined : ((await this.get(tag)) as PropValue | undefined)
  }

  /** Whether MAPI can copy between the two itself. */
  #canMeet(target: MapiProp): boolean {
    return addon().canCopyDirectly(handleOf(this), handleOf(target))
  }

  #copy(
    target: MapiProp,
    copy: (native: NativeAddon, source: NativeHandle, target: NativeHandle) => Promise<NativeProblems>,
  ): Promise<NativeProblems> {
    const action = `Copying ${nameOf(this)} to ${nameOf(target)}`
    return callOn(target, action, (_, targetHandle) =>
      callOn(this, action, (native, handle) => copy(native, handle, targetHandle)),
    )
  }

  #read(tags: Uint32Array | null, unicode = true, rawStrings = false) {
    return callOn(this, `Reading properties of ${nameOf(this)}`, (native, handle) =>
      native.getProps(handle, tags, unicodeFlag({ unicode }), rawStrings),
    )
  }

  async *#chunks(tag: PropTag): AsyncGenerator<Buffer> {
    await using stream = await this.openProperty(tag, IID_IStream)
    yield* stream
  }
}

function toName(propertySet: string, nameOrId: string | number): PropertyName {
  return typeof nameOrId === 'number' ? { propertySet, id: nameOrId } : { propertySet, name: nameOrId }
}

function toOpenFlags(options: OpenPropertyOptions | undefined): number {
  const mode = options?.create ? MAPI_CREATE | MAPI_MODIFY : options?.modify ? MAPI_MODIFY : 0
  return ((options?.flags ?? 0) | mode) >>> 0
}

function toSaveFlags(options: SaveChangesOptions | undefined): number {
  const keepOpen =
    options?.keepOpen === 'readwrite'
      ? KEEP_OPEN_READWRITE
      : options?.keepOpen === 'readonly'
        ? KEEP_OPEN_READONLY
        : 0
  return keepOpen | (options?.force ? FORCE_SAVE : 0) | (options?.deferredErrors ? MAPI_DEFERRED_ERRORS : 0)
}

function toInterfaceId(target: MapiProp, options: CopyOptions | undefined): string {
  return options?.interfaceId ?? interfaceIds[kindOf(target)] ?? ''
}

function checkTarget(target: unknown): void {
  if (!(target instanceof MapiProp)) {
    throw invalidArgType('target', 'an instance of Message or Attachment', target)
  }
}

function isFlags(name: string, value: unknown): void {
  checkInteger(name, value, 0, 0xffffffff)
}
