/** The checks of the sources that need no Windows: format, lint and types. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { extractPrograms } from './document-programs.mjs'
import { capture, runPackage } from './process.mjs'
import { onWindows, root } from './project.mjs'

function nativeSources() {
  return ['native', 'test/native'].flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(cpp|h)$/.test(name))
        .map((name) => join(folder, name))
    } catch (error) {
      if (error.code === 'ENOENT') return []
      throw error
    }
  })
}

/** Runs the npm package's clang-format, its binary directly: its own wrapper expands patterns and needs `glob`. */
export function clangFormat(args) {
  const program = onWindows ? 'win32/clang-format.exe' : `${process.platform}_x64/clang-format`
  return capture(join(root, 'node_modules', 'clang-format', 'bin', program), [...args, ...nativeSources()])
}

const types = (project) => runPackage('typescript/bin/tsc', ['-p', project, '--pretty', 'false'])

export const prettier = (args) => runPackage('prettier/bin/prettier.cjs', [...args, '.'])

/** Each check by name; it resolves to the exit code and all output. */
export const checks = {
  prettier: () => prettier(['--check', '--log-level=warn']),
  'clang-format': () => clangFormat(['--dry-run', '-Werror']),
  'types of scripts and examples': () => types('tsconfig.scripts.json'),
  'types of the Electron example': () => types('examples/electron'),
  'types of the test in Electron': () => types('test/electron'),
  'types of the programs in the documents': () => {
    extractPrograms()
    return types('tsconfig.documents.json')
  },
  'API reference': () => runPackage('typedoc/bin/typedoc', ['--emit', 'none', '--logLevel', 'Warn']),
  eslint: () => runPackage('eslint/bin/eslint.js', ['--max-warnings=0', '.']),
}
