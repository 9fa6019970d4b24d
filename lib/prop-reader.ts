import { Readable } from 'node:stream'

import { invalidArgType } from './argument-errors.js'
import { toError } from './failures.js'
import { MAPI_E_NOT_FOUND, MAPI_E_UNEXPECTED_TYPE } from './generated/result-codes.js'
import { wrapperOf, type InterfaceId } from './interfaces.js'
import { checkOptions, isBoolean, isULong } from './options.js'
import { toPropertyName, type NamedTag, type PropertyName } from './named-property.js'
import { PT_ERROR, type PropTag, type PropTagValue, type PropValue } from './prop-tag.js'
import { propTagName } from './prop-tag-name.js'
import { toGuid } from './property-input.js'
import { IID_IStream } from './prop-stream.js'
import { PropertyRow, type TagValue } from './property-row.js'
import { entriesOf, hasTypeOf, tagText, toTag, toTagArray } from './property-values.js'
import { callOn, nameOf, SessionObject } from './session-object.js'
import { unicodeFlag } from './unicode-flag.js'

const MAPI_MODIFY = 0x00000001
const MAPI_CREATE = 0x00000002

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

/** What the properties of an object are, as bits: PROPATTR_MANDATORY 1, _READABLE 2, _WRITEABLE 4, _NOT_PRESENT 8. */
export type PropertyAttributes = number

/** What `MapiProp` has for reading. */
export abstract class PropReader extends SessionObject {
  /**
   * Reads one property, however large.
   * @returns `undefined` if the object has no such property.
   * @throws MapiError If there is a value but it cannot be had, and if the object is closed.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getprops
   */
  async get<Tag extends PropTag>(tag: Tag): Promise<PropTagValue<Tag> | undefined> {
    const number = toTag('tag', tag)
    const [entry] = entriesOf(await readProps(this, Uint32Array.of(number), true, false))
    if (!entry) return undefined
    const [found, value] = entry
    if (hasTypeOf(found, number)) return value
    if (value === MAPI_E_NOT_FOUND) return undefined
    const hresult = (found & 0xffff) === PT_ERROR ? (value as number) : MAPI_E_UNEXPECTED_TYPE
    const what = propTagName(number) ?? tagText(number)
    throw toError({ hresult, method: 'IMAPIProp::GetProps' }, `Reading ${what} of ${nameOf(this)}`)
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
    for (const [tag, value] of entriesOf(await readProps(this, wanted, options?.unicode, false))) {
      values.push(hasTypeOf(tag, wanted[values.length] ?? 0) ? value : undefined)
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
    return PropertyRow.of<Raw>(await readProps(this, wanted, options?.unicode, options?.rawStrings))
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
      flags: isULong,
      interfaceOptions: isULong,
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
    return Readable.from(chunksOf(this, tag), { objectMode: false })
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
   * What the object says about a failure that a call on it had answered.
   * @param hresult The `hresult` of that failure's MapiError.
   * @returns `undefined` if it has nothing to say. The errors that this package throws hold the same already.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getlasterror
   */
  async getLastError(hresult: number): Promise<ExtendedError | undefined> {
    isULong('hresult', hresult)
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
    checkOptions(options, { propertySet: toGuid, flags: isULong })
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
}

function readProps(object: PropReader, tags: Uint32Array | null, unicode = true, rawStrings = false) {
  return callOn(object, `Reading properties of ${nameOf(object)}`, (native, handle) =>
    native.getProps(handle, tags, unicodeFlag({ unicode }), rawStrings),
  )
}

async function* chunksOf(object: PropReader, tag: PropTag): AsyncGenerator<Buffer> {
  await using stream = await object.openProperty(tag, IID_IStream)
  yield* stream
}

export function toName(propertySet: string, nameOrId: string | number): PropertyName {
  return typeof nameOrId === 'number' ? { propertySet, id: nameOrId } : { propertySet, name: nameOrId }
}

function toOpenFlags(options: OpenPropertyOptions | undefined): number {
  const mode = options?.create ? MAPI_CREATE | MAPI_MODIFY : options?.modify ? MAPI_MODIFY : 0
  return ((options?.flags ?? 0) | mode) >>> 0
}
