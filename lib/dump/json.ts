const indent = '  '

/**
 * A value as JSON with sorted keys, in pieces, since a message with large attachments may be longer than a string
 * can be.
 */
export function* sortedJson(value: unknown, margin = ''): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    yield JSON.stringify(value)
    return
  }
  const inner = margin + indent
  const isArray = Array.isArray(value)
  const members = isArray ? value.map((each: unknown) => ['', each] as const) : sortedEntries(value)
  let before = isArray ? '[' : '{'
  for (const [key, each] of members) {
    yield `${before}\n${inner}${isArray ? '' : `${JSON.stringify(key)}: `}`
    yield* sortedJson(each, inner)
    before = ','
  }
  if (members.length === 0) yield isArray ? '[]' : '{}'
  else yield `\n${margin}${isArray ? ']' : '}'}`
}

function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}
