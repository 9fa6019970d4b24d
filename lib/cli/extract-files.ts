import path from 'node:path'

import {
  ATTACH_BY_REF_ONLY,
  ATTACH_BY_REF_RESOLVE,
  ATTACH_BY_REFERENCE,
  ATTACH_BY_WEBREFERENCE,
  IID_IStorage,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_LONG_PATHNAME_W,
  PR_ATTACH_PATHNAME_W,
  readMessage,
  Storage,
  type Attachment,
  type AttachmentContents,
  type MessageSession,
} from '../index.js'
import { holdsMessage } from '../attached-object.js'
import { tagText } from '../property-values.js'
import type { Input } from './inputs.js'
import { forEachMessage, type MessageRun } from './message-command.js'
import { checkTarget, makeFolderOf, writeOutput } from './output-file.js'
import { printLine } from './output.js'
import { safeName, UniqueNames } from './safe-name.js'
import { toLine } from './terminal.js'

export interface ExtractOptions {
  out: string
  inline?: true
  force?: true
}

const linkMethods = [ATTACH_BY_REFERENCE, ATTACH_BY_REF_RESOLVE, ATTACH_BY_REF_ONLY, ATTACH_BY_WEBREFERENCE]

/** Saves the attachments of messages. @returns Whether all could be saved. */
export async function extractFiles(files: readonly string[], options: ExtractOptions): Promise<boolean> {
  const counts = { saved: 0, inline: 0 }
  const folders = new UniqueNames()
  const good = await forEachMessage(files, async (input, run) => {
    const folder = run.areMany ? path.join(options.out, folders.take(folderOf(input))) : options.out
    const { saved, inline } = await extractFrom(input, folder, options, run)
    counts.saved += saved
    counts.inline += inline
  })
  if (counts.inline > 0) {
    process.stderr.write(`Left out ${counts.inline} shown within the text; --inline saves them too.\n`)
  }
  if (counts.saved === 0 && good) process.stderr.write('There are no attachments to save.\n')
  return good
}

/** The folder for a file's attachments: its name without the extension, within the folders that a pattern found. */
function folderOf({ relative }: Input): string {
  const { dir, name } = path.parse(relative)
  return path.join(dir, safeName(name, 'message'))
}

async function extractFrom(
  { name, source }: Input,
  folder: string,
  options: ExtractOptions,
  { session, reporter }: MessageRun,
): Promise<{ saved: number; inline: number }> {
  const list = await readMessage(source, { session, recipients: false, bodies: false, nested: false })
  for (const problem of list.problems) reporter.report(name, problem)
  const all = list.attachments ?? []
  const wanted = all.filter(({ inline }) => !inline || options.inline)
  const names = new UniqueNames()
  let saved = 0
  await using message = await session.openMessage(source)
  for (const contents of wanted) {
    const called = toLine(contents.name || `attachment ${contents.number + 1}`)
    try {
      await using attachment = await message.openAttach(contents.number)
      const link = await linkOf(attachment, contents)
      if (link !== undefined) {
        reporter.note(name, `${called} is not in the message, which only says where it is: ${link}`)
        continue
      }
      const target = await saveAttachment(
        attachment,
        contents,
        (safe) => path.join(folder, names.take(safe)),
        session,
        options.force === true,
      )
      saved++
      await printLine(toLine(target))
    } catch (error) {
      reporter.report(name, error)
    }
  }
  return { saved, inline: all.length - wanted.length }
}

/** Where the file is that an attachment refers to instead of holding it. */
async function linkOf(attachment: Attachment, { method }: AttachmentContents): Promise<string | undefined> {
  if (!linkMethods.includes(method) || (await hasContent(attachment))) return undefined
  const [long, short] = await attachment.getProps([PR_ATTACH_LONG_PATHNAME_W, PR_ATTACH_PATHNAME_W])
  return long ?? short ?? 'nowhere'
}

async function hasContent(attachment: Attachment): Promise<boolean> {
  return (await attachment.getPropList()).includes(PR_ATTACH_DATA_BIN)
}

async function saveAttachment(
  attachment: Attachment,
  { name = '', number }: AttachmentContents,
  toTarget: (safeName: string) => string,
  session: MessageSession,
  force: boolean,
): Promise<string> {
  const fallback = `attachment ${number + 1}`
  const tags = await attachment.getPropList()
  if (!tags.includes(PR_ATTACH_DATA_OBJ)) {
    const target = toTarget(safeName(name, fallback))
    const isEmpty = !tags.includes(PR_ATTACH_DATA_BIN)
    await writeOutput(target, isEmpty ? [] : attachment.createReadStream(), force)
    return target
  }
  const isMessage = await holdsMessage(attachment)
  const target = toTarget(withExtension(safeName(name, fallback), isMessage ? '.msg' : '.ole'))
  checkTarget(target, force)
  makeFolderOf(target)
  if (isMessage) await saveEmbedded(attachment, target, session, force)
  else await saveObject(attachment, target, session, force)
  return target
}

function withExtension(name: string, extension: string): string {
  return name.toLowerCase().endsWith(extension) ? name : `${name}${extension}`
}

async function saveEmbedded(
  attachment: Attachment,
  target: string,
  session: MessageSession,
  overwrite: boolean,
): Promise<void> {
  await using embedded = await attachment.openEmbeddedMessage()
  await using copy = await session.createMessage(target, { overwrite })
  const problems = await embedded.copyTo(copy)
  const lost = problems.filter(({ error }) => error.code !== 'MAPI_E_COMPUTED')
  if (lost.length > 0) {
    const tags = lost.map(({ tag, error }) => `${tagText(tag)} (${error.code})`)
    throw new Error(`not everything of the attached message can be copied to ${target}: ${tags.join(', ')}`)
  }
  await copy.saveChanges()
}

/** An OLE object as a compound file, which other programs read. */
async function saveObject(
  attachment: Attachment,
  target: string,
  session: MessageSession,
  overwrite: boolean,
): Promise<void> {
  await using object = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
  await using file = await Storage.create(session, target, { overwrite })
  await object.copyTo(file)
  await file.commit()
}
