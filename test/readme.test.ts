import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

import { runScript } from './support/processes.ts'
import { temporaryFolder } from './support/sessions.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const examples = Array.from(readme.matchAll(/```ts\r?\n(.*?)```/gs), ([, code]) => code ?? '')

/** Runs an example of the README in a folder with the message that it names. */
async function printedBy(t: TestContext, example: string | undefined): Promise<string> {
  assert.ok(example, 'there is such an example')
  const mail = path.join(temporaryFolder(t), 'mail.msg')
  copyFileSync(path.join(root, 'samples', 'demo.msg'), mail)
  const { outputText } = ts.transpileModule(example.replaceAll("'mail.msg'", JSON.stringify(mail)), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const { code, output } = await runScript(outputText)
  assert.equal(code, 0, output)
  return output
}

suite("the README's examples work as they stand:", () => {
  test('a session', async (t) => {
    const output = await printedBy(t, examples[0])
    assert.match(output, /^Jürgen Großmann wrote: RE: Our meeting on Tuesday/)
    assert.match(output, /^Agenda\.txt$/m)
  })

  test('whole messages', async (t) => {
    const output = await printedBy(t, examples[1])
    assert.match(output, /^Jürgen Großmann RE: Our meeting on Tuesday/)
    assert.match(output, /^Agenda\.txt 169/m)
    assert.match(output, /^.*mail\.msg RE: Our meeting on Tuesday/m)
    assert.match(output, /^other\.msg .*other\.msg failed: /m)
  })
})
