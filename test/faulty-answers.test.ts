import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import * as mapi from 'mapi-msg'

import { rejection } from './support/files.ts'
import {
  acceptLoss,
  calls,
  liveCounts,
  openObjects,
  provider,
  withFaults,
  type Objects,
} from './support/faulty-provider.ts'
import { samples } from './support/samples.ts'

/** A provider that answers success, but with nothing, too much, or something else than it was asked for. */

const { bytes } = samples.unicodeMail()
const hex = (code: number) => code.toString(16).padStart(8, '0')

/** Asserts that a call finds its provider out, and that nothing is leaked. */
async function assertFoundOut(method: string, kinds: string, work: () => Promise<unknown>): Promise<void> {
  const before = liveCounts()
  const error = await rejection(withFaults({ [method]: kinds }, work))
  assert.deepEqual([error.code, error.method], ['MAPI_E_CALL_FAILED', method], error.message)
  assert.match(error.message, /it (gave|told)/i)
  // The values of rows that are more than can be.
  if (method === 'IMAPITable::QueryRows' && ['many', 'huge'].includes(kinds)) acceptLoss(before)
  assert.equal(liveCounts(), before)
  await work()
}

suite('success with nothing is a failure', () => {
  const giving = [
    ...['OpenIMsgOnIStg', 'GetAttribIMsgOnIStg', 'WrapCompressedRTFStream', 'MAPIAllocateBuffer'],
    ...['IUnknown::QueryInterface', 'IMAPIProp::GetProps', 'IMAPIProp::GetPropList'],
    ...['IMAPIProp::OpenProperty', 'IMAPIProp::GetNamesFromIDs', 'IMAPIProp::GetIDsFromNames'],
    ...['IMessage::GetAttachmentTable', 'IMessage::OpenAttach', 'IMessage::CreateAttach'],
    ...['IMessage::GetRecipientTable', 'IMAPITable::QueryColumns', 'IMAPITable::QueryRows'],
    ...['IMAPITable::CreateBookmark', 'IStream::Clone', 'IStorage::CreateStream', 'IStorage::OpenStream'],
    ...['IStorage::CreateStorage', 'IStorage::OpenStorage', 'IStorage::EnumElements'],
  ]
  for (const method of giving) {
    test(method, async (t) => {
      const objects = await openObjects(t)
      await assertFoundOut(method, 'null', () => calls[method]?.(objects) ?? assert.fail())
    })
  }

  test('OpenIMsgSession', async () => {
    const error = await rejection(
      withFaults({ OpenIMsgSession: 'null' }, () => mapi.openIMsgSession({ provider })),
    )
    assert.deepEqual([error.code, error.method], ['MAPI_E_CALL_FAILED', 'OpenIMsgSession'])
  })

  test('MAPIGetDefaultMalloc', async () => {
    const error = await rejection(
      withFaults({ MAPIGetDefaultMalloc: 'null' }, () => mapi.openIMsgSession({ provider })),
    )
    assert.deepEqual([error.code, error.method], ['MAPI_E_NOT_INITIALIZED', 'MAPIGetDefaultMalloc'])
  })
})

suite('answers that cannot be are failures', () => {
  const answers: [method: string, kinds: string[], work?: (objects: Objects) => Promise<unknown>][] = [
    ['IMAPIProp::GetProps', ['fewer', 'more', 'beyond', 'ids']],
    ['IMAPIProp::GetProps', ['beyond', 'null'], ({ message }) => message.getPropRow()],
    ['IMAPIProp::GetProps', ['fewer', 'ids'], ({ message }) => message.get(mapi.PR_SUBJECT_W)],
    ['IMAPIProp::GetPropList', ['huge']],
    ['IMAPIProp::GetNamesFromIDs', ['fewer', 'huge']],
    [
      'IMAPIProp::GetNamesFromIDs',
      ['fewer', 'huge', 'null'],
      ({ message }) => message.getNamesFromIDs([mapi.PROP_TAG(mapi.PT_UNSPECIFIED, 0x8001)]),
    ],
    ['IMAPIProp::GetIDsFromNames', ['fewer', 'more', 'huge']],
    ['IMAPIProp::SetProps', ['huge']],
    ['IMAPIProp::DeleteProps', ['huge']],
    ['IMAPIProp::CopyTo', ['huge']],
    ['IMAPIProp::CopyProps', ['huge']],
    ['GetAttribIMsgOnIStg', ['fewer', 'more', 'huge']],
    ['SetAttribIMsgOnIStg', ['huge']],
    ['IMAPITable::QueryColumns', ['huge']],
    ['IMAPITable::QuerySortOrder', ['huge']],
    ['IMAPITable::QueryRows', ['many', 'huge', 'empty', 'beyond']],
    ['IMAPITable::QueryRows', ['many', 'huge', 'empty', 'beyond'], ({ table }) => table.queryRows(-2)],
    ['IMAPITable::QueryRows', ['many', 'huge', 'empty', 'beyond'], ({ table }) => table.queryAll()],
    ['IStream::Read', ['more']],
    ['IStream::Read', ['more'], ({ stream }) => stream.readAll()],
    ['IStream::Read', ['more'], ({ message }) => message.get(mapi.PR_BODY_W)],
    ['ISequentialStream::Write', ['more']],
    ['IEnumSTATSTG::Next', ['more', 'endless']],
  ]
  for (const [method, kinds, work = calls[method]] of answers) {
    for (const kind of kinds) {
      test(`${method}: ${kind}`, async (t) => {
        const objects = await openObjects(t)
        await assertFoundOut(method, kind, () => work?.(objects) ?? assert.fail())
      })
    }
  }

  test('a table without end', async (t) => {
    const objects = await openObjects(t)
    await objects.table.setColumns([mapi.PR_IMPORTANCE])
    await assertFoundOut('IMAPITable::QueryRows', 'endless', () => objects.table.queryAll())
  })

  test('an attachment without its number', async (t) => {
    const objects = await openObjects(t)
    await assertFoundOut('IMAPITable::QueryRows', 'errors', async () => {
      for await (const attachment of objects.message.attachments()) await attachment.close()
    })
  })
})

suite('the same in reading whole messages', () => {
  const answers: Record<string, string[]> = {
    OpenIMsgOnIStg: ['null'],
    'IMAPIProp::GetProps': ['null', 'beyond'],
    'IMAPIProp::GetPropList': ['null', 'huge'],
    'IMAPIProp::GetNamesFromIDs': ['null', 'fewer', 'huge'],
    'IMessage::GetRecipientTable': ['null'],
    'IMessage::GetAttachmentTable': ['null'],
    'IMessage::OpenAttach': ['null'],
    'IMAPITable::QueryColumns': ['null', 'huge'],
    'IMAPITable::QueryRows': ['null', 'many', 'huge', 'empty', 'beyond', 'errors'],
    'IStream::Read': ['more'],
  }
  const options = { properties: true, bodies: ['rtf'], attachments: 'content' } as const
  for (const [method, kinds] of Object.entries(answers)) {
    for (const kind of kinds) {
      test(`${method}: ${kind}`, async (t) => {
        const { session } = await openObjects(t)
        await assertFoundOut(method, kind, () => mapi.readMessage(bytes, { session, ...options }))
      })
    }
  }

  for (const method of ['WrapCompressedRTFStream', 'IMAPIProp::OpenProperty']) {
    test(`${method}: null`, async (t) => {
      const { session } = await openObjects(t)
      const contents = await withFaults({ [method]: 'null' }, () =>
        mapi.readMessage(bytes, { session, bodies: ['rtf'] }),
      )
      assert.ok(contents.problems.length > 0)
      for (const error of contents.problems) {
        assert.deepEqual([error.code, error.method], ['MAPI_E_CALL_FAILED', method])
      }
    })
  }
})

suite('single values', () => {
  const tags = [mapi.PR_SUBJECT_W, mapi.PR_IMPORTANCE] as const

  test('of another type than was asked for are no values', async (t) => {
    const { message } = await openObjects(t)
    await withFaults({ 'IMAPIProp::GetProps': 'type' }, async () => {
      assert.deepEqual(await message.getProps(tags), [undefined, undefined])
      const { code, method } = await rejection(message.get(mapi.PR_SUBJECT_W))
      assert.deepEqual([code, method], ['MAPI_E_UNEXPECTED_TYPE', 'IMAPIProp::GetProps'])
    })
  })

  test('that are errors keep their reasons', async (t) => {
    const { message, table } = await openObjects(t)
    await withFaults({ 'IMAPIProp::GetProps': 'errors', 'IMAPITable::QueryRows': 'errors' }, async () => {
      assert.deepEqual(await message.getProps(tags), [undefined, undefined])
      assert.equal((await rejection(message.get(mapi.PR_SUBJECT_W))).code, 'MAPI_E_CORRUPT_DATA')
      assert.equal((await message.getPropRow(tags)).error(mapi.PR_SUBJECT_W)?.code, 'MAPI_E_CORRUPT_DATA')
      for (const row of await table.queryAll()) {
        assert.equal(row.get(mapi.PR_SUBJECT_W), undefined)
        assert.equal(row.error(mapi.PR_SUBJECT_W)?.code, 'MAPI_E_CORRUPT_DATA')
      }
    })
  })

  // 0x7001 and on: several texts in either width, several binaries, one, a GUID, and an 8-bit text.
  const pointers = [
    mapi.PR_SUBJECT_W,
    mapi.PROP_TAG(mapi.PT_MV_UNICODE, 0x7001),
    mapi.PROP_TAG(mapi.PT_MV_STRING8, 0x7002),
    mapi.PROP_TAG(mapi.PT_MV_BINARY, 0x7003),
    mapi.PROP_TAG(mapi.PT_BINARY, 0x7004),
    mapi.PROP_TAG(mapi.PT_CLSID, 0x7005),
    mapi.PROP_TAG(mapi.PT_STRING8, 0x7006),
  ] as const
  const none = Buffer.alloc(0)
  const three = Buffer.of(1, 2, 3)
  const noGuid = '{00000000-0000-0000-0000-000000000000}'

  test('that point to nothing are empty', async (t) => {
    const { message, session } = await openObjects(t)
    const expected = ['', ['text', ''], ['text', ''], [three, none], none, noGuid, '']
    await withFaults({ 'IMAPIProp::GetProps': 'nulls' }, async () => {
      assert.deepEqual(await message.getProps(pointers), expected)
      const raw = await message.getPropRow(pointers, { rawStrings: true })
      assert.deepEqual(raw.get(pointers[2]), [Buffer.from('text'), none])
      const { properties } = await mapi.readMessage(bytes, { session, properties: true })
      assert.deepEqual(
        pointers.map((tag: mapi.PropTag) => properties?.get(tag)),
        expected,
      )
    })
  })

  test('with counts of what is not there are empty', async (t) => {
    const { message, session } = await openObjects(t)
    const expected = ['text', [], [], [], none]
    const counted = pointers.slice(0, 5)
    await withFaults({ 'IMAPIProp::GetProps': 'huge' }, async () => {
      assert.deepEqual(await message.getProps(counted), expected)
      const { properties } = await mapi.readMessage(bytes, { session, properties: true })
      assert.deepEqual(
        counted.map((tag: mapi.PropTag) => properties?.get(tag)),
        expected,
      )
    })
  })

  test('in rows of fewer or more columns are found by their tags', async (t) => {
    const { table } = await openObjects(t)
    for (const kind of ['fewer', 'more']) {
      await table.setColumns([mapi.PR_SUBJECT_W, mapi.PROP_TAG(mapi.PT_CLSID, 0x7005)])
      await withFaults({ 'IMAPITable::QueryRows': kind }, async () => {
        const [row] = await table.queryAll()
        assert.equal(row?.get(mapi.PR_SUBJECT_W), 'text')
        assert.equal(row.tags.length, kind === 'fewer' ? 1 : 3)
      })
    }
  })
})

suite('names', () => {
  test('that are incomplete are none', async (t) => {
    const { message, session } = await openObjects(t)
    for (const kind of ['nulls', 'nameless', 'kinds']) {
      await withFaults({ 'IMAPIProp::GetNamesFromIDs': kind }, async () => {
        assert.deepEqual(await message.getNamesFromIDs(), [null, null], kind)
        assert.deepEqual((await mapi.readMessage(bytes, { session, properties: true })).names, [], kind)
      })
    }
  })

  test('that get no tag cannot be set', async (t) => {
    const { message } = await openObjects(t)
    await withFaults({ 'IMAPIProp::GetIDsFromNames': 'errors,00040380' }, async () => {
      const setting = message.setNamed(mapi.PS_PUBLIC_STRINGS, 'Name', mapi.PT_UNICODE, 'x')
      assert.equal((await rejection(setting)).method, 'IMAPIProp::GetIDsFromNames')
      assert.equal(await message.getNamed(mapi.PS_PUBLIC_STRINGS, 'Name'), undefined)
    })
  })
})

suite('problems', () => {
  const tellers = [
    'IMAPIProp::SetProps',
    'IMAPIProp::DeleteProps',
    'IMAPIProp::CopyTo',
    'IMAPIProp::CopyProps',
  ]
  for (const method of [...tellers, 'SetAttribIMsgOnIStg']) {
    test(`of ${method} are told, also those of what was not passed in`, async (t) => {
      const objects = await openObjects(t)
      for (const [kind, index] of [
        ['problem', 0],
        ['outside', 77],
      ] as const) {
        const problems = await withFaults(
          { [method]: `${kind},00040380` },
          () => calls[method]?.(objects) ?? assert.fail(),
        )
        assert.ok(Array.isArray(problems))
        const [problem] = problems as mapi.PropProblem[]
        assert.equal(problem?.index, index)
        assert.equal(problem.tag, mapi.PR_SUBJECT_W)
        assert.deepEqual([problem.error.code, problem.error.method], ['MAPI_E_COMPUTED', method])
      }
    })

    test(`that ${method} warns of, but does not name, are a failure`, async (t) => {
      const objects = await openObjects(t)
      for (const warning of [mapi.MAPI_W_ERRORS_RETURNED, mapi.MAPI_W_PARTIAL_COMPLETION]) {
        const error = await rejection(
          withFaults({ [method]: hex(warning) }, () => calls[method]?.(objects) ?? assert.fail()),
        )
        assert.deepEqual([error.hresult, error.method], [warning, method])
      }
    })
  }
})

suite('warnings', () => {
  const harmless = [1, ...Object.values(mapi.resultCodes)].filter(
    (code) => code > 0 && code < 0x80000000 && code !== mapi.MAPI_W_PARTIAL_COMPLETION,
  )
  const tellsProblems = /Props|CopyTo|SetAttrib/
  // Called again these give what comes next, which is something else.
  const goesOn = /QueryRows|Read$|Next$/

  for (const [method, call] of Object.entries(calls)) {
    if (goesOn.test(method)) continue
    test(method, async (t) => {
      const objects = await openObjects(t)
      const expected = await call(objects)
      for (const code of harmless) {
        if (code === mapi.MAPI_W_ERRORS_RETURNED && tellsProblems.test(method)) continue
        assert.deepEqual(await withFaults({ [method]: hex(code) }, () => call(objects)), expected)
      }
      const partial = hex(mapi.MAPI_W_PARTIAL_COMPLETION)
      const error = await rejection(withFaults({ [method]: partial }, () => call(objects)))
      assert.deepEqual([error.code, error.method], ['MAPI_W_PARTIAL_COMPLETION', method])
    })
  }
})

suite('GetLastError', () => {
  const failing = { 'IMAPIProp::GetProps': '80040301', 'IMAPITable::QueryRows': '80040301' }
  for (const kind of ['words', 'nulls', 'garbage', 'null', '80004005', '80004005,given']) {
    test(`that answers ${kind} leaves the failure what it was`, async (t) => {
      const { message, table } = await openObjects(t)
      const before = liveCounts()
      const faults = { ...failing, 'IMAPIProp::GetLastError': kind, 'IMAPITable::GetLastError': kind }
      await withFaults(faults, async () => {
        for (const call of [message.getProps([mapi.PR_SUBJECT_W]), table.queryRows(1)]) {
          const error = await rejection(call)
          assert.equal(error.code, 'MAPI_E_BAD_VALUE')
          if (kind !== 'words') continue
          assert.match(error.message, /the provider's own words/)
          assert.equal(error.lowLevelError, mapi.resultCodes.STG_E_WRITEFAULT)
        }
      })
      assert.equal(liveCounts(), before)
    })
  }
})

suite('streams', () => {
  test('that read and write little at a time', async (t) => {
    const { message, stream, session } = await openObjects(t)
    await withFaults({ 'IStream::Read': 'short', 'ISequentialStream::Write': 'short' }, async () => {
      assert.equal((await stream.readAll()).toString('utf16le'), 'text')
      assert.equal(await message.get(mapi.PR_BODY_W), 'text')
      assert.equal((await mapi.readMessage(bytes, { session })).text, 'text')
      await stream.write(Buffer.alloc(10))
    })
  })

  test('that never end', async (t) => {
    const { session } = await openObjects(t)
    const before = liveCounts()
    await withFaults({ 'IStream::Read': 'endless' }, async () => {
      const limits = { bytes: 1_000_000 }
      const error = await rejection(mapi.readMessage(bytes, { session, limits }))
      assert.equal(error.code, 'MAPI_E_TOO_BIG')
    })
    assert.equal(liveCounts(), before)
  })

  test('that write nothing', async (t) => {
    const { stream } = await openObjects(t)
    await withFaults({ 'ISequentialStream::Write': 'none' }, async () => {
      assert.equal((await rejection(stream.write(Buffer.alloc(10)))).code, 'STG_E_MEDIUMFULL')
    })
  })

  test('that tell a size that cannot be, a name that nobody asked for, or no size', async (t) => {
    const { message } = await openObjects(t)
    for (const kind of ['huge', 'name', '80004001']) {
      await withFaults({ 'IStream::Stat': kind }, async () => {
        assert.equal(await message.get(mapi.PR_BODY_W), 'text', kind)
      })
    }
  })

  test('whose storage tells no names', async (t) => {
    const { storage } = await openObjects(t)
    await withFaults({ 'IEnumSTATSTG::Next': 'nulls', 'IStorage::Stat': 'nulls' }, async () => {
      assert.deepEqual(
        (await storage.elements()).map(({ name }) => name),
        ['', ''],
      )
      assert.equal((await storage.stat()).name, '')
    })
  })
})
