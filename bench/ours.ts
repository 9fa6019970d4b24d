import {
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_LONG_FILENAME_W,
  PR_ATTACH_METHOD,
  PR_CLIENT_SUBMIT_TIME,
  PR_SENDER_EMAIL_ADDRESS_W,
  PR_SENDER_NAME_W,
  PR_SUBJECT_W,
  ATTACH_EMBEDDED_MSG,
  type Message,
  type MessageSession,
  type MessageSource,
} from 'mapi-msg'

import type { Seen } from './msgreader.ts'

/** Everything, with the bytes of all attachments, also of messages in attachments. */
export async function readWhole(source: MessageSource, session: MessageSession): Promise<Seen> {
  await using message = await session.openMessage(source)
  const seen: Seen = { subject: (await message.get(PR_SUBJECT_W)) ?? '', attachments: 0, attachmentBytes: 0 }
  await readMessage(message, seen)
  return seen
}

async function readMessage(message: Message, seen: Seen): Promise<void> {
  await message.getPropRow()
  await using table = await message.getRecipientTable()
  await table.queryAll()
  for await (const attachment of message.attachments()) {
    const row = await attachment.getPropRow()
    seen.attachments++
    seen.attachmentBytes += row.get(PR_ATTACH_DATA_BIN)?.length ?? 0
    if (row.get(PR_ATTACH_METHOD) !== ATTACH_EMBEDDED_MSG) continue
    await using embedded = await attachment.openEmbeddedMessage()
    await readMessage(embedded, seen)
  }
}

/** Subject, sender, date, names of attachments. */
export async function readListing(source: MessageSource, session: MessageSession): Promise<unknown> {
  await using message = await session.openMessage(source)
  const props = await message.getProps([
    PR_SUBJECT_W,
    PR_SENDER_NAME_W,
    PR_SENDER_EMAIL_ADDRESS_W,
    PR_CLIENT_SUBMIT_TIME,
  ])
  await using table = await message.getAttachmentTable()
  await table.setColumns([PR_ATTACH_LONG_FILENAME_W, PR_ATTACH_DATA_OBJ])
  return [props, await table.queryAll()]
}

/** Everything of all, in so many sessions. */
export async function readAllWhole(sources: readonly MessageSource[], concurrency: number): Promise<void> {
  await readAll(sources, concurrency, readWhole)
}

export async function readAllListings(sources: readonly MessageSource[], concurrency: number): Promise<void> {
  await readAll(sources, concurrency, readListing)
}

async function readAll(
  sources: readonly MessageSource[],
  concurrency: number,
  read: (source: MessageSource, session: MessageSession) => Promise<unknown>,
): Promise<void> {
  const queue = [...sources]
  const work = async () => {
    await using session = await openIMsgSession({ provider: 'embedded' })
    for (let source = queue.shift(); source; source = queue.shift()) await read(source, session)
  }
  await Promise.all(Array.from({ length: concurrency }, work))
}
