import { toError } from './failures.js'
import { PR_ATTACH_NUM } from './generated/prop-tags.js'
import { MAPI_E_CALL_FAILED } from './generated/result-codes.js'
import type { Message } from './message.js'
import { nameOf } from './session-object.js'

/** The numbers of the attachments of a message, in the order of its attachment table. */
export async function attachmentNumbers(message: Message): Promise<number[]> {
  await using table = await message.getAttachmentTable()
  await table.setColumns([PR_ATTACH_NUM])
  const rows = await table.queryAll()
  return rows.map((row) => {
    const number = row.get(PR_ATTACH_NUM)
    if (number !== undefined) return number
    const failure = { hresult: MAPI_E_CALL_FAILED, method: 'IMAPITable::QueryRows' }
    const detail = 'It gave an attachment without its number.'
    throw toError({ ...failure, detail }, `Listing the attachments of ${nameOf(message)}`)
  })
}
