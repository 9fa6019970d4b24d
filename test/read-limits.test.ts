import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import { readMessage, type MessageContents } from 'mapi-msg'

import { rejection } from './support/files.ts'
import { fileAttachment, mailUser, MAPI_TO, messageAttachment, note } from './support/msg-parts.ts'
import { writeMsg } from './support/msg-writer.ts'
import { samples } from './support/samples.ts'
import { provider } from './support/sessions.ts'

suite('readMessage keeps to the limits that it is given', () => {
  const nested = samples.nested().bytes
  const depthOf = ({ attachments = [] }: MessageContents): number =>
    Math.max(0, ...attachments.map(({ message }) => (message ? 1 + depthOf(message) : 0)))
  const codesOf = ({ problems, attachments = [] }: MessageContents): string[] => [
    ...problems.map(({ code }) => code),
    ...attachments.flatMap(({ message }) => (message ? codesOf(message) : [])),
  ]

  test('of messages in messages', async () => {
    const whole = await readMessage(nested, { provider })
    assert.deepEqual(codesOf(whole), [])
    assert.ok(depthOf(whole) > 1)
    const cut = await readMessage(nested, { provider, limits: { depth: 1 } })
    assert.equal(depthOf(cut), 1)
    assert.deepEqual(codesOf(cut), ['MAPI_E_TOO_COMPLEX'])
    assert.equal(depthOf(await readMessage(nested, { provider, limits: { depth: 0 } })), 0)
  })

  test('of recipients and attachments', async () => {
    const of = (recipients: number, attachments: number) =>
      writeMsg(
        note({
          subject: 'many',
          body: '',
          recipients: Array.from({ length: recipients }, (_, i) => mailUser(MAPI_TO, `R${i}`, `r${i}@mail.example`)), // prettier-ignore
          attachments: Array.from({ length: attachments }, (_, i) => fileAttachment(`${i}`, Buffer.from('x'))), // prettier-ignore
        }),
      )
    const limits = { rows: 3 }
    assert.equal((await readMessage(of(3, 3), { provider, limits })).to?.length, 3)
    for (const bytes of [of(4, 3), of(3, 4)]) {
      const error = await rejection(readMessage(bytes, { provider, limits }))
      assert.equal(error.code, 'MAPI_E_TABLE_TOO_BIG')
      assert.match(error.message, /limits\.rows/)
    }
    await readMessage(of(4, 0), { provider, limits, recipients: false })
  })

  test('of bytes', async () => {
    const large = writeMsg(note({ subject: 's', body: '', attachments: [fileAttachment('l', Buffer.alloc(100_000))] })) // prettier-ignore
    const limits = { bytes: 50_000 }
    const attachments = 'content'
    const error = await rejection(readMessage(large, { provider, limits, attachments }))
    assert.equal(error.code, 'MAPI_E_TOO_BIG')
    assert.equal((await readMessage(large, { provider, limits })).attachments?.[0]?.size, 100_000)
    const more = { limits: { bytes: 200_000 }, attachments } as const
    assert.equal((await readMessage(large, { provider, ...more })).attachments?.[0]?.content?.length, 100_000)
  })

  test('of bytes, leaving out attached messages with which there would be more', async () => {
    const inner = note({ subject: 'inner', body: 'x'.repeat(100_000) })
    const outer = writeMsg(note({ subject: 'outer', body: 'x', attachments: [messageAttachment('inner', inner)] })) // prettier-ignore
    const contents = await readMessage(outer, { provider, limits: { bytes: 100_000 } })
    assert.equal(contents.subject, 'outer')
    assert.deepEqual(codesOf(contents), ['MAPI_E_TOO_BIG'])
  })

  test('and refuses those that are none', async () => {
    const wrong = (limits: unknown) => readMessage(nested, { provider, limits: limits as never })
    for (const limits of [{ depth: 65 }, { rows: -1 }, { bytes: 1.5 }]) {
      await assert.rejects(wrong(limits), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
    }
    await assert.rejects(wrong({ deepth: 1 }), {
      code: 'ERR_INVALID_ARG_VALUE',
      message: /Did you mean 'depth'/,
    })
    await assert.rejects(wrong(5), { code: 'ERR_INVALID_ARG_TYPE' })
  })
})
