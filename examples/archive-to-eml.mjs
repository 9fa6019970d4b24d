// Converts a folder of messages, and the folders in it, to .eml files: node examples/archive-to-eml.mjs FOLDER OUT
// It can be stopped at any time, also by Ctrl-C: run again, it goes on with what is not there yet.
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { messageToEml } from 'mapi-msg'

const [folder, out] = process.argv.slice(2)
if (folder === undefined || out === undefined) {
  console.error('Usage: node examples/archive-to-eml.mjs FOLDER OUT')
  process.exitCode = 2
} else {
  await convertArchive(folder, out).catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

async function convertArchive(folder, out) {
  const files = await findMessages(folder)
  const counts = { converted: 0, 'there already': 0, failed: 0 }
  for (const [index, file] of files.entries()) {
    showProgress(index, files.length)
    const target = path.join(out, path.relative(folder, file).replace(/\.msg$/i, '.eml'))
    counts[await convert(file, target)]++
  }
  showProgress(files.length, files.length)
  console.log(
    Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  )
  if (counts.failed > 0) process.exitCode = 1
}

async function findMessages(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.msg$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

/** Under its own name there is never a part of an .eml file: a run that was stopped leaves another, for the next one. */
async function convert(file, target) {
  if (existsSync(target)) return 'there already'
  try {
    const eml = await messageToEml(file)
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(`${target}.part`, eml, { flush: true })
    await rename(`${target}.part`, target)
    return 'converted'
  } catch (error) {
    showProgress()
    console.error(error.message)
    return 'failed'
  }
}

/** On a terminal, in a line of its own; without numbers the line is cleared. */
function showProgress(done, total) {
  if (!process.stderr.isTTY) return
  process.stderr.cursorTo(0)
  process.stderr.clearLine(1)
  if (done < total) process.stderr.write(`${done} of ${total}`)
}
