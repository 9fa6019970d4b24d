import { toLines } from './terminal.js'

const reasons: Record<string, string> = {
  EACCES: 'access is denied',
  EBUSY: 'another program has it open',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EPERM: 'access is denied',
  EROFS: 'the disk can only be read',
}

/** Tells on standard error what went wrong with which file, and remembers that something did. */
export class Reporter {
  /** The names of the files that something went wrong with, once each. */
  readonly failed = new Set<string>()

  /** @param name What the user calls the file. */
  report(name: string, problem: unknown): void {
    this.failed.add(name)
    this.note(name, reasonOf(problem))
  }

  /** Tells something that is no failure. */
  note(name: string, text: string): void {
    process.stderr.write(toLines(`${name}: ${text}\n`))
  }
}

/** What an error says, without its stack. */
export function reasonOf(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem)
  const { code, path } = problem as NodeJS.ErrnoException
  const reason = reasons[code ?? '']
  return reason !== undefined && path !== undefined ? `${path}: ${reason} (${code ?? ''})` : problem.message
}
