import {
  MAPI_TO,
  openIMsgSession,
  PR_BODY_W,
  PR_SUBJECT_W,
  smtpRecipient,
  type MessageSession,
  type Provider,
} from '../index.js'
import { reasonOf } from './reporter.js'

export interface SelfTest {
  /** What was asked for: `openIMsgSession()`, or with a provider. */
  call: string
  works: boolean
  /** The MAPI that it came to. */
  used?: Provider
  /** How long opening the session, and writing and reading a message, took. */
  milliseconds?: number
  error?: string
}

// A MAPI that waits for something, such as a dialog that nobody sees.
const patience = 60_000

/** Opens a session, and writes and reads a message in memory. */
export async function testProvider(provider: 'embedded' | undefined): Promise<SelfTest> {
  const call = `openIMsgSession(${provider === undefined ? '' : `{ provider: '${provider}' }`})`
  const started = performance.now()
  let used: Provider | undefined
  const test = async () => {
    await using session = await openIMsgSession({ provider })
    used = session.provider
    await writeAndRead(session)
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer after ${patience / 1000} seconds`))
    }, patience)
  })
  try {
    await Promise.race([test(), late])
    const milliseconds = Math.round(performance.now() - started)
    return { call, works: true, ...(used ? { used } : {}), milliseconds }
  } catch (error) {
    return { call, works: false, ...(used ? { used } : {}), error: reasonOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function writeAndRead(session: MessageSession): Promise<void> {
  const subject = 'mapi-msg doctor ✓'
  const body = 'x'.repeat(10_000)
  await using message = await session.createMessage(null)
  await message.setProps([
    [PR_SUBJECT_W, subject],
    [PR_BODY_W, body],
  ])
  await message.modifyRecipients('add', [smtpRecipient(MAPI_TO, 'Ann Lee', 'ann@example.com')])
  const bytes = await message.saveToBytes()
  await using again = await session.openMessage(bytes)
  const [readSubject, readBody] = await again.getProps([PR_SUBJECT_W, PR_BODY_W])
  if (readSubject !== subject || readBody !== body) {
    throw new Error('a message that was written reads differently')
  }
}
