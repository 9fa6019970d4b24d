import assert from 'node:assert/strict'
import { closeSync, mkdirSync, openSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'

import { MapiError, openIMsgOnIStg, PR_SUBJECT_W, Storage, type MessageSession } from 'mapi-msg'

import { readEverything } from './support/dump-message.ts'
import { damagedSamples } from './support/msg-damage.ts'
import { runScript } from './support/processes.ts'
import { samples } from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

const { bytes, facts } = samples.unicodeMail()

/** For openSync: CreateFile without sharing, as programs open what they change. Node.js does not name it. */
const UV_FS_O_EXLOCK = 0x10000000
const O_RDWR = 2

function sampleFile(folder: string, name = 'mail.msg'): string {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  return file
}

/** A session, and a file with a message in a folder of its own. */
async function openFileSession(t: TestContext): Promise<{ session: MessageSession; file: string }> {
  // The session first, so that it is closed before the folder is deleted.
  const session = await openSession(t)
  return { session, file: sampleFile(temporaryFolder(t)) }
}

async function subjectOf(
  session: MessageSession,
  source: string | URL | Uint8Array,
): Promise<string | undefined> {
  await using message = await session.openMessage(source)
  return await message.get(PR_SUBJECT_W)
}

async function rejection(work: Promise<unknown>): Promise<MapiError> {
  const error: unknown = await work.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MapiError, String(error))
  return error
}

suite('a file', () => {
  test('is opened by path, relative path and URL', async (t) => {
    const { session, file } = await openFileSession(t)
    assert.equal(await subjectOf(session, file), facts.subject)
    assert.equal(await subjectOf(session, file.replaceAll('\\', '/')), facts.subject)
    assert.equal(await subjectOf(session, pathToFileURL(file)), facts.subject)
    assert.equal(await subjectOf(session, path.toNamespacedPath(file)), facts.subject)
    const before = process.cwd()
    process.chdir(path.dirname(file))
    try {
      assert.equal(await subjectOf(session, 'mail.msg'), facts.subject)
      assert.equal(await subjectOf(session, '.\\mail.msg'), facts.subject)
    } finally {
      process.chdir(before)
    }
  })

  for (const name of [
    'with spaces (1) & co.msg',
    'Grüße – 日本語 🎉.msg',
    "100% 'a' #1;+,=.msg",
    'no extension',
  ]) {
    test(`may be named ${name}`, async (t) => {
      const session = await openSession(t)
      const file = sampleFile(temporaryFolder(t), name)
      assert.equal(await subjectOf(session, file), facts.subject)
      assert.equal(await subjectOf(session, pathToFileURL(file)), facts.subject)
      await using storage = await Storage.open(session, file, { mode: 'readwrite' })
      assert.equal(storage.name, file)
    })
  }

  test('may have a path of more than 260 characters', async (t) => {
    const session = await openSession(t)
    const folder = path.join(
      temporaryFolder(t),
      ...Array.from({ length: 6 }, () => 'long folder '.repeat(5).trim()),
    )
    mkdirSync(folder, { recursive: true })
    const file = sampleFile(folder)
    assert.ok(file.length > 350)
    assert.equal(await subjectOf(session, file), facts.subject)
    await using written = await Storage.open(session, file, { mode: 'readwrite' })
    assert.equal(written.closed, false)
    await using created = await Storage.create(session, path.join(folder, 'new.msg'))
    assert.equal(created.closed, false)
  })

  test('has readers side by side, in other processes too', async (t) => {
    const { session, file } = await openFileSession(t)
    await using first = await session.openMessage(file)
    await using second = await session.openMessage(file)
    assert.equal(await first.get(PR_SUBJECT_W), facts.subject)
    assert.equal(await second.get(PR_SUBJECT_W), facts.subject)
    assert.deepEqual(await openElsewhere(file, {}), { subject: facts.subject })
  })

  test('that is open for reading cannot be written', async (t) => {
    const { session, file } = await openFileSession(t)
    await using message = await session.openMessage(file)
    assertInUse(await rejection(Storage.open(session, file, { mode: 'readwrite' })), file)
    assert.throws(() => openSync(file, 'r+'), { code: 'EBUSY' })
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })

  test('that is open for writing is closed to others', async (t) => {
    const { session, file } = await openFileSession(t)
    {
      await using message = await session.openMessage(file, { mode: 'readwrite' })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
      assertInUse(await rejection(session.openMessage(file)), file)
      const { code } = (await openElsewhere(file, {})) as { code: string }
      assert.equal(code, 'STG_E_SHAREVIOLATION')
    }
    assert.equal(await subjectOf(session, file), facts.subject)
  })

  test('that is opened for writing stays as it is without a commit', async (t) => {
    const { session, file } = await openFileSession(t)
    for (const share of [undefined, 'exclusive', 'denyWrite'] as const) {
      await using message = await session.openMessage(file, { mode: 'readwrite', share })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
    }
    assert.deepEqual(readFileSync(file), bytes)
  })
})

/** Opens a file in another process: its subject, or the error. */
async function openElsewhere(file: string, options: object): Promise<unknown> {
  const { code, output } = await runScript(
    `import { openIMsgSession, PR_SUBJECT_W } from 'mapi-msg'
     const [file, options, provider] = process.argv.slice(1)
     const session = await openIMsgSession(JSON.parse(provider))
     try {
       const message = await session.openMessage(file, JSON.parse(options))
       console.log(JSON.stringify({ subject: await message.get(PR_SUBJECT_W) }))
     } catch ({ name, code, message }) {
       console.log(JSON.stringify({ name, code, message }))
     }
     await session.close()`,
    [file, JSON.stringify(options), JSON.stringify({ provider })],
  )
  assert.equal(code, 0, output)
  return JSON.parse(output)
}

function assertInUse({ code, message }: { code: string; message: string }, file: string): void {
  assert.ok(['STG_E_SHAREVIOLATION', 'STG_E_LOCKVIOLATION'].includes(code), code)
  assert.ok(message.includes(file), message)
  assert.match(message, /another program has the file open/)
  assert.match(message, /denyNone/)
}

suite('a file that another program has open', () => {
  test('exclusively, is refused with what to do', async (t) => {
    const file = sampleFile(temporaryFolder(t))
    const held = openSync(file, O_RDWR | UV_FS_O_EXLOCK)
    try {
      for (const options of [{}, { share: 'denyNone' }, { mode: 'readwrite' }]) {
        const refused = (await openElsewhere(file, options)) as MapiError
        assert.equal(refused.name, 'MapiError')
        assertInUse(refused, file)
      }
    } finally {
      closeSync(held)
    }
    assert.deepEqual(await openElsewhere(file, {}), { subject: facts.subject })
  })

  test('for writing, is read with denyNone', async (t) => {
    const { session, file } = await openFileSession(t)
    const held = openSync(file, 'r+')
    try {
      assertInUse(await rejection(session.openMessage(file)), file)
      await using message = await session.openMessage(file, { share: 'denyNone' })
      assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
      await using storage = await Storage.open(session, file, { share: 'denyNone' })
      assert.equal(storage.closed, false)
    } finally {
      closeSync(held)
    }
  })
})

suite('bytes', () => {
  test('are copied when the function is called', async (t) => {
    const session = await openSession(t)
    const own = Uint8Array.from(bytes)
    const opening = session.openMessage(own)
    own.fill(0)
    await using message = await opening
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })

  test('may be part of a larger buffer, and shared with other threads', async (t) => {
    const session = await openSession(t)
    const larger = Buffer.concat([Buffer.alloc(13, 1), bytes, Buffer.alloc(7, 2)])
    assert.equal(await subjectOf(session, larger.subarray(13, 13 + bytes.length)), facts.subject)
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    assert.equal(await subjectOf(session, shared), facts.subject)
  })

  test('are opened for writing too, and stay as they are', async (t) => {
    const session = await openSession(t)
    const own = Buffer.from(bytes)
    await using storage = await Storage.fromBytes(session, own, { mode: 'readwrite' })
    await using message = await session.openIMsgOnIStg(storage)
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
    assert.deepEqual(own, bytes)
  })
})

/** Ways to open a file, with and without a session. */
const ways: Record<string, (session: MessageSession, file: string) => Promise<unknown>> = {
  'session.openMessage': (session, file) => session.openMessage(file),
  'session.openMessage for writing': (session, file) => session.openMessage(file, { mode: 'readwrite' }),
  'Storage.open': async (session, file) => {
    await using storage = await Storage.open(session, file, { share: 'denyNone' })
    return await session.openIMsgOnIStg(storage)
  },
  'Storage.open without a session': async (_, file) => {
    await using storage = await Storage.open(null, file, { provider: provider ?? 'auto' })
    return await openIMsgOnIStg({ session: null, storage })
  },
}

suite('what is no message', () => {
  const notCompound = /not a compound file.*not an Outlook \.msg file/
  const noMessage = /damaged, or there is none/
  const damaged = /damaged or cut off/
  const cases: [what: string, make: (folder: string) => string, code: RegExp, message: RegExp][] = [
    ['a missing file', (folder) => path.join(folder, 'missing.msg'), /^STG_E_FILENOTFOUND$/, /no such file/],
    [
      'a missing folder',
      (folder) => path.join(folder, 'no', 'm.msg'),
      /^STG_E_PATHNOTFOUND$/,
      /no such folder/,
    ],
    ['a folder', (folder) => folder, /^STG_E_ACCESSDENIED$/, /this is a folder/],
    ['a text file', damagedFile('textFile'), /^STG_E_FILEALREADYEXISTS$/, notCompound],
    ['an empty file', damagedFile('zeroBytes'), /^STG_E_FILEALREADYEXISTS$/, notCompound],
    ['a file of one byte', damagedFile('oneByte'), /^STG_E_FILEALREADYEXISTS$/, notCompound],
    ['a file of zeros', damagedFile('allZeros'), /^STG_E_FILEALREADYEXISTS$/, notCompound],
    ['half a header', damagedFile('halfHeader'), /^STG_E_(INVALIDHEADER|DOCFILECORRUPT)$/, /damaged/],
    ['a header alone', damagedFile('headerOnly'), /^STG_E_(INVALIDHEADER|DOCFILECORRUPT)$/, damaged],
    ['a Word document', damagedFile('notAMessage'), /^MAPI_E_CORRUPT_DATA$/, noMessage],
    ['an empty compound file', damagedFile('emptyContainer'), /^MAPI_E_CORRUPT_DATA$/, noMessage],
    ['a message without properties', damagedFile('noPropertyStream'), /^MAPI_E_CORRUPT_DATA$/, noMessage],
  ]

  function damagedFile(name: keyof typeof damagedSamples): (folder: string) => string {
    return (folder) => {
      const file = path.join(folder, `${name}.msg`)
      writeFileSync(file, damagedSamples[name]().bytes)
      return file
    }
  }

  for (const [what, make, code, message] of cases) {
    test(`${what} is refused with the reason, and not locked`, async (t) => {
      const session = await openSession(t)
      const file = make(temporaryFolder(t))
      for (const [way, open] of Object.entries(ways)) {
        // MAPI makes a new message of it.
        if (what === 'an empty compound file' && way.endsWith('for writing')) continue
        const error = await rejection(open(session, file))
        assert.match(error.code, code, way)
        assert.match(error.message, message, way)
        assert.ok(error.message.includes(file), `${way}: "${error.message}" names the file`)
        assert.ok(error.hresult > 0x80000000)
        if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
          unlinkSync(file)
          make(path.dirname(file))
        }
      }
    })
  }

  for (const name of ['textFile', 'zeroBytes', 'allZeros', 'halfHeader', 'emptyContainer'] as const) {
    test(`bytes like ${name} are refused with the reason`, async (t) => {
      const session = await openSession(t)
      const error = await rejection(session.openMessage(damagedSamples[name]().bytes))
      assert.match(error.code, /^(STG_E_INVALIDHEADER|MAPI_E_CORRUPT_DATA)$/)
      assert.match(error.message, name === 'emptyContainer' ? noMessage : /not (that )?of a compound file/)
    })
  }
})

suite('a damaged message', () => {
  for (const [name, make] of Object.entries(damagedSamples)) {
    test(
      `${name} is ${make().outcome === 'refused' ? 'refused' : 'read or refused'}`,
      { timeout: 30_000 },
      async (t) => {
        const session = await openSession(t)
        const sample = make()
        const file = path.join(temporaryFolder(t), 'damaged.msg')
        writeFileSync(file, sample.bytes)
        for (const source of [file, sample.bytes]) {
          try {
            await using message = await session.openMessage(source)
            assert.equal(sample.outcome, 'any')
            await readEverything(message)
          } catch (error) {
            assert.ok(error instanceof MapiError, String(error))
            assert.match(error.message, /damaged|compound file/)
          }
        }
        unlinkSync(file)
      },
    )
  }

  test('that is cut off anywhere is read or refused', { timeout: 60_000 }, async (t) => {
    const session = await openSession(t)
    const { bytes: whole } = samples.nested()
    for (let size = 0; size < whole.length; size += 509) {
      try {
        await using message = await session.openMessage(whole.subarray(0, size))
        await readEverything(message)
      } catch (error) {
        assert.ok(error instanceof MapiError, String(error))
      }
    }
  })
})

suite('creating', () => {
  test('makes a file, and one in memory', async (t) => {
    const session = await openSession(t)
    const file = path.join(temporaryFolder(t), 'Neu 新.msg')
    {
      await using storage = await Storage.create(session, pathToFileURL(file))
      await storage.commit()
    }
    await using opened = await Storage.open(session, file)
    assert.equal(opened.name, file)
    await using inMemory = await Storage.create(session, null)
    await inMemory.commit()
  })

  test('refuses to replace a file unless told so', async (t) => {
    const { session, file } = await openFileSession(t)
    const error = await rejection(Storage.create(session, file))
    assert.equal(error.code, 'STG_E_FILEALREADYEXISTS')
    assert.match(error.message, /overwrite: true/)
    assert.deepEqual(readFileSync(file), bytes)
    {
      await using storage = await Storage.create(session, file, { overwrite: true })
      await storage.commit()
    }
    assert.notDeepEqual(readFileSync(file), bytes)
    assert.equal((await rejection(session.openMessage(file))).code, 'MAPI_E_CORRUPT_DATA')
  })

  test('replaces a file of another kind', async (t) => {
    const session = await openSession(t)
    const file = path.join(temporaryFolder(t), 'text.msg')
    writeFileSync(file, 'only text')
    {
      await using storage = await Storage.create(session, file, { overwrite: true })
      await storage.commit()
    }
    await using storage = await Storage.open(session, file)
    assert.equal(storage.closed, false)
  })

  test('fails where there is no folder, where there is one, and where a file is open', async (t) => {
    const { session, file } = await openFileSession(t)
    const folder = path.dirname(file)
    const missing = await rejection(Storage.create(session, path.join(folder, 'missing', 'new.msg')))
    assert.equal(missing.code, 'STG_E_PATHNOTFOUND')
    assert.match(missing.message, /no such folder/)
    for (const overwrite of [true, false]) {
      const { code } = await rejection(Storage.create(session, folder, { overwrite }))
      assert.match(code, /^STG_E_(ACCESSDENIED|FILEALREADYEXISTS)$/)
    }
    await using message = await session.openMessage(file)
    assertInUse(await rejection(Storage.create(session, file, { overwrite: true })), file)
    assert.equal(await message.get(PR_SUBJECT_W), facts.subject)
  })
})

suite('wrong arguments are TypeErrors before anything happens', () => {
  const wrong = (value: unknown) => value as never
  const missing = 'Z:\\no\\such\\file.msg'
  const misuses: Record<
    string,
    [use: (session: MessageSession) => Promise<unknown>, code: string, message: RegExp]
  > = {
    'a number as file': [(session) => Storage.open(session, wrong(42)), 'ERR_INVALID_ARG_TYPE', /"file"/],
    'nothing as file': [
      (session) => Storage.open(session, wrong(undefined)),
      'ERR_INVALID_ARG_TYPE',
      /"file"/,
    ],
    'a number as source': [(session) => session.openMessage(wrong(42)), 'ERR_INVALID_ARG_TYPE', /"source"/],
    'an ArrayBuffer': [
      (session) => session.openMessage(wrong(new ArrayBuffer(8))),
      'ERR_INVALID_ARG_TYPE',
      /"source"/,
    ],
    'an empty path': [(session) => session.openMessage(''), 'ERR_INVALID_ARG_VALUE', /"source"/],
    'a path with a NUL': [(session) => session.openMessage('a\0b'), 'ERR_INVALID_ARG_VALUE', /"source"/],
    'a web address': [
      (session) => session.openMessage(new URL('https://mail.example/a.msg')),
      'ERR_INVALID_URL_SCHEME',
      /file/,
    ],
    'text as bytes': [
      (session) => Storage.fromBytes(session, wrong('text')),
      'ERR_INVALID_ARG_TYPE',
      /"bytes"/,
    ],
    'a storage as session': [() => Storage.open(wrong({}), missing), 'ERR_INVALID_ARG_TYPE', /"session"/],
    'no session': [() => Storage.fromBytes(wrong(undefined), bytes), 'ERR_INVALID_ARG_TYPE', /"session"/],
    'no storage': [(session) => session.openIMsgOnIStg(wrong(missing)), 'ERR_INVALID_ARG_TYPE', /"storage"/],
    'another mode': [
      (session) => Storage.open(session, missing, { mode: wrong('write') }),
      'ERR_INVALID_ARG_TYPE',
      /"options\.mode".*'readwrite'/,
    ],
    'another share mode': [
      (session) => session.openMessage(missing, { share: wrong('denyRead') }),
      'ERR_INVALID_ARG_TYPE',
      /"options\.share".*'denyNone'/,
    ],
    'a word as boolean': [
      (session) => Storage.create(session, missing, { overwrite: wrong('yes') }),
      'ERR_INVALID_ARG_TYPE',
      /"options\.overwrite"/,
    ],
    'a list as options': [
      (session) => Storage.open(session, missing, wrong('read')),
      'ERR_INVALID_ARG_TYPE',
      /"options"/,
    ],
    'no function as onRelease': [
      (session) => session.openMessage(missing, { onRelease: wrong(1) }),
      'ERR_INVALID_ARG_TYPE',
      /"options\.onRelease"/,
    ],
    'a misspelt option': [
      (session) => Storage.open(session, missing, wrong({ mod: 'read' })),
      'ERR_INVALID_ARG_VALUE',
      /'mod'.*Did you mean 'mode'\?/,
    ],
    'another misspelt option': [
      (session) => session.openMessage(missing, wrong({ shared: 'denyNone' })),
      'ERR_INVALID_ARG_VALUE',
      /Did you mean 'share'\?/,
    ],
    'an option in the wrong case': [
      (session) => session.openMessage(missing, wrong({ onrelease: () => {} })),
      'ERR_INVALID_ARG_VALUE',
      /Did you mean 'onRelease'\?/,
    ],
    'an unknown option': [
      (session) => Storage.create(session, missing, wrong({ sectorSize: 512 })),
      'ERR_INVALID_ARG_VALUE',
      /Known options are: .*overwrite/,
    ],
    'a provider besides a session': [
      (session) => Storage.open(session, missing, { provider: 'embedded' }),
      'ERR_INVALID_ARG_VALUE',
      /openIMsgSession/,
    ],
  }
  for (const [what, [use, code, message]] of Object.entries(misuses)) {
    test(what, async (t) => {
      const session = await openSession(t)
      await assert.rejects(use(session), { name: 'TypeError', code, message })
    })
  }

  test('a number out of range', async (t) => {
    const session = await openSession(t)
    await assert.rejects(session.openMessage(missing, { callerData: -1 }), { code: 'ERR_OUT_OF_RANGE' })
  })
})
