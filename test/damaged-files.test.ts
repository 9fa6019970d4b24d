import assert from 'node:assert/strict'
import { statSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import {
  IID_IStorage,
  MapiError,
  openIMsgOnIStg,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_NUM,
  Storage,
  type MessageSession,
} from 'mapi-msg'

import { readEverything } from './support/dump-message.ts'
import { rejection } from './support/files.ts'
import { damagedSamples } from './support/msg-damage.ts'
import { note, oleAttachment } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { samples } from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'

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
    ...['NUL', 'CON'].map((device): (typeof cases)[number] => [
      `the device ${device}`,
      (folder) => path.join(folder, device),
      /^STG_E_INVALIDNAME$/,
      /reserved for a device/,
    ]),
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

  test('that claims gigabytes takes no memory', async (t) => {
    const session = await openSession(t)
    for (const name of ['hugeText', 'hugeStream', 'largeStreams'] as const) {
      await using message = await session.openMessage(damagedSamples[name]().bytes)
      const before = process.resourceUsage().maxRSS
      await readEverything(message)
      assert.ok(process.resourceUsage().maxRSS - before < 100_000, `${name}, in kB`)
    }
  })

  test('with negative numbers of attachments has all of them', async (t) => {
    const session = await openSession(t)
    await using message = await session.openMessage(damagedSamples.negativeAttachments().bytes)
    const sizes: number[] = []
    for await (const attachment of message.attachments()) {
      sizes.push((await attachment.get(PR_ATTACH_DATA_BIN))?.length ?? -1)
    }
    assert.deepEqual(sizes, [100, 5000])
    await using table = await message.getAttachmentTable()
    for await (const row of table) {
      await using attachment = await message.openAttach(row.get(PR_ATTACH_NUM) ?? 0)
      assert.ok(sizes.includes((await attachment.get(PR_ATTACH_DATA_BIN))?.length ?? -1))
    }
  })

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

test('a header whose sectors the file does not have is refused before OLE, which would write there', async (t) => {
  const session = await openSession(t)
  const bytes = Buffer.from(samples.nested().bytes)
  // [MS-CFB] 2.2: where the mini FAT begins.
  bytes.writeUInt32LE(0x80000000, 0x3c)
  for (const mode of ['read', 'readwrite'] as const) {
    const error = await rejection(session.openMessage(bytes, { storage: 'ole', mode }))
    assert.equal(error.code, 'STG_E_DOCFILECORRUPT')
  }
})

/** [MS-CFB] 2.6.1: 64 bytes for the name, then its length in bytes, with the null. */
function eraseNames(bytes: Buffer, name: string): void {
  const text = Buffer.from(name, 'utf16le')
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at)) {
    bytes.fill(0, at, at + 64)
    bytes.writeUInt16LE(2, at + 64)
  }
}

suite('an OLE object in an attachment', () => {
  for (const storage of ['native', 'ole'] as const) {
    test(`is copied without what has no name (${storage})`, async (t) => {
      const session = await openSession(t)
      const entries = { NAMELESS: Buffer.from('lost'), CONTENTS: Buffer.from('kept') }
      const attachment = oleAttachment('Package', { entries: { ...entries, Inner: { entries } } })
      const bytes = writeMsg(note({ subject: 'OLE', body: '', attachments: [attachment] }))
      eraseNames(bytes, 'NAMELESS')
      await using source = await session.openMessage(bytes, { storage })
      await using target = await session.createMessage(null, { storage: 'native' })
      await source.copyTo(target)
      await using copied = await session.openMessage(await target.saveToBytes())
      await using attached = await copied.openAttach(0)
      await using object = await attached.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
      assert.deepEqual((await object.elements()).map(({ name }) => name).sort(), ['CONTENTS', 'Inner'])
    })
  }
})
