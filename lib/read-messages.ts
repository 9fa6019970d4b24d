import { availableParallelism } from 'node:os'

import { addon } from './addon.js'
import { checkInteger } from './argument-errors.js'
import { beginTurn } from './event-loop-turn.js'
import type { MessageContents } from './message-contents.js'
import type { MessageSession } from './message-session.js'
import { checkOptions, type Check } from './options.js'
import { ReadAhead } from './read-ahead.js'
import { readChecks, readIn, type ReadMessageOptions } from './read-message.js'
import { generateInSharedSessions } from './shared-sessions.js'
import { SourceFeed } from './source-feed.js'
import type { MessageSource } from './storage-source.js'

export interface ReadMessagesOptions extends Omit<ReadMessageOptions, 'session'> {
  /** How many sessions read at the same time, each on a thread of its own. The default is the number of cores, up to 4. */
  concurrency?: number | undefined
}

/** What came of one source: a message, or the reason why there is none. */
export type ReadMessagesResult<Source extends MessageSource = MessageSource> =
  | { source: Source; message: MessageContents; error?: undefined }
  | { source: Source; message?: undefined; error: Error }

const mostSessions = 64

const readManyChecks: Record<string, Check> = {
  ...readChecks,
  concurrency: (name, value) => {
    checkInteger(name, value, 1, mostSessions)
  },
}

/**
 * Reads many messages, in several sessions at the same time. Some messages are read before they are asked for: some tens
 * of small ones, and of large ones no more than some tens of megabytes for each session.
 * @param sources Paths, `file:` URLs or bytes; they are asked for no faster than the results are taken.
 * @returns The results in the order of the sources, each as soon as it is there: also while an asynchronous iterable has
 *   no next source yet. One that cannot be read does not stop the others.
 * @throws MapiError As `openIMsgSession`, when the first result is asked for; what `sources` throws, after the results
 *   of those that came before.
 */
export async function* readMessages<Source extends MessageSource>(
  sources: Iterable<Source> | AsyncIterable<Source>,
  options?: ReadMessagesOptions,
): AsyncGenerator<ReadMessagesResult<Source>, void, undefined> {
  checkOptions(options, readManyChecks)
  const { concurrency = Math.min(availableParallelism(), 4), ...readOptions } = options ?? {}
  yield* generateInSharedSessions(readOptions.provider, concurrency, (sessions) =>
    readAllIn(sessions, sources, readOptions),
  )
}

async function* readAllIn<Source extends MessageSource>(
  sessions: MessageSession[],
  sources: Iterable<Source> | AsyncIterable<Source>,
  options: ReadMessageOptions,
): AsyncGenerator<ReadMessagesResult<Source>, void, undefined> {
  const feed = new SourceFeed(sources)
  const ahead: Reading<Source>[] = []
  const readAhead = new ReadAhead()
  let next = 0
  const startAll = () => {
    while (ahead.length < readAhead.count * sessions.length) {
      const taken = feed.take()
      if (!taken) return
      const session = sessions[next++ % sessions.length] as MessageSession
      ahead.push(startReading(session, taken.source, options, readAhead))
    }
  }
  try {
    for (;;) {
      startAll()
      const first = ahead[0]
      if (!first && feed.isOver) break
      if (feed.arrival && !first?.isThere) {
        await Promise.race([feed.arrival, ...(first ? [first.result] : [])])
      } else if (first) {
        ahead.shift()
        yield await resultOf(first, sessions.length)
      }
    }
  } finally {
    await feed.stop()
  }
  feed.throwFailure()
}

/** A source that a session was asked to read. */
interface Reading<Source extends MessageSource> {
  result: Promise<ReadMessagesResult<Source>>
  isThere: boolean
}

function startReading<Source extends MessageSource>(
  session: MessageSession,
  source: Source,
  options: ReadMessageOptions,
  readAhead: ReadAhead,
): Reading<Source> {
  const reading: Reading<Source> = {
    isThere: false,
    result: readOne(session, source, options, readAhead).finally(() => {
      reading.isThere = true
    }),
  }
  return reading
}

function resultOf<Source extends MessageSource>(
  reading: Reading<Source>,
  sessions: number,
): Promise<ReadMessagesResult<Source>> {
  if (!reading.isThere) {
    beginTurn()
    addon().awaitAnswers(sessions)
  }
  return reading.result
}

async function readOne<Source extends MessageSource>(
  session: MessageSession,
  source: Source,
  options: ReadMessageOptions,
  readAhead: ReadAhead,
): Promise<ReadMessagesResult<Source>> {
  try {
    const { contents, size } = await readIn(session, source, options, false)
    readAhead.learn(size)
    return { source, message: contents }
  } catch (error) {
    return { source, error: error as Error }
  }
}
