import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'

import progress from 'cli-progress'

import { emlToMessage, messageToEml } from '../index.js'
import { UsageError } from './exit-codes.js'
import { findInputs, standard, type Input } from './inputs.js'
import { checkTarget, makeFolderOf, writeOutput } from './output-file.js'
import { print, printLine } from './output.js'
import { reasonOf, Reporter } from './reporter.js'
import { toLine } from './terminal.js'

export interface ConvertOptions {
  out?: string
  force?: true
  skipExisting?: true
}

type Kind = 'msg' | 'eml'

const otherKind = { msg: 'eml', eml: 'msg' } as const

/** [MS-CFB] 2.2: what every compound file begins with. */
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Converts files, several at a time. @returns Whether all could be converted. */
export async function convertFiles(files: readonly string[], options: ConvertOptions): Promise<boolean> {
  const reporter = new Reporter()
  const { inputs, areMany } = await findInputs(files, reporter)
  const toOutput = options.out === standard || (options.out === undefined && files.includes(standard))
  if (toOutput && (areMany || inputs.length > 1)) {
    throw new UsageError('several files cannot go to standard output: name a folder with --out')
  }
  const failures = new Map<string, unknown>()
  const taken = new Set<string>()
  const bar = startBar(inputs.length)
  const counts = { converted: 0, skipped: 0 }
  await inParallel(inputs, async (input) => {
    try {
      if (toOutput) await print([await converted(input, await kindOf(input))])
      else {
        const target = await convertToFile(input, options, taken)
        if (target === undefined) counts.skipped++
        else if (!bar) await printLine(toLine(target))
      }
      counts.converted++
    } catch (error) {
      failures.set(input.name, error)
    }
    bar?.increment()
  })
  bar?.stop()
  tellTheEnd(inputs, failures, counts.skipped, reporter)
  return reporter.failed.size === 0
}

/** @returns The new file, or nothing if there is one already that is to be kept. */
async function convertToFile(
  input: Input,
  { out, force, skipExisting }: ConvertOptions,
  taken: Set<string>,
): Promise<string | undefined> {
  const kind = await kindOf(input)
  const { dir, name } = path.parse(out === undefined ? input.name : path.join(out, input.relative))
  const target = path.join(dir, `${name}.${otherKind[kind]}`)
  if (typeof input.source === 'string' && isSame(target, input.source)) {
    throw new Error(
      `this is an Outlook message, whatever its name says; its result would overwrite it. Name another folder with --out`,
    )
  }
  if (taken.has(target.toLowerCase())) throw new Error(`another file is converted to ${target} already`)
  taken.add(target.toLowerCase())
  if (skipExisting && existsSync(target)) return undefined
  checkTarget(target, force === true)
  if (kind === 'msg') await writeOutput(target, [await messageToEml(input.source)], force === true)
  else {
    makeFolderOf(target)
    await emlToMessage(input.source, target, { overwrite: force === true })
  }
  return target
}

function isSame(a: string, b: string): boolean {
  return path.resolve(a).toLowerCase() === path.resolve(b).toLowerCase()
}

function converted({ source }: Input, kind: Kind): Promise<Buffer> {
  return kind === 'msg' ? messageToEml(source) : emlToMessage(source)
}

/** What a file is: by its first bytes, and where they say nothing by its name. */
async function kindOf({ source, name }: Input): Promise<Kind> {
  const head = await headOf(source)
  if (head.equals(compoundFile)) return 'msg'
  const extension = path.extname(name).toLowerCase()
  if (['.msg', '.oft'].includes(extension)) return 'msg'
  if (extension === '.eml' || source instanceof Uint8Array) return 'eml'
  throw new Error('this is no Outlook message, and no .eml file by its name')
}

async function headOf(source: Input['source']): Promise<Buffer> {
  if (source instanceof Uint8Array) return Buffer.from(source.subarray(0, compoundFile.length))
  await using file = await open(source)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(compoundFile.length), 0)
  return buffer.subarray(0, bytesRead)
}

/** Several at a time: some are read and written while others are worked on. */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker))
}

/** A bar on standard error, if that is a terminal and there is something to wait for. */
function startBar(total: number): progress.SingleBar | undefined {
  if (!process.stderr.isTTY || total < 2) return undefined
  const bar = new progress.SingleBar({
    format: '{bar} {value} of {total}{eta_formatted}',
    // Nothing is known before the first file is done.
    formatTime: (seconds, options, roundTo) =>
      seconds > 0 ? `, ${progress.Format.TimeFormat(seconds, options, roundTo)} left` : '',
    stopOnComplete: true,
  })
  bar.start(total, 0)
  return bar
}

function tellTheEnd(
  inputs: readonly Input[],
  failures: ReadonlyMap<string, unknown>,
  skipped: number,
  reporter: Reporter,
): void {
  if (skipped > 0) process.stderr.write(`Passed over ${skipped} that were converted already.\n`)
  if (failures.size > 0 && inputs.length > 1) {
    process.stderr.write(`${failures.size} of ${inputs.length} files could not be converted:\n`)
  }
  // In the order of the files, not in that in which they failed.
  for (const { name } of inputs) {
    if (failures.has(name)) reporter.report(name, reasonOf(failures.get(name)))
  }
}
