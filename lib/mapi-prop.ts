import type { Writable } from 'node:stream'

import { addon } from './addon.js'
import { checkInteger, invalidArgType, invalidArgValue } from './argument-errors.js'
import { checkInstance } from './check-instance.js'
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
import type { NativeAddon, NativeHandle, NativeProblems } from './native.js'
import { checkOptions, isBoolean, isOneOf, isULong } from './options.js'
import { toProblems, type PropProblem } from './prop-problem.js'
import { PropReader, toName, type PropertyAttributes } from './prop-reader.js'
import { IID_IStream, toWritable } from './prop-stream.js'
import {
  CHANGE_PROP_TYPE,
  PROP_TYPE,
  PT_UNICODE,
  type PropTag,
  type PropTagValue,
  type PropTypeValue,
} from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { toNativeValues, toWritableValue, type PropInput, type PropPairs } from './property-input.js'
import { tagText, toTag, toTagArray } from './property-values.js'
import { callOn, handleOf, kindOf, nameOf } from './session-object.js'

const KEEP_OPEN_READONLY = 0x00000001
const KEEP_OPEN_READWRITE = 0x00000002
const FORCE_SAVE = 0x00000004
const MAPI_DEFERRED_ERRORS = 0x00000008

const interfaceIds: Record<string, string> = {
  message: '{00020307-0000-0000-c000-000000000046}',
  attachment: '{00020308-0000-0000-c000-000000000046}',
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

/**
 * The properties of a message or an attachment.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapipropiunknown
 */
export abstract class MapiProp extends PropReader {
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
    if (created === undefined) {
      const failure = { hresult: MAPI_E_NOT_FOUND, method: 'IMAPIProp::GetIDsFromNames' }
      throw toError(failure, `Giving a tag to ${String(nameOrId)} in ${nameOf(this)}`)
    }
    const tag = CHANGE_PROP_TYPE(created, type)
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
    if (!canMeet(this, target)) {
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
    const problems = await copyDirectly(this, target, (native, handle, targetHandle) =>
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
    if (!canMeet(this, target)) {
      const { copyPropsAcross } = await import('./copy-across.js')
      return copyPropsAcross(this, tags, target, options)
    }
    const problems = await copyDirectly(this, target, (native, handle, targetHandle) =>
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
      isULong(`attributes[${String(index)}]`, each)
    })
    if (attributes.length !== wanted.length) {
      throw invalidArgValue(`There are ${wanted.length} tags, but ${attributes.length} attributes.`)
    }
    const problems = await callOn(this, `Setting property attributes of ${nameOf(this)}`, (native, handle) =>
      native.setAttributes(handle, wanted, Uint32Array.from(attributes)),
    )
    return toProblems(problems, 'SetAttribIMsgOnIStg', 'Setting the attributes of', nameOf(this))
  }
}

/** Whether MAPI can copy between the two itself. */
function canMeet(source: MapiProp, target: MapiProp): boolean {
  return addon().canCopyDirectly(handleOf(source), handleOf(target))
}

function copyDirectly(
  source: MapiProp,
  target: MapiProp,
  copy: (native: NativeAddon, source: NativeHandle, target: NativeHandle) => Promise<NativeProblems>,
): Promise<NativeProblems> {
  const action = `Copying ${nameOf(source)} to ${nameOf(target)}`
  return callOn(target, action, (_, targetHandle) =>
    callOn(source, action, (native, handle) => copy(native, handle, targetHandle)),
  )
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
  checkInstance('target', target, MapiProp, 'an instance of Message or Attachment')
}
