import type { WriteMessageOptions } from '../draft/write-message.js'
import type { FilePath, MessageSource } from '../storage-source.js'

export type EmlToMessageOptions = WriteMessageOptions

/**
 * Makes an Outlook message of an internet message (.eml).
 * @param eml The path or `file:` URL of an .eml file, or its bytes.
 * @param target The path or `file:` URL of the new .msg file; `null` or `undefined` for its bytes.
 * @returns The bytes of the .msg file if there is no target.
 * @throws MapiError As `writeMessage`; what `fs.readFile` throws if the .eml file cannot be read.
 */
export function emlToMessage(
  eml: MessageSource,
  target?: null,
  options?: EmlToMessageOptions,
): Promise<Buffer>
export function emlToMessage(
  eml: MessageSource,
  target: FilePath,
  options?: EmlToMessageOptions,
): Promise<void>
export async function emlToMessage(
  eml: MessageSource,
  target?: FilePath | null,
  options?: EmlToMessageOptions,
): Promise<Buffer | void> {
  return Promise.reject(new Error('emlToMessage is not there yet.', { cause: [eml, target, options] }))
}
