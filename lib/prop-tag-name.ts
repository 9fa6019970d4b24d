import * as propTags from './generated/prop-tags.js'

let names: Map<number, string> | undefined

/**
 * The PR_* name of a property tag, `undefined` if there is none. The type counts: the tags of PR_SUBJECT_W and
 * PR_SUBJECT_A are different. Of several names it is the one with the suffix, and then the shortest.
 */
export function propTagName(tag: number): string | undefined {
  names ??= nameTags()
  return names.get(tag)
}

function nameTags(): Map<number, string> {
  const named = new Map<number, string>()
  for (const [name, tag] of Object.entries(propTags)) {
    const other = named.get(tag)
    if (other === undefined || isBetter(name, other)) named.set(tag, name)
  }
  return named
}

function isBetter(name: string, other: string): boolean {
  const suffixed = hasSuffix(name)
  return suffixed === hasSuffix(other) ? name.length < other.length : suffixed
}

function hasSuffix(name: string): boolean {
  return name.endsWith('_W') || name.endsWith('_A')
}
