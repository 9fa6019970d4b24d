import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

import { MAPI_E_NO_SUPPORT, resultCodes } from './generated/result-codes.js'
import { MapiError } from './mapi-error.js'
import type { NativeAddon } from './native.js'

const require = createRequire(import.meta.url)
const packageRoot = unpacked(fileURLToPath(new URL('..', import.meta.url)))

/** Where node-gyp builds: the sources of an installed package have a folder of their own. */
const sources = path.join(packageRoot, 'source')
const buildRoot = existsSync(sources) ? sources : packageRoot

let loaded: NativeAddon | undefined

/**
 * Where the packagers of Electron put the binaries of an app that is in an archive: beside it, if they are told to.
 * Windows can load neither the addon nor the DLL that belongs to it from within one.
 */
function unpacked(folder: string): string {
  const beside = folder.replace(/(?<=[\\/][^\\/]+\.asar)(?=[\\/])/, '.unpacked')
  return existsSync(beside) ? beside : folder
}

/**
 * The native addon, loaded when it is first needed, so that importing the package works on every system.
 * @throws MapiError `ERR_UNSUPPORTED_PLATFORM` where there is no Windows, `ERR_ADDON_NOT_LOADED` where the addon
 *   is missing or cannot be loaded, with each path that was tried.
 */
export function addon(): NativeAddon {
  loaded ??= load()
  return loaded
}

function load(): NativeAddon {
  if (process.platform !== 'win32') {
    throw new MapiError({
      code: 'ERR_UNSUPPORTED_PLATFORM',
      hresult: MAPI_E_NO_SUPPORT,
      method: 'mapi-msg',
      message: `MAPI exists on Windows only, and this is ${process.platform}. On other systems mapi-msg can be imported, but it opens nothing.`,
    })
  }
  const prebuilt = path.join(packageRoot, 'prebuilds', `win32-${process.arch}`, 'mapi_msg.node')
  const causes: string[] = []
  if (existsSync(prebuilt)) {
    try {
      return require(prebuilt) as NativeAddon
    } catch (error) {
      causes.push(`${prebuilt}: ${(error as Error).message}`)
    }
  } else {
    causes.push(`${prebuilt}: there is no such file`)
  }
  try {
    const bindings = require('bindings') as (options: object) => unknown
    const places = ['Release', 'Debug'].map((kind) => ['module_root', 'build', kind, 'bindings'])
    return bindings({ bindings: 'mapi_msg.node', module_root: buildRoot, try: places }) as NativeAddon
  } catch (error) {
    causes.push(`a local build: ${(error as Error).message}`)
  }
  const host = `${process.arch} ${process.versions['electron'] ? 'Electron' : 'Node.js'} ${process.version}`
  throw new MapiError({
    code: 'ERR_ADDON_NOT_LOADED',
    hresult: resultCodes.ERROR_MOD_NOT_FOUND,
    method: 'process.dlopen',
    message: `The native addon of mapi-msg could not be loaded into this ${host}. ${advice()}\nTried:\n  ${causes.join('\n  ')}`,
  })
}

function advice(): string {
  if (/\.asar[\\/]/.test(packageRoot)) {
    return 'The package is in an archive of Electron, and its *.node and *.dll files must be unpacked: let the packager put them beside the archive.'
  }
  const prebuilds = path.join(packageRoot, 'prebuilds')
  const hasOthers = existsSync(prebuilds) && !existsSync(path.join(prebuilds, `win32-${process.arch}`))
  const problem = hasOthers
    ? `The package has no binaries for ${process.arch} Windows: install one that has, or build them`
    : 'Install the package again, or build its binaries'
  return `${problem} with Visual Studio's C++ tools and Python: npx node-gyp rebuild -C "${buildRoot}"`
}
