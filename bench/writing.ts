import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { openIMsgSession, type MessageSession } from 'mapi-msg'

import { slowdown, speedup, type Figure, type Findings } from './figures.ts'
import { makeMails, type Mail } from './mails.ts'
import { writeByOxmsg } from './oxmsg.ts'
import { javaScript, takeTurns, type Contender, type Patience } from './rounds.ts'
import { checkSameContent } from './same-content.ts'
import { writeAhead, writeMany, writeStepByStep } from './write-mail.ts'

/** Writing mails with two attachments each, against oxmsg. */

const peer = 'oxmsg'
const flushed = 'oxmsg, flushed and moved'
const stepByStep = 'awaiting each call'
const ahead = 'calls made ahead'
const many = 'several at once'
const parallel = 'several at once, two sessions'
/** More sessions than processors: they wait for the disk. */
const patient = 'several at once, four sessions'

/** As many as one of the passes of a turn writes: a turn has 1,000. Files are fewer, as Wine is slow in full folders. */
const usualCount = { bytes: 200, files: 100 }
const quickCount = 10

export async function measureWriting(
  to: 'bytes' | 'files',
  scratch: string,
  patience: Patience,
  quick: boolean,
): Promise<Findings> {
  const mails = makeMails(quick ? quickCount : usualCount[to])
  const folders = new Folders(path.join(scratch, `written to ${to}`))
  const sessions = await Promise.all(
    Array.from({ length: 4 }, () => openIMsgSession({ provider: 'embedded' })),
  )
  try {
    await checkWriters(mails.slice(0, 4), sessions, folders)
    const times = await takeTurns(contendersFor(to, mails, sessions, folders), patience)
    return { figures: figuresOf(to, times), notes: [] }
  } finally {
    await Promise.all(sessions.map((session) => session.close()))
  }
}

function figuresOf(to: 'bytes' | 'files', times: Map<string, number[]>): Figure[] {
  const against = (theirs: string, ours: string, atLeast?: number) =>
    speedup(`writing to ${to}, ${ours}, against ${theirs}`, times, ours, theirs, atLeast)
  const figures = [
    against(peer, stepByStep),
    against(peer, ahead),
    against(peer, many),
    against(peer, parallel, 5),
  ]
  if (to === 'bytes') return figures
  return [
    ...figures,
    against(peer, patient, 5),
    against(flushed, stepByStep),
    against(flushed, patient),
    slowdown(`${peer} that flushes files and moves them into place, against ${peer}`, times, flushed, peer),
  ]
}

/** Where the mail of this index is to be written; `null` for bytes. */
type FileOf = (index: number) => string | null

function contendersFor(
  to: 'bytes' | 'files',
  mails: readonly Mail[],
  sessions: readonly MessageSession[],
  folders: Folders,
): Map<string, Contender> {
  const run = (work: (fileOf: FileOf) => unknown) =>
    to === 'bytes'
      ? javaScript(() => work(() => null))
      : folders.contender((folder) => work((index) => fileIn(folder, index)))
  const each = (write: (mail: Mail, file: string | null) => unknown) =>
    run(async (fileOf) => {
      for (const [i, mail] of mails.entries()) await write(mail, fileOf(i))
    })
  const oneByOne = (write: typeof writeAhead) =>
    each((mail, file) => write(mail, sessions[0] as MessageSession, file))
  const atOnce = (count: number) => run((fileOf) => writeMany(mails, sessions.slice(0, count), fileOf))
  const contenders = new Map([
    [stepByStep, oneByOne(writeStepByStep)],
    [peer, each(writePlainly)],
    [ahead, oneByOne(writeAhead)],
    [many, atOnce(1)],
    [parallel, atOnce(2)],
  ])
  if (to === 'files') contenders.set(flushed, each(writeFlushed)).set(patient, atOnce(4))
  return contenders
}

function writePlainly(mail: Mail, file: string | null): void {
  const bytes = writeByOxmsg(mail)
  if (file !== null) writeFileSync(file, bytes)
}

/** As we do: there is never half a file, whatever happens. */
function writeFlushed(mail: Mail, file: string | null): void {
  const temporary = `${file}.tmp`
  writeFileSync(temporary, writeByOxmsg(mail), { flush: true })
  renameSync(temporary, file ?? '')
}

function fileIn(folder: string, index: number): string {
  return path.join(folder, `${index}.msg`)
}

/** Folders for files that do not exist yet. Wine takes longer the more files there are in one. */
class Folders {
  readonly #root: string
  #count = 0

  constructor(root: string) {
    this.#root = root
  }

  next(): string {
    const folder = path.join(this.#root, String(this.#count++))
    mkdirSync(folder, { recursive: true })
    return folder
  }

  /** Times work that fills a folder. To delete that is no part of the work. */
  contender(work: (folder: string) => unknown): Contender {
    const timed = javaScript(() => work(this.next()))
    return async () => {
      try {
        return await timed()
      } finally {
        rmSync(this.#root, { recursive: true, force: true })
      }
    }
  }
}

async function checkWriters(
  mails: readonly Mail[],
  [session]: readonly MessageSession[],
  folders: Folders,
): Promise<void> {
  assert.ok(session)
  for (const mail of mails) {
    const theirs = writeByOxmsg(mail)
    for (const write of [writeStepByStep, writeAhead]) {
      const file = fileIn(folders.next(), 0)
      const bytes = await write(mail, session, null)
      assert.ok(bytes)
      await write(mail, session, file)
      await checkSameContent(mail, bytes, theirs, session)
      await checkSameContent(mail, readFileSync(file), theirs, session)
    }
  }
}
