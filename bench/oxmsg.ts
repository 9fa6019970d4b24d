import { Attachment, Email } from '@tutao/oxmsg'

import type { Mail } from './mails.ts'

/** A message as @tutao/oxmsg writes it. */
export function writeByOxmsg(mail: Mail): Uint8Array {
  const email = new Email()
    .subject(mail.subject)
    .bodyText(mail.text)
    .bodyHtml(mail.html)
    .sender(mail.sender.address, mail.sender.name)
    .sentOn(mail.sent)
    .receivedOn(mail.received)
    .tos(mail.to)
    .ccs(mail.cc)
  for (const { name, content } of mail.attachments) email.attach(new Attachment(content, name))
  return email.msg()
}
