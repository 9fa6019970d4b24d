import { openIMsgSession, type MessageSession } from './message-session.js'
import { toProviderChoice, type ProviderOption } from './provider.js'

interface Shared {
  opened: Promise<MessageSession>
  users: number
  idle: NodeJS.Timeout
}

// How long a session is kept for the next user: opening one costs a thread, and Outlook's DLL takes long to load.
const idleTime = 1000

// By provider.
const sharedSessions = new Map<string, Shared[]>()

/**
 * Runs `work` in sessions that all callers with the same provider share, the first ones first. They are closed when
 * nobody needs them any more.
 * @throws MapiError As `openIMsgSession`.
 */
export async function withSharedSessions<Result>(
  provider: ProviderOption | undefined,
  count: number,
  work: (sessions: MessageSession[]) => Promise<Result>,
): Promise<Result> {
  const leased = lease(provider, count)
  try {
    return await work(await Promise.all(leased.map(({ opened }) => opened)))
  } finally {
    release(leased)
  }
}

/** The same for a generator. */
export async function* generateInSharedSessions<Result>(
  provider: ProviderOption | undefined,
  count: number,
  work: (sessions: MessageSession[]) => AsyncGenerator<Result, void, undefined>,
): AsyncGenerator<Result, void, undefined> {
  const leased = lease(provider, count)
  try {
    yield* work(await Promise.all(leased.map(({ opened }) => opened)))
  } finally {
    release(leased)
  }
}

function lease(provider: ProviderOption | undefined, count: number): Shared[] {
  const key = JSON.stringify(toProviderChoice(provider))
  const shared = sharedSessions.get(key) ?? []
  sharedSessions.set(key, shared)
  while (shared.length < count) shared.push(open(shared, provider))
  const leased = shared.slice(0, count)
  for (const each of leased) each.users++
  return leased
}

function release(leased: Shared[]): void {
  for (const each of leased) {
    each.users--
    each.idle.refresh()
  }
}

function open(shared: Shared[], provider: ProviderOption | undefined): Shared {
  const opened = openIMsgSession({ provider })
  const idle = setTimeout(() => {
    if (each.users > 0) return
    shared.splice(shared.indexOf(each), 1)
    void opened.then((session) => session.close())
  }, idleTime)
  // Sessions that wait for users must not keep the process alive.
  idle.unref()
  const each: Shared = { opened, users: 0, idle }
  opened.catch(() => {
    clearTimeout(idle)
    shared.splice(shared.indexOf(each), 1)
  })
  return each
}
