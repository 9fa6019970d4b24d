import { styleText } from 'node:util'

import stringWidth from 'string-width'

// C0, DEL and C1, with which escape sequences begin; and what turns the direction of the text around it, so that a
// name that ends in "fdp.exe" looks as if it ended in "exe.pdf".
// eslint-disable-next-line no-control-regex
const harmful = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g
const replacement = '\ufffd'

type Format = Parameters<typeof styleText>[0]

/** Text in a style, where standard output is a terminal that shows it, and neither NO_COLOR nor --no-color forbids it. */
export function styled(format: Format, text: string): string {
  return text === '' ? '' : styleText(format, text, { stream: process.stdout })
}

/** Text out of a message as one line without anything that a terminal would obey. */
export function toLine(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim()
    .replace(harmful, replacement)
}

/** The same for text of several lines. */
export function toLines(text: string): string {
  return text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, '\n')
    .replace(harmful, (found) => (found === '\n' || found === '\t' ? found : replacement))
}

/** How many columns the text takes. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** Fills up with spaces to so many columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Text cut to so many columns, with … at the end of what was cut. */
export function cut(text: string, width: number): string {
  if (width === Infinity) return text
  // Measuring all of a long text would take long.
  const head = text.slice(0, 4 * width)
  if (head.length === text.length && widthOf(text) <= width) return text
  let kept = ''
  let room = width - 1
  for (const { segment } of new Intl.Segmenter().segment(head)) {
    room -= widthOf(segment)
    if (room < 0) break
    kept += segment
  }
  return `${kept}…`
}

/** How many columns lines may take: those of the terminal, or as many as there are if output goes elsewhere. */
export function lineWidth(): number {
  return process.stdout.isTTY ? Math.max(40, process.stdout.columns) : Infinity
}
