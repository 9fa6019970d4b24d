// The main process: a window with no rights of its own, and what it may ask for (message-calls.mjs).
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow, dialog, ipcMain } from 'electron'
import { handleMessageCalls } from './message-calls.mjs'

const page = path.join(import.meta.dirname, 'page.html')

// Nothing in a message is loaded from anywhere, or its sender would know who reads it. The pages' policies forbid it too.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')

app.on('web-contents-created', (_, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.session.setPermissionRequestHandler((_, __, answer) => answer(false))
})

app.on('window-all-closed', () => app.quit())

// Not awaited: Electron is ready only after this module has been run.
app.whenReady().then(() => {
  handleMessageCalls({ ipcMain, dialog, pageUrl: pathToFileURL(page).href })
  const window = new BrowserWindow({
    width: 900,
    height: 700,
    webPreferences: {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      preload: path.join(import.meta.dirname, 'preload.cjs'),
    },
  })
  return window.loadFile(page)
})
