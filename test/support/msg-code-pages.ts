// Several versions of Node.js decode windows-1252 as ISO 8859-1, which differs in the bytes from 0x80 to 0x9f.
const kWindows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Text in a code page that Node.js only decodes, by its name for TextDecoder: `shift_jis`, `windows-1251`, ... */
export function encodeText(text: string, codePage: string): Buffer {
  const decoder = new TextDecoder(codePage)
  const encoded = new Map<string, number[]>()
  const learn = (character: string, bytes: number[]) => {
    const single = Array.from(character).length === 1 && character !== '\ufffd'
    if (single && !encoded.has(character)) encoded.set(character, bytes)
  }
  if (codePage === 'windows-1252') {
    Array.from(kWindows1252).forEach((character, i) => {
      learn(character, [0x80 + i])
    })
  }
  for (let byte = 0; byte < 0x100; ++byte) learn(decoder.decode(Uint8Array.of(byte)), [byte])
  for (let lead = 0x80; lead < 0x100; ++lead) {
    for (let trail = 0x40; trail < 0x100; ++trail) {
      learn(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
    }
  }
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const bytes = encoded.get(character)
      if (!bytes) throw new RangeError(`${codePage} has no ${character}`)
      return bytes
    }),
  )
}
