import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

import { openIMsgSession, PR_BODY_W } from 'mapi-msg'

/**
 * Extracts the first attachment of a message to a file, and prints the working set before, and the largest meanwhile:
 * `extract-process.js FILE.msg TARGET`. Node runs it with --expose-gc.
 */

const [, , source = '', target = ''] = process.argv
const sampleMilliseconds = 5

const session = await openIMsgSession({ provider: 'embedded' })
const message = await session.openMessage(source)
const attachment = await message.openAttach(0)
// What the first use of streams loads is not the attachment's.
await pipeline(message.createReadStream(PR_BODY_W), createWriteStream(target))
global.gc?.()

const before = process.memoryUsage.rss()
let peak = before
const sample = () => {
  peak = Math.max(peak, process.memoryUsage.rss())
}
const timer = setInterval(sample, sampleMilliseconds)
await pipeline(attachment.createReadStream(), createWriteStream(target))
sample()
clearInterval(timer)
await session.close()
console.log(`working set ${before} ${peak}`)
