/** What was put into RTF to travel in it. */
export interface Encapsulated {
  kind: 'html' | 'text'
  content: string
}

/** Why there is nothing, though the RTF says that there is. */
export interface BrokenRtf {
  why: string
}

/** Of what the addon says of RTF: native/mapi/rtf_calls.h. `undefined` if it is nothing but RTF. */
export function toEncapsulated(kind: number, text: string): Encapsulated | BrokenRtf | undefined {
  if (kind === 0) return undefined
  if (kind === 3) return { why: text }
  return { kind: kind === 1 ? 'html' : 'text', content: text }
}
