import { checkInstance } from './check-instance.js'
import { Message } from './message.js'
import type { MessageSession } from './message-session.js'
import type { NativeHandle } from './native.js'
import { checkOptions, isBoolean, isFunction, isULong, type Check } from './options.js'
import { callOn, nameOf } from './session-object.js'
import { Storage } from './storage.js'
import { unicodeFlag } from './unicode-flag.js'

const IMSG_NO_ISTG_COMMIT = 0x00000001

export interface MessageOptions {
  /** MAPI_UNICODE: whether a *new* message holds Unicode strings. A message that exists stays as it is. The default is true. */
  unicode?: boolean | undefined
  /** IMSG_NO_ISTG_COMMIT: saving the message leaves it to you to commit the storage. The default is false. */
  noStorageCommit?: boolean | undefined
  /** A number, 32 bits without a sign, that is passed to `onRelease`. The default is 0. */
  callerData?: number | undefined
  /**
   * Called on the event loop after MAPI has released the message (MSGCALLRELEASE), with `callerData`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/msgcallrelease
   */
  onRelease?: ((callerData: number) => void) | undefined
}

export const messageChecks: Record<string, Check> = {
  unicode: isBoolean,
  noStorageCommit: isBoolean,
  callerData: isULong,
  onRelease: isFunction,
}

export function toMessageFlags(options: MessageOptions | undefined): number {
  return unicodeFlag(options) + (options?.noStorageCommit ? IMSG_NO_ISTG_COMMIT : 0)
}

/** A function for the addon, which must not throw: the user's runs on its own, as for any event. */
export function toReleaseListener(options: MessageOptions | undefined): (() => void) | undefined {
  const { onRelease, callerData = 0 } = options ?? {}
  return (
    onRelease &&
    (() => {
      process.nextTick(onRelease, callerData)
    })
  )
}

export async function openMessageOn(
  session: MessageSession | null,
  storage: Storage,
  options: MessageOptions | undefined,
): Promise<Message> {
  checkOptions(options, messageChecks)
  checkInstance('storage', storage, Storage, 'an instance of Storage')
  const name = nameOf(storage)
  const action = `Opening the message on ${name}`
  const open = (sessionHandle: NativeHandle | null) =>
    callOn(storage, action, (native, storageHandle) =>
      native.openIMsgOnIStg(
        sessionHandle,
        storageHandle,
        toMessageFlags(options),
        toReleaseListener(options),
      ),
    )
  const handle = session
    ? await callOn(session, action, (_, sessionHandle) => open(sessionHandle))
    : await open(null)
  return new Message(handle, session, name)
}
