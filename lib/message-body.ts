import { types } from 'node:util'

import { wrapCompressedRTFStream } from './compressed-rtf.js'
import { toEncapsulated, type BrokenRtf, type Encapsulated } from './encapsulated-rtf.js'
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
import { callOn, nameOf } from './session-object.js'

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

type MaybeEncapsulated = Encapsulated | BrokenRtf | undefined

/** Where the bodies of a message come from. */
export interface BodySource {
  /** What error messages call the message. */
  name: string
  codePage: number | undefined
  /** PR_HTML, or its string form PR_BODY_HTML. */
  html: () => unknown
  text: () => Promise<string | undefined> | string | undefined
  /** PR_RTF_COMPRESSED, uncompressed. */
  rtf: () => Promise<Buffer | undefined> | Buffer | undefined
  /** What that encapsulates. */
  encapsulated: () => Promise<MaybeEncapsulated> | MaybeEncapsulated
}

/** See `Message.getBody`, which says what a user has to know. */
export async function readBody(
  message: MapiProp,
  options?: GetBodyOptions,
): Promise<MessageBody | undefined> {
  checkOptions(options, { kind: isOneOf('html', 'rtf', 'text') })
  const row = await message.getPropRow([PR_NATIVE_BODY_INFO, PR_RTF_IN_SYNC, PR_INTERNET_CPID])
  let rtf: Promise<Buffer | undefined> | undefined
  let encapsulated: Promise<MaybeEncapsulated> | undefined
  const readRtfOnce = () => (rtf ??= readRtf(message))
  const source: BodySource = {
    name: nameOf(message),
    codePage: row.get(PR_INTERNET_CPID),
    html: () => message.get(CHANGE_PROP_TYPE(PR_HTML, PT_UNSPECIFIED)),
    text: () => message.get(PR_BODY_W),
    rtf: readRtfOnce,
    encapsulated: () => (encapsulated ??= deEncapsulate(message, readRtfOnce())),
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

type BodyReaders = ReturnType<typeof bodyReaders>

function bodyReaders(source: BodySource) {
  const rtf = async (): Promise<MessageBody | undefined> => {
    const bytes = await source.rtf()
    return bytes && { kind: 'rtf', content: bytes.toString('latin1'), source: 'PR_RTF_COMPRESSED' }
  }
  const recovered = async (): Promise<MessageBody | undefined> => {
    const found = await source.encapsulated()
    if (found && 'why' in found) throw corruptRtf(source.name, found.why)
    return found && { ...found, source: 'PR_RTF_COMPRESSED' }
  }
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
    rtf,
    /** As what it encapsulates, if it does. */
    decodedRtf: async () => (await recovered()) ?? (await rtf()),
    /** The same, but for HTML, of which PR_HTML is the original. */
    rtfUnlessHtml: async () => {
      const body = await recovered()
      return body?.kind === 'html' ? undefined : (body ?? (await rtf()))
    },
    encapsulated: (kind: 'html' | 'text'): Reader => {
      return async () => {
        const body = await recovered()
        return body?.kind === kind ? body : undefined
      }
    },
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

async function deEncapsulate(
  message: MapiProp,
  rtf: Promise<Buffer | undefined>,
): Promise<MaybeEncapsulated> {
  const bytes = await rtf
  if (!bytes) return undefined
  const [kind, text] = await callOn(message, `Reading the body of ${nameOf(message)}`, (native, handle) =>
    native.deEncapsulateRtf(handle, bytes),
  )
  return toEncapsulated(kind, text)
}

function corruptRtf(name: string, why: string): MapiError {
  return new MapiError({
    code: 'MAPI_E_CORRUPT_DATA',
    hresult: MAPI_E_CORRUPT_DATA,
    method: 'mapi-msg',
    message: `Reading what PR_RTF_COMPRESSED of ${name} encapsulates failed: the RTF is broken (${why}). getBody({ kind: 'rtf' }) gives it as it is.`,
  })
}
