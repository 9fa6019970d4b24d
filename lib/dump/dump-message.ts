import { MapiError, PR_ATTACH_DATA_OBJ, type Attachment, type Message } from '../index.js'
import { attachmentNumbers } from '../attachment-numbers.js'
import { holdsMessage, storesMessage } from '../attached-object.js'
import { tagText } from '../property-values.js'
import type { BinaryForm } from './dump-value.js'
import { dumpProperties, dumpRow, type DumpedProperties, type PropertiesDump } from './stored-properties.js'

export interface DumpOptions {
  binary: BinaryForm
  /** Told what of the message could not be read, though the rest could. */
  onProblem: (problem: Error) => void
}

export interface ObjectDump {
  properties: DumpedProperties
  missing?: string[]
}

export interface AttachmentDump extends ObjectDump {
  embedded?: MessageDump
  oleStorage?: true
}

export interface MessageDump extends ObjectDump {
  /** In the outermost message only: its mapping holds for those inside too. */
  namedProperties?: Record<string, { guid: string; id: number } | { guid: string; name: string }>
  recipients: ObjectDump[]
  attachments: AttachmentDump[]
}

/** Everything that is in a message, as MAPI gives it. */
export async function dumpMessage(message: Message, options: DumpOptions): Promise<MessageDump> {
  return { ...(await dumpContents(message, options)), namedProperties: await dumpNames(message) }
}

async function dumpContents(message: Message, options: DumpOptions): Promise<MessageDump> {
  return {
    ...toObjectDump(await dumpProperties(message, options.binary)),
    recipients: await dumpRecipients(message, options),
    attachments: await dumpAttachments(message, options),
  }
}

async function dumpNames(message: Message): Promise<NonNullable<MessageDump['namedProperties']>> {
  const names: NonNullable<MessageDump['namedProperties']> = {}
  for (const name of await message.getNamesFromIDs(null)) {
    if (!name) continue
    const key = tagText(name.tag).slice(0, 6)
    const guid = name.propertySet
    names[key] = name.id === undefined ? { guid, name: name.name } : { guid, id: name.id }
  }
  return names
}

async function dumpRecipients(message: Message, options: DumpOptions): Promise<ObjectDump[]> {
  await using table = await message.getRecipientTable()
  const columns = await table.queryColumns({ all: true })
  if (columns.length === 0) return []
  await table.setColumns(columns)
  const rows = await table.queryAll({ rawStrings: true })
  return rows.map((row) => {
    const dump: PropertiesDump = { properties: {}, missing: [] }
    dumpRow(dump, columns, row, options.binary)
    return toObjectDump(dump)
  })
}

async function dumpAttachments(message: Message, options: DumpOptions): Promise<AttachmentDump[]> {
  const dumps: AttachmentDump[] = []
  for (const number of (await attachmentNumbers(message)).sort((a, b) => a - b)) {
    await using attachment = await message.openAttach(number)
    const properties = await dumpProperties(attachment, options.binary)
    const object =
      tagText(PR_ATTACH_DATA_OBJ) in properties.properties ? await dumpObject(attachment, options) : {}
    dumps.push({ ...toObjectDump(properties), ...object })
  }
  return dumps
}

/** The message or the OLE object that an attachment holds. */
async function dumpObject(attachment: Attachment, options: DumpOptions): Promise<Partial<AttachmentDump>> {
  try {
    if (!(await holdsMessage(attachment))) return { oleStorage: true }
    await using embedded = await attachment.openEmbeddedMessage()
    return { embedded: await dumpContents(embedded, options) }
  } catch (error) {
    if (!(error instanceof MapiError)) throw error
    options.onProblem(error)
    const isMessage = await storesMessage(attachment).catch(() => true)
    return isMessage ? {} : { oleStorage: true }
  }
}

function toObjectDump({ properties, missing }: PropertiesDump): ObjectDump {
  return missing.length > 0 ? { properties, missing } : { properties }
}
