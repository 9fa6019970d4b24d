/**
 * How much of the random trials a run of the tests does, and where they begin: `npm run test:matrix` does a share of
 * them, with other seeds, where it is not the first environment.
 */

export const seed = Number(process.env['MAPI_MSG_SEED'] ?? 1)

/** The share of `count` that MAPI_MSG_TRIALS says, as of 1; at least `least`. */
export function shareOf(count: number, least = 1): number {
  return Math.max(least, Math.round(count * Number(process.env['MAPI_MSG_TRIALS'] ?? 1)))
}
