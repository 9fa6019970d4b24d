import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'

import { glob } from 'tinyglobby'

import type { MessageSource } from '../index.js'
import type { Reporter } from './reporter.js'

/** A file that a command is to work on, or standard input. */
export interface Input {
  /** What messages call it. */
  name: string
  /** The path, or the bytes of standard input. */
  source: MessageSource
  /** Where the result belongs within a folder for results: the file's name, for a pattern with the folders that it found. */
  relative: string
}

export interface Inputs {
  inputs: Input[]
  /** Whether there may be several, whatever there happens to be now: there are, or a pattern asks for them. */
  areMany: boolean
}

/** What stands for standard input and standard output. */
export const standard = '-'

const magic = /[*?[\]{}()!+@]/

/**
 * The files that arguments name. Windows' shells leave it to programs to find the files of a pattern. What cannot be
 * found is reported; that a file named without a pattern is missing shows when it is opened.
 */
export async function findInputs(args: readonly string[], reporter: Reporter): Promise<Inputs> {
  const inputs: Input[] = []
  let areMany = args.length > 1
  for (const arg of new Set(args)) {
    if (arg === standard) {
      inputs.push({ name: 'standard input', source: await buffer(process.stdin), relative: 'message' })
    } else if (statSync(arg, { throwIfNoEntry: false })?.isDirectory()) {
      reporter.report(arg, `this is a folder; name the files in it: ${path.join(arg, '*.msg')}`)
    } else if (existsSync(arg) || !magic.test(arg)) {
      inputs.push({ name: arg, source: arg, relative: path.basename(arg) })
    } else {
      areMany = true
      const found = await findMatches(arg)
      if (found.length === 0) reporter.report(arg, 'no file matches')
      inputs.push(...found)
    }
  }
  return { inputs, areMany }
}

async function findMatches(pattern: string): Promise<Input[]> {
  const { folder, rest } = splitPattern(pattern)
  const found = await glob(rest, {
    cwd: folder === '' ? '.' : folder,
    caseSensitiveMatch: process.platform !== 'win32',
    dot: true,
    expandDirectories: false,
  })
  return found.sort(new Intl.Collator('en', { numeric: true }).compare).map((relative) => {
    const name = path.join(folder, relative)
    return { name, source: name, relative: path.normalize(relative) }
  })
}

/** The folders that are there by these names, so that brackets in them mean themselves, and the pattern within. */
function splitPattern(pattern: string): { folder: string; rest: string } {
  const parts = (path.sep === '\\' ? pattern.replaceAll('\\', '/') : pattern).split('/')
  let count = 0
  while (count < parts.length - 1) {
    const part = parts[count] ?? ''
    if (magic.test(part) && !existsSync(parts.slice(0, count + 1).join('/'))) break
    count++
  }
  const folder = parts.slice(0, count).join('/')
  return { folder: count > 0 ? `${folder}/` : '', rest: parts.slice(count).join('/') }
}
