/** The programs in the documents: blocks in TypeScript, each of which works as it stands. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './project.mjs'

const documents = () => [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/**
 * Writes the programs to build/documents/, each padded to its line in the document, where errors are to be sought.
 * @returns {void}
 */
export function extractPrograms() {
  const folder = join(root, 'build', 'documents')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const document of documents()) {
    const text = readFileSync(join(root, document), 'utf8').replaceAll('\r\n', '\n')
    for (const { index, 1: program } of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
      const line = text.slice(0, index).split('\n').length
      const file = `${basename(document, '.md')}-${line}.ts`
      writeFileSync(join(folder, file), `${'\n'.repeat(line)}${program}export {}\n`)
    }
  }
}
