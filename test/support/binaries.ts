import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }

/** A cross-compiler puts what is not for x64 elsewhere. */
const prebuilds = new URL(`prebuilds/win32-${process.arch}/`, root)
const folder = existsSync(new URL('process_counts.node', prebuilds))
  ? prebuilds
  : new URL('build/Release/', root)
/** A file that the build makes. */
export const product = (name: string) => fileURLToPath(new URL(name, folder))

export const nativeAddon = product('mapi_msg.node')
export const embeddedDll = product(`mapi-msg-embedded-${version}.dll`)
export const slowProvider = product('slow_provider.dll')
export const processCountsAddon = product('process_counts.node')
export const faultyProvider = product('faulty_provider.dll')
export const mapiClient = product('mapi_client.exe')
