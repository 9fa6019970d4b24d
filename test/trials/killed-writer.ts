import { openSync, writeSync } from 'node:fs'

import { openIMsgSession, type Message, type MessageSession } from 'mapi-msg'

import { provider } from '../support/sessions.ts'
import { trialMessage, writeDescribed } from './trial-message.ts'
import { newFile, type WriterArguments } from './writer-arguments.ts'

/**
 * A program that saves one version of a message after the other until it is killed. Its arguments are
 * {@link WriterArguments} as JSON. It tells its parent whenever it is about to save.
 */

async function openFor(
  session: MessageSession,
  { file, way, engine }: WriterArguments,
  version: number,
): Promise<Message> {
  const options = { storage: engine }
  if (way === 'new') return session.createMessage(newFile(file, version), options)
  if (way === 'overwritten') return session.createMessage(file, { ...options, overwrite: true })
  return session.openMessage(file, { ...options, mode: 'readwrite' })
}

async function main(args: WriterArguments): Promise<void> {
  const log = openSync(args.log, 'a')
  const session = await openIMsgSession({ provider })
  let message: Message | undefined
  for (let version = 1; ; version++) {
    message ??= await openFor(session, args, version)
    await writeDescribed(message, trialMessage(version, args.size))
    writeSync(log, `begin ${version}\n`)
    process.send?.('saving')
    await message.saveChanges({ keepOpen: 'readwrite' })
    writeSync(log, `done ${version}\n`)
    if (args.way === 'kept open') continue
    await message.close()
    message = undefined
  }
}

await main(JSON.parse(process.argv[2] ?? '') as WriterArguments)
