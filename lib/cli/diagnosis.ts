import { readFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'

import { findMapi, type MapiCandidate } from '../index.js'
import { adviceFor } from './advice.js'
import { findOutlook, type Outlook } from './outlook.js'
import { reasonOf } from './reporter.js'
import { testProvider, type SelfTest } from './self-test.js'

/** What `mapi-msg doctor` reports. */
export interface Diagnosis {
  package: { version: string; folder: string }
  host: { name: string; version: string; architecture: string }
  system: { name: string; release: string; machine: string }
  /** MAPI_MSG_PROVIDER, or --provider. */
  provider: string | undefined
  outlook: Outlook
  /** The MAPI DLLs of the machine in the order in which they are tried. */
  mapi: MapiCandidate[]
  /** Why they could not be looked for. */
  mapiError: string | undefined
  selfTests: SelfTest[]
  /** Whether `openIMsgSession()` gives a session that works. */
  works: boolean
  /** What to know and to do. */
  advice: string[]
}

export async function diagnose(): Promise<Diagnosis> {
  const facts = { ...hostFacts(), outlook: await findOutlook(), ...(await lookForMapi()) }
  const chosen = await testProvider(undefined)
  const selfTests = [chosen]
  // Without the addon it would say the same.
  if (chosen.used?.kind !== 'embedded' && facts.mapiError === undefined)
    selfTests.push(await testProvider('embedded'))
  const diagnosis = { ...facts, selfTests, works: chosen.works }
  return withoutHome({ ...diagnosis, advice: adviceFor(diagnosis) })
}

function hostFacts(): Pick<Diagnosis, 'package' | 'host' | 'system' | 'provider'> {
  const root = new URL('../../', import.meta.url)
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
  const electron = process.versions['electron']
  return {
    package: { version, folder: fileURLToPath(root) },
    host: {
      name: electron === undefined ? 'Node.js' : 'Electron',
      version: electron ?? process.version,
      architecture: process.arch,
    },
    system: {
      name: process.platform === 'win32' ? os.version() : os.type(),
      release: os.release(),
      machine: os.machine(),
    },
    provider: process.env['MAPI_MSG_PROVIDER'] || undefined,
  }
}

async function lookForMapi(): Promise<Pick<Diagnosis, 'mapi' | 'mapiError'>> {
  try {
    return { mapi: await findMapi(), mapiError: undefined }
  } catch (error) {
    return { mapi: [], mapiError: reasonOf(error) }
  }
}

/** The report is made to be shown to others: the folder of the user has their name in it. */
function withoutHome(diagnosis: Diagnosis): Diagnosis {
  const home = JSON.stringify(os.homedir()).slice(1, -1)
  if (home.length < 4) return diagnosis
  return JSON.parse(JSON.stringify(diagnosis).replaceAll(home, '~')) as Diagnosis
}
