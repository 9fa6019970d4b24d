import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'

import { writeMessage, type MessageDraft } from '../index.js'
import { UsageError } from './exit-codes.js'
import { findInputs, standard } from './inputs.js'
import { checkTarget, makeFolderOf } from './output-file.js'
import { print } from './output.js'
import { Reporter } from './reporter.js'

export interface CreateFileOptions {
  out: string
  json?: string
  subject?: string
  from?: string
  to?: string[]
  cc?: string[]
  bcc?: string[]
  replyTo?: string[]
  text?: string
  textFile?: string
  html?: string
  htmlFile?: string
  attach?: string[]
  importance?: 'low' | 'normal' | 'high'
  category?: string[]
  date?: string
  force?: true
}

/** Makes a message of what the options say. @returns Whether it could be made. */
export async function createFile(options: CreateFileOptions): Promise<boolean> {
  const { out, force = false } = options
  const asked = Object.keys(options).filter((name) => name !== 'out' && name !== 'force')
  if (asked.length === 0)
    throw new UsageError('there is nothing to write: say what, or name a file with --json')
  const fromInput = [options.json, options.textFile, options.htmlFile].filter((file) => file === standard)
  if (fromInput.length > 1) throw new UsageError('standard input can be one thing only')
  await checkAddresses(options)
  const reporter = new Reporter()
  try {
    const draft = await draftOf(options, reporter)
    if (reporter.failed.size > 0) return false
    if (out === standard) await print([await writeMessage(null, draft)])
    else {
      checkTarget(out, force)
      makeFolderOf(out)
      await writeMessage(out, draft, { overwrite: force })
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    reporter.report(options.json ?? out, error)
  }
  return reporter.failed.size === 0
}

/** Whoever types an address means one; the JSON can name people without. */
async function checkAddresses({ from, to, cc, bcc, replyTo }: CreateFileOptions): Promise<void> {
  const { toAddresses } = await import('../draft/draft-addresses.js')
  const given = { '--from': from, '--to': to, '--cc': cc, '--bcc': bcc, '--reply-to': replyTo }
  for (const [option, value] of Object.entries(given)) {
    for (const text of [value ?? []].flat()) {
      const addresses = toAddresses(option, text)
      if (addresses.length > 0 && addresses.every(({ address }) => /^[^\s@]+@[^\s@]+$/.test(address)))
        continue
      throw new UsageError(
        `${option} is no mail address: ${text}. Write it as ann@example.com, or as "Ann Lee <ann@example.com>"`,
      )
    }
  }
}

async function draftOf(options: CreateFileOptions, reporter: Reporter): Promise<MessageDraft> {
  const given = options.json === undefined ? {} : await readDraft(options.json)
  const { subject, from, to, cc, bcc, replyTo, importance } = options
  const said: MessageDraft = {
    subject,
    from,
    to,
    cc,
    bcc,
    replyTo,
    importance,
    text: options.textFile === undefined ? options.text : await readText(options.textFile),
    html: options.htmlFile === undefined ? options.html : await readText(options.htmlFile),
    categories: options.category,
    date: options.date === undefined ? undefined : toDate(options.date),
  }
  const attachments = await attachmentsOf(options.attach ?? [], reporter)
  return {
    ...given,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(attachments.length > 0 ? { attachments: [...(given.attachments ?? []), ...attachments] } : {}),
  }
}

async function readDraft(file: string): Promise<MessageDraft> {
  const text = await readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`this is not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('the JSON must be an object, such as { "to": "ann@example.com", "subject": "Hello" }')
  }
  return value
}

async function readText(file: string): Promise<string> {
  const bytes = file === standard ? await buffer(process.stdin) : await readFile(file)
  return new TextDecoder().decode(bytes)
}

async function attachmentsOf(
  files: readonly string[],
  reporter: Reporter,
): Promise<NonNullable<MessageDraft['attachments']>> {
  if (files.length === 0) return []
  const { inputs } = await findInputs(files, reporter)
  return inputs.map(({ name }) => ({ filename: path.basename(name), content: readFileSync(name) }))
}

function toDate(text: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) {
    throw new UsageError(
      `--date is no date: ${text}. Write it as 2026-03-01T09:30, or with Z at its end for UTC`,
    )
  }
  return date
}
