import assert from 'node:assert/strict'
import { suite, test } from 'node:test'

import {
  ATTACH_OLE,
  IID_IMessage,
  IID_IStorage,
  MapiError,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_METHOD,
  PR_SUBJECT_W,
  Storage,
  type Attachment,
} from 'mapi-msg'

import { samples } from './support/samples.ts'
import { openSample } from './support/sessions.ts'

suite('attachments', () => {
  test('are closed when the next is asked for, and when the loop is left', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    const seen: Attachment[] = []
    for await (const attachment of message.attachments()) {
      assert.equal(attachment.closed, false)
      assert.equal(seen.at(-1)?.closed ?? true, true)
      seen.push(attachment)
      if (seen.length === 3) break
    }
    assert.deepEqual(
      seen.map((attachment) => attachment.closed),
      [true, true, true],
    )
  })

  test('of other kinds hold no message', async (t) => {
    const message = await openSample(t, samples.attachmentSizes())
    const attachment = await message.openAttach(0)
    await assert.rejects(attachment.openEmbeddedMessage(), (error) => {
      assert.ok(error instanceof MapiError)
      assert.ok(['MAPI_E_NOT_FOUND', 'MAPI_E_INTERFACE_NOT_SUPPORTED'].includes(error.code), error.code)
      return true
    })
  })

  test('an OLE object is a storage, not a message', async (t) => {
    const message = await openSample(t, samples.oleAttachment())
    const attachment = await message.openAttach(0)
    assert.equal(await attachment.get(PR_ATTACH_METHOD), ATTACH_OLE)
    const storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
    assert.ok(storage instanceof Storage)
    await assert.rejects(attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IMessage), MapiError)
  })

  test('PR_ATTACH_DATA_OBJ is listed, and opened rather than read', async (t) => {
    const message = await openSample(t, samples.nested())
    const attachment = await message.openAttach(0)
    assert.ok((await attachment.getPropList()).includes(PR_ATTACH_DATA_OBJ))
    const row = await attachment.getPropRow([PR_ATTACH_DATA_OBJ])
    assert.equal(row.error(PR_ATTACH_DATA_OBJ)?.code, 'MAPI_E_NOT_ENOUGH_MEMORY')
    await using embedded = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IMessage)
    assert.equal(await embedded.get(PR_SUBJECT_W), 'Middle 中')
  })
})
