import path from 'node:path'

import filenamify from 'filenamify'

// In UTF-8. Windows allows 255 units of UTF-16, other systems and their shares 255 bytes; a number and the end of a
// temporary file's name may be added.
const mostBytes = 200
const longestExtension = 16

/**
 * A name out of a message as one that a file can have on Windows: without folders, control characters, names of
 * devices, dots and spaces at the end, and not too long.
 */
export function safeName(name: string, fallback: string): string {
  const safe = toSafe(name)
  const short = Buffer.byteLength(safe) > mostBytes ? toSafe(shortened(safe)) : safe
  return /^_*$/.test(short) ? fallback : short
}

function toSafe(name: string): string {
  return filenamify(name, { replacement: '_', maxLength: Infinity })
}

/** Without the end of the name, but with what seems to be its extension. */
function shortened(name: string): string {
  const ending = path.extname(name)
  const extension = ending.length > longestExtension ? '' : ending
  let room = mostBytes - Buffer.byteLength(extension)
  let stem = ''
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, mostBytes))) {
    room -= Buffer.byteLength(segment)
    if (room < 0) break
    stem += segment
  }
  return stem + extension
}

/** Hands out names, each only once, whatever their case: `image.png`, `image (2).png`. */
export class UniqueNames {
  readonly #taken = new Set<string>()

  take(name: string): string {
    const { dir, name: stem, ext } = path.parse(name)
    let unique = name
    for (let count = 2; this.#taken.has(unique.toLowerCase()); count++) {
      unique = path.join(dir, `${stem} (${count})${ext}`)
    }
    this.#taken.add(unique.toLowerCase())
    return unique
  }
}
