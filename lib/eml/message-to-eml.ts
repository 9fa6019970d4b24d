import { checkOptions, isAnything, type Check } from '../options.js'
import { isSession, readMessage, type ReadMessageOptions } from '../read-message.js'
import { engineChecks, fileChecks, type MessageSource } from '../storage-source.js'

export type MessageToEmlOptions = Pick<ReadMessageOptions, 'session' | 'provider' | 'storage' | 'share'>

const emlChecks: Record<string, Check> = {
  ...engineChecks,
  share: fileChecks['share'] ?? isAnything,
  provider: isAnything,
  session: isSession,
}

/**
 * Makes an internet message (.eml) of an Outlook message.
 * @param source The path or `file:` URL of a .msg file, or its bytes.
 * @returns The bytes of the .eml file.
 * @throws MapiError As `readMessage`.
 */
export async function messageToEml(source: MessageSource, options?: MessageToEmlOptions): Promise<Buffer> {
  checkOptions(options, emlChecks)
  const { contentsToEml, emlProperties } = await import('./contents-to-eml.js')
  const contents = await readMessage(source, {
    ...options,
    properties: emlProperties,
    bodies: ['text', 'html', 'rtf'],
    attachments: 'content',
    details: true,
  })
  return contentsToEml(contents)
}
