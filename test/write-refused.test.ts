import assert from 'node:assert/strict'
import { writeFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { suite, test } from 'node:test'

import {
  type Message,
  PR_ATTACH_DATA_OBJ,
  PR_CLIENT_SUBMIT_TIME,
  PR_DISPLAY_NAME_W,
  PR_HASATTACH,
  PR_HTML,
  PR_IMPORTANCE,
  PR_SUBJECT_W,
  PROP_TAG,
  PROPATTR_READABLE,
  PS_PUBLIC_STRINGS,
  PT_CLSID,
  PT_CURRENCY,
  PT_I2,
  PT_I8,
  PT_MV_LONG,
  PT_MV_STRING8,
  PT_MV_UNICODE,
  PT_NULL,
  PT_R4,
  PT_STRING8,
  PT_UNSPECIFIED,
} from 'mapi-msg'

import { samples } from './support/samples.ts'
import { openSession, temporaryFolder } from './support/sessions.ts'

// What the compiler refuses, JavaScript programs do all the same.
type Untyped = (tag: number, value: unknown) => Promise<void>

suite('values that do not fit their tag are refused before MAPI is asked', () => {
  const tag = (type: number) => PROP_TAG(type, 0x6600)
  const wrong: [what: string, tag: number, value: unknown, code: string][] = [
    ['a number for text', PR_SUBJECT_W, 5, 'ERR_INVALID_ARG_TYPE'],
    ['undefined', PR_SUBJECT_W, undefined, 'ERR_INVALID_ARG_TYPE'],
    ['null', PR_SUBJECT_W, null, 'ERR_INVALID_ARG_TYPE'],
    ['text with a null character', PR_SUBJECT_W, 'a\0b', 'ERR_INVALID_ARG_VALUE'],
    ['8-bit text with a null character', tag(PT_STRING8), 'a\0b', 'ERR_INVALID_ARG_VALUE'],
    ['bytes of 8-bit text with a null', tag(PT_STRING8), Buffer.of(65, 0), 'ERR_INVALID_ARG_VALUE'],
    ['text for a number', PR_IMPORTANCE, '1', 'ERR_INVALID_ARG_TYPE'],
    ['a number beyond 32 bits', PR_IMPORTANCE, 2 ** 32, 'ERR_OUT_OF_RANGE'],
    ['a fraction', PR_IMPORTANCE, 0.5, 'ERR_OUT_OF_RANGE'],
    ['no number', PR_IMPORTANCE, NaN, 'ERR_OUT_OF_RANGE'],
    ['a number beyond 16 bits', tag(PT_I2), 40_000, 'ERR_OUT_OF_RANGE'],
    ['a number beyond 32 bits in floating point', tag(PT_R4), 1e300, 'ERR_OUT_OF_RANGE'],
    ['a number for a bigint', tag(PT_I8), 5, 'ERR_INVALID_ARG_TYPE'],
    ['a bigint beyond 64 bits', tag(PT_I8), 2n ** 63n, 'ERR_OUT_OF_RANGE'],
    ['a currency beyond 64 bits', tag(PT_CURRENCY), -(2n ** 63n) - 1n, 'ERR_OUT_OF_RANGE'],
    ['a number for a boolean', PR_HASATTACH, 1, 'ERR_INVALID_ARG_TYPE'],
    ['text for a time', PR_CLIENT_SUBMIT_TIME, '2024-02-29T12:34:56Z', 'ERR_INVALID_ARG_TYPE'],
    ['an invalid date', PR_CLIENT_SUBMIT_TIME, new Date(NaN), 'ERR_OUT_OF_RANGE'],
    ['a date before 1601', PR_CLIENT_SUBMIT_TIME, new Date(-1e14), 'ERR_OUT_OF_RANGE'],
    ['text for bytes', PR_HTML, '<p>', 'ERR_INVALID_ARG_TYPE'],
    ['an array of numbers for bytes', PR_HTML, [1, 2], 'ERR_INVALID_ARG_TYPE'],
    ['a GUID without braces', tag(PT_CLSID), PS_PUBLIC_STRINGS.slice(1, -1), 'ERR_INVALID_ARG_TYPE'],
    ['a value for PT_NULL', tag(PT_NULL), 0, 'ERR_INVALID_ARG_TYPE'],
    ['one value for several', tag(PT_MV_LONG), 5, 'ERR_INVALID_ARG_TYPE'],
    ['several values for one', PR_IMPORTANCE, [5], 'ERR_INVALID_ARG_TYPE'],
    ['no values for several', tag(PT_MV_UNICODE), [], 'ERR_INVALID_ARG_VALUE'],
    ['a wrong value among several', tag(PT_MV_UNICODE), ['a', 5], 'ERR_INVALID_ARG_TYPE'],
    ['text and bytes together', tag(PT_MV_STRING8), ['a', Buffer.of(65)], 'ERR_INVALID_ARG_TYPE'],
    ['an object property', PR_ATTACH_DATA_OBJ, Buffer.alloc(0), 'ERR_INVALID_ARG_TYPE'],
    ['a tag without a type', tag(PT_UNSPECIFIED), 'a', 'ERR_INVALID_ARG_TYPE'],
    ['an unknown type', tag(0x0234), 'a', 'ERR_INVALID_ARG_TYPE'],
    ['several values of an unknown type', tag(0x1234), ['a'], 'ERR_INVALID_ARG_TYPE'],
  ]
  for (const [what, wrongTag, value, code] of wrong) {
    test(what, async (t) => {
      const session = await openSession(t)
      const message = await session.createMessage(null)
      await assert.rejects((message.set.bind(message) as Untyped)(wrongTag, value), { code })
      await assert.rejects(message.setProps([[wrongTag, value]] as unknown as []), { code, message: /values\[0\]\[1\]/ }) // prettier-ignore
      await assert.rejects(message.modifyRecipients('add', [[[wrongTag, value]]] as unknown as []), {
        code,
        message: /rows\[0\]\[0\]\[1\]/,
      })
    })
  }

  test('with the name of the property in the error', async (t) => {
    const message = await (await openSession(t)).createMessage(null)
    const values = [
      [PR_SUBJECT_W, 'good'],
      [PR_IMPORTANCE, 'bad'],
    ]
    await assert.rejects(message.setProps(values as unknown as []), {
      name: 'TypeError',
      message: `The "values[1][1] (PR_IMPORTANCE)" argument must be of type number. Received 'bad'`,
    })
  })
})

test('other wrong arguments are refused too', async (t) => {
  const session = await openSession(t)
  const message = await session.createMessage(null)
  const wrongType = { code: 'ERR_INVALID_ARG_TYPE' }
  await assert.rejects(message.setProps({} as []), wrongType)
  await assert.rejects(message.setProps([PR_SUBJECT_W, 'x'] as unknown as []), wrongType)
  await assert.rejects(message.setProps([[PR_SUBJECT_W]] as unknown as []), wrongType)
  await assert.rejects(message.setProps([['PR_SUBJECT', 'x']] as unknown as []), wrongType)
  await assert.rejects(message.deleteProps('PR_SUBJECT' as unknown as []), wrongType)
  await assert.rejects(message.modifyRecipients('delete' as 'remove', []), wrongType)
  await assert.rejects(message.modifyRecipients('add', {} as []), wrongType)
  await assert.rejects(message.saveChanges({ keepOpen: 'yes' as 'readonly' }), wrongType)
  await assert.rejects(message.copyTo(session as unknown as Message), wrongType)
  await assert.rejects(message.copyTo(message, { exclude: 'PR_BODY' as unknown as [] }), wrongType)
  await assert.rejects(message.setNamed(PS_PUBLIC_STRINGS, 'x', PT_I2, 'x' as unknown as number), wrongType)
  await assert.rejects(message.setNamed('PS_MAPI', 'x', PT_I2, 1), wrongType)
  await assert.rejects(message.deleteAttach(2 ** 32), { code: 'ERR_OUT_OF_RANGE' })
  await assert.rejects(message.setAttributes([PR_SUBJECT_W], []), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(message.saveChanges({ keepopen: 'readonly' } as object), {
    message: /Did you mean 'keepOpen'/,
  })
  assert.throws(() => message.createWriteStream('x' as never), wrongType)
  await assert.rejects(session.createMessage(5 as unknown as string), wrongType)
})

test('a message that is open for reading only refuses changes, and says how to open it', async (t) => {
  const session = await openSession(t)
  const file = path.join(temporaryFolder(t), 'mail.msg')
  const { bytes } = samples.nested()
  writeFileSync(file, bytes)
  const message = await session.openMessage(file)
  const attachment = await message.openAttach(0)
  const denied = { code: 'MAPI_E_NO_ACCESS', message: /mode: "readwrite"/ }
  await assert.rejects(message.set(PR_SUBJECT_W, 'x'), denied)
  await assert.rejects(message.setProps([[PR_SUBJECT_W, 'x']]), denied)
  await assert.rejects(message.deleteProps([PR_SUBJECT_W]), denied)
  await assert.rejects(message.saveChanges(), denied)
  await assert.rejects(message.saveToBytes(), denied)
  await assert.rejects(message.createAttach(), denied)
  await assert.rejects(message.deleteAttach(0), denied)
  await assert.rejects(message.modifyRecipients('add', [[[PR_DISPLAY_NAME_W, 'x']]]), denied)
  await assert.rejects(message.setAttributes([PR_SUBJECT_W], [PROPATTR_READABLE]), denied)
  await assert.rejects(attachment.set(PR_DISPLAY_NAME_W, 'x'), denied)
  await assert.rejects(attachment.saveChanges(), denied)
  const noAccess = { code: 'MAPI_E_NO_ACCESS' }
  await assert.rejects(attachment.openEmbeddedMessage({ modify: true }), noAccess)
  await assert.rejects(message.openAttach(0, { modify: true }), noAccess)
  const writable = message.createWriteStream(PR_SUBJECT_W)
  const failed = new Promise((resolve) => writable.once('error', resolve))
  writable.end('text')
  assert.equal(((await failed) as { code?: string }).code, 'MAPI_E_NO_ACCESS')
  await session.close()
  assert.deepEqual(readFileSync(file), bytes)
})

test('sending and marking as read are for message stores', async (t) => {
  const message = await (await openSession(t)).createMessage(null)
  await assert.rejects(message.submitMessage(), { code: 'MAPI_E_NO_SUPPORT' })
  await assert.rejects(message.setReadFlag(), { code: 'MAPI_E_NO_SUPPORT' })
})
