import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

import { runScript } from './support/processes.ts'
import { temporaryFolder } from './support/sessions.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test("the README's first example works as it stands", async (t) => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const example = /```ts\r?\n(.*?)```/s.exec(readme)?.[1]
  assert.ok(example, 'there is an example in TypeScript')
  const mail = path.join(temporaryFolder(t), 'mail.msg')
  copyFileSync(path.join(root, 'samples', 'demo.msg'), mail)
  const { outputText } = ts.transpileModule(example.replace("'mail.msg'", JSON.stringify(mail)), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const { code, output } = await runScript(outputText)
  assert.equal(code, 0, output)
  assert.match(output, /^Jürgen Großmann wrote: RE: Our meeting on Tuesday/)
  assert.match(output, /^Agenda\.txt$/m)
})
