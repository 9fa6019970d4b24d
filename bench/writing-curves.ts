import { openIMsgSession, type MessageSession } from 'mapi-msg'

import { pattern } from '../test/support/samples.ts'
import { growth, linesOf, type CurveFindings, type Point } from './curves.ts'
import { makeMail, people, type Mail } from './mails.ts'
import { writeByOxmsg } from './oxmsg.ts'
import { javaScript, takeTurns, type Contender, type Patience } from './rounds.ts'
import { writeAhead } from './write-mail.ts'

/** How the time to write a message grows with the number of what is in it. */

const kB = 1024
const ours = 'calls made ahead, to bytes'
const peer = 'oxmsg'
const quickMost = 1000
/** More would take oxmsg minutes: for each it looks through all that it has. */
const mostForPeer = 100
const quickMostForPeer = 10

interface Count {
  label: string
  file: string
  counts: number[]
  make: (count: number) => Mail
}

const recipients: Count = {
  label: 'recipients',
  file: 'writing-recipients.svg',
  counts: [1, 10, 100, 1000, 10_000],
  make: (count) => makeMail('Recipients', people('to', count), []),
}

const attachments: Count = {
  label: 'attachments of 1 kB',
  file: 'writing-attachments.svg',
  counts: [1, 10, 100, 1000],
  make: (count) => {
    const all = Array.from({ length: count }, (_, i) => ({ name: `${i}.bin`, content: pattern(kB) }))
    return makeMail('Attachments', people('to', 1), all)
  },
}

/** From 1 to 10,000 recipients. */
export function measureWrittenRecipients(patience: Patience, quick: boolean): Promise<CurveFindings> {
  return measureCounts(recipients, patience, quick)
}

/** From 1 to 1,000 attachments. */
export function measureWrittenAttachments(patience: Patience, quick: boolean): Promise<CurveFindings> {
  return measureCounts(attachments, patience, quick)
}

async function measureCounts(
  { label, file, counts, make }: Count,
  patience: Patience,
  quick: boolean,
): Promise<CurveFindings> {
  await using session = await openIMsgSession({ provider: 'embedded' })
  const points: Point[] = []
  for (const n of counts.filter((count) => !quick || count <= quickMost)) {
    const withPeer = n <= (quick ? quickMostForPeer : mostForPeer)
    points.push({ n, times: await takeTurns(contendersFor(make(n), withPeer, session), patience) })
  }
  return {
    figures: [growth(`growth of writing with the number of ${label} (k of n^k)`, ours, points, String)],
    notes: [],
    plot: {
      file,
      title: `Writing a message with many ${label}`,
      x: { label, format: String, base: 10 },
      lines: linesOf(points),
    },
  }
}

function contendersFor(mail: Mail, withPeer: boolean, session: MessageSession): Map<string, Contender> {
  const contenders = new Map([[ours, javaScript(() => writeAhead(mail, session, null))]])
  if (withPeer)
    contenders.set(
      peer,
      javaScript(() => writeByOxmsg(mail)),
    )
  return contenders
}
