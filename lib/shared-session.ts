import { openIMsgSession, type MessageSession } from './message-session.js'
import { toProviderChoice, type ProviderOption } from './provider.js'

interface Shared {
  session: Promise<MessageSession>
  users: number
  idle: NodeJS.Timeout
}

// How long a session is kept for the next user: opening one costs a thread, and Outlook's DLL takes long to load.
const idleTime = 1000

const sharedByProvider = new Map<string, Shared>()

/** Runs `work` in a session that all callers with the same provider share. It is closed when nobody needs it. */
export async function withSharedSession<Result>(
  provider: ProviderOption | undefined,
  work: (session: MessageSession) => Promise<Result>,
): Promise<Result> {
  const key = JSON.stringify(toProviderChoice(provider))
  const shared = sharedByProvider.get(key) ?? open(key, provider)
  shared.users++
  try {
    return await work(await shared.session)
  } finally {
    shared.users--
    shared.idle.refresh()
  }
}

function open(key: string, provider: ProviderOption | undefined): Shared {
  const session = openIMsgSession({ provider })
  const idle = setTimeout(() => {
    closeUnlessUsed(key)
  }, idleTime)
  // A session that waits for users must not keep the process alive.
  idle.unref()
  const shared = { session, users: 0, idle }
  sharedByProvider.set(key, shared)
  session.catch(() => {
    clearTimeout(idle)
    sharedByProvider.delete(key)
  })
  return shared
}

function closeUnlessUsed(key: string): void {
  const shared = sharedByProvider.get(key)
  if (!shared || shared.users > 0) return
  sharedByProvider.delete(key)
  void shared.session.then((session) => session.close())
}
