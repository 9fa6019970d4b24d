import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const parent = fileURLToPath(new URL('../examples/', import.meta.url))

/** A folder for scripts that import mapi-msg, which is deleted when the test ends. */
export function scriptFolder(t: TestContext): string {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(path.join(parent, 'run-'))
  t.after(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}
