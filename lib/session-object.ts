import { inspect, type InspectOptions } from 'node:util'

import { addon } from './addon.js'
import { invalidThis } from './argument-errors.js'
import { closedError, toError } from './failures.js'
import type { NativeAddon, NativeHandle } from './native.js'

interface Inside {
  readonly handle: NativeHandle
  readonly kind: string
  readonly name: string
  /** What this was opened under, kept from being collected, and with that closed. */
  readonly owner: SessionObject | null
}

let inside: (object: SessionObject) => Inside
let isOurs: (value: object) => boolean

// structuredClone and postMessage would make an empty object of one that has private fields alone. A symbol they refuse,
// and quote in the message of their DataCloneError.
const uncloneable = Symbol(
  'mapi-msg objects stay in their thread. Send a path, bytes, or what readMessage gives: this one',
)

const longestName = 1000

/** Names have those of the owners in them, and files can have anything as the name of something. */
function shortened(name: string): string {
  if (name.length <= longestName) return name
  return `${name.slice(0, longestName / 2)} ... ${name.slice(-longestName / 2)}`
}

/**
 * What sessions, storages, messages, attachments, tables and streams have in common: they are open until they, or
 * what they were opened under, are closed. An object that is garbage collected unclosed is closed too, some time.
 *
 * Calls on the objects of one session run in the order in which they are made.
 */
export abstract class SessionObject {
  readonly #inside: Inside
  protected readonly uncloneable = uncloneable

  /** @internal */
  protected constructor(handle: NativeHandle, owner: SessionObject | null, kind: string, name: string) {
    this.#inside = { handle, kind, name: shortened(name), owner }
  }

  static {
    isOurs = (value) => #inside in value
    inside = (object) => {
      if (!isOurs(object)) throw invalidThis(object)
      return object.#inside
    }
  }

  /** Whether this object, or one that it was opened under, has been closed. */
  get closed(): boolean {
    return addon().closedWith(inside(this).handle) !== undefined
  }

  /**
   * Closes everything that was opened under this object, then the object itself. Calls made before run first,
   * except that closing a session refuses what it has not begun yet. Closing twice is harmless.
   * @returns A promise that is fulfilled when MAPI and OLE have released the object and its file. It never rejects.
   */
  async close(): Promise<void> {
    await addon().close(inside(this).handle)
  }

  /** `await using` closes the object at the end of the block. The same as {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * `using` closes the object at the end of the block and waits, without running other JavaScript, until it is
   * released: a file can be deleted right afterwards. Where that may take long, `await using` is the better choice.
   */
  [Symbol.dispose](): void {
    addon().closeAndWait(inside(this).handle)
  }

  /** What `console.log` shows. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const kind = this.constructor.name
    if (!isOurs(this)) return `${kind} {}`
    const shown = Object.entries(this).filter(([, value]) => value !== uncloneable)
    const { closed } = this
    return `${kind} ${inspect({ name: nameOf(this), closed, ...Object.fromEntries(shown) }, options)}`
  }
}

/** Whether this copy of the package made the value, which is no proxy then. */
export function isSessionObject(value: unknown): value is SessionObject {
  return typeof value === 'object' && value !== null && isOurs(value)
}

/** The addon's side of an object. Not part of the public interface, as the functions below. */
export function handleOf(object: SessionObject): NativeHandle {
  return inside(object).handle
}

/** What sort of object it is: `message`, `attachment`, ... */
export function kindOf(object: SessionObject): string {
  return inside(object).kind
}

/** What error messages call an object. */
export function nameOf(object: SessionObject): string {
  return inside(object).name
}

/**
 * Runs a function of the addon on an object and turns what goes wrong into an error.
 * @param action What is being done to what, for the error's message, such as `Opening C:\\mail.msg`.
 */
export async function callOn<Result>(
  object: SessionObject,
  action: string,
  start: (native: NativeAddon, handle: NativeHandle) => Promise<Result>,
): Promise<Result> {
  const native = addon()
  const { handle, kind } = inside(object)
  const closedWith = native.closedWith(handle)
  if (closedWith !== undefined) throw closedError(kind, closedWith, action)
  try {
    return await start(native, handle)
  } catch (failure) {
    throw toError(failure, action)
  }
}
