import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { suite, test, type TestContext } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { format } from 'node:util'

import { messageToEml, readMessage, writeMessage, type MessageDraft } from 'mapi-msg'

import { fileAttachment, mailUser, MAPI_TO, messageAttachment, note } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { run, started, type Finished } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { provider, temporaryFolder } from './support/sessions.ts'

/** The programs in examples/, run as their users run them. */

process.env['MAPI_MSG_PROVIDER'] ??= 'embedded'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))

function runExample(name: string, ...args: string[]): Promise<Finished> {
  return run(process.execPath, [path.join(examples, name), ...args])
}

let attempts = 0

/** The same in this process, which is faster, for arguments with which it does not get far. */
async function attempt(t: TestContext, name: string, ...args: string[]): Promise<Finished> {
  const printed: string[] = []
  const print = (...values: unknown[]) => {
    printed.push(`${format(...values)}\n`)
  }
  const mocks = [t.mock.method(console, 'log', print), t.mock.method(console, 'error', print)]
  const before = process.argv
  const file = path.join(examples, name)
  process.argv = [process.execPath, file, ...args]
  try {
    await import(`${pathToFileURL(file).href}?${++attempts}`)
    return { code: Number(process.exitCode ?? 0), output: printed.join('') }
  } finally {
    process.argv = before
    process.exitCode = undefined
    for (const { mock } of mocks) mock.restore()
  }
}

function writeSample(folder: string, name: string, { bytes }: { bytes: Uint8Array }): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return file
}

const noMessage = { bytes: Buffer.from('From: ann@mail.example\r\n\r\nThis is no .msg file') }

function message(subject: string, attachments: Parameters<typeof note>[0]['attachments'] = []) {
  const from = { name: 'Ann', address: 'ann@mail.example' }
  const recipients = [mailUser(MAPI_TO, 'Lee, "Bob"', 'bob@mail.example')]
  return { bytes: writeMsg(note({ subject, body: 'x', from, recipients, attachments })) }
}

function assertUsage({ code, output }: Finished): void {
  assert.equal(code, 2, output)
  assert.match(output, /^Usage: node examples/m)
}

/** One line that says what is wrong. */
function assertRefused({ code, output }: Finished, reason: RegExp): void {
  assert.equal(code, 1, output)
  assert.match(output, reason)
  assert.doesNotMatch(output, /^\s+at /m)
}

suite('list-folder.mjs', () => {
  test('lists messages as CSV, and names what is none', async (t) => {
    const folder = temporaryFolder(t)
    writeSample(folder, 'mails/a.msg', message('=HYPERLINK("http://mail.example","x")'))
    writeSample(folder, 'mails/b.MSG', message('one\r\ntwo', [fileAttachment('a,b.txt', Buffer.from('x'))]))
    writeSample(folder, 'mails/c.msg', noMessage)
    writeSample(folder, 'mails/d.txt', noMessage)
    writeSample(folder, 'mails/sub/e.msg', samples.unicodeMail())
    const list = path.join(folder, 'list.csv')
    const errors = path.join(folder, 'errors.txt')
    const files = [openSync(list, 'w'), openSync(errors, 'w')] as const
    const script = path.join(examples, 'list-folder.mjs')
    const child = started(() =>
      spawn(process.execPath, [script, path.join(folder, 'mails')], {
        stdio: ['ignore', ...files],
      }),
    )
    const [code] = (await once(child, 'exit')) as [number]
    files.forEach(closeSync)
    const person = 'Ann <ann@mail.example>,"Lee, ""Bob"" <bob@mail.example>"'
    assert.deepEqual(readFileSync(list, 'utf8').split('\r\n'), [
      '\ufeffFile,Sent,From,To,Subject,Attachments',
      `a.msg,,${person},"'=HYPERLINK(""http://mail.example"",""x"")",`,
      `b.MSG,,${person},"one`,
      'two","a,b.txt"',
      `${path.join('sub', 'e.msg')},2021-03-04T05:06:07.089Z,Zoë Müller-Lüdenscheidt <zoe@mail.example>,Νίκος Παπάς <nikos@mail.example>,"Übergrößen, Ελλάδα, 日本語, 🎉𝄞",`,
      '',
    ])
    assert.match(readFileSync(errors, 'utf8'), /^.*c\.msg.*not a compound file/)
    assert.equal(code, 1)
  })

  test('says what is wrong', async (t) => {
    assertUsage(await attempt(t, 'list-folder.mjs'))
    assertRefused(await attempt(t, 'list-folder.mjs', path.join(temporaryFolder(t), 'none')), /ENOENT/)
  })
})

suite('save-attachments.mjs', () => {
  test('saves files and messages under safe names, and overwrites nothing', async (t) => {
    const folder = temporaryFolder(t)
    const out = path.join(folder, 'out', 'new')
    const large = Buffer.alloc(300_000, 'large')
    const attachments = [
      fileAttachment('a.txt', Buffer.from('first')),
      fileAttachment('A.TXT', Buffer.from('second')),
      fileAttachment('..\\..\\up.exe', large),
      fileAttachment('C:/x/NUL', Buffer.alloc(0)),
      fileAttachment('nul.txt', Buffer.from('device')),
      fileAttachment('gpj\u202eexe. ', Buffer.from('tricks')),
      messageAttachment('Inner: 内', note({ subject: 'Inner', body: 'x', attachments: [fileAttachment('deep.txt', Buffer.from('deep'))] })), // prettier-ignore
    ]
    const file = writeSample(folder, 'mail.msg', message('Files', attachments))
    const { code, output } = await runExample('save-attachments.mjs', file, out)
    assert.equal(code, 0, output)
    const names = ['a.txt', 'A (2).TXT', '.._.._up.exe', 'C__x_NUL', '_nul.txt', 'gpj_exe_', 'Inner_ 内.msg']
    assert.deepEqual(
      output.trimEnd().split('\n'),
      names.map((name) => path.join(out, name)),
    )
    assert.deepEqual(readdirSync(out).sort(), names.sort())
    const read = (name: string) => readFileSync(path.join(out, name))
    assert.deepEqual([read('a.txt').toString(), read('A (2).TXT').toString()], ['first', 'second'])
    assert.ok(read('.._.._up.exe').equals(large))
    const inner = await readMessage(path.join(out, 'Inner_ 内.msg'), { provider, attachments: 'content' })
    assert.equal(inner.subject, 'Inner')
    assert.equal(inner.attachments?.[0]?.content?.toString(), 'deep')
  })

  test('says what it cannot save, and what is wrong', async (t) => {
    const folder = temporaryFolder(t)
    const ole = writeSample(folder, 'ole.msg', samples.oleAttachment())
    assertRefused(
      await attempt(t, 'save-attachments.mjs', ole, folder),
      /^Package was not saved: .*OLE object/,
    )
    assertUsage(await attempt(t, 'save-attachments.mjs', ole))
    const none = path.join(folder, 'none.msg')
    assertRefused(await attempt(t, 'save-attachments.mjs', none, folder), /none\.msg.*STG_E_FILENOTFOUND/)
  })
})

suite('draft-from-template.mjs', () => {
  const dot = Buffer.from('a picture')
  const template: MessageDraft = {
    subject: 'Offer for {{ name }}',
    html: '<p>Dear {{name}}, it is {{amount}}.</p><p>{{text}}</p><img src="cid:dot@mail.example">',
    attachments: [{ filename: 'dot.png', content: dot, cid: 'dot@mail.example' }],
  }

  async function inputs(t: TestContext, draft: MessageDraft, data: string) {
    const folder = temporaryFolder(t)
    const files = ['template.oft', 'data.json', 'out.msg'].map((name) => path.join(folder, name))
    const [templateFile = '', dataFile = '', out = ''] = files
    await writeMessage(templateFile, draft, { provider })
    writeFileSync(dataFile, data)
    return { out, files: [templateFile, dataFile, out] }
  }

  test('fills a template with text, in HTML too, and keeps its pictures', async (t) => {
    const values = { name: 'Ann & Bob', amount: 12, text: '<b>one</b>\ntwo {{name}}' }
    const data = { to: 'Ann <ann@mail.example>, bob@mail.example', cc: ['carl@mail.example'], values }
    const { files, out } = await inputs(t, template, JSON.stringify(data))
    const finished = await runExample('draft-from-template.mjs', ...files)
    assert.deepEqual(finished, { code: 0, output: `Wrote ${out}\n` })
    const draft = await readMessage(out, { provider, attachments: 'content' })
    assert.equal(draft.isDraft, true)
    assert.equal(draft.subject, 'Offer for Ann & Bob')
    assert.equal(
      draft.html,
      '<p>Dear Ann &amp; Bob, it is 12.</p><p>&lt;b&gt;one&lt;/b&gt;<br>two {{name}}</p><img src="cid:dot@mail.example">',
    )
    assert.match(draft.text ?? '', /Dear Ann & Bob, it is 12\./)
    assert.deepEqual(draft.to, [
      { name: 'Ann', address: 'ann@mail.example' },
      { name: 'bob@mail.example', address: 'bob@mail.example' },
    ])
    assert.deepEqual(
      draft.cc?.map(({ address }) => address),
      ['carl@mail.example'],
    )
    const [picture] = draft.attachments ?? []
    assert.deepEqual([picture?.inline, picture?.contentId], [true, 'dot@mail.example'])
    assert.deepEqual(picture?.content, dot)

    assertRefused(await attempt(t, 'draft-from-template.mjs', ...files), /out\.msg.*STG_E_FILEALREADYEXISTS/)
  })

  test('writes nothing if the data does not fit, and says what is wrong', async (t) => {
    const { files, out } = await inputs(
      t,
      { text: '{{name}} {{constructor}} {{x y}}' },
      '{ "values": { "name": "Ann" } }',
    )
    const [templateFile = '', dataFile = ''] = files
    const makeDraft = () => attempt(t, 'draft-from-template.mjs', ...files)
    assertRefused(await makeDraft(), /data\.json has no values for constructor, x y$/m)
    writeFileSync(dataFile, '{ "to": ')
    assertRefused(await makeDraft(), /data\.json is not JSON: /)
    writeFileSync(dataFile, '{ "name": "Ann" }')
    assertRefused(await makeDraft(), /data\.json must be an object with "values"/)
    assert.deepEqual(readdirSync(path.dirname(out)).sort(), ['data.json', 'template.oft'])
    assertUsage(await attempt(t, 'draft-from-template.mjs', templateFile, dataFile))
  })
})

suite('archive-to-eml.mjs', () => {
  test('goes on where it was stopped', async (t) => {
    const folder = temporaryFolder(t)
    const archive = path.join(folder, 'archive')
    const out = path.join(folder, 'out')
    const first = writeSample(archive, '1.msg', samples.unicodeMail())
    const second = writeSample(archive, 'sub/2.Msg', samples.nested())
    writeSample(archive, '3.msg', noMessage)
    writeSample(archive, 'notes.txt', noMessage)
    // What a run leaves that was stopped while it wrote the second.
    mkdirSync(path.join(out, 'sub'), { recursive: true })
    writeFileSync(path.join(out, '1.eml'), 'of the run before')
    writeFileSync(path.join(out, 'sub', '2.eml.part'), 'a part of it')

    const finished = await runExample('archive-to-eml.mjs', archive, out)
    assertRefused(finished, /^.*3\.msg.*not a compound file/)
    assert.match(finished.output, /^1 converted, 1 there already, 1 failed$/m)
    assert.deepEqual((readdirSync(out, { recursive: true }) as string[]).sort(), [
      '1.eml',
      'sub',
      path.join('sub', '2.eml'),
    ])
    assert.equal(readFileSync(path.join(out, '1.eml'), 'utf8'), 'of the run before')
    const subjectOf = (eml: Buffer) => /^Subject: .*$/m.exec(eml.toString())?.[0]
    const written = readFileSync(path.join(out, 'sub', '2.eml'))
    assert.ok(subjectOf(written))
    assert.equal(subjectOf(written), subjectOf(await messageToEml(second, { provider })))

    rmSync(path.join(out, '1.eml'))
    copyFileSync(first, path.join(archive, '3.msg'))
    const again = await runExample('archive-to-eml.mjs', archive, out)
    assert.deepEqual(again, { code: 0, output: '2 converted, 1 there already, 0 failed\n' })
  })

  test('says what is wrong', async (t) => {
    const folder = temporaryFolder(t)
    assertUsage(await attempt(t, 'archive-to-eml.mjs', folder))
    assertRefused(await attempt(t, 'archive-to-eml.mjs', path.join(folder, 'none'), folder), /ENOENT/)
  })
})

suite('watch-folder.mjs', () => {
  const script = path.join(examples, 'watch-folder.mjs')

  /** The lines that the program prints, as it prints them. */
  async function* linesOf(child: ChildProcess): AsyncGenerator<string, void> {
    assert.ok(child.stdout)
    yield* createInterface(child.stdout)
  }

  test('prints new messages when they are whole', async (t) => {
    const folder = temporaryFolder(t)
    const watched = path.join(folder, 'watched')
    writeSample(watched, 'old.msg', message('Old'))
    const child = started(() =>
      spawn(process.execPath, [script, watched, '--count', '3'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    const ended = once(child, 'exit')
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    const lines = linesOf(child)
    const nextLine = async () => (await lines.next()).value

    assert.equal(await nextLine(), `Watching ${watched}`)
    const { bytes } = message('Slow')
    const slow = openSync(path.join(watched, 'slow.msg'), 'w')
    writeSync(slow, bytes, 0, 1000)
    writeSample(watched, 'notes.txt', noMessage)
    writeSample(watched, 'bad.msg', noMessage)
    renameSync(writeSample(folder, 'moved.msg', message('Moved')), path.join(watched, 'moved.msg'))
    assert.equal(await nextLine(), 'moved.msg: Moved, from Ann')
    writeSync(slow, bytes, 1000)
    closeSync(slow)
    assert.equal(await nextLine(), 'slow.msg: Slow, from Ann')
    writeSample(watched, 'last.MSG', samples.emptyMessage())
    assert.equal(await nextLine(), 'last.MSG: (no subject), from (unknown)')
    assert.deepEqual(await ended, [0, null])
    assert.equal(await nextLine(), undefined)
    assert.match(errors, /bad\.msg.*not a compound file/)
    assert.doesNotMatch(errors, /^\s+at |notes|slow/m)
  })

  test('ends when it is told to, and says what is wrong', async (t) => {
    const folder = temporaryFolder(t)
    // Windows has no signals between processes: this is what Ctrl-C does in the process.
    const interrupt =
      "data:text/javascript,process.once('message',()=>{process.disconnect();process.emit('SIGINT')})"
    const child = started(() =>
      spawn(process.execPath, ['--import', interrupt, script, folder], {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      }),
    )
    const ended = once(child, 'exit')
    const lines = linesOf(child)
    await lines.next()
    child.send('interrupt')
    assert.deepEqual(await ended, [0, null])
    assert.equal((await lines.next()).done, true)

    assertUsage(await attempt(t, 'watch-folder.mjs'))
    assertUsage(await attempt(t, 'watch-folder.mjs', folder, '--count', 'many'))
    assertUsage(await attempt(t, 'watch-folder.mjs', path.join(folder, 'none')))
  })
})
