import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import { PR_SUBJECT_W, readMessages } from 'mapi-msg'

import { collect } from './support/collect.ts'
import { fileAttachment } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { runScript } from './support/processes.ts'
import { provider, temporaryFolder } from './support/sessions.ts'

const messageOf = (subject: string) => writeMsg({ properties: [[PR_SUBJECT_W, subject]] })
const subjects = Array.from({ length: 50 }, (_, index) => `number ${String(index)}`)

suite('readMessages', () => {
  for (const concurrency of [1, 2, 5]) {
    test(`gives the messages in the order of the sources, with ${String(concurrency)} sessions`, async () => {
      const sources = subjects.map(messageOf)
      const results = await collect(readMessages(sources, { provider, concurrency }))
      assert.deepEqual(
        results.map(({ message }) => message?.subject),
        subjects,
      )
      assert.deepEqual(
        results.map(({ source }) => source),
        sources,
      )
    })
  }

  test('goes on behind files that cannot be read', async (t) => {
    const folder = temporaryFolder(t)
    const files = ['first.msg', 'broken.msg', 'missing.msg', 'last.msg'].map((name) =>
      path.join(folder, name),
    )
    const [first = '', broken = '', , last = ''] = files
    writeFileSync(first, messageOf('first'))
    writeFileSync(broken, 'no message')
    writeFileSync(last, messageOf('last'))
    const results = await collect(readMessages(files, { provider, concurrency: 2 }))
    assert.deepEqual(
      results.map(({ message }) => message?.subject),
      ['first', undefined, undefined, 'last'],
    )
    assert.match(results[1]?.error?.message ?? '', /broken\.msg/)
    assert.match(results[2]?.error?.message ?? '', /missing\.msg/)
    // Nothing holds them any more.
    for (const file of [first, broken, last]) rmSync(file)
  })

  test('asks for sources no faster than results are taken', async () => {
    let asked = 0
    async function* endless() {
      for (;;) {
        await Promise.resolve()
        yield messageOf(`number ${String(asked++)}`)
      }
    }
    let taken = 0
    for await (const { message } of readMessages(endless(), { provider, concurrency: 2 })) {
      assert.equal(message?.subject, `number ${String(taken++)}`)
      assert.ok(asked - taken < 64, `${String(asked)} were asked for when ${String(taken)} were taken`)
      if (taken === 100) break
    }
  })

  test('holds few large messages at a time', async (t) => {
    const file = path.join(temporaryFolder(t), 'large.msg')
    const content = Buffer.alloc(33 * 1024 * 1024)
    writeFileSync(file, writeMsg({ properties: [], attachments: [fileAttachment('large.bin', content)] }))
    let asked = 0
    function* sources() {
      for (; asked < 12; asked++) yield file
    }
    const options = { provider, concurrency: 2, attachments: 'content' } as const
    const ahead: number[] = []
    for await (const { message } of readMessages(sources(), options)) {
      assert.equal(message?.attachments?.[0]?.content?.length, content.length)
      ahead.push(asked - ahead.length)
    }
    t.diagnostic(`read ahead: ${ahead.join(', ')}`)
    assert.ok(Math.max(...ahead) <= 8, 'while nothing is known of their size')
    assert.ok(Math.max(...ahead.slice(8)) <= 4, 'once it is known')
  })

  test(
    'gives a message when it is read, though the next source is awaited',
    { timeout: 60_000 },
    async () => {
      const results = new EventEmitter()
      async function* oneForEachResult() {
        for (const subject of subjects) {
          const isTaken = once(results, 'taken')
          yield messageOf(subject)
          await isTaken
        }
      }
      const taken = []
      for await (const { message } of readMessages(oneForEachResult(), { provider, concurrency: 2 })) {
        taken.push(message?.subject)
        results.emit('taken')
      }
      assert.deepEqual(taken, subjects)
    },
  )

  test('ends with its caller, though a source is awaited', { timeout: 60_000 }, async () => {
    async function* oneAndNoMore() {
      yield messageOf('the only one')
      await once(new EventEmitter(), 'never')
    }
    for await (const { message } of readMessages(oneAndNoMore(), { provider })) {
      assert.equal(message?.subject, 'the only one')
      break
    }
  })

  test('tells sources that nobody asks for more', async () => {
    const told: string[] = []
    function* endless(name: string) {
      try {
        for (;;) yield messageOf(name)
      } finally {
        told.push(name)
      }
    }
    async function* later(name: string) {
      await Promise.resolve()
      yield* endless(name)
    }
    for await (const result of readMessages(endless('sync'), { provider })) if (result.message) break
    for await (const result of readMessages(later('async'), { provider })) if (result.message) break
    assert.deepEqual(told, ['sync', 'async'])
  })

  test('gives what was read before the sources failed, and then throws what they threw', async () => {
    const failure = new Error('no more from this server')
    function* failing() {
      yield* subjects.slice(0, 3).map(messageOf)
      throw failure
    }
    async function* failingLater() {
      await Promise.resolve()
      yield* failing()
    }
    for (const sources of [failing(), failingLater()]) {
      const taken: unknown[] = []
      const reading = (async () => {
        for await (const { message } of readMessages(sources, { provider })) taken.push(message?.subject)
      })()
      await assert.rejects(reading, failure)
      assert.deepEqual(taken, subjects.slice(0, 3))
    }
  })

  test('gives nothing for no sources', async () => {
    assert.deepEqual(await collect(readMessages([], { provider })), [])
  })

  test('refuses a concurrency of none, and unknown options', async () => {
    await assert.rejects(collect(readMessages([], { concurrency: 0 })), { code: 'ERR_OUT_OF_RANGE' })
    // @ts-expect-error Wrong on purpose.
    await assert.rejects(collect(readMessages([], { sessions: 2 })), { name: 'TypeError' })
  })

  test('lets the process end when all is read', async () => {
    const { code, output } = await runScript(`
      import { readMessages } from 'mapi-msg'
      const file = 'samples/demo.msg'
      for await (const { message } of readMessages([file], { provider: 'embedded' })) console.log(message.messageClass)
    `)
    assert.equal(code, 0, output)
    assert.match(output, /IPM\.Note/)
  })
})
