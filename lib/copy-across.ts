import { pipeline } from 'node:stream/promises'

import { attachmentNumbers } from './attachment-numbers.js'
import { Attachment } from './attachment.js'
import { holdsMessage } from './attached-object.js'
import { copyError, copyProperties, copyRecipients, holdsUnicode, type Failure } from './copy-properties.js'
import type { CopyOptions, CopyToOptions } from './copy-options.js'
import {
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_MESSAGE_ATTACHMENTS,
  PR_MESSAGE_RECIPIENTS,
} from './generated/prop-tags.js'
import { MAPI_E_NOT_FOUND } from './generated/result-codes.js'
import type { MapiProp } from './mapi-prop.js'
import type { MapiTable } from './mapi-table.js'
import { Message } from './message.js'
import type { PropProblem } from './prop-problem.js'
import { PROP_ID, PROP_TYPE, PT_OBJECT, type PropTag } from './prop-tag.js'
import { callOn, nameOf } from './session-object.js'
import { IID_IStorage, type Storage } from './storage.js'
import { storedTags } from './stored-tags.js'

// Of what IMAPIProgress::Progress tells.
const progressMaximum = 1000

/**
 * What IMAPIProp::CopyTo does, for objects whose interfaces cannot meet since they are of different threads or
 * providers: everything is read here and written there.
 */
export async function copyToAcross(
  source: MapiProp,
  target: MapiProp,
  options: CopyToOptions | undefined,
): Promise<PropProblem[]> {
  const excluded = new Set((options?.exclude ?? []).map(PROP_ID))
  const tags = await storedTags(source)
  const failures = await copy(source, target, {
    properties: tags.filter((tag) => !excluded.has(PROP_ID(tag))),
    recipients: !excluded.has(PROP_ID(PR_MESSAGE_RECIPIENTS)),
    attachments: !excluded.has(PROP_ID(PR_MESSAGE_ATTACHMENTS)),
    options,
  })
  return failures.map(({ tag, error }) => ({ index: tags.indexOf(tag), tag, error }))
}

/** The same for IMAPIProp::CopyProps. */
export async function copyPropsAcross(
  source: MapiProp,
  tags: readonly PropTag[],
  target: MapiProp,
  options: CopyOptions | undefined,
): Promise<PropProblem[]> {
  const stored = new Map((await storedTags(source)).map((tag) => [PROP_ID(tag), tag]))
  const ids = new Set(tags.map(PROP_ID))
  const failures = await copy(source, target, {
    properties: [...ids].map((id) => stored.get(id)).filter((tag) => tag !== undefined),
    recipients: ids.has(PROP_ID(PR_MESSAGE_RECIPIENTS)),
    attachments: ids.has(PROP_ID(PR_MESSAGE_ATTACHMENTS)),
    options,
  })
  const errors = new Map(failures.map(({ tag, error }) => [PROP_ID(tag), error]))
  return tags.flatMap((tag, index) => {
    const isThere = stored.has(PROP_ID(tag))
    const error =
      errors.get(PROP_ID(tag)) ??
      (isThere ? undefined : copyError(source, tag, MAPI_E_NOT_FOUND, 'CopyProps'))
    return error ? [{ index, tag, error }] : []
  })
}

interface Selection {
  /** As the source stores them. */
  properties: readonly PropTag[]
  recipients: boolean
  attachments: boolean
  options: CopyOptions | undefined
}

async function copy(source: MapiProp, target: MapiProp, selection: Selection): Promise<Failure[]> {
  const { options } = selection
  const kept = await existingIds(target, options)
  const tags = selection.properties.filter((tag) => !kept.has(PROP_ID(tag)))
  const isUnicode = await holdsUnicode(target)
  const values = tags.filter((tag) => PROP_TYPE(tag) !== PT_OBJECT && tag !== PR_ATTACH_DATA_BIN)
  const failures = await copyProperties(source, target, values, isUnicode)
  if (tags.includes(PR_ATTACH_DATA_BIN)) {
    await pipeline(source.createReadStream(PR_ATTACH_DATA_BIN), target.createWriteStream(PR_ATTACH_DATA_BIN))
  }
  if (source instanceof Attachment && target instanceof Attachment && tags.includes(PR_ATTACH_DATA_OBJ)) {
    await copyObject(source, target)
  }
  if (source instanceof Message && target instanceof Message) {
    const wants = (isSelected: boolean, tag: PropTag) => isSelected && !kept.has(PROP_ID(tag))
    if (wants(selection.recipients, PR_MESSAGE_RECIPIENTS)) await copyRecipients(source, target, isUnicode)
    if (wants(selection.attachments, PR_MESSAGE_ATTACHMENTS)) await copyAttachments(source, target, options)
  }
  if (options?.move) await remove(source, selection, tags, failures)
  return failures
}

/** What MAPI_NOREPLACE keeps: the identifiers of what the target has already. */
async function existingIds(target: MapiProp, options: CopyOptions | undefined): Promise<Set<number>> {
  if (!options?.noReplace) return new Set()
  const ids = new Set((await target.getPropList()).map(PROP_ID))
  if (target instanceof Message) {
    const rows = async (table: MapiTable) => {
      await using opened = table
      return await opened.getRowCount()
    }
    const keep = (tag: PropTag, count: number) =>
      count > 0 ? ids.add(PROP_ID(tag)) : ids.delete(PROP_ID(tag))
    keep(PR_MESSAGE_RECIPIENTS, await rows(await target.getRecipientTable()))
    keep(PR_MESSAGE_ATTACHMENTS, await rows(await target.getAttachmentTable()))
  }
  return ids
}

/** Puts the attachments of the source in the place of those of the target. */
async function copyAttachments(
  source: Message,
  target: Message,
  options: CopyOptions | undefined,
): Promise<void> {
  for (const number of await attachmentNumbers(target)) await target.deleteAttach(number)
  const numbers = (await attachmentNumbers(source)).sort((a, b) => a - b)
  for (const [index, number] of numbers.entries()) {
    await using attachment = await source.openAttach(number)
    await using copied = await target.createAttach()
    await copyWhole(attachment, copied)
    await copied.saveChanges()
    tellProgress(options, index + 1, numbers.length)
  }
}

/** What is inside is copied without exclusions, as MAPI does. */
async function copyWhole(source: MapiProp, target: MapiProp): Promise<void> {
  const properties = await storedTags(source)
  await copy(source, target, { properties, recipients: true, attachments: true, options: undefined })
}

/** The message or the OLE object in an attachment. */
async function copyObject(source: Attachment, target: Attachment): Promise<void> {
  if (await holdsMessage(source)) {
    await using message = await source.openEmbeddedMessage()
    await using copied = await target.openEmbeddedMessage({ create: true })
    await copyWhole(message, copied)
    await copied.saveChanges()
    return
  }
  await using storage = await source.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
  await using copied = await target.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage, { create: true })
  await fill(copied, await storage.toBytes())
  await copied.commit()
}

/** Copies what is in the bytes of a compound file into a storage. */
async function fill(storage: Storage, bytes: Uint8Array): Promise<void> {
  await callOn(storage, `Writing ${nameOf(storage)}`, (native, handle) => native.fillStorage(handle, bytes))
}

/** What MAPI_MOVE takes away from the source: all that was copied. */
async function remove(
  source: MapiProp,
  selection: Selection,
  tags: readonly PropTag[],
  failures: readonly Failure[],
): Promise<void> {
  const failed = new Set(failures.map(({ tag }) => tag))
  await source.deleteProps(tags.filter((tag) => !failed.has(tag)))
  if (!(source instanceof Message)) return
  if (selection.recipients) await source.modifyRecipients('replace all', [])
  if (!selection.attachments) return
  for (const number of await attachmentNumbers(source)) await source.deleteAttach(number)
}

function tellProgress(options: CopyOptions | undefined, count: number, total: number): void {
  const value = Math.round((count * progressMaximum) / total)
  options?.onProgress?.({ value, minimum: 0, maximum: progressMaximum, count, total })
}
