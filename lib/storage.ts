import { addon } from './addon.js'
import { invalidArgType, invalidArgValue } from './argument-errors.js'
import { toError } from './failures.js'
import { FileTime } from './file-time.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import { MessageSession } from './message-session.js'
import type { NativeElement, NativeHandle, NativeSource } from './native.js'
import { checkOptions, isAnything, isBoolean } from './options.js'
import { PropStream } from './prop-stream.js'
import { toProviderChoice, type ProviderOption } from './provider.js'
import { callOn, nameOf, SessionObject } from './session-object.js'
import {
  bytesChecks,
  bytesName,
  engineChecks,
  fileChecks,
  toBytesSource,
  toEngine,
  toFileSource,
  toPath,
  type BytesOptions,
  type EngineOptions,
  type FileOptions,
  type FilePath,
} from './storage-source.js'

/** Only without a session: which MAPI the messages on this storage are opened with. */
export interface StorageProviderOptions {
  provider?: ProviderOption | undefined
}

export interface StorageOpenOptions extends FileOptions, StorageProviderOptions {}

export interface StorageBytesOptions extends BytesOptions, StorageProviderOptions {}

export interface StorageCreateOptions extends EngineOptions, StorageProviderOptions {
  /** Whether a file of the same name is replaced. The default is to refuse, with `STG_E_FILEALREADYEXISTS`. */
  overwrite?: boolean | undefined
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
    if (!(bytes instanceof Uint8Array)) throw invalidArgType('bytes', 'an instance of Uint8Array', bytes)
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
    checkOptions(options, { ...engineChecks, overwrite: isBoolean, provider: isAnything })
    const filePath = file === null ? null : toPath('file', file)
    const source = { ...toEngine(options), create: filePath, overwrite: options?.overwrite ?? false }
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
   * Opens a storage in this one, for reading.
   * @throws MapiError `STG_E_FILENOTFOUND` if there is none of this name; `STG_E_ACCESSDENIED` while it is open elsewhere.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-openstorage
   */
  async openStorage(name: string): Promise<Storage> {
    const path = `${toElementName(name)} in ${this.name}`
    const handle = await callOn(this, `Opening ${path}`, (native, storage) =>
      native.openStorageIn(storage, name),
    )
    return new Storage(handle, this, path)
  }

  /**
   * Opens a stream in this storage, for reading.
   * @throws MapiError `STG_E_FILENOTFOUND` if there is none of this name; `STG_E_ACCESSDENIED` while it is open elsewhere.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-openstream
   */
  async openStream(name: string): Promise<PropStream> {
    const path = `${toElementName(name)} in ${this.name}`
    const handle = await callOn(this, `Opening ${path}`, (native, storage) =>
      native.openStreamIn(storage, name),
    )
    return new PropStream(handle, this, path)
  }

  /**
   * Writes what was changed since the storage was opened, or since the last commit, to the file.
   * @throws MapiError `STG_E_MEDIUMFULL`, `STG_E_ACCESSDENIED` and OLE's other codes.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istorage-commit
   */
  async commit(): Promise<void> {
    await callOn(this, `Committing ${this.name}`, (native, handle) => native.commitStorage(handle))
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

function toElementName(name: unknown): string {
  if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name)
  return name
}

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
  if (!(session instanceof MessageSession)) {
    throw invalidArgType('session', 'an instance of MessageSession, or null', session)
  }
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
