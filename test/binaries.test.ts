import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { embeddedDll, nativeAddon } from './support/binaries.ts'
import { readPeFile } from './support/pe-file.ts'

/** What the package ships. */

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Parts of Windows itself; not the runtimes of compilers, which not every machine has, nor the universal one. */
const partOfWindows =
  /^(kernel32|ntdll|ole32|oleaut32|advapi32|version|user32|shell32|shlwapi|msi|bcrypt|msvcrt|api-ms-win-(?!crt-)[\w-]+)\.dll$/i

const IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE = 0x0040
const IMAGE_DLLCHARACTERISTICS_NX_COMPAT = 0x0100

for (const [name, file] of Object.entries({
  'the addon': nativeAddon,
  'the embedded provider': embeddedDll,
})) {
  suite(name, () => {
    const { imports, delayedImports, exports, characteristics } = readPeFile(file)

    test('needs no DLLs but those of Windows', () => {
      assert.ok(imports.length > 0)
      for (const dll of imports) assert.match(dll, partOfWindows)
      // The host is found when it is first called, whatever its name.
      for (const dll of delayedImports) assert.equal(dll.toLowerCase(), 'node.exe')
    })

    test('exports C functions only', () => {
      for (const each of exports) assert.match(each, /^[A-Za-z]\w*(@\d+)?$/)
    })

    test('is loaded at random addresses, and its data never run', () => {
      const wanted = IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | IMAGE_DLLCHARACTERISTICS_NX_COMPAT
      assert.equal(characteristics & wanted, wanted)
    })
  })
}

test('the addon is one of Node-API', () => {
  assert.deepEqual(readPeFile(nativeAddon).exports.sort(), [
    'napi_register_module_v1',
    'node_api_module_get_api_version_v1',
  ])
})

/**
 * What Electron forbids, or changes from one version to the next. Electron has Node-API 8 since version 12.
 * https://www.electronjs.org/docs/latest/tutorial/using-native-node-modules
 */
suite('the addon keeps to the rules of Electron', () => {
  const text = readFileSync(nativeAddon, 'latin1')
  const ours = readPeFile(nativeAddon).exports
  const called = [...new Set(text.match(/(?<!\w)(napi|node_api|uv)_[a-z0-9_]+(?=\0)/g))].filter(
    (name) => !ours.includes(name),
  )
  const { symbols } = createRequire(import.meta.url)('node-api-headers') as {
    symbols: { v8: { js_native_api_symbols: string[]; node_api_symbols: string[] } }
  }

  test('it calls functions of Node-API 8 alone: none of V8, of Node in C++, or of libuv', () => {
    const stable = new Set([...symbols.v8.js_native_api_symbols, ...symbols.v8.node_api_symbols])
    assert.ok(called.includes('napi_create_promise'))
    assert.doesNotMatch(text, /_ZN2v8|@v8@@|_ZN4node|@node@@/)
    assert.deepEqual(
      called.filter((name) => !stable.has(name)),
      [],
    )
  })

  test('it makes no buffers on memory of its own, which V8 keeps out of its sandbox', () => {
    assert.deepEqual(
      called.filter((name) => /external_(arraybuffer|buffer|string)|from_arraybuffer/.test(name)),
      [],
    )
  })

  const folder = path.join(root, 'native/binding')
  const sources = readdirSync(folder).map((name): [string, string] => [
    name,
    readFileSync(path.join(folder, name), 'utf8'),
  ])
  const forbidden: Record<string, RegExp> = {
    'V8, Node in C++, NAN or libuv':
      /#include <(v8|node|nan|uv|node_buffer|node_object_wrap)\b|\b(v8|node)::/,
    'an addon that only one context can load': /\bNODE_MODULE\s*\(/,
    'what belongs to one JavaScript environment in a variable of the process':
      /^\s*(static|thread_local|inline)\b[^(]*\b(Napi::\w+|napi_(env|ref|value))\b[^(]*[;={]/m,
    'external memory': /napi_create_external_(array)?buffer|NewOrCopy/,
    'waiting for JavaScript': /napi_tsfn_blocking|BlockingCall\b/,
  }
  for (const [what, pattern] of Object.entries(forbidden)) {
    test(`its sources have nothing of ${what}`, () => {
      assert.ok(sources.length > 20)
      for (const [name, text] of sources) assert.doesNotMatch(text, pattern, name)
    })
  }
})

test('no source has locks of the C++ library: those of mingw-w64 keep memory for good', () => {
  const folder = path.join(root, 'native')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(cpp|h)$/.test(name),
  )
  assert.ok(names.length > 200)
  for (const name of names) {
    const text = readFileSync(path.join(folder, name), 'utf8')
    assert.doesNotMatch(text, /\bstd::(\w+_)?(mutex|condition_variable(_any)?|once_flag)\b/, name)
  }
})

/** With the bytes of their parameters on ia32, which MAPI's names have there. */
const mapiExports = {
  OpenIMsgSession: 12,
  CloseIMsgSession: 4,
  OpenIMsgOnIStg: 44,
  GetAttribIMsgOnIStg: 12,
  SetAttribIMsgOnIStg: 16,
  MapStorageSCode: 4,
  MAPIInitialize: 4,
  MAPIUninitialize: 0,
  MAPIAllocateBuffer: 8,
  MAPIAllocateMore: 12,
  MAPIFreeBuffer: 4,
  MAPIGetDefaultMalloc: 0,
  WrapCompressedRTFStream: 12,
}

test('the embedded provider exports what mapi32.dll exports', () => {
  const exported = new Set(readPeFile(embeddedDll).exports)
  for (const [name, size] of Object.entries(mapiExports)) {
    assert.ok(exported.has(name), name)
    if (process.arch === 'ia32') assert.ok(exported.has(`${name}@${size}`), `${name}@${size}`)
  }
})

test('every module has its types', () => {
  const dist = path.join(root, 'dist')
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const modules = files.filter((file) => file.endsWith('.js'))
  assert.ok(modules.includes('index.js'))
  for (const module of modules) {
    assert.ok(existsSync(path.join(dist, module.replace(/js$/, 'd.ts'))), module)
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    exports: { '.': { types: string; default: string } }
  }
  for (const file of Object.values(manifest.exports['.'])) assert.ok(existsSync(path.join(root, file)), file)
})
