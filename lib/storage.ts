import { types } from 'node:util'

import { addon } from './addon.js'
import { invalidArgType, invalidArgValue } from './argument-errors.js'
import { checkInstance } from './check-instance.js'
import { toError } from './failures.js'
import { FileTime } from './file-time.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import { MessageSession } from './message-session.js'
import type { NativeElement, NativeHandle, NativeSource } from './native.js'
import { checkOptions, isAnything, isBoolean, isOneOf } from './options.js'
import { PropStream } from './prop-stream.js'
import { toGuid } from './property-input.js'
import { toProviderChoice, type ProviderOption } from './provider.js'
import { callOn, nameOf, SessionObject } from './session-object.js'
import {
  bytesChecks,
  bytesName,
  createChecks,
  fileChecks,
  toBytesSource,
  toFileSource,
  toNewSource,
  toPath,
  type BytesOptions,
  type CreateOptions,
  type FileOptions,
  type FilePath,
} from './storage-source.js'

/** Only without a session: which MAPI the messages on this storage are opened with. */
export interface StorageProviderOptions {
  provider?: ProviderOption | undefined
}

export interface StorageOpenOptions extends FileOptions, StorageProviderOptions {}

export interface StorageBytesOptions extends BytesOptions, StorageProviderOptions {}

export interface StorageCreateOptions extends CreateOptions, StorageProviderOptions {}

export interface OpenElementOptions {
  /** `'read'`, the default, or `'readwrite'`, in a storage that is open for writing itself. */
  mode?: 'read' | 'readwrite' | undefined
}

export interface CreateElementOptions {
  /** Whether an element of the same name is thrown away. The default is to refuse, with `STG_E_FILEALREADYEXISTS`. */
  replace?: boolean | undefined
}

/** A storage, or a storage or stream in one. */
export interface StorageElement {
  name: string
  type: 'storage' | 'stream'
  /** In bytes; 0 for a storage. */
  size: number
  /** The class of a storage's object, a GUID in braces. */
  classId: string
  created: FileTime | undefined
  modified: FileTime | undefined
}

/**
 * An OLE structured storage: the container of a .msg file, which messages are opened on.
 * @see https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-istorage
 */
export class Storage extends SessionObject {
  /** @internal */
  constructor(handle: NativeHandle, owner: SessionObject | null, name: string) {
    super(handle, owner, 'storage', name)
  }

  /**
   * Opens a file.
   * @param session The session that closes the storage when it is closed itself; `null` for a storage that stands
   *   alone, on a thread of its own.
   * @param file The file's path or `file:` URL. A relative path counts from the current directory.
   * @throws MapiError `STG_E_FILENOTFOUND`, `STG_E_ACCESSDENIED`, `STG_E_SHAREVIOLATION`, `STG_E_FILEALREADYEXISTS`
   *   (not a compound file), `STG_E_DOCFILECORRUPT` and OLE's other codes. Nothing stays locked then.
   * @see https://learn.microsoft.com/windows/win32/api/coml2api/nf-coml2api-stgopenstorageex
   */
  static async open(
    session: MessageSession | null,
    file: FilePath,
    options?: StorageOpenOptions,
  ): Promise<Storage> {
    checkOptions(options, { ...fileChecks, provider: isAnything })
    const filePath = toPath('file', file)
    return openStorage(session, toFileSource(filePath, options), filePath, options?.provider)
  }

  /**
   * Opens the bytes of a file. They are copied.
   * @throws MapiError As {@link Storage.open}.
   * @see https://learn.microsoft.com/windows/win32/api/coml2api/nf-coml2api-stgopenstorageonilockbytes
   */
  static async fromBytes(
    session: MessageSession | null,
    bytes: Uint8Array,
    options?: StorageBytesOptions,
  ): Promise<Storage> {
    checkOptions(options, { ...bytesChecks, provider: isAnything })
    if (!types.isUint8Array(bytes)) throw invalidArgType('bytes', 'an instance of Uint8Array', bytes)
    return openStorage(session, toBytesSource(bytes, options), bytesName, options?.provider)
  }

  /**
   * Creates a storage for reading and writing.
   * @param file Where to; `null` for a storage in memory.
   * @throws MapiError `STG_E_FILEALREADYEXISTS` unless `overwrite` is true, and OLE's other codes.
   * @see https://learn.microsoft.com/windows/win32/api/coml2api/nf-coml2api-stgcreatestorageex
   */
  static async create(
    session: MessageSession | null,
    file: FilePath | null,
    options?: StorageCreateOptions,
  ): Promise<Storage> {
    checkOptions(options, { ...createChecks, provider: isAnything })
    const filePath = file === null ? null : toPath('file', file)
    const source = toNewSource(filePath, options)
    return openStorage(session, source, filePath ?? 'a new storage in memory', options?.provider)
  }

  /** The path of the file, or words for what else this is. Not unique. */
  get name(): string {
    return nameOf(this)
  }

  /**
   * What is in the storage.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-enumelements
   */
  async elements(): Promise<StorageElement[]> {
    const elements = await callOn(this, `Listing ${this.name}`, (native, handle) =>
      native.listElements(handle),
    )
    return elements.map(toElement)
  }

  /**
   * What OLE knows about the storage itself.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-stat
   */
  async stat(): Promise<StorageElement> {
    return toElement(
      await callOn(this, `Asking about ${this.name}`, (native, handle) => native.statStorage(handle)),
    )
  }

  /**
   * Opens a storage in this one. What is written to it lasts when this one is committed.
   * @throws MapiError `STG_E_FILENOTFOUND` if there is none of this name; `STG_E_ACCESSDENIED` while it is open
   *   elsewhere, and for writing in a storage that cannot be written.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-openstorage
   */
  async openStorage(name: string, options?: OpenElementOptions): Promise<Storage> {
    checkOptions(options, { mode: isOneOf('read', 'readwrite') })
    return storageIn(this, name, 'Opening', options?.mode === 'readwrite', false, false)
  }

  /**
   * Opens a stream in this storage. What is written to it lasts when this storage is committed.
   * @throws MapiError As {@link openStorage}.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-openstream
   */
  async openStream(name: string, options?: OpenElementOptions): Promise<PropStream> {
    checkOptions(options, { mode: isOneOf('read', 'readwrite') })
    return streamIn(this, name, 'Opening', options?.mode === 'readwrite', false, false)
  }

  /**
   * Creates a storage in this one, and opens it for writing.
   * @param name At most 31 characters, without `/ \\ : !`.
   * @throws MapiError `STG_E_FILEALREADYEXISTS` unless `replace` is true; `STG_E_INVALIDNAME`, `STG_E_ACCESSDENIED`.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-createstorage
   */
  async createStorage(name: string, options?: CreateElementOptions): Promise<Storage> {
    checkOptions(options, { replace: isBoolean })
    return storageIn(this, name, 'Creating', true, true, options?.replace ?? false)
  }

  /**
   * Creates a stream in this storage, and opens it for writing.
   * @param name At most 31 characters, without `/ \\ : !`.
   * @throws MapiError As {@link createStorage}.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-createstream
   */
  async createStream(name: string, options?: CreateElementOptions): Promise<PropStream> {
    checkOptions(options, { replace: isBoolean })
    return streamIn(this, name, 'Creating', true, true, options?.replace ?? false)
  }

  /**
   * Deletes a stream, or a storage with all that is in it.
   * @throws MapiError `STG_E_FILENOTFOUND`, `STG_E_ACCESSDENIED`.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-destroyelement
   */
  async destroyElement(name: string): Promise<void> {
    const path = `${toElementName('name', name)} in ${this.name}`
    await callOn(this, `Deleting ${path}`, (native, storage) => native.destroyElement(storage, name))
  }

  /**
   * Gives a stream or storage another name. It must not be open.
   * @throws MapiError `STG_E_FILENOTFOUND`; `STG_E_ACCESSDENIED` if there is one of the new name already.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-renameelement
   */
  async renameElement(name: string, newName: string): Promise<void> {
    const path = `${toElementName('name', name)} in ${this.name}`
    toElementName('newName', newName)
    await callOn(this, `Renaming ${path}`, (native, storage) => native.renameElement(storage, name, newName))
  }

  /**
   * Says of which class the object in the storage is.
   * @param classId A GUID in braces.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-setclass
   */
  async setClass(classId: string): Promise<void> {
    toGuid('classId', classId)
    await callOn(this, `Setting the class of ${this.name}`, (native, storage) =>
      native.setStorageClass(storage, classId),
    )
  }

  /**
   * Copies all that is in this storage into another one of the same session. Streams of the same name are replaced.
   * @throws MapiError `STG_E_ACCESSDENIED`, `STG_E_MEDIUMFULL` and OLE's other codes.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-copyto
   */
  async copyTo(target: Storage): Promise<void> {
    checkInstance('target', target, Storage, 'an instance of Storage')
    const action = `Copying ${this.name} to ${target.name}`
    await callOn(target, action, (_, targetHandle) =>
      callOn(this, action, (native, storage) => {
        if (!native.canCopyDirectly(storage, targetHandle)) {
          throw invalidArgValue('The "target" argument must be a storage of the same session.')
        }
        return native.copyStorage(storage, targetHandle)
      }),
    )
  }

  /**
   * Writes what was changed since the storage was opened, or since the last commit, to what this storage is in: a file is
   * replaced in one step, so that it is whole whatever happens; a storage takes it over, to be committed in turn.
   * @throws MapiError `STG_E_MEDIUMFULL`, `STG_E_ACCESSDENIED` and OLE's other codes.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-commit
   */
  async commit(): Promise<void> {
    await callOn(this, `Committing ${this.name}`, (native, storage) => native.commitStorage(storage))
  }

  /**
   * Drops what was changed since the storage was opened, or since the last commit. What is open in it is not to be used
   * any more then.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-revert
   */
  async revert(): Promise<void> {
    await callOn(this, `Reverting ${this.name}`, (native, storage) => native.revertStorage(storage))
  }

  /**
   * The bytes of a compound file with all that is in the storage: of a storage in memory what was last committed to
   * it, of any other what it holds now.
   * @throws MapiError `STG_E_ACCESSDENIED` while something in a storage of OLE's is open; OLE's other codes.
   */
  async toBytes(): Promise<Buffer> {
    return callOn(this, `Reading the bytes of ${this.name}`, (native, storage) =>
      native.storageToBytes(storage),
    )
  }
}

/** The interface of storages, for `openProperty`: the OLE object in an attachment is a {@link Storage}. */
export const IID_IStorage: InterfaceId<Storage> = standsFor(
  '{0000000b-0000-0000-c000-000000000046}',
  (handle, owner, name) => new Storage(handle, owner, name),
)

function toElement({ name, isStorage, size, classId, created, modified }: NativeElement): StorageElement {
  return {
    name,
    type: isStorage ? 'storage' : 'stream',
    size,
    classId,
    created: created === 0n ? undefined : new FileTime(created),
    modified: modified === 0n ? undefined : new FileTime(modified),
  }
}

function toElementName(argument: string, name: unknown): string {
  if (typeof name !== 'string') throw invalidArgType(argument, 'of type string', name)
  if (name.includes('\0')) {
    throw invalidArgValue(`The "${argument}" argument must be without null characters. Received '${name}'`)
  }
  return name
}

async function storageIn(
  outer: Storage,
  name: string,
  action: string,
  ...mode: ElementMode
): Promise<Storage> {
  const path = `${toElementName('name', name)} in ${outer.name}`
  const handle = await callOn(outer, `${action} ${path}`, (native, storage) =>
    native.openStorageIn(storage, name, ...mode),
  )
  return new Storage(handle, outer, path)
}

async function streamIn(
  outer: Storage,
  name: string,
  action: string,
  ...mode: ElementMode
): Promise<PropStream> {
  const path = `${toElementName('name', name)} in ${outer.name}`
  const handle = await callOn(outer, `${action} ${path}`, (native, storage) =>
    native.openStreamIn(storage, name, ...mode),
  )
  return new PropStream(handle, outer, path)
}

type ElementMode = [writable: boolean, create: boolean, replace: boolean]

async function openStorage(
  session: MessageSession | null,
  source: NativeSource,
  name: string,
  provider: ProviderOption | undefined,
): Promise<Storage> {
  const action = `Opening ${name}`
  if (session === null) {
    const choice = toProviderChoice(provider)
    try {
      return new Storage(await addon().openStorage(null, source, choice), null, name)
    } catch (failure) {
      throw toError(failure, action)
    }
  }
  checkInstance('session', session, MessageSession, 'an instance of MessageSession, or null')
  if (provider !== undefined) {
    throw invalidArgValue(
      'A session has its provider already: pass options.provider to openIMsgSession instead.',
    )
  }
  const opened = await callOn(session, action, (native, handle) =>
    native.openStorage(handle, source, { kind: 'auto' }),
  )
  return new Storage(opened, session, name)
}
