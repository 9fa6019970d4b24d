// Shows messages that are dropped on the window. Outlook's own, too: they are files to the page.

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))
const input = /** @type {HTMLInputElement} */ (byId('file'))
const frame = /** @type {HTMLIFrameElement} */ (byId('body'))

document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', (event) => {
  event.preventDefault()
  openFile(event.dataTransfer?.files[0])
})
input.addEventListener('change', () => openFile(input.files?.[0]))

/** @param {File | undefined} file */
async function openFile(file) {
  if (!file) return
  await attempt(`Reading ${file.name}`, async () => {
    showMessage(await window.openMessage(new Uint8Array(await file.arrayBuffer())))
    return ''
  })
}

/** @param {import('./message-calls.mjs').OpenedMessage} message */
function showMessage({ subject, from, to, cc, sent, document: text, attachments, saveAttachment }) {
  byId('subject').textContent = subject || '(no subject)'
  byId('headers').replaceChildren(
    ...Object.entries({ From: from, To: to, Cc: cc, Sent: sent && new Date(sent).toLocaleString() })
      .filter(([, value]) => value)
      .flatMap(([name, value]) => [element('dt', name), element('dd', value)]),
  )
  byId('attachments').replaceChildren(
    ...attachments.map(({ number, fileName, size }) => {
      const button = element('button', `Save ${fileName}${size === undefined ? '' : ` (${size} bytes)`}`)
      button.addEventListener('click', () =>
        attempt(`Saving ${fileName}`, async () => {
          const path = await saveAttachment(number)
          return path === undefined ? '' : `Saved ${path}`
        }),
      )
      const item = element('li', '')
      item.append(button)
      return item
    }),
  )
  frame.srcdoc = text
  byId('message').hidden = false
}

/**
 * @param {string} name
 * @param {string} text Never HTML: it is from the message.
 */
function element(name, text) {
  const created = document.createElement(name)
  created.textContent = text
  return created
}

/**
 * @param {string} what
 * @param {() => Promise<string>} work Resolves to what to tell of it.
 */
async function attempt(what, work) {
  byId('status').textContent = `${what} ...`
  try {
    byId('status').textContent = await work()
  } catch (error) {
    byId('status').textContent = error instanceof Error ? error.message : String(error)
  }
}
