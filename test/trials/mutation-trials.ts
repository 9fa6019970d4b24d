import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import {
  MapiError,
  openIMsgSession,
  PR_SUBJECT_W,
  readMessage,
  type Message,
  type MessageSession,
} from 'mapi-msg'

import { corpusFiles } from '../support/corpus.ts'
import { readEverything } from '../support/dump-message.ts'
import { oddSamples } from '../support/msg-damage.ts'
import { samples } from '../support/samples.ts'
import { provider } from '../support/sessions.ts'
import { mutate, toSeed, type Seed } from './mutate-files.ts'
import { seeded } from './random.ts'

/** Damages files at random, and puts each through everything that the package can do with one. */

export type Engine = 'native' | 'ole'

export interface MutationOptions {
  seed: number
  /** The number of the first file, of which each is the same whatever comes before it. */
  first: number
  count: number
  /** One file in so many is read through OLE's engine, and the others through ours. 0: none. */
  oleEvery: number
  /** Whether real messages are damaged too, where there are some. */
  corpus: boolean
  onProgress?: ((done: number, tally: MutationTally) => void) | undefined
}

export interface MutationTally {
  files: number
  /** Files that could be opened. */
  opened: number
  /** Files that could be changed and saved. */
  saved: number
  /** Errors, by their code. */
  codes: Record<string, number>
  /** The longest that a file took, in milliseconds, and which one it was. */
  slowest: number
  slowestFile: number
  /** In MB. */
  largestGrowth: number
}

const kLongest = 10_000
const kMostGrowth = 512
const kLargestSeed = 200_000

function seeds(withCorpus: boolean): Seed[] {
  const made = Object.entries({ ...samples, ...oddSamples }).map(([name, make]) => toSeed(name, make().bytes))
  const real = withCorpus ? corpusFiles().map(({ name, path }) => toSeed(name, readFileSync(path))) : []
  return [...made, ...real].filter(({ bytes }) => bytes.length <= kLargestSeed)
}

/** @returns whether it was done. Nothing but a `MapiError` may come of it. */
async function attempt(tally: MutationTally, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof MapiError)) throw error
    assert.match(error.code, /^(MAPI|STG)_E_/, error.message)
    count(tally, error)
    return false
  }
}

/** Some are the values of properties: a file may hold any errors. */
function count(tally: MutationTally, { code }: MapiError): void {
  tally.codes[code] = (tally.codes[code] ?? 0) + 1
}

async function readTables(message: Message): Promise<void> {
  for (const open of ['getRecipientTable', 'getAttachmentTable'] as const) {
    await using table = await message[open]()
    const columns = await table.queryColumns({ all: true })
    if (columns.length === 0) continue
    await table.setColumns(columns)
    await table.queryAll()
  }
}

async function useFile(
  session: MessageSession,
  file: string,
  bytes: Buffer,
  storage: Engine,
  tally: MutationTally,
): Promise<void> {
  await attempt(tally, async () => {
    const options = { session, storage, properties: true, attachments: 'content' } as const
    const contents = await readMessage(bytes, { ...options, bodies: ['text', 'html', 'rtf'] })
    for (const problem of contents.problems) count(tally, problem)
  })
  const isOpened = await attempt(tally, async () => {
    await using message = await session.openMessage(file, { storage })
    for (const error of await readEverything(message)) count(tally, error)
    await attempt(tally, () => readTables(message))
    await attempt(tally, () => message.getNamesFromIDs(null))
    await attempt(tally, () => message.getBody())
  })
  const isSaved = await attempt(tally, async () => {
    await using message = await session.openMessage(bytes, { storage, mode: 'readwrite' })
    await message.set(PR_SUBJECT_W, 'changed')
    const saved = await message.saveToBytes()
    await using again = await session.openMessage(saved, { storage })
    assert.equal(await again.get(PR_SUBJECT_W), 'changed')
  })
  await attempt(tally, async () => {
    await using source = await session.openMessage(file, { storage })
    await using target = await session.createMessage(null, { storage })
    await source.copyTo(target)
    await target.saveToBytes()
  })
  tally.opened += Number(isOpened)
  tally.saved += Number(isSaved)
}

function rejectAfter(milliseconds: number): { promise: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`took longer than ${milliseconds} ms`))
    }, milliseconds)
  })
  return { promise, stop: () => { clearTimeout(timer) } } // prettier-ignore
}

const megabytes = () => process.memoryUsage().rss / 2 ** 20

/**
 * @throws What is wrong, with the seed and the number of the file, which stays where the message says. If the process
 *   crashes, it is there too: `mapi-msg-mutated-*\/mail.msg` in the folder for temporary files.
 */
export async function runMutationTrials(options: MutationOptions): Promise<MutationTally> {
  const { seed, first, count, oleEvery } = options
  const files = seeds(options.corpus)
  const tally: MutationTally = { files: 0, opened: 0, saved: 0, codes: {}, slowest: 0, slowestFile: -1, largestGrowth: 0 } // prettier-ignore
  const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-mutated-'))
  const file = path.join(folder, 'mail.msg')
  const session = await openIMsgSession({ provider })
  for (let i = first; i < first + count; i++) {
    // Close seeds begin alike.
    const random = seeded(Math.imul(seed + 1, 0x9e3779b1) + Math.imul(i + 1, 0x85ebca6b))
    const { bytes, how } = mutate(random, files)
    writeFileSync(file, bytes)
    const storage: Engine = oleEvery > 0 && i % oleEvery === 0 ? 'ole' : 'native'
    const started = performance.now()
    const before = megabytes()
    const limit = rejectAfter(kLongest)
    try {
      await Promise.race([useFile(session, file, bytes, storage, tally), limit.promise])
      tally.largestGrowth = Math.max(tally.largestGrowth, Math.round(megabytes() - before))
      assert.ok(tally.largestGrowth <= kMostGrowth, `took ${tally.largestGrowth} MB`)
    } catch (error) {
      throw new Error(`File ${i} of seed ${seed} (${how}), with the engine '${storage}', is ${file}`, {
        cause: error,
      })
    } finally {
      limit.stop()
    }
    const took = Math.round(performance.now() - started)
    if (took > tally.slowest) Object.assign(tally, { slowest: took, slowestFile: i })
    tally.files++
    if (tally.files % 1000 === 0) options.onProgress?.(tally.files, tally)
  }
  await session.close()
  rmSync(folder, { recursive: true })
  return tally
}
