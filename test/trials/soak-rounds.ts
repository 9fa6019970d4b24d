import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import {
  ATTACH_BY_VALUE,
  IID_IStream,
  type Message,
  type MessageSession,
  openIMsgSession,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_METHOD,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_RECIPIENT_TYPE,
  PR_SUBJECT_W,
  readMessage,
} from 'mapi-msg'

import { corpusFiles } from '../support/corpus.ts'
import { counts, type ProcessCounts } from '../support/process-counts.ts'
import { samples } from '../support/samples.ts'
import { provider } from '../support/sessions.ts'

/** Does the same over and over, and watches what the process holds. */

export const soakKinds = ['read', 'forget', 'write', 'readMessage'] as const
export type SoakKind = (typeof soakKinds)[number]

export interface SoakSample extends ProcessCounts {
  rounds: number
  /** In kB, after a garbage collection. */
  workingSet: number
  /** The longest round since the last sample, in milliseconds. */
  longest: number
}

interface Source {
  name: string
  file: string
  bytes: Buffer
}

const attachmentSize = 60_000

async function readAll(message: Message, isClosing: boolean): Promise<void> {
  await message.getPropRow()
  await message.getBody().catch(() => undefined)
  for await (const row of message.recipients()) row.get(PR_DISPLAY_NAME_W)
  const table = await message.getAttachmentTable()
  const rows = await table.queryAll()
  if (isClosing) await table.close()
  if (rows.length === 0) return
  for await (const attachment of message.attachments()) {
    await attachment.getPropRow()
    break
  }
}

const kinds: Record<
  SoakKind,
  (source: Source, round: number, session: MessageSession, folder: string) => Promise<void>
> = {
  /** A session for each round, and everything in it closed by it. */
  async read({ file, bytes }, round) {
    await using session = await openIMsgSession({ provider })
    await using message = await session.openMessage(round % 2 ? file : bytes)
    await readAll(message, true)
  },
  /** Nothing is closed, in the same session for all or in one that is forgotten too. */
  async forget({ file, bytes }, round, session) {
    const used = round % 10 === 0 ? await openIMsgSession({ provider }) : session
    const message = await used.openMessage(round % 2 ? file : bytes)
    await readAll(message, false)
    await message.openProperty(PR_SUBJECT_W, IID_IStream).catch(() => undefined)
  },
  async write(_, round, session, folder) {
    const file = path.join(folder, 'written.msg')
    await using message = await session.createMessage(round % 2 ? file : null, { overwrite: true })
    await message.setProps([
      [PR_SUBJECT_W, `Round ${round}`],
      [PR_BODY_W, 'text '.repeat(100)],
    ])
    await message.modifyRecipients('add', [
      [
        [PR_RECIPIENT_TYPE, 1],
        [PR_DISPLAY_NAME_W, 'Ann'],
      ],
    ])
    await using attachment = await message.createAttach()
    await attachment.setProps([
      [PR_ATTACH_METHOD, ATTACH_BY_VALUE],
      [PR_ATTACH_DATA_BIN, Buffer.alloc(attachmentSize)],
    ])
    await attachment.saveChanges()
    if (round % 2) await message.saveChanges()
    else await message.saveToBytes()
  },
  async readMessage({ file }) {
    await readMessage(file, { ...(provider && { provider }), attachments: 'content' })
  },
}

/**
 * @param options.samples How often to look, over all rounds.
 * @returns What the process held each time, everything being closed or collected.
 */
export async function soak(
  kind: SoakKind,
  options: { rounds: number; samples: number; onSample?: (sample: SoakSample) => void },
): Promise<SoakSample[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-soak-'))
  const sources = prepareSources(folder)
  const taken: SoakSample[] = []
  const every = Math.max(1, Math.floor(options.rounds / options.samples))
  for (let done = 0; done < options.rounds; done += every) {
    let longest = 0
    {
      await using session = await openIMsgSession({ provider })
      for (let round = done; round < done + every; round++) {
        const started = performance.now()
        await kinds[kind](sources[round % sources.length] as Source, round, session, folder)
        longest = Math.max(longest, performance.now() - started)
      }
    }
    const sample = { rounds: done + every, longest: Math.round(longest), ...(await settle()) }
    taken.push(sample)
    options.onSample?.(sample)
  }
  rmSync(folder, { recursive: true, maxRetries: 20 })
  return taken
}

function prepareSources(folder: string): Source[] {
  const own = Object.entries(samples).map(([name, make]) => ({ name, bytes: make().bytes }))
  const real = corpusFiles().map((each) => ({ name: each.name, bytes: readFileSync(each.path) }))
  return [...own, ...real].map(({ name, bytes }, index) => {
    const file = path.join(folder, `${index}.msg`)
    writeFileSync(file, bytes)
    return { name, file, bytes }
  })
}

/** What the process holds when nothing is open any more that can be closed: collections run in turns of the event loop. */
async function settle(): Promise<ProcessCounts & { workingSet: number }> {
  const gc = globalThis.gc
  if (!gc) throw new Error('Run this with --expose-gc')
  let now: ProcessCounts
  const end = performance.now() + 10_000
  // Sessions that readMessage shares are closed after a second.
  do {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 50))
    now = counts()
  } while (performance.now() < end && now.objects + now.allocations > 0)
  return { ...now, workingSet: Math.round(process.memoryUsage.rss() / 1024) }
}

/**
 * How much a value grows over the last half of the samples: by the median of the slopes between each two of them, since
 * what grows in one step and stays is no leak.
 */
export function growth(taken: readonly SoakSample[], value: (sample: SoakSample) => number): number {
  const half = taken.slice(Math.floor(taken.length / 2))
  const slopes = half.flatMap((before, i) =>
    half.slice(i + 1).map((after) => (value(after) - value(before)) / (after.rounds - before.rounds)),
  )
  const median = slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? 0
  return median * ((half.at(-1)?.rounds ?? 0) - (half[0]?.rounds ?? 0))
}
