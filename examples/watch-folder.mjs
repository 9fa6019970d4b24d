// Prints each message that comes into a folder: node examples/watch-folder.mjs FOLDER [--count N]
// It ends after N messages, or with Ctrl-C.
import { readdirSync, watch } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readMessage } from 'mapi-msg'

// In milliseconds: a file is looked at when nothing has happened to it for so long.
const quiet = 200

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { count: { type: 'string', default: 'Infinity' } },
  })
  const count = Number(values.count)
  if (positionals.length !== 1 || !(count >= 1)) throw new Error('One folder is needed, and a number if any')
  watchFolder(positionals[0], count)
} catch (error) {
  console.error(error.message)
  console.error('Usage: node examples/watch-folder.mjs FOLDER [--count N]')
  process.exitCode = 2
}

function watchFolder(folder, count) {
  const timers = new Map()
  const watcher = watch(folder, (_, name) => {
    // Without a name too much has happened at once.
    for (const each of name === null ? readdirSync(folder) : [name]) lookSoon(each)
  })
  const known = new Set(readdirSync(folder))
  console.log(`Watching ${folder}`)

  function lookSoon(name) {
    if (count === 0 || !/\.msg$/i.test(name)) return
    clearTimeout(timers.get(name))
    timers.set(name, setTimeout(look, quiet, name))
  }

  async function look(name) {
    try {
      const { from, subject } = await readMessage(path.join(folder, name), {
        recipients: false,
        bodies: false,
      })
      if (known.has(name) || count === 0) return
      known.add(name)
      console.log(`${name}: ${subject ?? '(no subject)'}, from ${from?.name || from?.address || '(unknown)'}`)
      if (count === 1) stop()
      else count--
    } catch (error) {
      if (isBeingWritten(error)) lookSoon(name)
      else if (error.code === 'STG_E_FILENOTFOUND') known.delete(name)
      else console.error(error.message)
    }
  }

  function stop() {
    count = 0
    watcher.close()
    for (const timer of timers.values()) clearTimeout(timer)
    process.off('SIGINT', stop)
  }
  process.on('SIGINT', stop)
  watcher.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
    stop()
  })
}

/** A file that another program has open for writing cannot be opened by one that expects it not to change. */
function isBeingWritten({ code }) {
  return code === 'STG_E_SHAREVIOLATION' || code === 'STG_E_LOCKVIOLATION'
}
