import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

import { checkInteger, invalidArgType } from './argument-errors.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import type { NativeHandle } from './native.js'
import { callOn, nameOf, SessionObject } from './session-object.js'

// What one call reads, and the pieces that it is handed out in. Small pieces let the collector see sooner that there is
// garbage to collect: it counts objects before bytes.
const readSize = 256 * 1024
const pieceSize = 16 * 1024
const longestRead = 0x3fffffff
const origins = { start: 0, current: 1, end: 2 }

/**
 * An OLE stream: the value of a property, or a stream in a storage.
 * @see https://learn.microsoft.com/windows/win32/api/objidl/nn-objidl-istream
 */
export class PropStream extends SessionObject implements AsyncIterable<Buffer> {
  /** @internal */
  constructor(handle: NativeHandle, owner: SessionObject, name: string) {
    super(handle, owner, 'stream', name)
  }

  /**
   * Reads from where the stream stands.
   * @param size How many bytes at the most.
   * @returns Fewer bytes than asked only at the end of the stream, and none after it.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-isequentialstream-read
   */
  async read(size: number): Promise<Buffer> {
    checkInteger('size', size, 0, longestRead)
    return callOn(this, `Reading ${nameOf(this)}`, (native, handle) => native.readStream(handle, size))
  }

  /** Reads all that is left. */
  async readAll(): Promise<Buffer> {
    return callOn(this, `Reading ${nameOf(this)}`, (native, handle) => native.readWholeStream(handle))
  }

  /**
   * Moves to another place.
   * @param offset In bytes, counted from `origin`.
   * @returns The new position, in bytes from the start.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istream-seek
   */
  async seek(offset: number, origin: 'start' | 'current' | 'end' = 'start'): Promise<number> {
    checkInteger('offset', offset, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    if (!Object.hasOwn(origins, origin)) throw invalidArgType('origin', "'start', 'current' or 'end'", origin)
    return callOn(this, `Seeking in ${nameOf(this)}`, (native, handle) =>
      native.seekStream(handle, offset, origins[origin]),
    )
  }

  /** The size of the whole stream in bytes. */
  async size(): Promise<number> {
    return callOn(this, `Reading the size of ${nameOf(this)}`, (native, handle) => native.streamSize(handle))
  }

  /**
   * A second stream on the same bytes, at the same place, that moves on its own.
   * @throws MapiError `MAPI_E_NO_SUPPORT` or others where the provider's streams cannot be cloned.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istream-clone
   */
  async clone(): Promise<PropStream> {
    const handle = await callOn(this, `Cloning ${nameOf(this)}`, (native, stream) =>
      native.cloneStream(stream),
    )
    return new PropStream(handle, this, nameOf(this))
  }

  /** A Node stream of what is left. It closes this stream at its end, and when it is destroyed. */
  toReadable(): Readable {
    return Readable.from(this.#chunksThenClose(), { objectMode: false })
  }

  /** A web stream of what is left. It closes this stream at its end, and when it is cancelled. */
  toReadableStream(): ReadableStream<Uint8Array> {
    return Readable.toWeb(this.toReadable()) as ReadableStream<Uint8Array>
  }

  async *#chunksThenClose(): AsyncGenerator<Buffer> {
    try {
      yield* this
    } finally {
      await this.close()
    }
  }

  /** Reads in chunks, from where the stream stands to its end. Leaves the stream open. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const bytes = await this.read(readSize)
      for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
      if (bytes.length < readSize) return
    }
  }
}

/** The interface of streams, for `openProperty`. */
export const IID_IStream: InterfaceId<PropStream> = standsFor(
  '{0000000c-0000-0000-c000-000000000046}',
  (handle, owner, name) => new PropStream(handle, owner, name),
)
