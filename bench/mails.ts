import { pattern } from '../test/support/samples.ts'

/** A mail that is to be written, whoever writes it. */
export interface Mail {
  subject: string
  text: string
  html: string
  sender: Person
  to: Person[]
  cc: Person[]
  sent: Date
  received: Date
  attachments: { name: string; content: Buffer }[]
}

interface Person {
  name: string
  address: string
}

const kB = 1024

/** Sizes of the two attachments of one mail after the other. */
const sizes = [
  [12 * kB, 60 * kB],
  [25 * kB, 180 * kB],
  [4 * kB, 90 * kB],
  [40 * kB, 40 * kB],
]

const sentence = 'The figures of the third quarter are attached; the second sheet has them by region. '

export function makeMails(count: number): Mail[] {
  return Array.from({ length: count }, (_, i) => {
    const attachments = (sizes[i % sizes.length] ?? []).map((size, n) => ({
      name: n === 0 ? `Invoice ${i}.pdf` : `Figures ${i}.xlsx`,
      content: pattern(size),
    }))
    return makeMail(`Figures of week ${i}`, people('to', 2), attachments)
  })
}

/** A mail of about 1,500 words. */
export function makeMail(subject: string, to: Person[], attachments: Mail['attachments']): Mail {
  const paragraphs = Array.from({ length: 8 }, (_, i) => `${i}. ${sentence.repeat(4)}`)
  return {
    subject,
    text: paragraphs.map((each) => `${each}\r\n`).join('\r\n'),
    html: `<html><body>${paragraphs.map((each) => `<p style="margin:0 0 12px">${each}</p>`).join('\r\n')}</body></html>`,
    sender: { name: 'Anna Grün', address: 'anna@mail.example' },
    to,
    cc: people('cc', 1),
    sent: new Date('2026-03-02T08:00:00Z'),
    received: new Date('2026-03-02T08:00:03Z'),
    attachments,
  }
}

export function people(kind: string, count: number): Person[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `Person ${i} (${kind})`,
    address: `${kind}${i}@mail.example`,
  }))
}
