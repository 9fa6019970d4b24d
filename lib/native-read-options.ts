import { attachmentTags, bodyTags, contentTags, recipientTags } from './message-contents.js'
import type { BodyKind } from './message-body.js'
import { PR_ATTACH_DATA_BIN } from './generated/prop-tags.js'
import type { NativeReadOptions } from './native.js'
import type { PropTag } from './prop-tag.js'
import type { ReadContentsOptions } from './read-message.js'

/** What the addon is asked for. */
export function toNativeOptions(
  options: ReadContentsOptions | undefined,
  bodies: readonly BodyKind[],
): NativeReadOptions {
  const wanted = options?.properties ?? false
  const contents = options?.attachments === 'content'
  const all = wanted === true
  return {
    message: all ? null : messageTagsFor(bodies, Array.isArray(wanted) ? (wanted as PropTag[]) : []),
    recipients: options?.recipients === false ? undefined : all ? null : recipientTagArray,
    attachments:
      options?.attachments === false
        ? undefined
        : all
          ? null
          : contents
            ? contentTagArray
            : attachmentTagArray,
    contents,
    nested: options?.nested ?? true,
    rtf: bodies.includes('rtf'),
    rtfWithoutHtml: bodies.includes('html'),
    rtfWithoutText: bodies.includes('text'),
    names: all,
  }
}

const messageTagArray = Uint32Array.from(contentTags)
const recipientTagArray = Uint32Array.from(recipientTags)
const attachmentTagArray = Uint32Array.from(attachmentTags)
const contentTagArray = Uint32Array.from([...attachmentTags, PR_ATTACH_DATA_BIN])

function messageTagsFor(bodies: readonly BodyKind[], tags: readonly PropTag[]): Uint32Array {
  if (bodies.length === 0 && tags.length === 0) return messageTagArray
  return Uint32Array.from(new Set([...contentTags, ...bodies.flatMap((kind) => bodyTags[kind]), ...tags]))
}
