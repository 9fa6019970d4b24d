import { openIMsgSession, type MessageSession } from '../index.js'
import { UsageError } from './exit-codes.js'
import { findInputs, type Input } from './inputs.js'
import { Reporter } from './reporter.js'

export interface MessageRun {
  session: MessageSession
  reporter: Reporter
  /** How many inputs there are. */
  count: number
  /** Whether there may be several, whatever there happens to be now. */
  areMany: boolean
}

/**
 * Works on the files that the arguments name, one after the other. One that fails is reported and does not stop the
 * others.
 * @returns Whether nothing was reported.
 */
export async function forEachMessage(
  args: readonly string[],
  work: (input: Input, run: MessageRun, index: number) => Promise<void>,
): Promise<boolean> {
  const reporter = new Reporter()
  await using session = await openIMsgSession()
  const { inputs, areMany } = await findInputs(args, reporter)
  for (const [index, input] of inputs.entries()) {
    try {
      await work(input, { session, reporter, count: inputs.length, areMany }, index)
    } catch (error) {
      if (error instanceof UsageError) throw error
      reporter.report(input.name, error)
    }
  }
  return reporter.failed.size === 0
}
