import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { MSGFLAG_UNSENT, PR_MESSAGE_FLAGS, PR_SUBJECT_W } from 'mapi-msg'
import ts from 'typescript'

import { collect } from './support/collect.ts'
import { runScript } from './support/processes.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The examples in TypeScript of a document. */
function examplesOf(document: string): string[] {
  const text = readFileSync(path.join(root, document), 'utf8')
  return [...text.matchAll(/```ts\r?\n(.*?)```/gs)].map(([, example = '']) => example)
}

/** Runs an example, whose files are in this folder, and gives what it printed. */
async function runExample(example: string, folder: string): Promise<string> {
  const script = example.replace(/'[\w-]+\.msg'/g, (name) =>
    JSON.stringify(path.join(folder, name.slice(1, -1))),
  )
  const { outputText } = ts.transpileModule(script, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const { code, output } = await runScript(outputText)
  assert.equal(code, 0, output)
  return output
}

/** A folder with the sample message as mail.msg. */
function folderWithMail(t: TestContext): string {
  const folder = temporaryFolder(t)
  copyFileSync(path.join(root, 'samples', 'demo.msg'), path.join(folder, 'mail.msg'))
  return folder
}

suite("the README's examples work as they stand:", () => {
  const [first = '', second = ''] = examplesOf('README.md')

  test('a session', async (t) => {
    const output = await runExample(first, folderWithMail(t))
    assert.match(output, /^Jürgen Großmann wrote: RE: Our meeting on Tuesday/)
    assert.match(output, /^Agenda\.txt$/m)
  })

  test('whole messages', async (t) => {
    const output = await runExample(second, folderWithMail(t))
    assert.match(output, /^Jürgen Großmann RE: Our meeting on Tuesday/)
    assert.match(output, /^Agenda\.txt 169/m)
    assert.match(output, /^.*mail\.msg RE: Our meeting on Tuesday/m)
    assert.match(output, /^.*other\.msg .*other\.msg failed: /m)
  })
})

test('the examples of docs/writing.md work as they stand', async (t) => {
  const session = await openSession(t)
  const folder = folderWithMail(t)
  const examples = examplesOf('docs/writing.md')
  assert.ok(examples.length >= 5)
  for (const example of examples) await runExample(example, folder)
  const subjectOf = async (name: string) => {
    await using message = await session.openMessage(path.join(folder, name))
    const flags = (await message.get(PR_MESSAGE_FLAGS)) ?? 0
    const attachments = await collect(message.attachments())
    return [await message.get(PR_SUBJECT_W), attachments.length, (flags & MSGFLAG_UNSENT) !== 0]
  }
  const forwarded = 'Fwd: RE: Our meeting on Tuesday / 火曜日の会議 ☕'
  assert.deepEqual(await subjectOf('new.msg'), ['Minutes of Tuesday', 1, false])
  assert.deepEqual(await subjectOf('mail.msg'), [forwarded, 0, false])
  assert.deepEqual((await subjectOf('large.msg'))[1], 3)
  assert.deepEqual(await subjectOf('copy.msg'), [forwarded, 0, false])
  assert.deepEqual(await subjectOf('second.msg'), ['The second', 1, false])
  assert.deepEqual(await subjectOf('draft.msg'), ['Our new logo', 0, true])
})
