import type { TestEvent } from 'node:test/reporters'

/** What a run of tests came to, as JSON: for programs that compare runs. */
export interface Summary {
  passed: number
  failed: number
  skipped: number
  /** Names of what failed, each with its file. */
  failures: string[]
  /** Seconds that each file took. */
  files: Record<string, number>
}

/** For `--test-reporter`. */
export default async function* summaryReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const summary: Summary = { passed: 0, failed: 0, skipped: 0, failures: [], files: {} }
  for await (const event of events) {
    if (event.type === 'test:fail') {
      const { name, file = '', details } = event.data
      const { failureType } = details.error as { failureType?: string }
      if (failureType !== 'subtestsFailed') summary.failures.push(`${file}: ${name}`)
    } else if (event.type === 'test:summary') {
      const { file, counts, duration_ms: milliseconds } = event.data
      if (file !== undefined) {
        summary.files[file] = Math.round(milliseconds / 100) / 10
      } else {
        summary.passed = counts.passed
        summary.failed = counts.tests - counts.passed - counts.skipped - counts.todo
        summary.skipped = counts.skipped
      }
    }
  }
  yield JSON.stringify(summary)
}
