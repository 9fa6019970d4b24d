import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { openIMsgSession } from 'mapi-msg'

import { measureListing, measureUsual, measureWhole } from './corpus.ts'
import { measureAttachments, measureRecipients, measureSizes } from './curves.ts'
import { asText, type Figure, type Findings } from './figures.ts'
import { chooseFiles } from './files.ts'
import { measureFirstCall } from './first-call.ts'
import type { Plot } from './plot.ts'
import { describeMachine, writeReport } from './report.ts'
import type { Patience } from './rounds.ts'
import { measureWrittenAttachments, measureWrittenRecipients } from './writing-curves.ts'
import { measureWriting } from './writing.ts'

/** Runs the benchmarks: `npm run bench`, whose script starts this in the Windows node.exe. */

const { values: options } = parseArgs({
  options: {
    files: { type: 'string' },
    quick: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string', default: '' },
    host: { type: 'string', default: '' },
  },
})

function patience(rounds: number, seconds: number): Patience {
  const asked = options.rounds === undefined ? (options.quick ? 3 : rounds) : Number(options.rounds)
  if (!Number.isInteger(asked) || asked < 1) throw new Error('--rounds must be a number from 1 on')
  return { rounds: asked, milliseconds: 1000 * (options.quick ? seconds / 4 : seconds) }
}

/** What was typed, for the reader of the report; the host's script adds --host. */
function commandLine(): string {
  const { files, quick, rounds, only } = options
  const words = [
    ...(files === undefined ? [] : ['--files', files]),
    ...(quick ? ['--quick'] : []),
    ...(rounds === undefined ? [] : ['--rounds', rounds]),
    ...(only === '' ? [] : ['--only', only]),
    '--report',
  ]
  return `npm run bench -- ${words.join(' ')}`
}

async function measureAll(scratch: string): Promise<void> {
  const { origin, files, leftOut } = await chooseHere(scratch)
  for (const line of [...describeMachine(options.host), `Files: ${origin}`, ...leftOut]) console.log(line)

  const corpus = patience(15, 60)
  const groups: Record<string, () => Promise<Findings & { plot?: Plot }>> = {
    'whole, from paths': () => measureWhole(files, 'path', scratch, corpus),
    'whole, from bytes': () => measureWhole(files, 'bytes', scratch, corpus),
    'listing, from paths': () => measureListing(files, 'path', scratch, corpus),
    'listing, from bytes': () => measureListing(files, 'bytes', scratch, corpus),
    'as usual, from paths': () => measureUsual(files, 'path', corpus),
    'as usual, from bytes': () => measureUsual(files, 'bytes', corpus),
    'sizes of attachments': () => measureSizes(scratch, patience(9, 5), options.quick),
    'numbers of recipients': () => measureRecipients(scratch, patience(9, 5), options.quick),
    'numbers of attachments': () => measureAttachments(scratch, patience(9, 5)),
    'writing to bytes': () => measureWriting('bytes', scratch, corpus, options.quick),
    'writing to files': () => measureWriting('files', scratch, corpus, options.quick),
    'writing recipients': () => measureWrittenRecipients(patience(9, 5), options.quick),
    'writing attachments': () => measureWrittenAttachments(patience(9, 5), options.quick),
    'first call': () => measureFirstCall(patience(15, 60)),
  }
  const chosen = Object.entries(groups).filter(([name]) => name.includes(options.only))
  if (chosen.length === 0) throw new Error(`--only must be part of one of: ${Object.keys(groups).join('; ')}`)
  const figures: Figure[] = []
  const notes = [...leftOut]
  const plots: Plot[] = []
  for (const [name, measure] of chosen) {
    console.error(`Measuring: ${name} ...`)
    const found = await measure()
    figures.push(...found.figures)
    notes.push(...found.notes)
    if (found.plot) plots.push(found.plot)
  }

  console.log(`\n${asText(figures)}`)
  for (const line of notes) console.log(line)
  if (!options.report) return
  writeReport({ figures, notes, plots, origin, command: commandLine(), host: options.host })
  console.log('Wrote docs/performance.md')
}

async function chooseHere(scratch: string) {
  await using session = await openIMsgSession({ provider: 'embedded' })
  return await chooseFiles(options.files, scratch, session)
}

const scratch = mkdtempSync(path.join(tmpdir(), 'mapi-msg-bench-'))
process.once('exit', () => {
  rmSync(scratch, { recursive: true, force: true })
})
await measureAll(scratch)
