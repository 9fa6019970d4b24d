import { addon } from './addon.js'

/** A MAPI DLL of this machine, and whether it can be used. */
export interface MapiCandidate {
  /** The full path as registered. */
  readonly path: string
  /** Where the path came from, such as `DLLPathEx of Microsoft Outlook`. */
  readonly source: string
  /** `x64`, `ia32` or `arm64`; empty if the file could not be read. */
  readonly architecture: string
  /** The DLL's file version; empty if it has none. */
  readonly version: string
  /** Whether this process could load it. */
  readonly usable: boolean
  /** Why it cannot be used, as a sentence; undefined if it can. */
  readonly reason: string | undefined
}

/**
 * Looks for the machine's MAPI as `openIMsgSession({ provider: 'mapi' })` does, without loading or running anything
 * of it: DLLs loaded in the process already, then those that mail clients and Windows Installer have registered, then
 * Windows' own stub.
 * @returns The candidates in the order in which they are tried; the first usable one is taken.
 * @throws MapiError `ERR_UNSUPPORTED_PLATFORM` where there is no Windows.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/how-to-choose-a-specific-version-of-mapi-to-load
 */
export async function findMapi(): Promise<MapiCandidate[]> {
  const candidates = await addon().findMapi()
  return candidates.map(({ refused, ...facts }) => ({
    ...facts,
    usable: refused === '',
    reason: refused || undefined,
  }))
}
