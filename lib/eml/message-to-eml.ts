import type { ReadMessageOptions } from '../read-message.js'
import type { MessageSource } from '../storage-source.js'

export type MessageToEmlOptions = Pick<ReadMessageOptions, 'session' | 'provider' | 'storage' | 'share'>

/**
 * Makes an internet message (.eml) of an Outlook message.
 * @param source The path or `file:` URL of a .msg file, or its bytes.
 * @returns The bytes of the .eml file.
 * @throws MapiError As `readMessage`.
 */
export async function messageToEml(source: MessageSource, options?: MessageToEmlOptions): Promise<Buffer> {
  return Promise.reject(new Error('messageToEml is not there yet.', { cause: [source, options] }))
}
