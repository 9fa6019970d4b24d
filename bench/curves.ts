import assert from 'node:assert/strict'
import { createReadStream, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { openIMsgSession, type MessageSession } from 'mapi-msg'

import { fileAttachment, mailUser, MAPI_TO, note } from '../test/support/msg-parts.ts'
import { writeMsg } from '../test/support/msg-writer.ts'
import { run } from '../test/support/processes.ts'
import { pattern } from '../test/support/samples.ts'
import { milliseconds, slowdown, type Figure, type Findings } from './figures.ts'
import { writeLargeMessage } from './large-message.ts'
import { bytesOf, readWholeByMsgReader } from './msgreader.ts'
import { readWhole } from './ours.ts'
import type { Line, Plot } from './plot.ts'
import { exponentOf, javaScript, median, takeTurns, type Contender, type Patience } from './rounds.ts'

/** How time grows with size and number. */

export interface CurveFindings extends Findings {
  plot: Plot
}

const kB = 1024
const MB = 1024 * kB
const GB = 1024 * MB
const allSizes = [kB, 32 * kB, MB, 32 * MB, 256 * MB, GB]
/** What a quick run leaves out is larger, or has more. */
const quickLimit = 32 * MB
const quickCount = 1000
/** Left free on the disk. */
const diskReserve = GB
/** As our own streams, so that both make as many calls. */
const chunkSize = 256 * kB
const mostMemory = 32
const linear = 1.1

export interface Point {
  n: number
  times: Map<string, number[]>
}

/** How far time grows: the exponent of the three largest points, where constant costs count for little. */
export function growth(
  name: string,
  ours: string,
  points: readonly Point[],
  format: (n: number) => string,
): Figure {
  const upper = points.slice(-3).map(({ n, times }) => ({ n, time: median(times.get(ours) ?? []) }))
  const cost = upper.map(({ n, time }) => `${format(n)}: ${milliseconds(time)}`)
  const value = exponentOf(upper)
  return { name, ours: cost.join(', '), peer: '', value, unit: '', goal: { atMost: linear } }
}

export function linesOf(points: readonly Point[]): Line[] {
  const names = new Set(points.flatMap(({ times }) => [...times.keys()]))
  return [...names].map((name) => ({
    name,
    points: points.flatMap(({ n, times }) => {
      const values = times.get(name)
      return values ? [{ x: n, y: median(values) }] : []
    }),
  }))
}

export function bytesText(size: number): string {
  if (size >= GB) return `${size / GB} GB`
  return size >= MB ? `${size / MB} MB` : `${size / kB} kB`
}

async function readThrough(stream: AsyncIterable<Uint8Array>, size: number): Promise<void> {
  let total = 0
  for await (const chunk of stream) total += chunk.length
  assert.equal(total, size)
}

async function streamAttachment(file: string, size: number, session: MessageSession): Promise<void> {
  await using message = await session.openMessage(file)
  for await (const attachment of message.attachments()) await readThrough(attachment.createReadStream(), size)
}

/** Attachments of 1 kB to 1 GB, through a stream. */
export async function measureSizes(
  scratch: string,
  patience: Patience,
  quick: boolean,
): Promise<CurveFindings> {
  await using session = await openIMsgSession({ provider: 'embedded' })
  const ours = 'createReadStream of the attachment'
  const raw = 'createReadStream of the file'
  const wanted = allSizes.filter((size) => !quick || size <= quickLimit)
  const sizes = wanted.filter((size) => hasRoom(scratch, size))
  const notes = wanted
    .filter((size) => !sizes.includes(size))
    .map((size) => `The attachment of ${bytesText(size)} is left out: the disk is too full.`)
  const points: Point[] = []
  let memory: Figure | undefined
  for (const size of sizes) {
    const file = path.join(scratch, 'large.msg')
    try {
      writeLargeMessage(file, size)
      const readFile = () =>
        readThrough(createReadStream(file, { highWaterMark: chunkSize }), statSync(file).size)
      const contenders = new Map<string, Contender>([
        [ours, javaScript(() => streamAttachment(file, size, session))],
        [raw, javaScript(readFile)],
      ])
      points.push({ n: size, times: await takeTurns(contenders, patience) })
      if (size === sizes.at(-1)) memory = await measureMemory(file, path.join(scratch, 'extracted.bin'), size)
    } finally {
      rmSync(file, { force: true })
    }
  }
  const largest = points.at(-1)
  assert.ok(largest, 'there is no room for a single file')
  const largestText = bytesText(largest.n)
  const figures = [
    growth('growth with the size of an attachment (k of n^k)', ours, points, bytesText),
    slowdown(
      `a ${largestText} attachment through a stream, against reading its file`,
      largest.times,
      ours,
      raw,
    ),
  ]
  if (memory) figures.push(memory)
  return {
    figures,
    notes,
    plot: {
      file: 'attachment-size.svg',
      title: 'Streaming one attachment',
      x: { label: 'size of the attachment', format: bytesText, base: 32 },
      lines: linesOf(points),
    },
  }
}

function hasRoom(folder: string, size: number): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 2 * size + diskReserve
}

/** How much larger the working set of a fresh process gets while an attachment is written to a file. */
async function measureMemory(file: string, target: string, size: number): Promise<Figure> {
  const script = fileURLToPath(new URL('extract-process.js', import.meta.url))
  try {
    const { code, output } = await run(process.execPath, ['--expose-gc', script, file, target])
    assert.equal(code, 0, output)
    assert.equal(statSync(target).size, size)
    const [, before = '', peak = ''] = /^working set (\d+) (\d+)/m.exec(output) ?? []
    const megabytes = (text: string) => `${(Number(text) / MB).toFixed(0)} MB`
    return {
      name: `working set added by extracting a ${bytesText(size)} attachment to a file`,
      ours: `${megabytes(before)} before, ${megabytes(peak)} at the most`,
      peer: '',
      value: (Number(peak) - Number(before)) / MB,
      unit: 'MB',
      goal: { atMost: mostMemory },
    }
  } finally {
    rmSync(target, { force: true })
  }
}

interface Count {
  name: string
  label: string
  file: string
  counts: number[]
  make: (count: number) => Buffer
}

const recipients: Count = {
  name: 'growth with the number of recipients (k of n^k)',
  label: 'recipients',
  file: 'recipients.svg',
  counts: [1, 10, 100, 1000, 10_000],
  make: (count) => {
    const all = Array.from({ length: count }, (_, i) =>
      mailUser(MAPI_TO, `Recipient ${i}`, `r${i}@mail.example`),
    )
    return writeMsg(note({ subject: 'Recipients', body: 'Many\r\n', recipients: all }))
  },
}

const attachments: Count = {
  name: 'growth with the number of attachments (k of n^k)',
  label: 'attachments of 1 kB',
  file: 'attachments.svg',
  counts: [1, 10, 100, 1000],
  make: (count) => {
    const all = Array.from({ length: count }, (_, i) => fileAttachment(`${i}.bin`, pattern(kB)))
    return writeMsg(note({ subject: 'Attachments', body: 'Many\r\n', attachments: all }))
  },
}

/** From 1 to 10,000 recipients, read whole. */
export function measureRecipients(
  scratch: string,
  patience: Patience,
  quick: boolean,
): Promise<CurveFindings> {
  const counts = recipients.counts.filter((count) => !quick || count <= quickCount)
  return measureCounts({ ...recipients, counts }, scratch, patience)
}

/** From 1 to 1,000 attachments, read whole. */
export function measureAttachments(scratch: string, patience: Patience): Promise<CurveFindings> {
  return measureCounts(attachments, scratch, patience)
}

async function measureCounts(
  { name, label, file: plotFile, counts, make }: Count,
  scratch: string,
  patience: Patience,
): Promise<CurveFindings> {
  await using session = await openIMsgSession({ provider: 'embedded' })
  const ours = 'readMessage'
  const peer = 'msgreader'
  const file = path.join(scratch, 'counts.msg')
  const points: Point[] = []
  for (const n of counts) {
    writeFileSync(file, make(n))
    const contenders = new Map([
      [ours, javaScript(() => readWhole(file, session))],
      [peer, javaScript(() => readWholeByMsgReader(bytesOf(file)))],
    ])
    points.push({ n, times: await takeTurns(contenders, patience) })
  }
  return {
    figures: [growth(name, ours, points, String)],
    notes: [],
    plot: {
      file: plotFile,
      title: `Reading a message with many ${label}`,
      x: { label, format: String, base: 10 },
      lines: linesOf(points),
    },
  }
}
