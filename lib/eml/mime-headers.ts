/** A header as it stands in a message, with its line ends. */
export interface RawHeader {
  /** In lower case. */
  key: string
  line: string
}

/** The headers at the start of a message, as text. */
export function splitHeaders(text: string): RawHeader[] {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  const headers: RawHeader[] = []
  for (const line of head.split(/\r\n|\r|\n/)) {
    const last = headers.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last) last.line += `\r\n${line}`
      continue
    }
    const key = /^([!-9;-~]+)[ \t]*:/.exec(line)?.[1]
    if (key !== undefined) headers.push({ key: key.toLowerCase(), line })
  }
  return headers
}

/** The value of the first header of this name, in one line; `undefined` if there is none. */
export function headerValue(headers: readonly RawHeader[], key: string): string | undefined {
  const line = headers.find((header) => header.key === key)?.line
  return line
    ?.slice(line.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .trim()
}

/** A parameter of a header such as Content-Type, in lower case. */
export function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value)
  return (found?.[1] ?? found?.[2])?.toLowerCase()
}

/** Where the body of a message begins. */
export function bodyStart(bytes: Buffer): number {
  const ends = [bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')]
  const [windows = -1, unix = -1] = ends
  if (windows >= 0 && (unix < 0 || windows < unix)) return windows + 4
  return unix >= 0 ? unix + 2 : bytes.length
}
