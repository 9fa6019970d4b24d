import { isULong } from './options.js'
import { checkInstance } from './check-instance.js'
import { PropStream } from './prop-stream.js'
import { callOn, nameOf } from './session-object.js'

/** In the flags of {@link wrapCompressedRTFStream}: the stream is for writing. */
export const MAPI_MODIFY = 0x00000001
/** In the flags of {@link wrapCompressedRTFStream}, with MAPI_MODIFY: what is written is stored without compressing it. */
export const STORE_UNCOMPRESSED_RTF = 0x00008000

/**
 * Opens the RTF in a stream of compressed RTF: in PR_RTF_COMPRESSED, opened with `openProperty` as `IID_IStream`.
 * @param stream The compressed stream, at its start. It has to stay open while the result is in use, and closing it
 *   closes the result.
 * @param flags 0, for reading, is the default; {@link MAPI_MODIFY}, {@link STORE_UNCOMPRESSED_RTF}.
 * @returns A stream of the RTF's bytes, to be read from start to end: MAPI offers neither its size nor seeking in it.
 * @throws MapiError `MAPI_E_NO_SUPPORT` if the provider lacks the function or does not write; `MAPI_E_CORRUPT_DATA`
 *   if this is no compressed RTF or a damaged one, when it is wrapped or when it is read.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/wrapcompressedrtfstream
 */
export async function wrapCompressedRTFStream(stream: PropStream, flags = 0): Promise<PropStream> {
  checkInstance('stream', stream, PropStream, 'an instance of PropStream')
  isULong('flags', flags)
  const name = `the RTF in ${nameOf(stream)}`
  const handle = await callOn(stream, `Opening ${name}`, (native, compressed) =>
    native.wrapCompressedRtfStream(compressed, flags),
  )
  return new PropStream(handle, stream, name)
}
