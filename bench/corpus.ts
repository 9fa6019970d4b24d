import { openIMsgSession, type MessageSession, type MessageSource } from 'mapi-msg'

import { speedup, slowdown, type Findings } from './figures.ts'
import type { BenchFile } from './files.ts'
import { bytesOf, listByMsgReader, readWholeByMsgReader, readWithHtmlByMsgReader } from './msgreader.ts'
import { readAllListings, readAllUsual, readAllWhole, readListing, readUsual, readWhole } from './ours.ts'
import { clientMissing, clientReading, rawReading, seenByClient, writeList } from './programs.ts'
import { javaScript, takeTurns, type Contender, type Patience } from './rounds.ts'

/** Reading files whole, and what a list of messages shows: against msgreader and against the programs in C++. */

const peer = 'msgreader'
const peerWithHtml = 'msgreader and rtf-stream-parser'
const each = 'readMessage'
const pipelined = 'readMessages, one session'
const parallel = 'readMessages, two sessions'
const raw = 'reading the bytes'
const client = 'the C++ MAPI client'

type From = 'path' | 'bytes'

const whereOf = (from: From) => (from === 'path' ? 'from paths' : 'from bytes')

/** Each file after the other, and waiting for each. */
function oneByOne<Source>(sources: readonly Source[], read: (source: Source) => unknown): Contender {
  return javaScript(async () => {
    for (const source of sources) await read(source)
  })
}

/** The files as we take them, and as msgreader does, which knows no paths. */
function sourcesOf(files: readonly BenchFile[], from: From) {
  const theirs = (read: (bytes: Uint8Array) => unknown): Contender =>
    javaScript(() => {
      for (const file of files) read(from === 'path' ? bytesOf(file.path) : file.bytes)
    })
  return { ours: files.map((file) => (from === 'path' ? file.path : file.bytes)), theirs }
}

export async function measureWhole(
  files: readonly BenchFile[],
  from: From,
  scratch: string,
  patience: Patience,
): Promise<Findings> {
  await using session = await openIMsgSession({ provider: 'embedded' })
  const { ours, theirs } = sourcesOf(files, from)
  const contenders = new Map<string, Contender>([
    [each, oneByOne(ours, (source) => readWhole(source, session))],
    [peer, theirs(readWholeByMsgReader)],
    [pipelined, javaScript(() => readAllWhole(ours, 1))],
    [parallel, javaScript(() => readAllWhole(ours, 2))],
  ])
  const list = writeList(scratch, files)
  if (from === 'path') contenders.set(raw, rawReading(list))
  if (!clientMissing) contenders.set(client, clientReading(list, from))

  const times = await takeTurns(contenders, patience)
  const where = whereOf(from)
  const figures = [
    speedup(`whole, ${where}, ${each}, against ${peer}`, times, each, peer, 6),
    speedup(`whole, ${where}, ${pipelined}, against ${peer}`, times, pipelined, peer, 6),
    speedup(`whole, ${where}, ${parallel}, against ${peer}`, times, parallel, peer, 8),
  ]
  if (from === 'path') {
    figures.push(
      slowdown(`whole, ${where}, ${each}, against ${raw}`, times, each, raw, 4),
      slowdown(`whole, ${where}, ${pipelined}, against ${raw}`, times, pipelined, raw, 4),
      speedup(`${raw} itself against ${peer}, whole`, times, raw, peer),
    )
  }
  if (clientMissing) return { figures, notes: [`There is no figure against ${client}: ${clientMissing}.`] }
  figures.push(
    slowdown(`whole, ${where}, ${each}, against ${client}`, times, each, client, 1.3),
    slowdown(`whole, ${where}, ${pipelined}, against ${client}`, times, pipelined, client, 1.3),
  )
  if (from === 'path') {
    figures.push(slowdown(`${client} itself against ${raw}`, times, client, raw))
  }
  return { figures, notes: await differencesToClient(files, list) }
}

/** Whether the C++ client does the same work. */
async function differencesToClient(files: readonly BenchFile[], list: string): Promise<string[]> {
  const theirs = await seenByClient(list)
  const ours = { attachments: 0, attachmentBytes: 0 }
  for (const file of files) {
    const seen = readWholeByMsgReader(file.bytes)
    ours.attachments += seen.attachments
    ours.attachmentBytes += seen.attachmentBytes
  }
  if (theirs.attachments === ours.attachments && theirs.attachmentBytes === ours.attachmentBytes) return []
  return [
    `The C++ MAPI client saw ${theirs.attachments} attachments with ${theirs.attachmentBytes} bytes, ` +
      `the others ${ours.attachments} with ${ours.attachmentBytes}.`,
  ]
}

/** Times one call of ours for all files, one by one and in one go, against peers that are given bytes. */
async function timeInOneSession(
  files: readonly BenchFile[],
  from: From,
  patience: Patience,
  work: {
    readOne: (source: MessageSource, session: MessageSession) => unknown
    readAll: (sources: readonly MessageSource[], concurrency: number) => unknown
    peers: Record<string, (bytes: Uint8Array) => unknown>
  },
  others: Record<string, Contender> = {},
): Promise<Map<string, number[]>> {
  await using session = await openIMsgSession({ provider: 'embedded' })
  const { ours, theirs } = sourcesOf(files, from)
  return await takeTurns(
    new Map([
      [each, oneByOne(ours, (source) => work.readOne(source, session))],
      [pipelined, javaScript(() => work.readAll(ours, 1))],
      ...Object.entries(work.peers).map(([name, read]): [string, Contender] => [name, theirs(read)]),
      ...Object.entries(others),
    ]),
    patience,
  )
}

export async function measureListing(
  files: readonly BenchFile[],
  from: From,
  scratch: string,
  patience: Patience,
): Promise<Findings> {
  const work = { readOne: readListing, readAll: readAllListings, peers: { [peer]: listByMsgReader } }
  const limit: Record<string, Contender> =
    from === 'path' ? { [raw]: rawReading(writeList(scratch, files)) } : {}
  const times = await timeInOneSession(files, from, patience, work, limit)
  const figures = [each, pipelined].map((way) =>
    speedup(`listing, ${whereOf(from)}, ${way}, against ${peer}`, times, way, peer, 15),
  )
  if (from === 'path') figures.push(speedup(`${raw} itself against ${peer}, listing`, times, raw, peer))
  return { figures, notes: [] }
}

/** What comes without options: the bodies, also those that are within RTF, and a list of the attachments. */
export async function measureUsual(
  files: readonly BenchFile[],
  from: From,
  patience: Patience,
): Promise<Findings> {
  const times = await timeInOneSession(files, from, patience, {
    readOne: readUsual,
    readAll: readAllUsual,
    peers: { [peer]: listByMsgReader, [peerWithHtml]: readWithHtmlByMsgReader },
  })
  const figures = [each, pipelined].flatMap((way) =>
    [peer, peerWithHtml].map((other) =>
      speedup(`as usual, ${whereOf(from)}, ${way}, against ${other}`, times, way, other),
    ),
  )
  return { figures, notes: [] }
}
