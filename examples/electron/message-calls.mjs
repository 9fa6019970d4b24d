// What the page may ask the main process for. It shows what strangers wrote, so nothing that it says is trusted.
import { saveAttachment } from './save-attachment.mjs'
import { readView } from './message-view.mjs'

/**
 * What the preload script gives to the page.
 * @typedef {(bytes: Uint8Array) => Promise<OpenedMessage>} OpenMessage
 * @typedef {import('./message-view.mjs').MessageView & { saveAttachment: SaveAttachment }} OpenedMessage
 * @typedef {(number: number) => Promise<string | undefined>} SaveAttachment Asks where to; resolves to the path, if any.
 */

/**
 * @param {object} electron
 * @param {Pick<Electron.IpcMain, 'handle'>} electron.ipcMain
 * @param {Pick<Electron.Dialog, 'showSaveDialog'>} electron.dialog
 * @param {string} electron.pageUrl The one page that may call.
 */
export function handleMessageCalls({ ipcMain, dialog, pageUrl }) {
  /**
   * The message that each window shows.
   * @type {WeakMap<Electron.WebContents, { bytes: Uint8Array, view: import('./message-view.mjs').MessageView }>}
   */
  const shown = new WeakMap()

  handle('message:open', async (sender, bytes) => {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('A message must be a Uint8Array')
    return answer(async () => {
      const view = await readView(bytes)
      shown.set(sender, { bytes, view })
      return view
    })
  })

  handle('message:save-attachment', async (sender, number) => {
    const message = shown.get(sender)
    const attachment = message?.view.attachments.find((each) => each.number === number)
    if (!message || !attachment) throw new RangeError('The window shows no such attachment')
    const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: attachment.fileName })
    if (canceled) return { result: undefined }
    return answer(async () => {
      await saveAttachment(message.bytes, attachment.number, filePath)
      return filePath
    })
  })

  /**
   * @param {string} channel
   * @param {(sender: Electron.WebContents, argument: unknown) => Promise<Answer>} work
   */
  function handle(channel, work) {
    ipcMain.handle(channel, ({ sender, senderFrame }, argument) => {
      if (senderFrame?.url !== pageUrl || senderFrame.parent !== null) {
        throw new Error(`Only the page of the window may call ${channel}`)
      }
      return work(sender, argument)
    })
  }
}

/**
 * What goes wrong with a message is an answer; what is wrong with the call is an error.
 * @typedef {{ result?: unknown, error?: string }} Answer
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Answer>}
 */
async function answer(work) {
  try {
    return { result: await work() }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
