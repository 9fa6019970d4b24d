import { createRequire } from 'node:module'

/** Prints how many milliseconds the first call takes in this process: `first-call-process.js ours|msgreader`. */

const started = performance.now()
if (process.argv[2] === 'ours') {
  const { openIMsgSession } = await import('mapi-msg')
  const session = await openIMsgSession({ provider: 'embedded' })
  report()
  await session.close()
} else {
  createRequire(import.meta.url)('@kenjiuno/msgreader')
  report()
}

function report(): void {
  console.log(`took ${performance.now() - started}`)
}
