import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

import { type Message, type MessageSession, openIMsgSession, type ProviderOption } from 'mapi-msg'

/** The provider under test: the embedded one unless MAPI_MSG_PROVIDER names another. */
export const provider: ProviderOption | undefined = process.env['MAPI_MSG_PROVIDER'] ? undefined : 'embedded'

/** A session that is closed when the test ends. */
export async function openSession(t: TestContext): Promise<MessageSession> {
  const session = await openIMsgSession({ provider })
  t.after(() => session.close())
  return session
}

/** The message that these bytes are, open until the test ends. */
export async function openSample(t: TestContext, { bytes }: { bytes: Uint8Array }): Promise<Message> {
  const session = await openSession(t)
  return session.openMessage(bytes)
}

/** A folder that is deleted, with what is in it, when the test ends: that fails if a file in it is still open. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-'))
  t.after(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}
