import type { Message } from '../message.js'
import type { MessageSession } from '../message-session.js'
import { checkOptions, isAnything, isBoolean, type Check } from '../options.js'
import type { ProviderOption } from '../provider.js'
import { isSession } from '../read-message.js'
import { withSharedSessions } from '../shared-sessions.js'
import { createChecks, toPath, type CreateOptions, type FilePath } from '../storage-source.js'
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

export const writeChecks: Record<string, Check> = {
  ...createChecks,
  provider: isAnything,
  sent: isBoolean,
  session: isSession,
}

/**
 * Writes a message as a .msg file, whole or not at all.
 * @param target The path or `file:` URL of the new file; `null` or `undefined` for its bytes.
 * @param draft What nodemailer's `sendMail` takes, with what Outlook has besides.
 * @returns The bytes of the file if there is no target.
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE` for what cannot be written, before anything is.
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
): Promise<undefined>
export async function writeMessage(
  target: FilePath | null | undefined,
  draft: MessageDraft,
  options?: WriteMessageOptions,
): Promise<Buffer | undefined> {
  checkOptions(options, writeChecks)
  const file = target === undefined || target === null ? null : toPath('target', target)
  const [{ checkDraft }, { compose }] = await Promise.all([
    import('./check-draft.js'),
    import('./compose-message.js'),
  ])
  const checked = await checkDraft(draft)
  const sent = options?.sent ?? checked.date !== undefined
  return writeNew(file, options, (message) => compose(message, draft, checked, sent))
}

/** Creates a message, has it written, and saves it. */
export async function writeNew(
  file: string | null,
  options: WriteMessageOptions | undefined,
  write: (message: Message) => Promise<void>,
): Promise<Buffer | undefined> {
  const writeIn = async (session: MessageSession) => {
    await using message = await session.createMessage(file, {
      storage: options?.storage,
      overwrite: options?.overwrite,
    })
    await write(message)
    if (file === null) return await message.saveToBytes()
    await message.saveChanges()
    return undefined
  }
  if (options?.session) return writeIn(options.session)
  return withSharedSessions(options?.provider, 1, ([shared]) => writeIn(shared as MessageSession))
}
