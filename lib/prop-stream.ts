import { Readable, Writable } from 'node:stream'
import type { ReadableStream, WritableStream } from 'node:stream/web'
import { types } from 'node:util'

import { checkInteger, invalidArgType } from './argument-errors.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import type { NativeHandle } from './native.js'
import { callOn, nameOf, SessionObject } from './session-object.js'

// What one call reads, and the pieces that it is handed out in. Small pieces let the collector see sooner that there is
// garbage to collect: it counts objects before bytes.
const readSize = 256 * 1024
const pieceSize = 16 * 1024
// What is written is collected up to this.
const writeSize = 256 * 1024
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
    return Readable.from(chunksThenClose(this), { objectMode: false })
  }

  /** A web stream of what is left. It closes this stream at its end, and when it is cancelled. */
  toReadableStream(): ReadableStream<Uint8Array> {
    return Readable.toWeb(this.toReadable()) as ReadableStream<Uint8Array>
  }

  /**
   * Writes where the stream stands, over what is there, and moves behind it. The stream grows as needed.
   * @throws MapiError `STG_E_ACCESSDENIED` if the stream is open for reading only; `STG_E_MEDIUMFULL` and others.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-isequentialstream-write
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (!types.isUint8Array(bytes)) {
      throw invalidArgType('bytes', 'an instance of Buffer or Uint8Array', bytes)
    }
    await callOn(this, `Writing ${nameOf(this)}`, (native, handle) => native.writeStream(handle, bytes))
  }

  /**
   * Cuts the stream off, or lengthens it with zeros.
   * @param size In bytes.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istream-setsize
   */
  async setSize(size: number): Promise<void> {
    checkInteger('size', size, 0, Number.MAX_SAFE_INTEGER)
    await callOn(this, `Setting the size of ${nameOf(this)}`, (native, handle) =>
      native.setStreamSize(handle, size),
    )
  }

  /**
   * Makes what was written part of the object that the stream was opened on.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istream-commit
   */
  async commit(): Promise<void> {
    await callOn(this, `Committing ${nameOf(this)}`, (native, handle) => native.commitStream(handle))
  }

  /**
   * Drops what was written since the last commit, where the provider's streams allow that.
   * @see https://learn.microsoft.com/windows/win32/api/objidl/nf-objidl-istream-revert
   */
  async revert(): Promise<void> {
    await callOn(this, `Reverting ${nameOf(this)}`, (native, handle) => native.revertStream(handle))
  }

  /** A Node stream that writes where this one stands. At its end it commits and closes this stream; destroyed before, it reverts it. */
  toWritable(): Writable {
    return toWritable(async () => {
      nameOf(this)
      return Promise.resolve(this)
    })
  }

  /** A web stream that writes where this one stands. At its end it commits and closes this stream; aborted, it reverts it. */
  toWritableStream(): WritableStream<Uint8Array> {
    return Writable.toWeb(this.toWritable()) as WritableStream<Uint8Array>
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

async function* chunksThenClose(stream: PropStream): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } finally {
    await stream.close()
  }
}

/** A Node stream on the stream that `open` gives; text is written in this encoding. */
export function toWritable(
  open: () => Promise<PropStream>,
  defaultEncoding: 'utf8' | 'utf16le' = 'utf8',
): Writable {
  let stream: PropStream | undefined
  let isCommitted = false
  const run = (work: (opened: PropStream) => Promise<void>, done: (error?: Error | null) => void) => {
    const running = async () => {
      if (stream) await work(stream)
    }
    void running().then(() => {
      done()
    }, done)
  }
  return new Writable({
    highWaterMark: writeSize,
    defaultEncoding,
    construct(done) {
      void open().then((opened) => {
        stream = opened
        done()
      }, done)
    },
    write(chunk: Uint8Array, _, done) {
      run((opened) => opened.write(chunk), done)
    },
    writev(chunks, done) {
      const whole = Buffer.concat(chunks.map(({ chunk }) => chunk as Uint8Array))
      run((opened) => opened.write(whole), done)
    },
    final(done) {
      run(async (opened) => {
        await opened.commit()
        isCommitted = true
      }, done)
    },
    destroy(error, done) {
      run(
        async (opened) => {
          // Not every provider's streams can be reverted; what was not committed is dropped all the same.
          if (!isCommitted && !opened.closed) await opened.revert().catch(() => undefined)
          await opened.close()
        },
        (closing) => {
          done(error ?? closing)
        },
      )
    },
  })
}
