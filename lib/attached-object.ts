import { ATTACH_EMBEDDED_MSG, type Attachment } from './attachment.js'
import { PR_ATTACH_DATA_OBJ, PR_ATTACH_METHOD } from './generated/prop-tags.js'
import { IID_IStorage } from './storage.js'

/** Whether the object in an attachment is a message: PR_ATTACH_METHOD says so, or its storage. */
export async function holdsMessage(attachment: Attachment): Promise<boolean> {
  return (await attachment.get(PR_ATTACH_METHOD)) === ATTACH_EMBEDDED_MSG || (await storesMessage(attachment))
}

/** Whether the attachment's storage is that of a message ([MS-OXMSG] 2.4), whatever PR_ATTACH_METHOD says. */
export async function storesMessage(attachment: Attachment): Promise<boolean> {
  await using storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
  const elements = await storage.elements()
  return elements.some(({ name }) => name.toLowerCase() === '__properties_version1.0')
}
