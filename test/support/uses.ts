import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { TestContext } from 'node:test'

import {
  emlToMessage,
  IID_IStream,
  messageToEml,
  openIMsgOnIStg,
  PR_ATTACH_DATA_BIN,
  PR_BODY_W,
  PR_SUBJECT_W,
  PS_PUBLIC_STRINGS,
  PT_LONG,
  readMessage,
  RES_EXIST,
  Storage,
  wrapCompressedRTFStream,
  writeMessage,
} from 'mapi-msg'

import * as samples from './samples.ts'
import { openSession, temporaryFolder } from './sessions.ts'

/** One object of each kind, from a file, opened under one another. */
export async function openEverything(t: TestContext) {
  // First, since it must be closed before the folder is deleted.
  const session = await openSession(t)
  const file = path.join(temporaryFolder(t), 'mail.msg')
  writeFileSync(file, samples.nested().bytes)
  const storage = await Storage.open(session, file)
  const message = await session.openIMsgOnIStg(storage)
  const table = await message.getAttachmentTable()
  const attachment = await message.openAttach(0)
  const embedded = await attachment.openEmbeddedMessage()
  const stream = await embedded.openProperty(PR_BODY_W, IID_IStream)
  return { file, session, storage, message, table, attachment, embedded, stream }
}

export type Everything = Awaited<ReturnType<typeof openEverything>>

/** Every method that needs an open object. */
export const uses: Record<string, (objects: Everything) => Promise<unknown>> = {
  'session.openIMsgOnIStg': ({ session, storage }) => session.openIMsgOnIStg(storage),
  'session.openMessage': ({ session, file }) => session.openMessage(file),
  'Storage.open': ({ session, file }) => Storage.open(session, file),
  'Storage.fromBytes': ({ session }) => Storage.fromBytes(session, samples.emptyMessage().bytes),
  'Storage.create': ({ session }) => Storage.create(session, null),
  'storage.commit': ({ storage }) => storage.commit(),
  'message.get': ({ message }) => message.get(PR_SUBJECT_W),
  'message.getProps': ({ message }) => message.getProps([PR_SUBJECT_W]),
  'message.getPropRow': ({ message }) => message.getPropRow(),
  'message.getPropList': ({ message }) => message.getPropList(),
  'message.getBody': ({ message }) => message.getBody(),
  'message.getLastError': ({ message }) => message.getLastError(0x80004005),
  'message.getNamesFromIDs': ({ message }) => message.getNamesFromIDs(),
  'message.getIDsFromNames': ({ message }) =>
    message.getIDsFromNames([{ propertySet: PS_PUBLIC_STRINGS, name: 'Keywords' }]),
  'message.getNamed': ({ message }) => message.getNamed(PS_PUBLIC_STRINGS, 'Keywords'),
  'message.getAttributes': ({ message }) => message.getAttributes([PR_SUBJECT_W]),
  'message.openProperty': ({ message }) => message.openProperty(PR_BODY_W, IID_IStream),
  'message.getAttachmentTable': ({ message }) => message.getAttachmentTable(),
  'message.getRecipientTable': ({ message }) => message.getRecipientTable(),
  'message.openAttach': ({ message }) => message.openAttach(0),
  'message.attachments': ({ message }) => message.attachments().next(),
  'message.recipients': ({ message }) => message.recipients().next(),
  'message.createReadStream': ({ message }) => message.createReadStream(PR_BODY_W).toArray(),
  'session.createMessage': ({ session }) => session.createMessage(null),
  'message.set': ({ message }) => message.set(PR_SUBJECT_W, 'x'),
  'message.setProps': ({ message }) => message.setProps([[PR_SUBJECT_W, 'x']]),
  'message.setNamed': ({ message }) => message.setNamed(PS_PUBLIC_STRINGS, 'x', PT_LONG, 1),
  'message.deleteProps': ({ message }) => message.deleteProps([PR_SUBJECT_W]),
  'message.saveChanges': ({ message }) => message.saveChanges(),
  'message.saveToBytes': ({ message }) => message.saveToBytes(),
  'message.copyTo': ({ message, embedded }) => message.copyTo(embedded),
  'message.copyProps': ({ message, embedded }) => message.copyProps([PR_SUBJECT_W], embedded),
  'message.setAttributes': ({ message }) => message.setAttributes([PR_SUBJECT_W], [0]),
  'message.createAttach': ({ message }) => message.createAttach(),
  'message.deleteAttach': ({ message }) => message.deleteAttach(0),
  'message.modifyRecipients': ({ message }) => message.modifyRecipients('add', []),
  'message.submitMessage': ({ message }) => message.submitMessage(),
  'message.setReadFlag': ({ message }) => message.setReadFlag(),
  'message.createWriteStream': ({ message }) => pipeline(['x'], message.createWriteStream(PR_BODY_W)),
  'attachment.get': ({ attachment }) => attachment.get(PR_SUBJECT_W),
  'attachment.openEmbeddedMessage': ({ attachment }) => attachment.openEmbeddedMessage(),
  'attachment.createReadStream': ({ attachment }) =>
    attachment.createReadStream(PR_ATTACH_DATA_BIN).toArray(),
  'attachment.createWriteStream': ({ attachment }) => pipeline(['x'], attachment.createWriteStream()),
  'embedded.get': ({ embedded }) => embedded.get(PR_SUBJECT_W),
  'table.setColumns': ({ table }) => table.setColumns([PR_SUBJECT_W]),
  'table.queryColumns': ({ table }) => table.queryColumns(),
  'table.getRowCount': ({ table }) => table.getRowCount(),
  'table.queryRows': ({ table }) => table.queryRows(1),
  'table.queryAll': ({ table }) => table.queryAll(),
  'table.seekRow': ({ table }) => table.seekRow(0, 0),
  'table.seekRowApprox': ({ table }) => table.seekRowApprox(0, 1),
  'table.queryPosition': ({ table }) => table.queryPosition(),
  'table.createBookmark': ({ table }) => table.createBookmark(),
  'table.freeBookmark': ({ table }) => table.freeBookmark(3),
  'table.findRow': ({ table }) => table.findRow({ rt: RES_EXIST, tag: PR_SUBJECT_W }),
  'table.restrict': ({ table }) => table.restrict(null),
  'table.sortTable': ({ table }) => table.sortTable([{ tag: PR_SUBJECT_W }]),
  'table.querySortOrder': ({ table }) => table.querySortOrder(),
  'table.getStatus': ({ table }) => table.getStatus(),
  'table.getLastError': ({ table }) => table.getLastError(0x80004005),
  'storage.elements': ({ storage }) => storage.elements(),
  'storage.stat': ({ storage }) => storage.stat(),
  'storage.openStorage': ({ storage }) => storage.openStorage('__nameid_version1.0'),
  'storage.openStream': ({ storage }) => storage.openStream('__properties_version1.0'),
  'storage.createStorage': ({ storage }) => storage.createStorage('x'),
  'storage.createStream': ({ storage }) => storage.createStream('x'),
  'storage.destroyElement': ({ storage }) => storage.destroyElement('x'),
  'storage.renameElement': ({ storage }) => storage.renameElement('x', 'y'),
  'storage.setClass': ({ storage }) => storage.setClass(PS_PUBLIC_STRINGS),
  'storage.copyTo': ({ storage }) => storage.copyTo(storage),
  'storage.revert': ({ storage }) => storage.revert(),
  'storage.toBytes': ({ storage }) => storage.toBytes(),
  'stream.write': ({ stream }) => stream.write(Buffer.from('x')),
  'stream.setSize': ({ stream }) => stream.setSize(0),
  'stream.commit': ({ stream }) => stream.commit(),
  'stream.revert': ({ stream }) => stream.revert(),
  'stream.toWritable': ({ stream }) => pipeline(['x'], stream.toWritable()),
  'stream.clone': ({ stream }) => stream.clone(),
  'stream.toReadable': ({ stream }) => stream.toReadable().toArray(),
  wrapCompressedRTFStream: ({ stream }) => wrapCompressedRTFStream(stream),
  'stream.read': ({ stream }) => stream.read(1),
  'stream.readAll': ({ stream }) => stream.readAll(),
  'stream.seek': ({ stream }) => stream.seek(0),
  'stream.size': ({ stream }) => stream.size(),
  'stream.toReadableStream': ({ stream }) => stream.toReadableStream().getReader().read(),
  'stream.toWritableStream': ({ stream }) => new Blob(['x']).stream().pipeTo(stream.toWritableStream()),
  'stream.[asyncIterator]': ({ stream }) => stream[Symbol.asyncIterator]().next(),
  'table.[asyncIterator]': ({ table }) => table[Symbol.asyncIterator]().next(),
  openIMsgOnIStg: ({ session, storage }) => openIMsgOnIStg({ session, storage }),
  readMessage: ({ session, file }) => readMessage(file, { session }),
  writeMessage: ({ session }) => writeMessage(null, { subject: 'New' }, { session }),
  messageToEml: ({ session, file }) => messageToEml(file, { session }),
  emlToMessage: ({ session }) => emlToMessage(Buffer.from('Subject: New\r\n\r\n'), null, { session }),
}
