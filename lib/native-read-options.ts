import { nativeDetails } from './details/message-details.js'
import { attachmentTags, bodyTags, contentTags, detailTags, recipientTags } from './message-contents.js'
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
  const details = options?.details ?? bodies.length > 0
  return {
    message: all ? null : messageTagsFor(bodies, details, Array.isArray(wanted) ? (wanted as PropTag[]) : []),
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
    details: details ? nativeDetails() : undefined,
    limits: options?.limits,
  }
}

const recipientTagArray = Uint32Array.from(recipientTags)
const attachmentTagArray = Uint32Array.from(attachmentTags)
const contentTagArray = Uint32Array.from([...attachmentTags, PR_ATTACH_DATA_BIN])

function messageTagsFor(
  bodies: readonly BodyKind[],
  details: boolean,
  tags: readonly PropTag[],
): Uint32Array {
  if (tags.length > 0) return tagsFor(bodies, details, tags)
  const key = `${bodies.join()} ${String(details)}`
  const known = knownTags.get(key) ?? tagsFor(bodies, details, tags)
  knownTags.set(key, known)
  return known
}

// By bodies and details, of which there are few combinations.
const knownTags = new Map<string, Uint32Array>()

function tagsFor(bodies: readonly BodyKind[], details: boolean, tags: readonly PropTag[]): Uint32Array {
  const more = details ? detailTags : []
  return Uint32Array.from(
    new Set([...contentTags, ...more, ...bodies.flatMap((kind) => bodyTags[kind]), ...tags]),
  )
}
