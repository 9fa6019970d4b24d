// Those of the module, which tests that replace timers leave alone.
import { setImmediate } from 'node:timers'

import { addon } from './addon.js'

let isInTurn = false

/**
 * Lets the addon wait for answers, a few milliseconds in all, until the event loop has had its turn: else timers and
 * events would wait until the last of many messages has been read.
 */
export function beginTurn(): void {
  if (isInTurn) return
  setImmediate(endTurn)
  isInTurn = true
  addon().beginTurn()
}

function endTurn(): void {
  isInTurn = false
  addon().endTurn()
}
