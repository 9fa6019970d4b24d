/** What fuzzers start from: files that test/support/ makes, odd, damaged and greedy ones too, and what is in them. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './process.mjs'
import { root } from './project.mjs'

const samples = join(root, 'build', 'fuzz', 'samples')
export const seedsOf = (target) => join(root, 'build', 'fuzz', 'seeds', target)

/** Larger ones slow fuzzers down, and have nothing that smaller ones lack. */
const largestFile = 40_000
const largestStream = 10_000

const number16 = (value) => Buffer.from([value & 0xff, value >> 8])

/** Each stream below a storage, with the storage that it is in. */
function* streamsOf(storage, path = '') {
  for (const [name, bytes] of storage.streams) yield { storage, path, name, bytes }
  for (const [name, inner] of storage.storages) yield* streamsOf(inner, `${path}/${name}`)
}

/** Whose properties a property stream has: the numbers of PropertyOwner. */
const ownerOf = (path) => (path === '' ? 0 : path.endsWith('_3701000D') ? 1 : 2)

/** The streams of the mapping of named properties, as the fuzzer takes them apart. */
function mappingOf({ streams }) {
  const [guids, entries, names] = ['00020102', '00030102', '00040102'].map(
    (tag) => streams.get(`__substg1.0_${tag}`) ?? Buffer.alloc(0),
  )
  return Buffer.concat([number16(guids.length), number16(entries.length), guids, entries, names])
}

/** @returns {Generator<[target: string, seed: Buffer]>} */
function* seedsIn(storage) {
  const mapping = storage.storages.get('__nameid_version1.0')
  if (mapping) yield ['named_properties', mappingOf(mapping)]
  for (const { path, name, bytes } of streamsOf(storage)) {
    yield ['element_names', Buffer.from(name, 'utf16le')]
    if (bytes.length > largestStream) continue
    if (name === '__properties_version1.0') {
      yield ['property_stream', Buffer.concat([Buffer.from([ownerOf(path)]), bytes])]
    }
    if (name.endsWith('_10090102')) yield ['compressed_rtf', bytes]
    // The second byte chooses one of the fuzzer's list of code pages.
    if (name.endsWith('001E'))
      yield ['code_pages', Buffer.concat([Buffer.from([0, bytes.length % 16]), bytes])]
  }
}

/** Makes the seeds of all fuzzers. The tests must be built. */
export async function makeSeeds(targets) {
  await run(process.execPath, [join(root, 'scripts', 'make-samples.mjs'), samples])
  const load = (name) => import(pathToFileURL(join(root, 'build', 'test', 'support', name)).href)
  const { readContainer } = await load('msg-container-reader.js')
  const { compressedRtf, storedRtf } = await load('compressed-rtf.js')
  for (const target of targets) {
    rmSync(seedsOf(target), { recursive: true, force: true })
    mkdirSync(seedsOf(target), { recursive: true })
  }
  let count = 0
  const add = (target, bytes) => {
    if (targets.includes(target)) writeFileSync(join(seedsOf(target), String(count++)), bytes)
  }
  const { greedySamples } = await load('msg-greedy.js')
  for (const bytes of Object.values(greedySamples).map((make) => make())) {
    if (bytes.length <= largestFile) for (const target of ['message', 'compound_file']) add(target, bytes)
  }
  const rtf = '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p>}Hello, hello, hello\\par}'
  for (const make of [compressedRtf, storedRtf]) add('compressed_rtf', make(rtf))
  const inFonts =
    "{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset128 Gothic;}}\\f1 \\'95\\'5c\\u26085\\'93\\'fa\\htmlrtf x\\htmlrtf0 }"
  for (const seed of [rtf, `{\\rtf1\\ansi\\fromtext\\deff0${inFonts}`])
    add('encapsulated_rtf', Buffer.from(seed))
  for (const name of readdirSync(samples)) {
    const bytes = readFileSync(join(samples, name))
    if (bytes.length <= largestFile) for (const target of ['message', 'compound_file']) add(target, bytes)
    if (name.startsWith('damaged')) continue
    for (const [target, seed] of seedsIn(readContainer(bytes))) add(target, seed)
  }
}
