import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

/**
 * Evaluates the package within a JavaScript context of its own, as Jest does: its `Uint8Array`, `Error` and so on are not
 * those of Node.js. The process needs --experimental-vm-modules.
 */
export async function importInContext(): Promise<typeof import('mapi-msg')> {
  const context = vm.createContext({
    ...{ process, Buffer, URL, TextDecoder, TextEncoder },
    ...{ setTimeout, clearTimeout, setImmediate },
  })
  const modules = new Map<string, vm.Module>()

  const load = async (specifier: string, from: string): Promise<vm.Module> => {
    const isOwn = specifier.startsWith('.') || specifier.startsWith('file:')
    const url = isOwn ? (URL.canParse(specifier) ? specifier : new URL(specifier, from).href) : specifier
    const known = modules.get(url)
    if (known) return known
    const module = isOwn ? loadOwn(url) : await loadForeign(url)
    modules.set(url, module)
    return module
  }
  const loadOwn = (url: string) =>
    new vm.SourceTextModule(readFileSync(fileURLToPath(url), 'utf8'), {
      context,
      identifier: url,
      initializeImportMeta: (meta) => {
        meta.url = url
      },
      importModuleDynamically: async (specifier) => evaluated(await load(specifier, url)),
    })
  const loadForeign = async (specifier: string) => {
    const exports = (await import(specifier)) as Record<string, unknown>
    const names = Object.keys(exports)
    return new vm.SyntheticModule(
      names,
      function () {
        for (const name of names) this.setExport(name, exports[name])
      },
      { context, identifier: specifier },
    )
  }
  const evaluated = async (module: vm.Module) => {
    if (module.status === 'unlinked') await module.link((each, from) => load(each, from.identifier))
    await module.evaluate()
    return module
  }

  const entry = createRequire(import.meta.url).resolve('mapi-msg')
  const module = await evaluated(await load(`file:///${entry.replaceAll('\\', '/')}`, ''))
  return module.namespace as typeof import('mapi-msg')
}
