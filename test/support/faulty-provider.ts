import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'

import {
  type Attachment,
  IID_IStream,
  IID_IStorage,
  type MapiTable,
  type Message,
  type MessageSession,
  openIMsgSession,
  PR_ATTACH_DATA_OBJ,
  PR_BODY_W,
  PR_DISPLAY_NAME_W,
  PR_SUBJECT_W,
  PS_PUBLIC_STRINGS,
  type PropStream,
  RES_EXIST,
  Storage,
  wrapCompressedRTFStream,
} from 'mapi-msg'

import { faultyProvider } from './binaries.ts'

/** The provider of test/native/faulty_provider, whose calls go wrong as the test says. */

export const provider = { dll: faultyProvider }

/**
 * Does some work while calls go wrong.
 * @param faults What goes wrong, by method: `{ 'IStream::Read': 'short' }`. See faults.h.
 */
export async function withFaults<Result>(
  faults: Record<string, string>,
  work: () => Promise<Result>,
): Promise<Result> {
  setFaults(faults)
  try {
    return await work()
  } finally {
    setFaults({})
  }
}

export function setFaults(faults: Record<string, string>): void {
  process.env['MAPI_MSG_FAULTS'] = Object.entries(faults)
    .map(([method, kinds]) => `${method}=${kinds}`)
    .join(';')
}

let lostBlocks = 0

/** How many objects, blocks of memory and initializations the provider has given and not got back. */
export function liveCounts(): string {
  const [objects = 0, blocks = 0, initializations = 0] = numbers(process.env['MAPI_MSG_FAULTY_LIVE'] ?? '')
  return `${objects} ${blocks - lostBlocks} ${initializations}`
}

/** From now on, blocks that came after `before` do not count: nobody could know that they were there. */
export function acceptLoss(before: string): void {
  lostBlocks += (numbers(liveCounts())[1] ?? 0) - (numbers(before)[1] ?? 0)
}

function numbers(counts: string): number[] {
  return counts.split(' ').map(Number)
}

/** What a session thread does when it ends comes after its session was closed. */
const longestEnd = 10_000

export async function assertCounts(expected: string, what?: string): Promise<void> {
  const end = Date.now() + longestEnd
  while (liveCounts() !== expected && Date.now() < end) await new Promise(setImmediate)
  assert.equal(liveCounts(), expected, what)
}

export async function assertNothingLeft(): Promise<void> {
  await assertCounts('0 0 0')
}

/** An object of each kind of the provider. */
export interface Objects {
  session: MessageSession
  /** Of OLE, as a file is: the message lies on it. */
  lower: Storage
  message: Message
  other: Message
  attachment: Attachment
  table: MapiTable
  stream: PropStream
  storage: Storage
}

/** What a test no longer uses is not to be collected while it counts. */
const kept = new Set<Objects>()

/** They are closed when the test ends; nothing is left of them then. */
export async function openObjects(t: TestContext): Promise<Objects> {
  const session = await openIMsgSession({ provider })
  t.after(async () => {
    setFaults({})
    await session.close()
    kept.clear()
    await assertNothingLeft()
  })
  const lower = await Storage.create(session, null)
  const message = await session.openIMsgOnIStg(lower)
  const attachment = await message.openAttach(0)
  const objects: Objects = {
    session,
    lower,
    message,
    other: await session.openIMsgOnIStg(lower),
    attachment,
    table: await message.getRecipientTable(),
    stream: await message.openProperty(PR_BODY_W, IID_IStream),
    storage: await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage),
  }
  kept.add(objects)
  return objects
}

const named = { propertySet: PS_PUBLIC_STRINGS, name: 'Name' }
const exists = { rt: RES_EXIST, tag: PR_SUBJECT_W } as const

/** A call for each method of MAPI and OLE that the package calls. What it opens is closed. */
export const calls: Record<string, (objects: Objects) => Promise<unknown>> = {
  MAPIInitialize: openAndClose,
  OpenIMsgSession: openAndClose,
  OpenIMsgOnIStg: ({ session, lower }) => closed(session.openIMsgOnIStg(lower)),
  GetAttribIMsgOnIStg: ({ message }) => message.getAttributes([PR_SUBJECT_W]),
  SetAttribIMsgOnIStg: ({ message }) => message.setAttributes([PR_SUBJECT_W], [2]),
  WrapCompressedRTFStream: ({ stream }) => closed(wrapCompressedRTFStream(stream)),
  MAPIAllocateBuffer: modifyRecipients,
  'IUnknown::QueryInterface': ({ message, other }) => message.copyTo(other),

  'IMAPIProp::GetLastError': ({ message }) => message.getLastError(0x80004005),
  'IMAPIProp::SaveChanges': ({ message }) => message.saveChanges(),
  'IMAPIProp::GetProps': ({ message }) => message.getProps([PR_SUBJECT_W]),
  'IMAPIProp::GetPropList': ({ message }) => message.getPropList(),
  'IMAPIProp::OpenProperty': ({ message }) => closed(message.openProperty(PR_BODY_W, IID_IStream)),
  'IMAPIProp::SetProps': ({ message }) => message.setProps([[PR_SUBJECT_W, 'x']]),
  'IMAPIProp::DeleteProps': ({ message }) => message.deleteProps([PR_SUBJECT_W]),
  'IMAPIProp::CopyTo': ({ message, other }) => message.copyTo(other),
  'IMAPIProp::CopyProps': ({ message, other }) => message.copyProps([PR_SUBJECT_W], other),
  'IMAPIProp::GetNamesFromIDs': ({ message }) => message.getNamesFromIDs(),
  'IMAPIProp::GetIDsFromNames': ({ message }) => message.getIDsFromNames([named]),

  'IMessage::GetAttachmentTable': ({ message }) => closed(message.getAttachmentTable()),
  'IMessage::OpenAttach': ({ message }) => closed(message.openAttach(0)),
  'IMessage::CreateAttach': ({ message }) => closed(message.createAttach()),
  'IMessage::DeleteAttach': ({ message }) => message.deleteAttach(0),
  'IMessage::GetRecipientTable': ({ message }) => closed(message.getRecipientTable()),
  'IMessage::ModifyRecipients': modifyRecipients,
  'IMessage::SubmitMessage': ({ message }) => message.submitMessage(),
  'IMessage::SetReadFlag': ({ message }) => message.setReadFlag(),

  'IMAPITable::GetLastError': ({ table }) => table.getLastError(0x80004005),
  'IMAPITable::GetStatus': ({ table }) => table.getStatus(),
  'IMAPITable::SetColumns': ({ table }) => table.setColumns([PR_SUBJECT_W]),
  'IMAPITable::QueryColumns': ({ table }) => table.queryColumns(),
  'IMAPITable::GetRowCount': ({ table }) => table.getRowCount(),
  'IMAPITable::SeekRow': ({ table }) => table.seekRow(0, 0),
  'IMAPITable::SeekRowApprox': ({ table }) => table.seekRowApprox(0, 1),
  'IMAPITable::QueryPosition': ({ table }) => table.queryPosition(),
  'IMAPITable::FindRow': ({ table }) => table.findRow(exists),
  'IMAPITable::Restrict': ({ table }) => table.restrict(exists),
  'IMAPITable::CreateBookmark': ({ table }) => table.createBookmark(),
  'IMAPITable::FreeBookmark': ({ table }) => table.freeBookmark(7),
  'IMAPITable::SortTable': ({ table }) => table.sortTable([{ tag: PR_SUBJECT_W }]),
  'IMAPITable::QuerySortOrder': ({ table }) => table.querySortOrder(),
  'IMAPITable::QueryRows': ({ table }) => table.queryRows(2),

  'IStream::Read': ({ stream }) => stream.read(100),
  'ISequentialStream::Write': ({ stream }) => stream.write(Buffer.alloc(8)),
  'IStream::Seek': ({ stream }) => stream.seek(0),
  'IStream::SetSize': ({ stream }) => stream.setSize(8),
  'IStream::Commit': ({ stream }) => stream.commit(),
  'IStream::Revert': ({ stream }) => stream.revert(),
  'IStream::Stat': ({ stream }) => stream.size(),
  'IStream::Clone': ({ stream }) => closed(stream.clone()),

  'IStorage::CreateStream': ({ storage }) => closed(storage.createStream('x')),
  'IStorage::OpenStream': ({ storage }) => closed(storage.openStream('x')),
  'IStorage::CreateStorage': ({ storage }) => closed(storage.createStorage('x')),
  'IStorage::OpenStorage': ({ storage }) => closed(storage.openStorage('x')),
  'IStorage::CopyTo': ({ storage, lower }) => storage.copyTo(lower),
  'IStorage::Commit': ({ storage }) => storage.commit(),
  'IStorage::Revert': ({ storage }) => storage.revert(),
  'IStorage::EnumElements': ({ storage }) => storage.elements(),
  'IEnumSTATSTG::Next': ({ storage }) => storage.elements(),
  'IStorage::DestroyElement': ({ storage }) => storage.destroyElement('x'),
  'IStorage::RenameElement': ({ storage }) => storage.renameElement('x', 'y'),
  'IStorage::SetClass': ({ storage }) => storage.setClass(PS_PUBLIC_STRINGS),
  'IStorage::Stat': ({ storage }) => storage.stat(),
}

async function openAndClose(): Promise<void> {
  await closed(openIMsgSession({ provider }))
}

function modifyRecipients({ message }: Objects): Promise<void> {
  return message.modifyRecipients('add', [[[PR_DISPLAY_NAME_W, 'x']]])
}

async function closed(opening: Promise<{ close(): Promise<void> }>): Promise<void> {
  const opened = await opening
  await opened.close()
}
