import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import type { MessageSession } from 'mapi-msg'

import { corpusFiles } from '../test/support/corpus.ts'
import { demoMsg } from '../test/support/msg-demo.ts'
import { fileAttachment, mailUser, MAPI_TO, note } from '../test/support/msg-parts.ts'
import { writeMsg } from '../test/support/msg-writer.ts'
import { pattern, samples } from '../test/support/samples.ts'
import { readWholeByMsgReader, type Seen } from './msgreader.ts'
import { readWhole, seenIn } from './ours.ts'

export interface BenchFile {
  path: string
  bytes: Uint8Array
}

export interface BenchFiles {
  /** Where they are from, for the reader of the report. */
  origin: string
  files: BenchFile[]
  /** Which files are not measured, and why. */
  leftOut: string[]
}

/** The files in a folder; else those of the corpus; else the project's samples and messages made for this, written to `scratch`. */
export async function chooseFiles(
  folder: string | undefined,
  scratch: string,
  session: MessageSession,
): Promise<BenchFiles> {
  const { origin, paths } = findFiles(folder, scratch)
  if (paths.length === 0) throw new Error(`There are no .msg or .oft files in ${folder ?? origin}`)
  const files: BenchFile[] = []
  const leftOut: string[] = []
  for (const file of paths.map((each) => ({ path: each, bytes: readFileSync(each) }))) {
    const reason = await whyNot(file, session)
    if (reason === undefined) files.push(file)
    else leftOut.push(`${path.basename(file.path)} is left out: ${reason}`)
  }
  if (files.length === 0) throw new Error(`No file can be measured. ${leftOut[0] ?? ''}`)
  return { origin: `${origin}: ${describe(files)}`, files, leftOut }
}

function describe(files: readonly BenchFile[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  return `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`
}

function findFiles(folder: string | undefined, scratch: string): { origin: string; paths: string[] } {
  if (folder !== undefined) {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(msg|oft)$/i.test(name))
      .sort()
      .map((name) => path.join(folder, name))
    return { origin: 'the files of --files', paths }
  }
  const corpus = corpusFiles().map((file) => file.path)
  if (corpus.length > 0) return { origin: 'the corpus', paths: corpus }
  return { origin: 'the samples of the tests and made messages', paths: writeFiles(scratch) }
}

function writeFiles(scratch: string): string[] {
  const all = new Map([['demo', demoMsg()]])
  for (const [name, make] of Object.entries(samples)) all.set(name, make().bytes)
  for (const kilobytes of [1, 10, 100, 1000]) all.set(`made-${kilobytes}-kB`, madeMail(kilobytes))
  const folder = path.join(scratch, 'messages')
  mkdirSync(folder, { recursive: true })
  return [...all].map(([name, bytes]) => {
    const file = path.join(folder, `${name}.msg`)
    writeFileSync(file, bytes)
    return file
  })
}

function madeMail(kilobytes: number): Buffer {
  return writeMsg(
    note({
      subject: `A mail of about ${kilobytes} kB`,
      body: 'A line of this mail.\r\n'.repeat(10 * kilobytes),
      from: { name: 'Anna', address: 'anna@mail.example' },
      sent: new Date('2020-09-11T16:20:30Z'),
      received: new Date('2020-09-11T16:20:34Z'),
      recipients: Array.from({ length: 5 }, (_, i) => mailUser(MAPI_TO, `Bert ${i}`, `b${i}@mail.example`)),
      attachments: [1, 2].map((i) => fileAttachment(`${i}.bin`, pattern(300 * kilobytes))),
    }),
  )
}

/** Why a file cannot be measured: one of the readers fails on it, or they see different things. */
async function whyNot(file: BenchFile, session: MessageSession): Promise<string | undefined> {
  const ours = await attempt(async () => seenIn(await readWhole(file.path, session)))
  const theirs = await attempt(() => readWholeByMsgReader(file.bytes))
  if (typeof ours === 'string') return `mapi-msg cannot read it: ${ours}`
  if (typeof theirs === 'string') return `msgreader cannot read it: ${theirs}`
  if (!isSameText(ours.subject, theirs.subject)) {
    return `the subject is ${JSON.stringify(ours.subject)} here, ${JSON.stringify(theirs.subject)} for msgreader`
  }
  const inside = ({ attachments, attachmentBytes }: Seen) =>
    `${attachments} attachments with ${attachmentBytes} bytes`
  if (inside(ours) !== inside(theirs)) return `${inside(ours)} here, ${inside(theirs)} for msgreader`
  return undefined
}

async function attempt(read: () => Seen | Promise<Seen>): Promise<Seen | string> {
  try {
    return await read()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** msgreader is not told the code page of 8-bit strings, which it then takes for Latin-1. */
function isSameText(ours: string, theirs: string): boolean {
  return ours === theirs || /^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(theirs)
}
