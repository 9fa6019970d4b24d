import { types } from 'node:util'

import { wrapCompressedRTFStream } from './compressed-rtf.js'
import { deEncapsulate, encapsulatedKind } from './encapsulated-rtf.js'
import {
  PR_BODY_W,
  PR_HTML,
  PR_INTERNET_CPID,
  PR_NATIVE_BODY_INFO,
  PR_RTF_COMPRESSED,
  PR_RTF_IN_SYNC,
} from './generated/prop-tags.js'
import { MAPI_E_CORRUPT_DATA } from './generated/result-codes.js'
import { decodeHtml } from './html-text.js'
import { MapiError } from './mapi-error.js'
import type { MapiProp } from './mapi-prop.js'
import { NATIVE_BODY_HTML, NATIVE_BODY_PLAINTEXT, NATIVE_BODY_RTF } from './message-constants.js'
import { checkOptions, isOneOf } from './options.js'
import { CHANGE_PROP_TYPE, PT_UNSPECIFIED } from './prop-tag.js'
import { IID_IStream } from './prop-stream.js'
import { nameOf } from './session-object.js'

export type BodyKind = 'html' | 'rtf' | 'text'

export interface MessageBody {
  /** What `content` is: HTML, RTF, or plain text. */
  kind: BodyKind
  /**
   * The body, decoded: a charset that HTML names for itself no longer counts. In RTF each character is one byte of
   * it, so `Buffer.from(content, 'latin1')` gives the bytes.
   */
  content: string
  /** The property that it comes from. HTML and plain text may come from PR_RTF_COMPRESSED, which can encapsulate either. */
  source: 'PR_HTML' | 'PR_BODY_HTML' | 'PR_RTF_COMPRESSED' | 'PR_BODY'
}

export interface GetBodyOptions {
  /** Only a body of this kind, where the message has one. By default the best one is given, of whatever kind it is. */
  kind?: BodyKind | undefined
}

type Reader = () => Promise<MessageBody | undefined>

/** Where the bodies of a message come from. */
export interface BodySource {
  /** What error messages call the message. */
  name: string
  codePage: number | undefined
  /** PR_HTML, or its string form PR_BODY_HTML. */
  html: () => unknown
  text: () => Promise<string | undefined> | string | undefined
  /** PR_RTF_COMPRESSED, uncompressed. Asked for once at the most. */
  rtf: () => Promise<Buffer | undefined> | Buffer | undefined
}

/** See `Message.getBody`, which says what a user has to know. */
export async function readBody(
  message: MapiProp,
  options?: GetBodyOptions,
): Promise<MessageBody | undefined> {
  checkOptions(options, { kind: isOneOf('html', 'rtf', 'text') })
  const row = await message.getPropRow([PR_NATIVE_BODY_INFO, PR_RTF_IN_SYNC, PR_INTERNET_CPID])
  const source: BodySource = {
    name: nameOf(message),
    codePage: row.get(PR_INTERNET_CPID),
    html: () => message.get(CHANGE_PROP_TYPE(PR_HTML, PT_UNSPECIFIED)),
    text: () => message.get(PR_BODY_W),
    rtf: () => readRtf(message),
  }
  if (options?.kind) return bodyOfKind(source, options.kind)
  return firstGood(bestFirst(bodyReaders(source), row.get(PR_NATIVE_BODY_INFO), row.get(PR_RTF_IN_SYNC)))
}

/** The body of one kind. */
export async function bodyOfKind(source: BodySource, kind: BodyKind): Promise<MessageBody | undefined> {
  const { html, encapsulated, rtf, text } = bodyReaders(source)
  if (kind === 'html') return firstGood([html, encapsulated('html')])
  return firstGood(kind === 'text' ? [text, encapsulated('text')] : [rtf])
}

/**
 * [MS-OXBBODY] 2.1.3.1: PR_NATIVE_BODY_INFO decides. Without it, RTF comes first if it is in step with the other
 * bodies, and HTML otherwise. Whether RTF comes before plain text if the file does not say, the specification leaves
 * to what the store does; MAPI's message on storage keeps both in step, by its PR_STORE_SUPPORT_MASK.
 */
function bestFirst(readers: BodyReaders, native: number | undefined, inSync: boolean | undefined): Reader[] {
  const { html, encapsulated, decodedRtf, rtf, text } = readers
  // What cannot be decoded is better than nothing.
  const all = [html, decodedRtf, text, rtf]
  if (native === NATIVE_BODY_PLAINTEXT) return [text, ...all]
  if (native === NATIVE_BODY_RTF) return [decodedRtf, ...all]
  if (native === NATIVE_BODY_HTML) return [html, encapsulated('html'), ...all]
  if (inSync === false) return [html, text, ...all]
  if (inSync === true) return [readers.rtfUnlessHtml, ...all]
  return all
}

/** The first body that has any text. Damaged ones are passed over; their error is thrown if there is nothing else. */
async function firstGood(readers: Reader[]): Promise<MessageBody | undefined> {
  let empty: MessageBody | undefined
  const failures: unknown[] = []
  for (const read of readers) {
    try {
      const body = await read()
      if (body && body.content !== '') return body
      empty ??= body
    } catch (error) {
      failures.push(error)
    }
  }
  if (empty === undefined && failures.length > 0) throw failures[0]
  return empty
}

type Decoded = Omit<MessageBody, 'source'> | undefined

type BodyReaders = ReturnType<typeof bodyReaders>

function bodyReaders(source: BodySource) {
  let rtfBytes: Promise<Buffer | undefined> | undefined
  const ofRtf = (decode: (bytes: Buffer) => Decoded | Promise<Decoded>): Reader => {
    return async () => {
      rtfBytes ??= Promise.resolve(source.rtf())
      const bytes = await rtfBytes
      const body = bytes && (await decode(bytes))
      return body && { ...body, source: 'PR_RTF_COMPRESSED' }
    }
  }
  const asRtf = (bytes: Buffer) => ({ kind: 'rtf' as const, content: bytes.toString('latin1') })
  const recovered = async (bytes: Buffer) => {
    try {
      return await deEncapsulate(bytes)
    } catch (error) {
      throw corruptRtf(source.name, error)
    }
  }
  const decoded = (bytes: Buffer) => (encapsulatedKind(bytes) ? recovered(bytes) : asRtf(bytes))
  return {
    html: async (): Promise<MessageBody | undefined> => {
      const value = await source.html()
      if (typeof value === 'string') return { kind: 'html', content: value, source: 'PR_BODY_HTML' }
      if (!types.isUint8Array(value)) return undefined
      return { kind: 'html', content: decodeHtml(value, source.codePage), source: 'PR_HTML' }
    },
    text: async (): Promise<MessageBody | undefined> => {
      const content = await source.text()
      return content === undefined ? undefined : { kind: 'text', content, source: 'PR_BODY' }
    },
    rtf: ofRtf(asRtf),
    /** As what it encapsulates, if it does. */
    decodedRtf: ofRtf(decoded),
    /** The same, but for HTML, of which PR_HTML is the original. */
    rtfUnlessHtml: ofRtf((bytes) => (encapsulatedKind(bytes) === 'html' ? undefined : decoded(bytes))),
    encapsulated: (kind: 'html' | 'text') =>
      ofRtf((bytes) => (encapsulatedKind(bytes) === kind ? recovered(bytes) : undefined)),
  }
}

async function readRtf(message: MapiProp): Promise<Buffer | undefined> {
  try {
    await using compressed = await message.openProperty(PR_RTF_COMPRESSED, IID_IStream)
    await using rtf = await wrapCompressedRTFStream(compressed)
    return await rtf.readAll()
  } catch (error) {
    if (error instanceof MapiError && error.code === 'MAPI_E_NOT_FOUND') return undefined
    throw error
  }
}

function corruptRtf(name: string, cause: unknown): MapiError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const error = new MapiError({
    code: 'MAPI_E_CORRUPT_DATA',
    hresult: MAPI_E_CORRUPT_DATA,
    method: 'mapi-msg',
    message: `Reading what PR_RTF_COMPRESSED of ${name} encapsulates failed: the RTF is broken (${why}). getBody({ kind: 'rtf' }) gives it as it is.`,
  })
  error.cause = cause
  return error
}
