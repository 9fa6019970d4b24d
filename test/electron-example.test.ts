import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { readMessage, writeMessage } from 'mapi-msg'

import { fileAttachment, messageAttachment, note } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { samples } from './support/samples.ts'
import { scriptFolder } from './support/script-folder.ts'
import { provider, temporaryFolder } from './support/sessions.ts'

/** The main process of examples/electron/ and its preload script, with something in the place of Electron. */

process.env['MAPI_MSG_PROVIDER'] ??= 'embedded'

const example = fileURLToPath(new URL('../../examples/electron/', import.meta.url))

/** What the page sees. */
interface OpenedMessage {
  subject: string
  from: string
  document: string
  attachments: { number: number; fileName: string; size?: number }[]
  saveAttachment: (number: unknown) => Promise<string | undefined>
}

interface Frame {
  url: string
  parent: Frame | null
}

type Handler = (event: { sender: object; senderFrame: Frame | null }, argument: unknown) => unknown

class FakeWindow {
  static made: FakeWindow | undefined
  readonly options: { webPreferences: Record<string, unknown> & { preload: string } }
  file = ''

  constructor(options: FakeWindow['options']) {
    this.options = options
    FakeWindow.made = this
  }

  loadFile(file: string) {
    this.file = file
  }
}

class FakeElectron {
  readonly handlers = new Map<string, Handler>()
  readonly appEvents = new Map<string, (...args: unknown[]) => void>()
  readonly dialogs: { defaultPath: string }[] = []
  dialogAnswer: { canceled: boolean; filePath: string } = { canceled: true, filePath: '' }
  /** What the preload script gave to the page. */
  readonly world: { openMessage?: (bytes: unknown) => Promise<OpenedMessage> } = {}
  /** Who calls, for the main process. */
  event: { sender: object; senderFrame: Frame | null } = { sender: {}, senderFrame: null }

  /** The module `electron`. */
  readonly module = {
    app: {
      commandLine: { appendSwitch: () => undefined },
      on: (name: string, listener: () => void) => this.appEvents.set(name, listener),
      whenReady: () => Promise.resolve(),
    },
    BrowserWindow: FakeWindow,
    contextBridge: { exposeInMainWorld: (name: 'openMessage', value: () => Promise<OpenedMessage>) => (this.world[name] = value) }, // prettier-ignore
    dialog: {
      showSaveDialog: (options: { defaultPath: string }) => {
        this.dialogs.push(options)
        return Promise.resolve(this.dialogAnswer)
      },
    },
    ipcMain: { handle: (channel: string, handler: Handler) => this.handlers.set(channel, handler) },
    ipcRenderer: {
      invoke: async (channel: string, argument: unknown): Promise<unknown> =>
        structuredClone(await this.handlers.get(channel)?.(this.event, structuredClone(argument))),
    },
  }

  openMessage(bytes: unknown): Promise<OpenedMessage> {
    assert.ok(this.world.openMessage)
    return this.world.openMessage(bytes)
  }
}

declare global {
  var fakeElectron: FakeElectron['module']
}

/** Starts the example, and gives the page's calls the right sender. */
async function start(t: TestContext): Promise<FakeElectron> {
  const folder = scriptFolder(t)
  for (const name of readdirSync(example).filter((each) => /\.[mc]js$/.test(each))) {
    cpSync(path.join(example, name), path.join(folder, name))
  }
  const electron = new FakeElectron()
  globalThis.fakeElectron = electron.module
  const names = Object.keys(electron.module)
  mkdirSync(path.join(folder, 'node_modules', 'electron'), { recursive: true })
  writeFileSync(
    path.join(folder, 'node_modules', 'electron', 'index.js'),
    names.map((name) => `exports.${name} = fakeElectron.${name}\n`).join(''),
  )
  await import(pathToFileURL(path.join(folder, 'main.mjs')).href)
  await new Promise(setImmediate)
  const window = FakeWindow.made
  assert.ok(window)
  createRequire(import.meta.url)(window.options.webPreferences.preload)
  electron.event = { sender: {}, senderFrame: { url: pathToFileURL(window.file).href, parent: null } }
  return electron
}

test('the window has no rights, and stays where it is', async (t) => {
  const { appEvents, world } = await start(t)
  assert.deepEqual(Object.keys(world), ['openMessage'])
  const { options, file } = FakeWindow.made ?? assert.fail('there is no window')
  const { contextIsolation, sandbox, nodeIntegration } = options.webPreferences
  assert.deepEqual([contextIsolation, sandbox, nodeIntegration], [true, true, false])
  assert.ok(existsSync(path.join(example, path.basename(file))))

  let open: (() => unknown) | undefined
  let navigate: ((event: { preventDefault: () => void }) => void) | undefined
  let ask: ((_: unknown, __: unknown, answer: (allowed: boolean) => void) => void) | undefined
  appEvents.get('web-contents-created')?.(undefined, {
    setWindowOpenHandler: (handler: typeof open) => (open = handler),
    on: (name: string, listener: typeof navigate) => name === 'will-frame-navigate' && (navigate = listener),
    session: { setPermissionRequestHandler: (handler: typeof ask) => (ask = handler) },
  })
  const preventDefault = t.mock.fn()
  const answer = t.mock.fn()
  navigate?.({ preventDefault })
  ask?.(undefined, 'media', answer)
  assert.deepEqual(open?.(), { action: 'deny' })
  assert.equal(preventDefault.mock.callCount(), 1)
  assert.deepEqual(answer.mock.calls[0]?.arguments, [false])
})

test('a message is shown with its pictures, and without a right to do anything', async (t) => {
  const electron = await start(t)
  const dot = Buffer.from('a picture')
  const bytes = await writeMessage(
    null,
    {
      from: 'Ann <ann@mail.example>',
      subject: '<b>Hello</b>',
      html: '<meta http-equiv="Content-Security-Policy" content="default-src *"><img src="cid:dot@mail.example"><img src="CID:dot%40mail.example"><img src="cid:none">',
      attachments: [
        { filename: 'dot.png', content: dot, cid: 'dot@mail.example', contentType: 'image/png" onload="x' },
        { filename: '..\\start/up.exe', content: 'x' },
      ],
    },
    { provider },
  )
  const { subject, from, document, attachments } = await electron.openMessage(bytes)
  assert.deepEqual([subject, from], ['<b>Hello</b>', 'Ann <ann@mail.example>'])
  assert.deepEqual(attachments, [{ number: 1, fileName: '.._start_up.exe', size: 1 }])
  const url = `data:image/png;base64,${dot.toString('base64')}`
  assert.match(
    document,
    /^<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:;[^"]*">/,
  )
  assert.doesNotMatch(document.slice(0, document.indexOf('">')), /script|https?:|\*/)
  assert.ok(document.includes(`<img src="${url}"><img src="${url}"><img src="cid:none">`), document)

  const text = writeMsg(note({ subject: '', body: '<script>alert(1)</script> & more' }))
  const plain = await electron.openMessage(text)
  assert.ok(plain.document.includes('&lt;script>alert(1)&lt;/script> &amp; more'), plain.document)

  await assert.rejects(electron.openMessage(Buffer.from('no message')), /^Error: Reading .* failed: /)
})

test('attachments are saved where the user says', async (t) => {
  const electron = await start(t)
  const folder = temporaryFolder(t)
  const attachments = [
    fileAttachment('a.txt', Buffer.from('hello')),
    messageAttachment('Inner: one', note({ subject: 'Inner', body: 'x' })),
  ]
  const opened = await electron.openMessage(writeMsg(note({ subject: '', body: '', attachments })))
  const save = (number: number, name: string) => {
    electron.dialogAnswer = { canceled: false, filePath: path.join(folder, name) }
    return opened.saveAttachment(number)
  }
  assert.equal(await opened.saveAttachment(0), undefined, 'the dialog was cancelled')
  assert.equal(await save(0, 'saved.txt'), path.join(folder, 'saved.txt'))
  assert.equal(readFileSync(path.join(folder, 'saved.txt'), 'utf8'), 'hello')
  writeFileSync(path.join(folder, 'saved.msg'), 'what was there')
  await save(1, 'saved.msg')
  assert.equal((await readMessage(path.join(folder, 'saved.msg'), { provider })).subject, 'Inner')
  assert.deepEqual(
    electron.dialogs.map(({ defaultPath }) => defaultPath),
    ['a.txt', 'a.txt', 'Inner_ one.msg'],
  )
  await assert.rejects(save(0, path.join('none', 'saved.txt')), /ENOENT/)
})

test('calls are refused that the page would not make', async (t) => {
  const electron = await start(t)
  const { bytes } = samples.attachmentSizes()
  for (const wrong of ['mail.msg', { length: 8 }, null, undefined]) {
    await assert.rejects(electron.openMessage(wrong), TypeError)
  }
  const opened = await electron.openMessage(bytes)
  for (const wrong of [-1, 99, '0', undefined]) await assert.rejects(opened.saveAttachment(wrong), RangeError)

  const { sender, senderFrame } = electron.event
  electron.event = { sender: {}, senderFrame }
  await assert.rejects(opened.saveAttachment(0), RangeError, 'another window shows it')
  const frames = [
    null,
    { url: 'https://mail.example/', parent: null },
    { url: senderFrame?.url ?? '', parent: senderFrame },
  ]
  for (const frame of frames) {
    electron.event = { sender, senderFrame: frame }
    await assert.rejects(electron.openMessage(bytes), /Only the page/)
    await assert.rejects(opened.saveAttachment(0), /Only the page/)
  }
  assert.deepEqual(electron.dialogs, [])
})
