import { attachmentCommands } from './attachment-commands.ts'
import { closingCommands } from './closing-commands.ts'
import { messageCommands } from './message-commands.ts'
import { sessionCommands } from './session-commands.ts'
import { streamCommands } from './stream-commands.ts'
import { tableCommands } from './table-commands.ts'

/** The steps that the model test takes, each with what the model says about it. */
export const anyCommand = [
  ...sessionCommands,
  ...sessionCommands,
  ...messageCommands,
  ...messageCommands,
  ...attachmentCommands,
  ...attachmentCommands,
  ...streamCommands,
  ...streamCommands,
  ...tableCommands,
  ...closingCommands,
]
