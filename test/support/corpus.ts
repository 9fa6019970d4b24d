import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A folder with real messages (`msg/`) and what an independent reader found in them (`expected/`). */
const corpus = process.env['MAPI_MSG_CORPUS'] ?? path.resolve(root, '..', 'shared', 'corpus')

/** Why the tests on real messages cannot run; `false` if they can. */
export const corpusMissing: string | false = existsSync(path.join(corpus, 'msg'))
  ? false
  : `there is no ${path.join(corpus, 'msg')}; MAPI_MSG_CORPUS can name another folder`

export interface CorpusFile {
  name: string
  path: string
  /** The parsed JSON of its dump, as far as the other reader gives it. */
  expected: () => unknown
}

export function corpusFiles(): CorpusFile[] {
  if (corpusMissing) return []
  return readdirSync(path.join(corpus, 'msg'))
    .sort()
    .map((name) => ({
      name,
      path: path.join(corpus, 'msg', name),
      expected: () =>
        JSON.parse(readFileSync(path.join(corpus, 'expected', `${name}.json`), 'utf8')) as unknown,
    }))
}
