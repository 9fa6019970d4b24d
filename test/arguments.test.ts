import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import { PR_BODY_W, PR_SUBJECT_W, Storage, type MessageSession } from 'mapi-msg'

import { samples } from './support/samples.ts'
import { openSample, openSession } from './support/sessions.ts'

const { bytes } = samples.unicodeMail()

suite('wrong arguments for a message', () => {
  test('are TypeErrors that name them', async (t) => {
    const message = await openSample(t, samples.unicodeMail())
    const wrong = (value: unknown) => value as never
    const misuses: [name: RegExp, use: () => Promise<unknown>][] = [
      [/"tag"/, () => message.get(wrong('PR_SUBJECT_W'))],
      [/"tag"/, () => message.get(wrong(-1))],
      [/"tags"/, () => message.getProps(wrong(PR_SUBJECT_W))],
      [/"tags\[1\]"/, () => message.getProps([PR_SUBJECT_W, wrong(undefined)])],
      [/"tags"/, () => message.getPropRow(wrong('all'))],
      [/"options\.rawStrings"/, () => message.getPropRow(null, { rawStrings: wrong(1) })],
      [/"interfaceId"/, () => message.openProperty(PR_BODY_W, wrong('IStream'))],
      [/"number"/, () => message.openAttach(wrong('0'))],
    ]
    for (const [name, use] of misuses) {
      await assert.rejects(use, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: name })
    }
    assert.throws(() => message.createReadStream(wrong('body')), {
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
    })
    await assert.rejects(message.openAttach(2 ** 32), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
  })
})

suite('wrong arguments for opening are TypeErrors before anything happens', () => {
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
