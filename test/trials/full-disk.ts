import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import {
  ATTACH_OLE,
  IID_IStorage,
  type MapiError,
  type Message,
  type MessageSession,
  openIMsgSession,
  PR_ATTACH_DATA_OBJ,
  PR_ATTACH_METHOD,
} from 'mapi-msg'

import { rejection } from '../support/files.ts'
import { type AttachmentDescription, writeMsg } from '../support/msg-writer.ts'
import { provider } from '../support/sessions.ts'
import { seeded } from './random.ts'
import { assertVersion, trialMessage, writeAttachmentAt, writeDescribed } from './trial-message.ts'

/**
 * Saves where there is too little space. Its arguments are two empty folders, each on a small disk of its own: one for
 * files, one that stands for the folder for temporary files.
 */

const [disk = '', temp = ''] = process.argv.slice(2)
process.env['TEMP'] = process.env['TMP'] = temp

const file = path.join(disk, 'mail.msg')
const original = writeMsg(trialMessage(0, 'large'))
const engines = ['native', 'ole'] as const
type Engine = (typeof engines)[number]

const ballastIn = (folder: string) => path.join(folder, 'ballast')

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Leaves so many bytes free. */
function fill(folder: string, free: number): void {
  writeFileSync(ballastIn(folder), Buffer.alloc(Math.max(0, freeIn(folder) - free), 1))
}

function empty(folder: string): void {
  rmSync(ballastIn(folder), { force: true })
}

function assertFull({ code, message }: MapiError, expected: string, ...texts: string[]): void {
  assert.equal(code, expected, message)
  for (const text of [...texts, 'Free some space']) assert.ok(message.includes(text), message)
}

const save = (message: Message) => message.saveChanges({ keepOpen: 'readwrite' })

interface Trial {
  engine: Engine
  /** Whether there is a file already. */
  isNew: boolean
  free: number
  /** Whether space is freed and saving tried again, or the message closed. */
  again: boolean
}

function open(session: MessageSession, { engine, isNew }: Pick<Trial, 'engine' | 'isNew'>): Promise<Message> {
  if (isNew) return session.createMessage(file, { storage: engine })
  writeFileSync(file, original)
  return session.openMessage(file, { storage: engine, mode: 'readwrite' })
}

/** @returns whether there was space enough */
async function saveOnFullDisk(session: MessageSession, trial: Trial): Promise<boolean> {
  const message = await open(session, trial)
  await writeDescribed(message, trialMessage(1, 'large'))
  fill(disk, trial.free)
  const error = await save(message).then(
    () => undefined,
    (reason: unknown) => reason as MapiError,
  )
  assert.deepEqual(readdirSync(disk).sort(), ['ballast', 'mail.msg'])
  if (error) assertFull(error, 'MAPI_E_NOT_ENOUGH_DISK', file, 'the file is what it was')
  empty(disk)
  if (error && trial.again) await save(message)
  await message.close()
  if (!error || trial.again) await assertVersion(session, file, [1], 'large')
  else if (trial.isNew) assert.equal(existsSync(file), false)
  else assert.deepEqual(readFileSync(file), original)
  rmSync(file, { force: true })
  assert.deepEqual(readdirSync(disk), [])
  assert.deepEqual(readdirSync(temp), [])
  return !error
}

/** Streams an attachment in while there is no space for temporary files, and again when there is. */
async function streamOnFullDisk(session: MessageSession, trial: Trial): Promise<void> {
  const message = await open(session, trial)
  const description = trialMessage(1, 'large')
  const attachments = description.attachments ?? []
  const last = attachments.length - 1
  const writeLast = () => writeAttachmentAt(message, last, attachments[last] as AttachmentDescription)
  await writeDescribed(message, { ...description, attachments: attachments.slice(0, last) })
  fill(temp, trial.free)
  const error = await rejection(writeLast())
  assertFull(error, 'STG_E_MEDIUMFULL', 'PR_ATTACH_DATA_BIN', file, 'TEMP')
  assert.deepEqual(readdirSync(temp), ['ballast'])
  if (trial.again) {
    empty(temp)
    await writeLast()
    // Saving takes no temporary files.
    fill(temp, 0)
    await save(message)
  }
  await message.close()
  empty(temp)
  if (trial.again) await assertVersion(session, file, [1], 'large')
  else if (!trial.isNew) assert.deepEqual(readFileSync(file), original)
  rmSync(file, { force: true })
  assert.deepEqual(readdirSync(temp), [])
}

/** An OLE object takes no temporary file. */
async function writeObjectOnFullDisk(session: MessageSession, engine: Engine): Promise<void> {
  const content = Buffer.alloc(2_000_000, 7)
  fill(temp, 0)
  await using message = await session.createMessage(file, { storage: engine })
  {
    await using attachment = await message.createAttach()
    await attachment.set(PR_ATTACH_METHOD, ATTACH_OLE)
    await using storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage, { create: true })
    await using stream = await storage.createStream('CONTENTS')
    await stream.write(content)
    await stream.close()
    await storage.commit()
    await attachment.saveChanges()
  }
  await save(message)
  await message.close()
  empty(temp)
  await using saved = await session.openMessage(file)
  for await (const attachment of saved.attachments()) {
    await using storage = await attachment.openProperty(PR_ATTACH_DATA_OBJ, IID_IStorage)
    await using stream = await storage.openStream('CONTENTS')
    assert.deepEqual(await stream.readAll(), content)
  }
  await saved.close()
  rmSync(file)
  assert.deepEqual(readdirSync(temp), [])
}

const random = seeded(1)
/** None, a page, some, and about what the message takes. */
const amounts = [0, 4096, ...Array.from({ length: 4 }, () => random(original.length)), original.length * 2]
let whole = 0
let trials = 0
await using session = await openIMsgSession({ provider })
for (const engine of engines) {
  for (const isNew of [false, true]) {
    for (const [i, free] of amounts.entries()) {
      whole += Number(await saveOnFullDisk(session, { engine, isNew, free, again: i % 2 === Number(isNew) }))
      trials++
    }
    for (const again of [true, false])
      await streamOnFullDisk(session, { engine, isNew, free: random(900_000), again })
  }
  await writeObjectOnFullDisk(session, engine)
}
assert.ok(whole > 0 && whole < trials, `${whole} of ${trials} could be saved`)
console.log(
  `${trials} saves with ${amounts.join(', ')} bytes free: ${whole} succeeded, the others left all as it was`,
)
