/** The tarball that users install: what is in it, and that it works where npm has installed it. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { readPeFile } from '../../build/test/support/pe-file.js'
import { binaries, tarball } from '../../scripts/package.mjs'
import { loadTargets } from '../../scripts/support/gyp.mjs'
import { run, runNpm } from '../../scripts/support/process.mjs'
import { onWindows, root, takeArchitecture, windowsNpm } from '../../scripts/support/project.mjs'
import { captureWindowsNode } from '../../scripts/support/windows-node.mjs'

const { arch } = takeArchitecture(['--arch', process.env.MAPI_MSG_TEST_ARCH ?? 'x64'])
const folder = mkdtempSync(join(tmpdir(), 'mapi-msg-package-'))
const unpacked = join(folder, 'package')
const cache = join(folder, 'cache')
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
// What the npm that runs the tests has told its programs is not for another npm.
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')),
)
after(() => rmSync(folder, { recursive: true, maxRetries: 20 }))

/** All files under a folder, relative to it, with slashes. */
const filesIn = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(path.length + 1))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()

/** A project without anything yet. */
function emptyProject(name) {
  const project = join(folder, name)
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name, version: '1.0.0', private: true }))
  return project
}

/** Installed by the npm of this system. */
const elsewhere = emptyProject('elsewhere')

before(async () => {
  // Without a drive in it: GNU tar takes that for another machine.
  await run('tar', ['-xzf', basename(tarball), '-C', folder], { cwd: dirname(tarball) })
  if (onWindows) return
  // What is downloaded here, Windows npm takes from the cache: not everywhere does Wine reach the network.
  const install = ['install', tarball, '--cache', cache, '--engine-strict=false', ...quiet]
  await runNpm(install, { cwd: elsewhere, env: cleanEnvironment })
})

suite('the tarball', () => {
  const architectures = () => readdirSync(join(unpacked, 'prebuilds')).sort()

  test('has what users need, and nothing else', () => {
    const modules = filesIn(join(root, 'lib')).filter((name) => name.endsWith('.ts'))
    const expected = [
      ...['LICENSE', 'README.md', 'package.json', 'source/binding.gyp'],
      ...filesIn(join(root, 'native')).map((name) => `source/native/${name}`),
      ...modules.flatMap((name) => ['js', 'd.ts'].map((type) => `dist/${name.replace(/ts$/, type)}`)),
      ...architectures().flatMap((name) => binaries.map((binary) => `prebuilds/${name}/${binary}`)),
    ]
    assert.deepEqual(filesIn(unpacked), expected.sort())
    assert.deepEqual(architectures(), onWindows ? [`win32-${arch.name}`] : ['win32-ia32', 'win32-x64'])
  })

  test('names nothing of the machine that made it', () => {
    const folders = /[\\/](home|root|tmp|usr|build|work|Users)[\\/]\w/
    for (const name of filesIn(unpacked)) {
      const bytes = readFileSync(join(unpacked, name))
      for (const text of [bytes.toString('latin1'), bytes.toString('utf16le')]) {
        if (name.startsWith('prebuilds')) assert.doesNotMatch(text, folders, name)
        assert.ok(!text.includes(root), name)
        assert.doesNotMatch(text, /sourceMappingURL=/, name)
      }
    }
  })

  test('is as large as the documentation says', { skip: onWindows && 'MSVC makes other binaries' }, () => {
    const text = readFileSync(join(root, 'docs', 'install.md'), 'utf8')
    const stated = /tarball has ([\d.]+) MB, unpacked ([\d.]+) MB/.exec(text) ?? []
    const sizeOf = (file) => statSync(file).size / 1e6
    const whole = filesIn(unpacked).reduce((sum, name) => sum + sizeOf(join(unpacked, name)), 0)
    const isAsSaid = (said, size) =>
      assert.ok(Math.abs(Number(said) - size) < 0.15, `${said} MB are said, it has ${size.toFixed(2)}`)
    isAsSaid(stated[1], sizeOf(tarball))
    isAsSaid(stated[2], whole)
  })

  test('has nothing to do at installation', () => {
    const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'))
    assert.equal(manifest.scripts, undefined)
    assert.equal(manifest.devDependencies, undefined)
    assert.ok(!existsSync(join(unpacked, 'binding.gyp')))
  })

  test('has binaries for the architectures that their folders name', () => {
    const machines = { 'win32-x64': 0x8664, 'win32-ia32': 0x14c, 'win32-arm64': 0xaa64 }
    for (const name of architectures()) {
      const [addon, provider] = binaries.map((binary) =>
        readPeFile(join(unpacked, 'prebuilds', name, binary)),
      )
      assert.equal(addon.machine, machines[name])
      assert.equal(provider.machine, machines[name])
      assert.deepEqual(
        addon.exports.map((each) => each.replace(/@\d+$/, '')),
        ['napi_register_module_v1', 'node_api_module_get_api_version_v1'],
      )
      const plain = provider.exports.filter((each) => !each.includes('@'))
      assert.ok(plain.includes('OpenIMsgOnIStg'))
      // 32-bit clients look for MAPI's functions under either name.
      const decorated = provider.exports.filter((each) => each.includes('@'))
      assert.deepEqual(
        decorated.map((each) => each.replace(/@\d+$/, '')),
        name === 'win32-ia32' ? plain : [],
      )
    }
  })
})

suite('where there is no Windows', { skip: onWindows && 'this is Windows' }, () => {
  test('it is installed without a script, imported, and opening rejects clearly', () => {
    const lock = JSON.parse(readFileSync(join(elsewhere, 'package-lock.json'), 'utf8'))
    const { hasInstallScript } = lock.packages['node_modules/mapi-msg']
    assert.equal(hasInstallScript, undefined)
    const program = `
      import { openIMsgSession, PR_SUBJECT_W, propTagName } from 'mapi-msg'
      const { code, message } = await openIMsgSession().catch((error) => error)
      console.log(JSON.stringify([propTagName(PR_SUBJECT_W), code, message]))`
    const args = ['--input-type=module', '--eval', program]
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: elsewhere, encoding: 'utf8' })
    const [name, code, message] = JSON.parse(stdout || stderr)
    assert.equal(name, 'PR_SUBJECT_W')
    assert.equal(code, 'ERR_UNSUPPORTED_PLATFORM')
    assert.match(message, new RegExp(`Windows only, and this is ${process.platform}`))
    const command = join(elsewhere, 'node_modules', '.bin', 'mapi-msg')
    const doctor = spawnSync(command, ['doctor'], { encoding: 'utf8' })
    assert.equal(doctor.status, 1, doctor.stderr)
    assert.match(doctor.stdout, /Run mapi-msg on Windows/)
  })

  test('it has the sources that it is built from where there are no binaries', () => {
    const sources = join(elsewhere, 'node_modules', 'mapi-msg', 'source')
    const variables = { OS: 'win', target_arch: 'arm64', mingw: 0, tests: 0 }
    const targets = loadTargets(join(sources, 'binding.gyp'), variables)
    assert.deepEqual(
      targets.map(({ target_name }) => target_name),
      ['mapi_msg', 'mapi_msg_embedded'],
    )
    for (const target of targets) {
      for (const source of target.sources) assert.ok(existsSync(join(sources, source)), source)
      for (const include of target.include_dirs) assert.ok(existsSync(join(sources, include)), include)
    }
  })
})

suite('where Windows npm has installed it', () => {
  let project = ''
  const node = (...args) => captureWindowsNode(arch, args, { cwd: project, env: cleanEnvironment })

  before(async () => {
    project = emptyProject('app')
    if (onWindows) await runNpm(['install', tarball, ...quiet], { cwd: project, env: cleanEnvironment })
    else {
      const { code, output } = await node(
        windowsNpm,
        ...['install', tarball, '--offline', '--cache', cache, ...quiet],
      )
      assert.equal(code, 0, output)
    }
  })

  test('a message is written and read with the binaries in it', async () => {
    writeFileSync(
      join(project, 'round-trip.mjs'),
      `import { openIMsgSession, readMessage, writeMessage } from 'mapi-msg'
       await writeMessage('mail.msg', { to: 'ann@mail.example', subject: 'Größe ☕', text: 'Hello' })
       const { subject, text } = await readMessage('mail.msg')
       const session = await openIMsgSession({ provider: 'embedded' })
       console.log(JSON.stringify([subject, text?.trim(), session.provider.path]))
       await session.close()`,
    )
    const { code, output } = await node('round-trip.mjs')
    assert.equal(code, 0, output)
    const [subject, text, path] = JSON.parse(output)
    assert.deepEqual([subject, text], ['Größe ☕', 'Hello'])
    assert.ok(
      path.endsWith(`\\app\\node_modules\\mapi-msg\\prebuilds\\win32-${arch.name}\\${binaries[1]}`),
      path,
    )
  })

  test('the command is there', async () => {
    const shim = join(project, 'node_modules', '.bin', 'mapi-msg.cmd')
    const [, script = ''] = /"%dp0%\\(\S+\.js)"/.exec(readFileSync(shim, 'utf8')) ?? []
    // Wine's cmd.exe ends at a line of npm's batch file that means something else to Windows.
    const command = join(dirname(shim), ...script.split('\\'))
    const created = await node(command, 'create', '-o', 'draft.msg', '--subject', 'Hello', '--text', 'x')
    assert.equal(created.code, 0, created.output)
    const shown = onWindows
      ? spawnSync(`"${shim}" show draft.msg`, { cwd: project, shell: true, encoding: 'utf8' }).stdout
      : (await node(command, 'show', 'draft.msg')).output
    assert.match(shown, /Hello/)
  })
})
