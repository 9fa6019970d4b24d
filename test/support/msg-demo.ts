import {
  exchangeUser,
  fileAttachment,
  mailUser,
  MAPI_CC,
  MAPI_TO,
  messageAttachment,
  note,
} from './msg-parts.ts'
import { PR_INTERNET_MESSAGE_ID_W } from './msg-parts.ts'
import { writeMsg } from './msg-writer.ts'

/** The message in samples/demo.msg: the one that `npm run demo` prints when no file is named. */

// An envelope of 32 by 24 pixels.
const kEnvelope = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYAgMAAADmPRenAAAADFBMVEXw9Povb7////8YOm6gnRtPAAAAWElEQVR42o3OoRHAMAxDUZPQ' +
    'dLWgAI/gfZoNDGzU0bpBKiem7fWjdyciovfKXDUq4sgaVQ7oRfUMdECxGQOOTT2ArS+oGC84q2+MkVBOmCSifzj2sfvj+wPSelSEi93V' +
    'kAAAAABJRU5ErkJggg==',
  'base64',
)

const kAgenda = `Agenda, Tuesday 15 September

09:30  Welcome, coffee, καφές, コーヒー
10:00  What is in a .msg file?
11:00  Reading one from Node.js
12:30  Lunch at Café Zoë
`

const kMenu = `Café Zoë, week 38

Tuesday    Crème brûlée, ¥900
Wednesday  Smørrebrød, 75 kr
Thursday   Σπανακόπιτα, 6,50 €
`

const kBody = `Dear Kenji, dear Eleni,

thank you for the lovely evening! The agenda for Tuesday is attached, and so is our envelope.
Zoë's lunch menu comes as a message inside this message.

    Kenji:  火曜日の会議は九時半からです。
    Eleni:  Τα λέμε την Τρίτη στις εννέα και μισή.
    Мария will join us by phone. 🎉

Best wishes
Jürgen
`

const kText = 'text/plain'

const lunchMenu = note({
  subject: 'Lunch menu, week 38',
  from: { name: 'Zoë Lefèvre', address: 'zoe@cafe.example' },
  sent: new Date('2020-09-11T07:15:00Z'),
  received: new Date('2020-09-11T07:15:04Z'),
  recipients: [mailUser(MAPI_TO, 'Jürgen Großmann', 'juergen@mail.example')],
  attachments: [fileAttachment('Menü 38.txt', Buffer.from(kMenu, 'utf8'), kText)],
  body: 'Bonjour Jürgen,\r\n\r\nthe menu of next week is attached. À bientôt!\r\n\r\nZoë\r\n',
})

const demo = note({
  subject: 'RE: Our meeting on Tuesday / 火曜日の会議 ☕',
  from: { name: 'Jürgen Großmann', address: 'juergen@mail.example' },
  sent: new Date('2020-09-11T16:20:30Z'),
  received: new Date('2020-09-11T16:20:34Z'),
  recipients: [
    mailUser(MAPI_TO, '田中健二 (Kenji Tanaka)', 'kenji@mail.example'),
    mailUser(MAPI_TO, 'Ελένη Παπαδοπούλου', 'eleni@mail.example'),
    exchangeUser(
      MAPI_CC,
      'Мария Иванова',
      '/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=maria',
      'maria@office.example',
    ),
  ],
  attachments: [
    fileAttachment('Agenda.txt', Buffer.from(kAgenda, 'utf8'), kText),
    fileAttachment('envelope.png', kEnvelope, 'image/png'),
    messageAttachment('Lunch menu, week 38', lunchMenu),
  ],
  body: kBody.replaceAll('\n', '\r\n'),
  more: [[PR_INTERNET_MESSAGE_ID_W, '<demo-20200911@mail.example>']],
})

export function demoMsg(): Buffer {
  return writeMsg(demo)
}
