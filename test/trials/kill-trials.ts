import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { openIMsgSession, type MessageSession } from 'mapi-msg'

import { writeMsg } from '../support/msg-writer.ts'
import { started } from '../support/processes.ts'
import { provider } from '../support/sessions.ts'
import { seeded, type Random } from './random.ts'
import { assertVersion, trialMessage, trialSizes, writeDescribed } from './trial-message.ts'
import { newFile, waysOfSaving, type WriterArguments } from './writer-arguments.ts'

/** Kills processes at random moments while they save, and reads their files afterwards. */

export const engines = ['native', 'ole'] as const

/** What happened in the rounds of one engine. */
export interface KillTally {
  rounds: number
  /** Rounds in which the process died between the beginning and the end of a save. */
  whileSaving: number
  /** What the file was then: that of the save before, or none, or that of the save that was interrupted. */
  old: number
  new: number
  /** Temporary files that were left behind, each of which the next save removed. */
  leftBehind: number
}

const writer = fileURLToPath(new URL('killed-writer.js', import.meta.url))
const firstVersion = 0
const lastVersion = 1_000_000
/** Somewhat longer than a save takes, in milliseconds: the process dies at a random moment of that. */
const longestSave = { small: 6, large: 16 }
/** Which of its saves a process dies in, at most. */
const mostSaves = 4

/** Such that the first few have all ways and both sizes. */
const combinations = trialSizes.flatMap((_, i) =>
  waysOfSaving.map((way, j) => ({ way, size: trialSizes[(i + j) % trialSizes.length] })),
)

function tmpFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.tmp'))
}

/** The last save that was done, and the last that was begun. */
function readLog(log: string): { done: number; begun: number } {
  const last = (text: string) => Number(new RegExp(`(?:.*^${text} (\\d+))?`, 'ms').exec(readFileSync(log, 'utf8'))?.[1] ?? firstVersion) // prettier-ignore
  return { done: last('done'), begun: last('begin') }
}

/** Timers are not fine enough. */
function spin(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

/** Runs the writer until it is killed, some time after one of its saves began. */
async function runUntilKilled(args: WriterArguments, temp: string, random: Random): Promise<void> {
  const child = started(() =>
    fork(writer, [JSON.stringify(args)], {
      env: { ...process.env, TEMP: temp, TMP: temp },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  )
  await new Promise<void>((resolve, reject) => {
    let isKilled = false
    let saves = 1 + random(mostSaves)
    child.once('error', reject)
    child.on('message', () => {
      if (--saves > 0) return
      spin(random(1000) * 0.001 * longestSave[args.size])
      isKilled ||= child.kill('SIGKILL')
    })
    child.once('exit', (code) => {
      if (isKilled) resolve()
      else reject(new Error(`the writer ended by itself with ${String(code)}: ${JSON.stringify(args)}`))
    })
  })
}

async function runRound(
  session: MessageSession,
  folder: string,
  how: Omit<WriterArguments, 'file' | 'log'>,
  random: Random,
): Promise<Omit<KillTally, 'rounds'>> {
  const temp = path.join(folder, 'temp')
  const args = { ...how, file: path.join(folder, 'mail.msg'), log: path.join(folder, 'log.txt') }
  mkdirSync(temp)
  writeFileSync(args.log, '')
  if (how.way !== 'new') writeFileSync(args.file, writeMsg(trialMessage(firstVersion, how.size)))
  await runUntilKilled(args, temp, random)

  const { done, begun } = readLog(args.log)
  const file = how.way === 'new' ? newFile(args.file, begun) : args.file
  const leftBehind = tmpFiles(folder).length
  const versions = how.way === 'new' ? [begun] : [done, begun]
  const isThere = existsSync(file)
  if (how.way !== 'new' || done === begun) assert.ok(isThere, `${file} is there`)
  const version = isThere ? await assertVersion(session, file, versions, how.size) : done
  assert.deepEqual(readdirSync(temp), [], 'nothing is left in the folder for temporary files')

  await saveOnce(session, file, how, isThere)
  await assertVersion(session, file, [lastVersion], how.size)
  assert.deepEqual(tmpFiles(folder), [], 'a save removes what was left behind')
  const whileSaving = begun > done
  return {
    whileSaving: Number(whileSaving),
    old: Number(whileSaving && version === done),
    new: Number(whileSaving && version === begun),
    leftBehind,
  }
}

async function saveOnce(
  session: MessageSession,
  file: string,
  { engine, size }: Pick<WriterArguments, 'engine' | 'size'>,
  isThere: boolean,
): Promise<void> {
  await using message = isThere
    ? await session.openMessage(file, { storage: engine, mode: 'readwrite' })
    : await session.createMessage(file, { storage: engine })
  await writeDescribed(message, trialMessage(lastVersion, size))
  await message.saveChanges()
}

/**
 * Kills a process in each round, through all ways of saving and sizes of messages in turn.
 * @param options.seed Decides when the processes die, as far as the clock allows.
 * @throws AssertionError if a file is not whole. The folder with it stays, and is named in the message.
 */
export async function runKillTrials(
  engine: (typeof engines)[number],
  { rounds, seed, onRound }: { rounds: number; seed: number; onRound?: (tally: KillTally) => void },
): Promise<KillTally> {
  const random = seeded(seed)
  const tally: KillTally = { rounds: 0, whileSaving: 0, old: 0, new: 0, leftBehind: 0 }
  await using session = await openIMsgSession({ provider })
  for (let round = 0; round < rounds; round++) {
    const how = { engine, ...combinations[round % combinations.length] } as Omit<
      WriterArguments,
      'file' | 'log'
    >
    const folder = mkdtempSync(path.join(tmpdir(), 'mapi-msg-kill-'))
    const found = await runRound(session, folder, how, random).catch((error: unknown) => {
      throw new Error(`Round ${round} of seed ${seed} failed: ${JSON.stringify(how)} in ${folder}`, {
        cause: error,
      })
    })
    rmSync(folder, { recursive: true, maxRetries: 20 })
    tally.rounds++
    for (const key of ['whileSaving', 'old', 'new', 'leftBehind'] as const) tally[key] += found[key]
    onRound?.(tally)
  }
  return tally
}
