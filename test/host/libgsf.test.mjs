/** Compound files that our engine writes and GNOME's libgsf reads, and the other way round. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, suite, test } from 'node:test'
import { findGsf, onWindows, productFolder, takeArchitecture } from '../../scripts/support/project.mjs'
import { toWindowsArgument } from '../../scripts/support/windows-node.mjs'
import { runUnderWine } from '../../scripts/support/wine.mjs'

/** @typedef {Record<string, Buffer>} Streams by path */

const { arch } = takeArchitecture(['--arch', process.env.MAPI_MSG_TEST_ARCH ?? 'x64'])
const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-libgsf-'))
after(() => rmSync(folder, { recursive: true }))

/** @param {string[]} args */
async function runOurs(...args) {
  await runUnderWine(arch, join(productFolder(arch), 'compound_files.exe'), args.map(toWindowsArgument))
}

/**
 * @param {string[]} args
 * @param {string} [cwd]
 */
function runGsf(args, cwd) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const { status, stdout, stderr, error } = spawnSync('gsf', args, { cwd, env, maxBuffer: 1 << 28 })
  assert.ifError(error)
  assert.equal(status, 0, stderr.toString())
  return stdout
}

/** Bytes that are not the same in any two sectors. */
function pattern(size, seed) {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE(Math.imul(at + seed, 2654435761) >>> 0, at)
  if (size % 4 !== 0) bytes.fill(seed & 0xff, size - (size % 4))
  return bytes
}

/** @type {Record<string, () => Streams>} */
const contents = {
  'streams of every size': () =>
    Object.fromEntries(
      [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65535, 65536, 65537].map((size) => [
        `of ${size} bytes`,
        pattern(size, size),
      ]),
    ),
  'storages in storages': () => ({
    'a/b/c/d/e/small': pattern(10, 1),
    'a/b/c/large': pattern(10000, 2),
    'a/small': pattern(100, 3),
    'z/large': pattern(5000, 4),
  }),
  'names in many scripts': () =>
    Object.fromEntries(
      [
        ...['Grüße', 'ÀÉÎ', 'Привет', 'Ωμέγα', '日本語', '한국어', 'שלום', '🎉', 'ı', 'ß', 'ǆ', 'ﬀ'],
        ...[
          '__substg1.0_0037001F',
          '__properties_version1.0',
          '#',
          'a b',
          'exactly thirty-one characters..x'.slice(1),
        ],
      ].map((name, i) => [`${name}${i % 2 ? '/in it' : ''}`, pattern(20 + 900 * i, i)]),
    ),
  'more than the header can index': () => ({
    'before it': pattern(7000, 1),
    'nine megabytes': pattern(9_000_000, 2),
    small: pattern(70, 3),
  }),
  'a thousand streams': () =>
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `${i < 200 ? '' : `storage ${i % 20}/`}stream ${i}`,
        pattern(i % 200, i),
      ]),
    ),
}

/**
 * Writes the streams as files of a new folder.
 * @param {string} name
 * @param {Streams} streams
 */
function writeFolder(name, streams) {
  const target = join(folder, name)
  for (const [path, bytes] of Object.entries(streams)) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), bytes)
  }
  return target
}

/** @returns {Streams} all files below a folder */
function readFolder(from) {
  return Object.fromEntries(
    readdirSync(from, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((path) => [path.slice(from.length + 1), readFileSync(path)]),
  )
}

/** What `gsf list` says: the size of every stream by its path, and the storages. */
function listByGsf(file) {
  const lines = runGsf(['list', file]).toString().trimEnd().split('\n').slice(1)
  const elements = lines.map((line) => {
    const [, kind, size, path] = /^(\w) .{20} +(\d+) (.*)$/.exec(line) ?? assert.fail(line)
    return { kind, size: Number(size), path }
  })
  return {
    storages: elements.filter(({ kind }) => kind === 'd').map(({ path }) => path),
    sizes: Object.fromEntries(
      elements.filter(({ kind }) => kind === 'f').map(({ size, path }) => [path, size]),
    ),
  }
}

function storagesOf(streams) {
  const storages = new Set(['*root*'])
  for (const path of Object.keys(streams)) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) storages.add(path.slice(0, at))
  }
  return [...storages].sort()
}

const skip = onWindows
  ? 'libgsf is compared with on Linux'
  : !findGsf() && 'there is no gsf: on Debian, install libgsf-bin'

for (const [name, make] of Object.entries(contents)) {
  suite(name, { skip }, () => {
    const streams = make()
    const paths = Object.keys(streams)

    for (const version of ['3', '4']) {
      test(`written by the engine in version ${version}, read by libgsf`, async () => {
        const source = writeFolder(`${name} ${version}`, streams)
        const file = join(folder, `${name} ${version}.ole`)
        await runOurs('pack', source, file, version)
        const { storages, sizes } = listByGsf(file)
        assert.deepEqual(storages.sort(), storagesOf(streams))
        assert.deepEqual(sizes, Object.fromEntries(paths.map((path) => [path, streams[path].length])))
        const together = Buffer.concat(paths.map((path) => streams[path]))
        assert.ok(runGsf(['cat', file, ...paths]).equals(together), 'the bytes are the same')
      })
    }

    test('written by libgsf, read by the engine', async () => {
      const source = writeFolder(`${name} gsf`, streams)
      const file = join(folder, `${name} gsf.ole`)
      runGsf(['createole', file, ...readdirSync(source)], source)
      await runOurs('unpack', file, `${source} read`)
      const found = readFolder(`${source} read`)
      assert.deepEqual(Object.keys(found).sort(), paths.sort())
      for (const path of paths) assert.ok(found[path].equals(streams[path]), path)
    })
  })
}
