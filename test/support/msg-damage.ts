import { writeContainer } from './msg-container.ts'
import { encodeMsg, type MsgDescription, writeMsg } from './msg-writer.ts'
import * as parts from './msg-parts.ts'
import { type Facts, pattern, type Sample, samples } from './samples.ts'

/** Files that other programs and accidents make. */

const { fileAttachment, mailUser, MAPI_TO, note, PR_BODY_W, PR_DISPLAY_NAME_W, PR_SUBJECT_W } = parts

const kFacts: Facts = {
  subject: 'Odd',
  body: 'still readable\r\n',
  to: ['Anna', 'Bert'],
  attachments: [
    { name: 'one.bin', size: 100 },
    { name: 'two.bin', size: 5000 },
  ],
}

const kMessage = note({
  subject: 'Odd',
  body: 'still readable\r\n',
  recipients: [
    mailUser(MAPI_TO, 'Anna', 'anna@mail.example'),
    mailUser(MAPI_TO, 'Bert', 'bert@mail.example'),
  ],
  attachments: [fileAttachment('one.bin', pattern(100)), fileAttachment('two.bin', pattern(5000))],
  more: [[0x68000102, pattern(9000)]],
})

function odd(change: Partial<MsgDescription>, facts: Facts = kFacts): Sample {
  const message = { ...kMessage, ...change }
  return { message, bytes: writeMsg(message), facts }
}

/** Readable, all of them: the samples' facts and expected dumps hold. */
export const oddSamples = {
  /** Size fields that disagree with the streams, each in another way. */
  wrongSizes: (): Sample => {
    const sizes = [0, 1, 2, 0x7fffffff, 0xffffffff]
    return odd({
      properties: kMessage.properties.map(([tag, value], i) =>
        typeof value === 'string'
          ? [tag, value, { size: sizes[i % sizes.length] ?? 0, reserved: 0x2d84_0003 }]
          : [tag, value],
      ),
    })
  },
  /** PR_SUBJECT_W is listed, but its value is missing: it is as if it were not there. */
  missingValueStream: (): Sample => {
    const facts = { ...kFacts }
    delete facts.subject
    return odd(
      {
        properties: kMessage.properties.map(([tag, value]) =>
          tag === PR_SUBJECT_W ? [tag, value, { omitStreams: true }] : [tag, value],
        ),
      },
      facts,
    )
  },
  tagTwice: (): Sample => odd({ properties: [...kMessage.properties, [PR_SUBJECT_W, 'Odd']] }),
  /** Numbers with gaps, not in the order of the list; by number, they are as in the facts. */
  numberGaps: (): Sample =>
    odd({
      recipients: (kMessage.recipients ?? []).map((each, i) => ({ ...each, number: [1, 0x1f][i] ?? 0 })),
      attachments: (kMessage.attachments ?? []).map((each, i) => ({ ...each, number: [3, 0xa][i] ?? 0 })),
    }),
  lowerCaseNames: (): Sample => odd({ lowerCaseNames: true }),
  noNameStorage: (): Sample => odd({ nameStorage: 'omit' }),
  noNameBuckets: (): Sample => {
    const { message, facts } = samples.namedProperties()
    return odd({ ...message, nameStorage: 'omit buckets' }, facts)
  },
  zeroClass: (): Sample => odd({ clsid: '{00000000-0000-0000-0000-000000000000}' }),
  /** The last entry of the property stream is PR_BODY_W, and lacks 5 bytes. */
  truncatedPropertyStream: (): Sample => {
    const facts = { ...kFacts }
    delete facts.body
    const others = kMessage.properties.filter(([tag]) => tag !== PR_BODY_W)
    const sample = odd(
      { properties: [...others, [PR_BODY_W, kFacts.body ?? '']], propertyStream: { cut: 5 } },
      facts,
    )
    return { ...sample, message: { ...sample.message, properties: others } }
  },
  /** Half an entry after the last one. */
  propertyStreamTail: (): Sample => odd({ propertyStream: { append: pattern(7) } }),
  hugeCounts: (): Sample => {
    const huge = 0xffffffff
    return odd({
      propertyStream: {
        header: { recipients: huge, attachments: huge, nextRecipient: huge, nextAttachment: huge },
      },
    })
  },
  zeroCounts: (): Sample =>
    odd({
      propertyStream: { header: { recipients: 0, attachments: 0, nextRecipient: 0, nextAttachment: 0 } },
    }),
  trailingBytes: (): Sample => odd({ trailing: pattern(1000) }),
  /** Text that has the NUL in its stream, as PR_DISPLAY_TO_W of many files has: the text ends before it. */
  terminatedText: (): Sample => {
    const sample = odd({
      properties: kMessage.properties.map(([tag, value]) => [
        tag,
        typeof value === 'string' ? `${value}\0` : value,
      ]),
    })
    return { ...sample, message: kMessage }
  },
}

/** What becomes of a damaged file: an error that says what is wrong, or (`any`) either that or a message. Never a crash or a hang. */
export type Outcome = 'refused' | 'any'

export interface DamagedSample {
  bytes: Buffer
  outcome: Outcome
}

const kSectorSize = 512
const kEntrySize = 128
const kDirectoryStart = 0x30
const kFirstFatSector = 0x4c
// In a directory entry:
const kLeftSibling = 0x44
const kRightSibling = 0x48
const kChild = 0x4c
const kStartSector = 0x74
const kStreamSize = 0x78

const kPropertyStream = '__properties_version1.0'
const kSubjectStream = '__substg1.0_0037001F'
const kLargeStream = '__substg1.0_68000102'

const sectorAt = (sector: number) => (sector + 1) * kSectorSize

/** A file to damage: small streams, sectors of their own, and a sub-storage. */
function intact(): Buffer {
  return writeMsg(kMessage)
}

function refused(bytes: Buffer): DamagedSample {
  return { bytes, outcome: 'refused' }
}

function any(bytes: Buffer): DamagedSample {
  return { bytes, outcome: 'any' }
}

function patched(change: (file: Buffer) => void): DamagedSample {
  const file = intact()
  change(file)
  return any(file)
}

function cut(keep: (size: number) => number): DamagedSample {
  const file = intact()
  return any(file.subarray(0, keep(file.length)))
}

function fatOffset(file: Buffer, sector = 0): number {
  return sectorAt(file.readUInt32LE(kFirstFatSector)) + 4 * sector
}

/** Where the directory entry of this name begins. */
function directoryEntry(file: Buffer, name: string): number {
  const wanted = Buffer.from(`${name}\0`, 'utf16le')
  const first = sectorAt(file.readUInt32LE(kDirectoryStart))
  for (let at = first; at < file.length; at += kEntrySize) {
    if (file.subarray(at, at + wanted.length).equals(wanted)) return at
  }
  throw new RangeError(`the file has no ${name}`)
}

export const damagedSamples = {
  textFile: () =>
    refused(
      Buffer.from('From: anna@mail.example\r\nSubject: this is no .msg file\r\n\r\nHello\r\n'.repeat(40)),
    ),
  zeroBytes: () => refused(Buffer.alloc(0)),
  oneByte: () => refused(Buffer.from([0xd0])),
  allZeros: () => refused(Buffer.alloc(4096)),
  headerOnly: () => refused(intact().subarray(0, kSectorSize)),
  halfHeader: () => refused(intact().subarray(0, kSectorSize / 2)),
  truncatedToQuarter: () => cut((size) => size >> 2),
  truncatedToHalf: () => cut((size) => size >> 1),
  lastSectorMissing: () => cut((size) => size - kSectorSize),
  lastByteMissing: () => cut((size) => size - 1),
  /** A compound file of another program. */
  notAMessage: () =>
    refused(
      writeContainer({
        clsid: '{00020906-0000-0000-c000-000000000046}',
        entries: { WordDocument: pattern(5000), '1Table': pattern(300), ObjectPool: { entries: {} } },
      }),
    ),
  emptyContainer: () => refused(writeContainer({ entries: {} })),
  noPropertyStream: () => refused(writeMsg({ ...kMessage, propertyStream: { omit: true } })),
  /** The property stream ends within its header. */
  shortPropertyHeader: (): DamagedSample => {
    const root = encodeMsg({ properties: [] })
    root.entries[kPropertyStream] = Buffer.alloc(20)
    return any(writeContainer(root))
  },
  /** The property stream's name is that of a storage. */
  propertyStorage: (): DamagedSample => {
    const root = encodeMsg({ properties: [] })
    root.entries[kPropertyStream] = { entries: {} }
    return any(writeContainer(root))
  },
  corruptFat: () => patched((file) => file.fill(0x5a, fatOffset(file), fatOffset(file) + kSectorSize)),
  /** The directory's first sector is followed by itself. */
  directoryChainLoop: () =>
    patched((file) => {
      const first = file.readUInt32LE(kDirectoryStart)
      file.writeUInt32LE(first, fatOffset(file, first))
    }),
  /** A stream's first sector is followed by itself. */
  streamChainLoop: () =>
    patched((file) => {
      const start = file.readUInt32LE(directoryEntry(file, kLargeStream) + kStartSector)
      file.writeUInt32LE(start, fatOffset(file, start))
    }),
  /** The sibling tree of the root storage has a ring. */
  directoryTreeLoop: () =>
    patched((file) => {
      const top = file.readUInt32LE(sectorAt(file.readUInt32LE(kDirectoryStart)) + kChild)
      const leaf = directoryEntry(file, '__nameid_version1.0')
      file.writeUInt32LE(top, leaf + kLeftSibling)
      file.writeUInt32LE(top, leaf + kRightSibling)
    }),
  /** A stream that says to be of 2 GB. */
  hugeStream: () =>
    patched((file) => file.writeUInt32LE(0x7fffffff, directoryEntry(file, kLargeStream) + kStreamSize)),
  /** Text that says to be of 4 GB: in a small file, which takes no more memory than it needs. */
  hugeText: () =>
    patched((file) => file.writeUInt32LE(0xfffffffe, directoryEntry(file, kSubjectStream) + kStreamSize)),
  /** Streams that each say to be as large as the file. */
  largeStreams: () =>
    patched((file) => {
      for (let at = kSectorSize; at < file.length; at += kEntrySize) {
        if (file.toString('utf16le', at, at + 20) === '__substg1.') {
          file.writeUInt32LE(file.length, at + kStreamSize)
        }
      }
    }),
  /** Attachments whose numbers are negative to whoever reads PR_ATTACH_NUM. */
  negativeAttachments: () =>
    any(
      writeMsg({
        ...kMessage,
        attachments: (kMessage.attachments ?? []).map((each, i) => ({ ...each, number: 0xfffffff0 + i })),
      }),
    ),
  /** A stream that begins outside the file. */
  streamOutside: () =>
    patched((file) => file.writeUInt32LE(0x00fffff0, directoryEntry(file, kPropertyStream) + kStartSector)),
  /** Names whose strings, GUIDs and buckets lie outside their streams. */
  wildNames: (): DamagedSample => {
    const root = encodeMsg(samples.namedProperties().message)
    const names = root.entries['__nameid_version1.0']
    if (names && !(names instanceof Uint8Array)) {
      names.entries['__substg1.0_00020102'] = Buffer.alloc(7)
      names.entries['__substg1.0_00030102'] = Buffer.from(
        'f0ffffff0700000000000080ffff0100ffffffff05ff0200',
        'hex',
      )
      names.entries['__substg1.0_00040102'] = Buffer.from('ffffffff4100', 'hex')
    }
    return any(writeContainer(root))
  },
  /** Lengths of multi-valued properties that do not fit the streams. */
  wildMultiValues: (): DamagedSample => {
    const root = encodeMsg(samples.multiValues().message)
    root.entries['__substg1.0_6909101F'] = Buffer.from('ffffffff02000000ffffff7f000000', 'hex')
    root.entries['__substg1.0_690E1102'] = Buffer.from('ffffffff00000000ffffff7f000000000100', 'hex')
    root.entries['__substg1.0_69011002'] = Buffer.alloc(3)
    delete root.entries['__substg1.0_6909101F-00000001']
    return any(writeContainer(root))
  },
  /** A recipient and an attachment without property streams; text of an odd number of bytes. */
  brokenParts: (): DamagedSample => {
    const root = encodeMsg({
      ...kMessage,
      recipients: [{ properties: [[PR_DISPLAY_NAME_W, 'lost']], propertyStream: { omit: true } }],
      attachments: [{ properties: [[PR_DISPLAY_NAME_W, 'lost']], propertyStream: { omit: true } }],
    })
    root.entries['__substg1.0_0037001F'] = pattern(7)
    root.entries['__attach_version1.0_#nonsense'] = { entries: {} }
    root.entries['__recip_version1.0_#'] = { entries: {} }
    return any(writeContainer(root))
  },
} satisfies { [name: string]: () => DamagedSample }
