import assert from 'node:assert/strict'
import { unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { inspect } from 'node:util'

import * as mapi from 'mapi-msg'
import {
  Attachment,
  MapiError,
  MapiTable,
  Message,
  MessageSession,
  openIMsgSession,
  PR_BODY_W,
  PR_SUBJECT_W,
  PropStream,
  Storage,
} from 'mapi-msg'

import * as samples from './support/samples.ts'
import { openSession, provider, temporaryFolder } from './support/sessions.ts'
import { openEverything, type Everything, uses } from './support/uses.ts'
import { seeded } from './trials/random.ts'

/** Everything that can be called is called on what it should not be, and when it should not be. */

const classes = {
  session: MessageSession,
  storage: Storage,
  message: Message,
  table: MapiTable,
  attachment: Attachment,
  stream: PropStream,
}
type Kind = keyof typeof classes
const kinds = Object.keys(classes) as Kind[]

/** What works on closed objects too. */
const worksAlways: (string | symbol)[] = [
  'constructor',
  'close',
  Symbol.asyncDispose,
  Symbol.dispose,
  inspect.custom,
]

const isClosed = (error: unknown) => error instanceof MapiError && error.code === 'ERR_OBJECT_CLOSED'

/** The class's own methods and inherited ones, each with the name of the class that has it. */
function methodsOf(kind: Kind): Map<string, string> {
  const methods = new Map<string, string>()
  let at = classes[kind].prototype as object
  while (at !== Object.prototype) {
    for (const key of Reflect.ownKeys(at)) {
      if (typeof Object.getOwnPropertyDescriptor(at, key)?.value !== 'function') continue
      const name = typeof key === 'symbol' ? `[${key.description?.replace('Symbol.', '')}]` : key
      if (!methods.has(name) && !worksAlways.includes(key)) methods.set(name, at.constructor.name)
    }
    at = Object.getPrototypeOf(at) as object
  }
  return methods
}

const usesOf = (kind: Kind) => Object.entries(uses).filter(([name]) => name.startsWith(`${kind}.`))

suite('the list of uses in test/support/uses.ts', () => {
  test('has every method of every class', () => {
    const missing: string[] = []
    for (const kind of kinds) {
      for (const [method, definedIn] of methodsOf(kind)) {
        // What both messages and attachments have is used on messages.
        const usedOn = definedIn === 'MapiProp' || definedIn === 'PropReader' ? 'message' : kind
        if (!Object.hasOwn(uses, `${usedOn}.${method}`)) missing.push(`${usedOn}.${method}`)
      }
    }
    assert.deepEqual(missing, [])
  })

  test('has every class, and every function that is given objects', () => {
    const withObjects = new Set([...Object.values(classes), mapi.MapiProp] as unknown[])
    const withoutObjects = [
      ...[
        'openIMsgSession',
        'readMessages',
        'findMapi',
        'propTagName',
        'resultCodeName',
        'encapsulateHtml',
        'createOneOff',
      ],
      ...['smtpRecipient', 'PROP_TAG', 'PROP_TYPE', 'PROP_ID', 'CHANGE_PROP_TYPE', 'isMultiValued'],
    ]
    const unknown = Object.entries(mapi)
      .filter(([, value]) => typeof value === 'function' && !withObjects.has(value))
      .map(([name]) => name)
      .filter((name) => !withoutObjects.includes(name) && !Object.hasOwn(uses, name))
    assert.deepEqual(unknown, ['FileTime', 'MapiError', 'PropertyRow'], 'classes of values alone')
  })
})

/** Runs it to its end: a call that throws at once counts as one that rejects. */
const outcome = async (run: () => Promise<unknown>): Promise<unknown> => {
  try {
    await run()
    return 'success'
  } catch (error) {
    return error
  }
}

/** Calls methods of the class on another object. */
function withMethodsOf(kind: Kind, other: object, original: object): object {
  return new Proxy(original, {
    get: (_, key) => {
      const method = Reflect.get(classes[kind].prototype, key, other) as unknown
      return typeof method === 'function'
        ? (...args: unknown[]) => Reflect.apply(method, other, args) as unknown
        : method
    },
  })
}

suite('methods called on what is no object of theirs', () => {
  const foreign: Record<string, (kind: Kind, objects: Everything) => object | Promise<object>> = {
    'an object made from the prototype': (kind) => Object.create(classes[kind].prototype) as object,
    'a proxy': (kind, objects) => new Proxy(objects[kind], {}),
    'a plain object': (kind, objects) => withMethodsOf(kind, {}, objects[kind]),
    // A new one each time, since some methods close what they are called on.
    'an object of another kind': async (kind, objects) => {
      const { session } = objects
      const other =
        kind === 'storage' ? await session.createMessage(null) : await Storage.create(session, null)
      return withMethodsOf(kind, other, objects[kind])
    },
  }
  for (const [what, make] of Object.entries(foreign)) {
    test(`${what} gives a TypeError`, async (t) => {
      const objects = await openEverything(t)
      for (const kind of kinds) {
        for (const [name, use] of usesOf(kind)) {
          const fake = await make(kind, objects)
          const error = await outcome(() => use({ ...objects, [kind]: fake }))
          assert.ok(error instanceof TypeError, `${name}: ${String(error)}`)
          if (what === 'a proxy') assert.match(error.message, /proxy/, name)
        }
      }
      assert.equal(await objects.message.get(PR_SUBJECT_W), samples.nested().facts.subject)
    })
  }

  test('and the same objects as arguments', async (t) => {
    const objects = await openEverything(t)
    const { session, message, storage, stream, file } = objects
    const wrong = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /proxy/ }
    const proxied = <Object extends object>(object: Object) => new Proxy(object, {})
    await assert.rejects(session.openIMsgOnIStg(proxied(storage)), wrong)
    await assert.rejects(Storage.open(proxied(session), file), wrong)
    await assert.rejects(message.copyTo(proxied(message)), wrong)
    await assert.rejects(storage.copyTo(proxied(storage)), wrong)
    await assert.rejects(mapi.wrapCompressedRTFStream(proxied(stream)), wrong)
    await assert.rejects(mapi.readMessage(file, { session: proxied(session) }), wrong)
    const made = Object.create(Storage.prototype) as Storage
    await assert.rejects(session.openIMsgOnIStg(made), { ...wrong, message: /"storage"/ })
  })

  test('getters and disposal too', async (t) => {
    const objects = await openEverything(t)
    for (const kind of kinds) {
      const made = Object.create(classes[kind].prototype) as Everything[Kind]
      const wrong = { name: 'TypeError', code: 'ERR_INVALID_THIS' }
      assert.throws(() => made.closed, wrong)
      assert.throws(() => {
        made[Symbol.dispose]()
      }, wrong)
      await assert.rejects(made.close(), wrong)
      await assert.rejects(new Proxy(objects[kind], {})[Symbol.asyncDispose](), wrong)
      assert.equal(objects[kind].closed, false)
    }
  })
})

suite('objects that are half open', () => {
  for (const kind of kinds) {
    test(`a ${kind} whose closing nobody has waited for refuses every call`, async (t) => {
      const objects = await openEverything(t)
      const closing = objects[kind].close()
      assert.equal(objects[kind].closed, true)
      const errors = await Promise.all(usesOf(kind).map(([, use]) => outcome(() => use(objects))))
      for (const [index, [name]] of usesOf(kind).entries()) {
        assert.ok(isClosed(errors[index]), `${name}: ${String(errors[index])}`)
      }
      await closing
    })
  }

  test('opening that is under way when the session is closed ends closed, and holds no file', async (t) => {
    const file = path.join(temporaryFolder(t), 'mail.msg')
    writeFileSync(file, samples.nested().bytes)
    for (let ahead = 0; ahead < 6; ahead++) {
      const session = await openIMsgSession({ provider })
      const opening = Promise.allSettled(Array.from({ length: 20 }, () => session.openMessage(file)))
      for (let turn = 0; turn < ahead; turn++) await new Promise(setImmediate)
      if (ahead % 2) session[Symbol.dispose]()
      else await session.close()
      for (const result of await opening) {
        if (result.status === 'fulfilled') assert.equal(result.value.closed, true)
        else assert.ok(isClosed(result.reason), String(result.reason))
      }
      writeFileSync(file, samples.nested().bytes)
    }
    unlinkSync(file)
  })

  test('objects of every kind are opened and closed at once, without waiting', async (t) => {
    const session = await openSession(t)
    const message = await session.openMessage(samples.nested().bytes)
    const opening = [
      message.openAttach(0),
      message.getAttachmentTable(),
      message.openProperty(PR_SUBJECT_W, mapi.IID_IStream),
      session.openMessage(samples.unicodeMail().bytes),
    ]
    const closing = message.close()
    const results = await Promise.allSettled(opening)
    await closing
    for (const result of results.slice(0, 3)) {
      if (result.status === 'fulfilled') assert.equal(result.value.closed, true)
      else assert.ok(isClosed(result.reason), String(result.reason))
    }
    assert.equal(results[3]?.status, 'fulfilled')
  })
})

suite('blocks that throw', () => {
  test('close what they declared, in the opposite order, and keep the error', async (t) => {
    const folder = temporaryFolder(t)
    const file = path.join(folder, 'mail.msg')
    writeFileSync(file, samples.nested().bytes)
    const opened: mapi.SessionObject[] = []
    const work = async (isAwaiting: boolean) => {
      if (isAwaiting) {
        await using session = await openIMsgSession({ provider })
        await using message = await session.openMessage(file, { mode: 'readwrite' })
        await using attachment = await message.openAttach(0)
        opened.push(session, message, attachment)
        throw new Error('on purpose')
      }
      using session = await openIMsgSession({ provider })
      using message = await session.openMessage(file, { mode: 'readwrite' })
      using attachment = await message.openAttach(0)
      opened.push(session, message, attachment)
      void message.getPropRow().catch(() => undefined)
      throw new Error('on purpose')
    }
    for (const isAwaiting of [true, false]) {
      await assert.rejects(work(isAwaiting), { message: 'on purpose' })
      writeFileSync(file, samples.nested().bytes)
    }
    assert.ok(opened.length === 6 && opened.every((object) => object.closed))
  })

  test('leave loops over attachments, recipients, tables and streams closed', async (t) => {
    const { message, table, embedded } = await openEverything(t)
    let attachment: Attachment | undefined
    await assert.rejects(async () => {
      for await (attachment of message.attachments()) throw new Error('on purpose')
    }, /on purpose/)
    assert.equal(attachment?.closed, true)
    await assert.rejects(async () => {
      for await (const row of table) assert.fail(`on purpose, ${typeof row}`)
    }, /on purpose/)
    assert.equal(table.closed, false)
    await assert.rejects(async () => {
      for await (const chunk of embedded.createReadStream(PR_BODY_W))
        assert.fail(`on purpose, ${typeof chunk}`)
    }, /on purpose/)
  })
})

suite('callbacks that call back', () => {
  const { bytes } = samples.nested()

  /** What one may do in onRelease and in onProgress. */
  const acts: Record<string, (session: MessageSession, message: Message) => unknown> = {
    'call the message': (_, message) => outcome(() => message.get(PR_SUBJECT_W)),
    'close the message': (_, message) => message.close(),
    'wait for the message to be closed': (_, message) => {
      message[Symbol.dispose]()
    },
    'open another message': async (session) =>
      outcome(async () => (await session.openMessage(bytes)).close()),
    'close the session': (session) => session.close(),
    'wait for the session to be closed': (session) => {
      session[Symbol.dispose]()
    },
    'open a session': async () => (await openIMsgSession({ provider })).close(),
  }

  for (const [what, act] of Object.entries(acts)) {
    test(`onRelease may ${what}`, async () => {
      const session = await openIMsgSession({ provider })
      const done: Promise<void> = new Promise((resolve, reject) => {
        void session
          .openMessage(bytes, {
            onRelease: () =>
              void Promise.resolve(act(session, message)).then(() => {
                resolve()
              }, reject),
          })
          .then((opened) => {
            message = opened
            return opened.close()
          })
      })
      let message!: Message
      await done
      await session.close()
    })

    test(`onProgress may ${what}`, async () => {
      const session = await openIMsgSession({ provider })
      const source = await session.openMessage(samples.attachmentSizes().bytes)
      const target = await session.createMessage(null)
      const acted: unknown[] = []
      let told = 0
      const copying = source.copyTo(target, {
        onProgress: () => {
          if (told++ === 0) acted.push(act(session, source))
        },
      })
      const error = await outcome(() => copying)
      assert.ok(error === 'success' || isClosed(error), String(error))
      await Promise.all(acted)
      await session.close()
    })
  }
})

suite('many calls at once', () => {
  /** Every use many times over, in an order that looks random. */
  function queueUses(objects: Everything, count: number, seed: number): Promise<unknown>[] {
    const random = seeded(seed)
    const all = Object.values(uses)
    return Array.from({ length: count }, () =>
      outcome(() => all[random(all.length)]?.(objects) as Promise<unknown>),
    )
  }
  const assertKnown = (outcomes: unknown[]) => {
    for (const each of outcomes) {
      const isKnown = each === 'success' || each instanceof MapiError || each instanceof TypeError
      // A Node or web stream that is closed in the middle says so in its own words.
      const isStreams = each instanceof Error && 'code' in each && String(each.code).startsWith('ERR_STREAM')
      assert.ok(isKnown || isStreams, String(each))
    }
  }

  for (const seed of [1, 2, 3]) {
    test(`a session is closed while 1,000 calls of all kinds wait, seed ${seed}`, async (t: TestContext) => {
      const objects = await openEverything(t)
      const pending = queueUses(objects, 1000, seed)
      if (seed > 1) await Promise.race(pending)
      if (seed === 3) objects.session[Symbol.dispose]()
      else await objects.session.close()
      const outcomes = await Promise.all(pending)
      assertKnown(outcomes)
      assert.ok(outcomes.some(isClosed), 'at least the last call had not begun')
      writeFileSync(objects.file, '')
    })
  }

  test('everything is used by many at once, and each object is closed in the middle', async (t) => {
    for (const [round, kind] of kinds.entries()) {
      const objects = await openEverything(t)
      const before = queueUses(objects, 60, 10 + round)
      const closing = objects[kind].close()
      const later = queueUses(objects, 60, 20 + round)
      assertKnown(await Promise.all([...before, ...later]))
      await closing
      await objects.session.close()
    }
  })
})
