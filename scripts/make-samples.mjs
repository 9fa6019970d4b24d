/**
 * Writes samples/demo.msg, the message that the demo prints: `node scripts/make-samples.mjs`. With a folder,
 * `node scripts/make-samples.mjs FOLDER`, it writes the fixtures of the tests there as files, damaged ones included.
 * The TypeScript must have been built: what writes the files are the compiled sources in test/support/.
 */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure, root, runMain, say } from './support/project.mjs'

function load(name) {
  const path = join(root, 'build', 'test', 'support', name)
  if (!existsSync(path)) throw new Failure(`${path} is missing: run "npm run build" first`)
  return import(pathToFileURL(path).href)
}

async function writeDemo() {
  const { demoMsg } = await load('msg-demo.js')
  mkdirSync(join(root, 'samples'), { recursive: true })
  writeFileSync(join(root, 'samples', 'demo.msg'), demoMsg())
}

async function writeFixtures(folder) {
  const { samples } = await load('samples.js')
  const { damagedSamples, oddSamples } = await load('msg-damage.js')
  mkdirSync(folder, { recursive: true })
  for (const [kind, makers] of Object.entries({ good: samples, odd: oddSamples, damaged: damagedSamples })) {
    for (const [name, make] of Object.entries(makers)) {
      writeFileSync(join(folder, `${kind}-${name}.msg`), make().bytes)
    }
  }
  say(`Wrote the fixtures to ${folder}`)
}

runMain(async () => {
  const folder = process.argv[2]
  await (folder === undefined ? writeDemo() : writeFixtures(resolve(folder)))
})
