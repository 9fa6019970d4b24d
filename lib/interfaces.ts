import type { NativeHandle } from './native.js'
import type { SessionObject } from './session-object.js'

declare const interfaceObject: unique symbol

/** The identifier of a COM interface. For the compiler it carries the class that stands for the interface here. */
export type InterfaceId<Object = unknown> = string & { readonly [interfaceObject]: Object }

type Wrap = (handle: NativeHandle, owner: SessionObject, name: string) => SessionObject

const wraps = new Map<string, Wrap>()

/** @internal Each class says which interface it stands for, so that `openProperty` needs to know none of them. */
export function standsFor<Object extends SessionObject>(
  id: string,
  wrap: (handle: NativeHandle, owner: SessionObject, name: string) => Object,
): InterfaceId<Object> {
  wraps.set(id, wrap)
  return id as InterfaceId<Object>
}

/** @internal */
export function wrapperOf(id: unknown): Wrap | undefined {
  return typeof id === 'string' ? wraps.get(id) : undefined
}
