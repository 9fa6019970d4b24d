import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { format } from 'node:util'

import { MSGFLAG_UNSENT, PR_MESSAGE_FLAGS, PR_SUBJECT_W } from 'mapi-msg'
import ts from 'typescript'

import { collect } from './support/collect.ts'
import { scriptFolder } from './support/script-folder.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Example {
  script: string
  /** What the document says that it prints. */
  prints: string | undefined
}

/** The programs of a document: blocks in TypeScript, followed by what they print where the document says so. */
function examplesOf(document: string): Example[] {
  const text = readFileSync(path.join(root, document), 'utf8').replaceAll('\r\n', '\n')
  const blocks = text.matchAll(/^```ts\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?/gms)
  return [...blocks].map(([, script = '', prints]) => ({ script, prints }))
}

const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].filter((document) => examplesOf(document).length > 0)

/** Runs an example in the current folder, and gives what it printed. */
async function run(script: string, file: string, t: TestContext): Promise<string> {
  const { outputText } = ts.transpileModule(script, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  writeFileSync(file, outputText)
  const printed: string[] = []
  const print = (...values: unknown[]) => {
    printed.push(`${format(...values)}\n`)
  }
  const log = t.mock.method(console, 'log', print)
  const error = t.mock.method(console, 'error', print)
  try {
    await import(pathToFileURL(file).href)
  } finally {
    log.mock.restore()
    error.mock.restore()
  }
  return printed.join('')
}

/** Beyond that they work: what some of them must have printed or written. */
const outcomes: Record<string, (printed: string[], folder: string, t: TestContext) => void | Promise<void>> =
  {
    'README.md': ([session = '', whole = '']) => {
      assert.match(session, /^Jürgen Großmann wrote: RE: Our meeting on Tuesday/)
      assert.match(session, /^Agenda\.txt$/m)
      assert.match(whole, /^Jürgen Großmann RE: Our meeting on Tuesday/)
      assert.match(whole, /^Agenda\.txt 169/m)
      assert.match(whole, /^mail\.msg RE: Our meeting on Tuesday/m)
      assert.match(whole, /^other\.msg .*other\.msg failed: /m)
    },
    'docs/eml.md': ([printed]) => {
      assert.equal(printed, 'RE: Our meeting on Tuesday / 火曜日の会議 ☕\n')
    },
    'docs/writing.md': async (_, folder, t) => {
      const session = await openSession(t)
      const subjectOf = async (name: string) => {
        await using message = await session.openMessage(path.join(folder, name))
        const flags = (await message.get(PR_MESSAGE_FLAGS)) ?? 0
        const attachments = await collect(message.attachments())
        return [await message.get(PR_SUBJECT_W), attachments.length, (flags & MSGFLAG_UNSENT) !== 0]
      }
      const subject = 'RE: Our meeting on Tuesday / 火曜日の会議 ☕'
      assert.deepEqual(await subjectOf('offer.msg'), ['Our new logo', 3, true])
      assert.deepEqual(await subjectOf('new.msg'), ['Minutes of Tuesday', 1, false])
      assert.deepEqual((await subjectOf('large.msg'))[1], 3)
      assert.deepEqual(await subjectOf('copy.msg'), [subject, 0, false])
      assert.deepEqual(await subjectOf('second.msg'), ['The second', 1, false])
      assert.deepEqual(await subjectOf('draft.msg'), ['Our new logo', 0, true])
    },
  }

suite('every program in the documents works as it stands:', () => {
  for (const document of documents) {
    test(document, async (t) => {
      const scripts = scriptFolder(t)
      const folder = temporaryFolder(t)
      const printed: string[] = []
      const before = process.cwd()
      process.chdir(folder)
      try {
        for (const [index, { script, prints }] of examplesOf(document).entries()) {
          copyFileSync(path.join(root, 'samples', 'demo.msg'), 'mail.msg')
          const title = `program ${index + 1} of ${document}`
          const file = path.join(scripts, `program-${index + 1}.mjs`)
          const output = await run(script, file, t).catch((cause: unknown) =>
            assert.fail(`${title}: ${format(cause)}`),
          )
          if (prints !== undefined) assert.equal(output, prints, title)
          printed.push(output)
        }
      } finally {
        process.chdir(before)
      }
      await outcomes[document]?.(printed, folder, t)
    })
  }
})
