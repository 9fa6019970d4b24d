import type { InterfaceId } from './interfaces.js'
import { invalidArgType } from './argument-errors.js'
import { isBoolean, isFunction, type Check } from './options.js'
import type { PropTag } from './prop-tag.js'
import { toGuid } from './property-input.js'
import { toTagArray } from './property-values.js'

const MAPI_MOVE = 0x00000001
const MAPI_NOREPLACE = 0x00000002
const MAPI_DECLINE_OK = 0x00000004

/**
 * How far a long call has come, as the provider tells it: it may never do, or only at the end.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprogress-progress
 */
export interface Progress {
  /** How far, from `minimum` to `maximum`. */
  value: number
  minimum: number
  maximum: number
  /** How many objects are done. */
  count: number
  /** Of how many; 0 where that is not known. */
  total: number
}

export interface ProgressOptions {
  /** Told on the event loop how far the call has come. */
  onProgress?: ((progress: Progress) => void) | undefined
}

export interface CopyOptions extends ProgressOptions {
  /** The interface of the target that is used. The default is the target's own: IID_IMessage or IID_IAttachment. */
  interfaceId?: string | undefined
  /** MAPI_MOVE: what was copied is deleted from the source. The default is false. */
  move?: boolean | undefined
  /** MAPI_NOREPLACE: what the target has already stays as it is. The default is false. */
  noReplace?: boolean | undefined
  /** MAPI_DECLINE_OK: the provider may answer `MAPI_E_DECLINE_COPY` rather than ask for help. The default is false. */
  declineOk?: boolean | undefined
}

export interface CopyToOptions extends CopyOptions {
  /** Properties to leave out, whatever the types in the tags; PR_MESSAGE_RECIPIENTS and PR_MESSAGE_ATTACHMENTS for these. */
  exclude?: readonly PropTag[] | undefined
  /** Interfaces to leave out, as GUIDs. What an interface stands for the provider decides. */
  excludeInterfaces?: readonly (InterfaceId | string)[] | undefined
}

export const progressChecks: Record<string, Check> = { onProgress: isFunction }

export const copyChecks: Record<string, Check> = {
  ...progressChecks,
  interfaceId: toGuid,
  move: isBoolean,
  noReplace: isBoolean,
  declineOk: isBoolean,
}

export const copyToChecks: Record<string, Check> = {
  ...copyChecks,
  exclude: toTagArray,
  excludeInterfaces: (name, value) => {
    if (!Array.isArray(value)) throw invalidArgType(name, 'an array of interface identifiers', value)
    value.forEach((each: unknown, index) => toGuid(`${name}[${String(index)}]`, each))
  },
}

export function toCopyFlags(options: CopyOptions | undefined): number {
  return (
    (options?.move ? MAPI_MOVE : 0) |
    (options?.noReplace ? MAPI_NOREPLACE : 0) |
    (options?.declineOk ? MAPI_DECLINE_OK : 0)
  )
}

/** A function for the addon, which must not throw: the user's runs on its own, as for any event. */
export function toProgressListener(
  options: ProgressOptions | undefined,
): ((progress: Progress) => void) | undefined {
  const onProgress = options?.onProgress
  return (
    onProgress &&
    ((progress) => {
      process.nextTick(onProgress, progress)
    })
  )
}
