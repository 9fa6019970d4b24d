import { parentPort, workerData } from 'node:worker_threads'

import {
  type Message,
  type MessageSession,
  openIMsgSession,
  PR_BODY_W,
  PR_SUBJECT_W,
  readMessage,
} from 'mapi-msg'

import { seeded } from './random.ts'

/** A worker that uses sessions in every way, leaves many of them open, and never ends by itself. */

const { file, seed } = workerData as { file: string; seed: number }
const random = seeded(seed)
const abandoned: unknown[] = []

const ways: ((session: MessageSession, message: Message) => Promise<unknown>)[] = [
  (_, message) => message.getPropRow(),
  (_, message) => Promise.all(Array.from({ length: 50 }, () => message.get(PR_BODY_W))),
  async (_, message) => {
    for await (const attachment of message.attachments())
      abandoned.push(await attachment.openEmbeddedMessage())
  },
  async (_, message) => {
    for await (const row of message.recipients()) abandoned.push(row)
  },
  async (_, message) => abandoned.push(await message.getAttachmentTable()),
  async (session) => {
    const copy = await session.createMessage(null)
    await copy.set(PR_SUBJECT_W, 'A copy')
    await copy.saveToBytes()
    abandoned.push(copy)
  },
  async (_, message) => message.createReadStream(PR_BODY_W).toArray(),
  (_, message) => message.close(),
  (session) => {
    session[Symbol.dispose]()
    return Promise.resolve()
  },
  () => readMessage(file, { provider: 'embedded' }),
]

async function work(): Promise<void> {
  const session = await openIMsgSession({ provider: 'embedded' })
  const onRelease = () => parentPort?.postMessage('released')
  const message = await session.openMessage(file, { onRelease })
  for (let step = 0; step < 5 && !message.closed; step++) {
    const pending = ways[random(ways.length)]?.(session, message)
    if (random(3) > 0) await pending
    else pending?.catch(() => undefined)
    parentPort?.postMessage('called')
  }
  if (random(2) === 0) await session.close()
  else abandoned.push(session)
  if (abandoned.length > 500) abandoned.length = 0
}

for (;;) await work()
