import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

/** The Outlook that is installed, as the registry tells. */
export interface Outlook {
  /** Of Office's Click-to-Run: `16.0.17328.20162`. */
  version?: string
  /** `x64` or `ia32`. */
  architecture?: string
  /** Click-to-Run's names of what is installed. */
  products?: string
  /** Whether there is the new Outlook, which has no MAPI. */
  isNewThere: boolean
}

const architectures: Record<string, string> = { x64: 'x64', x86: 'ia32', arm64: 'arm64' }

// https://learn.microsoft.com/office/client-developer/outlook/mapi/how-to-choose-a-specific-version-of-mapi-to-load
const clickToRun = 'HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration'
const outlookKeys = ['16.0', '15.0', '14.0'].map((version) => ({
  version,
  key: `HKLM\\SOFTWARE\\Microsoft\\Office\\${version}\\Outlook`,
}))

export async function findOutlook(): Promise<Outlook> {
  const isNewThere = existsSync(
    path.join(process.env['LOCALAPPDATA'] ?? '', 'Microsoft', 'WindowsApps', 'olk.exe'),
  )
  if (process.platform !== 'win32') return { isNewThere: false }
  const { VersionToReport, Platform, ProductReleaseIds } = await readKey(clickToRun)
  const outlook: Outlook = { isNewThere }
  if (VersionToReport !== undefined) outlook.version = VersionToReport
  if (ProductReleaseIds !== undefined) outlook.products = ProductReleaseIds
  const installed = await bitnessOfOutlook()
  const architecture = architectures[(installed?.bitness ?? Platform ?? '').toLowerCase()]
  if (architecture !== undefined) outlook.architecture = architecture
  if (installed) outlook.version ??= installed.version
  return outlook
}

async function bitnessOfOutlook(): Promise<{ version: string; bitness: string } | undefined> {
  for (const { version, key } of outlookKeys) {
    const { Bitness } = await readKey(key)
    if (Bitness !== undefined) return { version, bitness: Bitness }
  }
  return undefined
}

/** The values of a key of the registry, in that of 64-bit programs or else in that of 32-bit ones. */
async function readKey(key: string): Promise<Record<string, string>> {
  const program = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe')
  for (const view of ['/reg:64', '/reg:32']) {
    try {
      const { stdout } = await promisify(execFile)(program, ['query', key, view], { windowsHide: true })
      const lines = stdout.matchAll(/^\s+(\S+)\s+REG_\w+\s+(.*?)\s*$/gm)
      return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]))
    } catch {
      // There is no such key.
    }
  }
  return {}
}
