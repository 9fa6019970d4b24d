import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'

import { MapiError, PR_SUBJECT_W, type MessageSession } from 'mapi-msg'

import { samples } from './samples.ts'
import { openSession, temporaryFolder } from './sessions.ts'

/** Files with a message in them, and what becomes of opening them. */

const { bytes } = samples.unicodeMail()

export function sampleFile(folder: string, name = 'mail.msg'): string {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  return file
}

/** A session, and a file with a message in a folder of its own. */
export async function openFileSession(t: TestContext): Promise<{ session: MessageSession; file: string }> {
  // The session first, so that it is closed before the folder is deleted.
  const session = await openSession(t)
  return { session, file: sampleFile(temporaryFolder(t)) }
}

export async function subjectOf(
  session: MessageSession,
  source: string | URL | Uint8Array,
): Promise<string | undefined> {
  await using message = await session.openMessage(source)
  return await message.get(PR_SUBJECT_W)
}

export async function rejection(work: Promise<unknown>): Promise<MapiError> {
  const error: unknown = await work.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MapiError, String(error))
  return error
}

export function assertInUse({ code, message }: { code: string; message: string }, file: string): void {
  assert.ok(['STG_E_SHAREVIOLATION', 'STG_E_LOCKVIOLATION'].includes(code), code)
  assert.ok(message.includes(file), message)
  assert.match(message, /another program has the file open/)
  assert.match(message, /denyNone/)
}
