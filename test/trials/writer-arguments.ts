import type { TrialSize } from './trial-message.ts'

/** What the program killed-writer.ts is told. */

export const waysOfSaving = ['kept open', 'opened again', 'overwritten', 'new'] as const

export interface WriterArguments {
  /** For 'new' the n-th version goes to the file that `newFile` names. */
  file: string
  way: (typeof waysOfSaving)[number]
  engine: 'native' | 'ole'
  size: TrialSize
  /** Each save is told here when it begins and when it is done: what is in this file survives the process. */
  log: string
}

export const newFile = (file: string, version: number) => file.replace('.msg', `-${version}.msg`)
