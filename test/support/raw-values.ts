import { PR_HASATTACH } from './msg-parts.ts'
import { kInlineSizes } from './msg-conformance-values.ts'
import type { MessageDescription, Property } from './msg-writer.ts'
import { encodeValue, hex8, MV_FLAG, PT_ERROR, PT_STRING8, PT_UNICODE, typeOf } from './msg-values.ts'

/** A description as readers of raw values see it: by tag, 8 digits, the bytes of a value in hex. */

export interface RawObject {
  values: Record<string, string>
}

export interface RawMessage extends RawObject {
  recipients: RawObject[]
  attachments: (RawObject & { embedded?: RawMessage })[]
}

/** Several strings or binaries lie in streams of their own: what a reader has of them is their lengths. */
function rawValues(properties: readonly Property[]): Record<string, string> {
  return Object.fromEntries(
    properties.map(([tag, value]) => {
      const { inline, streams } = encodeValue(tag, value)
      const bytes = streams[''] ?? inline.subarray(0, kInlineSizes.get(typeOf(tag)))
      return [hex8(tag), bytes.toString('hex')]
    }),
  )
}

/**
 * Without what the package does not write: errors, 8-bit strings among Unicode ones, and PR_HASATTACH where it is false,
 * which Outlook leaves out as well.
 */
export function withoutUnwritten<Message extends MessageDescription>(message: Message): Message {
  const isUnicode = message.properties.some(([tag]) => (typeOf(tag) & ~MV_FLAG) === PT_UNICODE)
  const isWritten = ([tag, value]: Property) =>
    typeOf(tag) !== PT_ERROR &&
    !(isUnicode && (typeOf(tag) & ~MV_FLAG) === PT_STRING8) &&
    !(tag === PR_HASATTACH && value === false)
  return {
    ...message,
    properties: message.properties.filter(isWritten),
    ...(message.attachments && {
      attachments: message.attachments.map((each) =>
        each.message ? { ...each, message: withoutUnwritten(each.message) } : each,
      ),
    }),
  }
}

export function rawMessage(message: MessageDescription): RawMessage {
  return {
    values: rawValues(message.properties),
    recipients: (message.recipients ?? []).map(({ properties }) => ({ values: rawValues(properties) })),
    attachments: (message.attachments ?? []).map((each) => ({
      values: rawValues(each.properties),
      ...(each.message && { embedded: rawMessage(each.message) }),
    })),
  }
}
