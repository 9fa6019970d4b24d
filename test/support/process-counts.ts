import { createRequire } from 'node:module'

import { processCountsAddon } from './binaries.ts'

/** What a process holds. */
export interface ProcessCounts {
  /** Live objects of the embedded provider, in all copies of it that are loaded. */
  objects: number
  /** Its live MAPI allocations. */
  allocations: number
  /** Windows handles of the whole process. */
  handles: number
}

interface ProcessCountsAddon {
  counts: () => ProcessCounts
  /** Ends the process with an error if objects or allocations are left when its environment has been cleaned up. */
  failOnLeaks: () => void
}

export const { counts, failOnLeaks } = createRequire(import.meta.url)(
  processCountsAddon,
) as ProcessCountsAddon
