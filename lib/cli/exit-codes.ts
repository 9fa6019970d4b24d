/** Exit codes of the command, as docs/cli.md states them. */
export const exitCodes = { good: 0, failed: 1, usage: 2 }

/** Makes this the exit code of the process. */
export function exitWith(good: boolean): void {
  process.exitCode = good ? exitCodes.good : exitCodes.failed
}

/** The end of each command's --help. */
export const exitCodesHelp =
  '\nExit codes: 0 all is well, 1 some file could not be read or written, 2 the command was used wrongly.'

export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n${exitCodesHelp}`
}

/** The command was used wrongly, which shows only after it has begun. */
export class UsageError extends Error {}
