import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Throws if there is a file in the way. */
export function checkTarget(file: string, force: boolean): void {
  if (!force && existsSync(file)) throw new Error(`${file} is there already; --force overwrites it`)
}

/** Makes the folder that a file is to be in. */
export function makeFolderOf(file: string): void {
  const folder = path.dirname(file)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Error(`${folder} is a file, not a folder`, { cause: error })
  }
}

/**
 * Writes a file and its folder, whole or not at all: under another name first.
 * @param force Whether a file that is there already is replaced.
 */
export async function writeOutput(
  file: string,
  content: Readable | Iterable<string | Uint8Array>,
  force: boolean,
): Promise<void> {
  checkTarget(file, force)
  makeFolderOf(file)
  // Nobody else can have put a file, or a link to one, there before.
  const temporary = `${file}.mapi-msg-${randomBytes(6).toString('hex')}.tmp`
  try {
    const readable = content instanceof Readable ? content : Readable.from(content)
    await pipeline(readable, createWriteStream(temporary, { flags: 'wx' }))
    checkTarget(file, force)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}
