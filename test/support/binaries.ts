import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }

/** What the build makes. */
export const nativeAddon = fileURLToPath(new URL('build/Release/mapi_msg.node', root))
export const embeddedDll = fileURLToPath(new URL(`build/Release/mapi-msg-embedded-${version}.dll`, root))
export const slowProvider = fileURLToPath(new URL('build/Release/slow_provider.dll', root))
export const processCountsAddon = fileURLToPath(new URL('build/Release/process_counts.node', root))
export const faultyProvider = fileURLToPath(new URL('build/Release/faulty_provider.dll', root))
