import { isMainThread } from 'node:worker_threads'

import { failOnLeaks } from './process-counts.ts'

/**
 * For `--import`: a process fails, at its end, if the embedded provider then counts objects or allocations that are
 * still alive. Whatever is open is closed first, as at the end of every process. Each test file runs with it.
 */

// While a worker ends, the others go on.
if (isMainThread) failOnLeaks()
