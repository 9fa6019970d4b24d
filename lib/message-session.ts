import { types } from 'node:util'

import { addon } from './addon.js'
import { checkInstance } from './check-instance.js'
import { toError } from './failures.js'
import { Message } from './message.js'
import {
  openMessageOn,
  messageChecks,
  toMessageFlags,
  toReleaseListener,
  type MessageOptions,
} from './open-message.js'
import { checkOptions, isAnything, isULong } from './options.js'
import type { NativeHandle } from './native.js'
import { toProviderChoice, type Provider, type ProviderOption } from './provider.js'
import { callOn, SessionObject } from './session-object.js'
import type { Storage } from './storage.js'
import {
  bytesName,
  createChecks,
  fileChecks,
  toBytesSource,
  toFileSource,
  toNewSource,
  toPath,
  type CreateOptions,
  type FileOptions,
  type FilePath,
  type MessageSource,
} from './storage-source.js'

export interface SessionOptions {
  /** Which MAPI to use. The default is what the environment variable MAPI_MSG_PROVIDER says, else `'auto'`. */
  provider?: ProviderOption | undefined
  /** `ulFlags` of OpenIMsgSession. Its documentation reserves it: 0, the default, is always right. */
  flags?: number | undefined
}

/**
 * A message session of MAPI (`LPMSGSESS`): it groups the messages opened in it, and closing it closes them all, with
 * their attachments, tables, streams and storages.
 *
 * Each session runs on a thread of its own, so no call blocks the event loop, and several sessions work in parallel.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgsession
 */
export class MessageSession extends SessionObject {
  /** The MAPI that this session runs on. */
  readonly provider: Provider

  /** @internal */
  constructor(handle: NativeHandle, provider: Provider) {
    super(handle, null, 'session', 'the session')
    this.provider = provider
  }

  /**
   * Opens the message on a storage.
   * @param storage A storage that was opened in this session.
   * @throws MapiError `MAPI_E_CORRUPT_DATA` and others if the storage holds no message.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgonistg
   */
  async openIMsgOnIStg(storage: Storage, options?: MessageOptions): Promise<Message> {
    return openMessageOn(this, storage, options)
  }

  /**
   * Opens the message in a file or in bytes, with a storage that belongs to the message and is closed with it.
   * @param source The path or `file:` URL of a .msg file, or its bytes.
   * @throws MapiError As `Storage.open` and {@link openIMsgOnIStg}. Nothing stays locked then.
   */
  async openMessage(source: MessageSource, options?: FileOptions & MessageOptions): Promise<Message> {
    checkOptions(options, { ...fileChecks, ...messageChecks })
    const isFile = !types.isUint8Array(source)
    const name = isFile ? toPath('source', source) : bytesName
    const nativeSource = isFile ? toFileSource(name, options) : toBytesSource(source, options)
    const handle = await callOn(this, `Opening ${name}`, (native, session) =>
      native.openMessage(session, nativeSource, toMessageFlags(options), toReleaseListener(options)),
    )
    return new Message(handle, this, name)
  }

  /**
   * Creates a message, with a storage that belongs to it and is closed with it. There is no file, or the old one still,
   * before the message is saved; a file is replaced in one step.
   * @param file The path or `file:` URL of the .msg file; `null` for a message in memory: `saveToBytes` gives its bytes.
   * @throws MapiError As `Storage.create` and {@link openIMsgOnIStg}. No file is left then.
   */
  async createMessage(file: FilePath | null, options?: CreateMessageOptions): Promise<Message> {
    checkOptions(options, { ...createChecks, ...messageChecks })
    const filePath = file === null ? null : toPath('file', file)
    const name = filePath ?? 'a new message in memory'
    const nativeSource = toNewSource(filePath, options)
    const handle = await callOn(this, `Creating ${name}`, (native, session) =>
      native.openMessage(session, nativeSource, toMessageFlags(options), toReleaseListener(options)),
    )
    return new Message(handle, this, name)
  }
}

export interface CreateMessageOptions extends CreateOptions, MessageOptions {}

/**
 * Opens a message session, on a thread of its own.
 * @returns The session. Close it, or declare it with `await using`.
 * @throws MapiError `ERR_MAPI_NOT_FOUND` if the provider is `'mapi'` and there is none, with what was tried and why it
 *   failed; `ERR_PROVIDER_UNUSABLE` for a DLL that cannot be used; `ERR_UNSUPPORTED_PLATFORM` where there is no
 *   Windows; and what MAPIInitialize and OpenIMsgSession answer.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgsession
 */
export async function openIMsgSession(options?: SessionOptions): Promise<MessageSession> {
  checkOptions(options, {
    provider: isAnything,
    flags: isULong,
  })
  const choice = toProviderChoice(options?.provider)
  try {
    const opened = await addon().openIMsgSession(choice, options?.flags ?? 0)
    return new MessageSession(opened.handle, Object.freeze(opened.provider))
  } catch (failure) {
    throw toError(failure, 'Opening a message session')
  }
}

export interface OpenIMsgOnIStgOptions extends MessageOptions {
  /** The session that is to track the message; `null` for one that stands alone. */
  session: MessageSession | null
  /** The storage that the message lies on; with a session, one that was opened in it. */
  storage: Storage
}

/**
 * Opens the message on a storage, in a session or without one: a message without a session is closed by itself only.
 * @throws MapiError As {@link MessageSession.openIMsgOnIStg}.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgonistg
 */
export async function openIMsgOnIStg(options: OpenIMsgOnIStgOptions): Promise<Message> {
  checkOptions(options, { session: isAnything, storage: isAnything, ...messageChecks })
  const { session, storage, ...messageOptions } = options
  if (session !== null) {
    checkInstance('options.session', session, MessageSession, 'an instance of MessageSession, or null')
  }
  return openMessageOn(session, storage, messageOptions)
}
