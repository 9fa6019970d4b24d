import type { MessageSession } from '../message-session.js'
import type { ProviderOption } from '../provider.js'
import type { CreateOptions, FilePath } from '../storage-source.js'
import type { MessageDraft } from './message-draft.js'

export interface WriteMessageOptions extends CreateOptions {
  /** The session to write in. By default one that all such calls share, and that is closed when it is idle. */
  session?: MessageSession | undefined
  /** Which MAPI to use where no session is given. The default is that of `openIMsgSession`. */
  provider?: ProviderOption | undefined
  /**
   * Whether the message is one that was sent, which Outlook shows, rather than a draft, which it opens for editing.
   * The default is whether the draft has a `date`.
   */
  sent?: boolean | undefined
}

/**
 * Writes a message as a .msg file, whole or not at all.
 * @param target The path or `file:` URL of the new file; `null` or `undefined` for its bytes.
 * @returns The bytes of the file if there is no target.
 * @throws MapiError `STG_E_FILEALREADYEXISTS` if there is a file of this name already and `overwrite` is not true.
 */
export function writeMessage(
  target: null | undefined,
  draft: MessageDraft,
  options?: WriteMessageOptions,
): Promise<Buffer>
export function writeMessage(
  target: FilePath,
  draft: MessageDraft,
  options?: WriteMessageOptions,
): Promise<void>
export async function writeMessage(
  target: FilePath | null | undefined,
  draft: MessageDraft,
  options?: WriteMessageOptions,
): Promise<Buffer | void> {
  return Promise.reject(new Error('writeMessage is not there yet.', { cause: [target, draft, options] }))
}
