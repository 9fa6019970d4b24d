import { readFile } from 'node:fs/promises'

import { invalidArgValue } from '../argument-errors.js'
import { writeChecks, writeNew, type WriteMessageOptions } from '../draft/write-message.js'
import { checkOptions } from '../options.js'
import { toPath, type FilePath, type MessageSource } from '../storage-source.js'

export type EmlToMessageOptions = WriteMessageOptions

/**
 * Makes an Outlook message of an internet message (.eml).
 * @param eml The path or `file:` URL of an .eml file, or its bytes.
 * @param target The path or `file:` URL of the new .msg file; `null` or `undefined` for its bytes.
 * @param options.sent Whether it is a mail that was sent, rather than a draft. The default is true, and false for a mail
 *   with the header `X-Unsent: 1`, by which Outlook knows a draft.
 * @returns The bytes of the .msg file if there is no target.
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a mail whose parts are nested too deeply.
 * @throws MapiError As `writeMessage`, `MAPI_E_TOO_COMPLEX` where messages are attached to messages more than 64 times; what `fs.readFile` throws if the .eml file cannot be read.
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
): Promise<undefined>
export async function emlToMessage(
  eml: MessageSource,
  target?: FilePath | null,
  options?: EmlToMessageOptions,
): Promise<Buffer | undefined> {
  checkOptions(options, writeChecks)
  const file = target === undefined || target === null ? null : toPath('target', target)
  const [{ emlToDraft }, { checkDraft }, { compose }] = await Promise.all([
    import('./eml-to-draft.js'),
    import('../draft/check-draft.js'),
    import('../draft/compose-message.js'),
  ])
  const { draft, sent } = await emlToDraft(await readEml(eml))
  const checked = await checkDraft(draft)
  return writeNew(file, options, (message) => compose(message, draft, checked, options?.sent ?? sent))
}

async function readEml(eml: MessageSource): Promise<Buffer> {
  if (eml instanceof Uint8Array) return Buffer.from(eml.buffer, eml.byteOffset, eml.byteLength)
  if (typeof eml === 'string' && /[\r\n]/.test(eml)) {
    throw invalidArgValue(
      'The "eml" argument is a message rather than a path. Give the bytes of one: Buffer.from(text).',
    )
  }
  return readFile(toPath('eml', eml))
}
