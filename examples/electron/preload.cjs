// All that the page can do beyond showing things: one function. What it sends is checked in message-calls.mjs.
const { contextBridge, ipcRenderer } = require('electron')

/** @type {import('./message-calls.mjs').OpenMessage} */
async function openMessage(bytes) {
  const view = await call('message:open', bytes)
  return { ...view, saveAttachment: (number) => call('message:save-attachment', number) }
}

/**
 * @param {string} channel
 * @param {unknown} argument
 */
async function call(channel, argument) {
  const { error, result } = await ipcRenderer.invoke(channel, argument)
  if (error !== undefined) throw new Error(error)
  return result
}

contextBridge.exposeInMainWorld('openMessage', openMessage)
