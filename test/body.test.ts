import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'

import {
  PR_BODY_A,
  PR_BODY_HTML_A,
  PR_BODY_HTML_W,
  PR_BODY_W,
  PR_HTML,
  PR_INTERNET_CPID,
  PR_MESSAGE_CODEPAGE,
  PR_NATIVE_BODY_INFO,
  PR_RTF_COMPRESSED,
  PR_RTF_IN_SYNC,
  type GetBodyOptions,
  type MessageBody,
} from 'mapi-msg'

import { compressedRtf, storedRtf } from './support/compressed-rtf.ts'
import { encodeText } from './support/msg-code-pages.ts'
import { writeMsg, type Property } from './support/msg-writer.ts'
import { openSession } from './support/sessions.ts'

async function bodyOf(
  t: TestContext,
  properties: Property[],
  options?: GetBodyOptions,
): Promise<MessageBody | undefined> {
  const session = await openSession(t)
  const message = await session.openMessage(writeMsg({ properties }))
  return message.getBody(options)
}

/** HTML in RTF as Outlook writes it: tags in groups of their own, text between them. */
function htmlRtf(codePage: number, text: string): string {
  return (
    `{\\rtf1\\ansi\\ansicpg${codePage}\\fromhtml1 \\deff0{\\fonttbl\r\n{\\f0\\fswiss Arial;}}\r\n` +
    '{\\*\\htmltag19 <html>}{\\*\\htmltag50 <body>}\\htmlrtf {\\htmlrtf0 {\\*\\htmltag64 <p>}' +
    `${text}\\htmlrtf\\par}\\htmlrtf0 {\\*\\htmltag72 </p>}{\\*\\htmltag58 </body>}{\\*\\htmltag27 </html>}}`
  )
}

/** Bytes as text in RTF. */
function escapes(bytes: Buffer): string {
  const escaped = (byte: number) => {
    const character = String.fromCharCode(byte)
    if (byte >= 0x80) return `\\'${byte.toString(16)}`
    return /[\\{}]/.test(character) ? `\\${character}` : character
  }
  return Array.from(bytes, escaped).join('')
}

const plainRtf = '{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0 only RTF\\par}'
const textRtf = "{\\rtf1\\ansi\\ansicpg1252\\fromtext \\fbidi \\deff0 first\\par second \\'80\\par }"

const html = '<p>from HTML</p>'
const htmlProperty: Property = [PR_HTML, Buffer.from(html)]
const encapsulatedHtml = '<html><body><p>from RTF</p></body></html>'
const rtfWithHtml: Property = [PR_RTF_COMPRESSED, compressedRtf(htmlRtf(1252, 'from RTF'))]
const rtfOnly: Property = [PR_RTF_COMPRESSED, storedRtf(plainRtf)]
const text: Property = [PR_BODY_W, 'from text 日本']
const brokenRtf: Property = [PR_RTF_COMPRESSED, Buffer.from('no compressed RTF at all')]

const ofHtml = { kind: 'html', source: 'PR_HTML', content: html }
const ofRtfHtml = { kind: 'html', source: 'PR_RTF_COMPRESSED', content: encapsulatedHtml }
const ofRtf = { kind: 'rtf', source: 'PR_RTF_COMPRESSED', content: plainRtf }
const ofText = { kind: 'text', source: 'PR_BODY', content: 'from text 日本' }

const native = (value: number): Property => [PR_NATIVE_BODY_INFO, value]
const inSync = (value: boolean): Property => [PR_RTF_IN_SYNC, value]

const choices: [name: string, properties: Property[], expected: object | undefined][] = [
  ['no body', [], undefined],
  ['plain text alone', [text], ofText],
  ['HTML alone', [htmlProperty], ofHtml],
  ['RTF alone', [rtfOnly], ofRtf],
  ['RTF with HTML alone', [rtfWithHtml], ofRtfHtml],
  ['HTML and plain text', [htmlProperty, text], ofHtml],
  ['RTF and plain text', [rtfOnly, text], ofRtf],
  ['RTF and plain text, in step', [rtfOnly, text, inSync(true)], ofRtf],
  ['RTF and plain text, out of step', [rtfOnly, text, inSync(false)], ofText],
  ['all three', [htmlProperty, rtfOnly, text], ofHtml],
  ['all three, in step', [htmlProperty, rtfOnly, text, inSync(true)], ofRtf],
  ['all three, out of step', [htmlProperty, rtfOnly, text, inSync(false)], ofHtml],
  ['all three, in step, RTF with HTML', [htmlProperty, rtfWithHtml, text, inSync(true)], ofHtml],
  ['native plain text', [htmlProperty, rtfOnly, text, native(1)], ofText],
  ['native RTF', [htmlProperty, rtfOnly, text, native(2), inSync(false)], ofRtf],
  ['native HTML', [htmlProperty, rtfOnly, text, native(3), inSync(true)], ofHtml],
  ['native HTML that is in the RTF', [rtfWithHtml, text, native(3), inSync(false)], ofRtfHtml],
  ['native HTML that is not there', [rtfOnly, text, native(3)], ofRtf],
  ['native plain text that is not there', [htmlProperty, native(1)], ofHtml],
  ['native body undefined', [rtfWithHtml, text, native(0), inSync(true)], ofRtfHtml],
  ['native body of an unknown kind', [htmlProperty, text, native(77)], ofHtml],
  ['broken RTF and plain text', [brokenRtf, text, inSync(true)], ofText],
  ['broken RTF, native', [brokenRtf, text, native(2)], ofText],
  ['empty HTML and plain text', [[PR_HTML, Buffer.alloc(0)], text], ofText],
  ['an empty body', [[PR_BODY_W, '']], { kind: 'text', source: 'PR_BODY', content: '' }],
]

for (const [name, properties, expected] of choices) {
  test(`the best body: ${name}`, async (t) => {
    assert.deepEqual(await bodyOf(t, properties), expected)
  })
}

test('a body of one kind is had by asking for it', async (t) => {
  const all = [htmlProperty, rtfOnly, text]
  assert.deepEqual(await bodyOf(t, all, { kind: 'html' }), ofHtml)
  assert.deepEqual(await bodyOf(t, all, { kind: 'rtf' }), ofRtf)
  assert.deepEqual(await bodyOf(t, all, { kind: 'text' }), ofText)
  assert.deepEqual(await bodyOf(t, [rtfWithHtml], { kind: 'html' }), ofRtfHtml)
  assert.equal(await bodyOf(t, [rtfWithHtml], { kind: 'text' }), undefined)
  assert.equal(await bodyOf(t, [rtfOnly], { kind: 'html' }), undefined)
  assert.equal(await bodyOf(t, [text], { kind: 'rtf' }), undefined)
})

test('text in RTF is recovered', async (t) => {
  const expected = { kind: 'text', source: 'PR_RTF_COMPRESSED', content: 'first\r\nsecond €\r\n' }
  assert.deepEqual(await bodyOf(t, [[PR_RTF_COMPRESSED, compressedRtf(textRtf)]]), expected)
  const only = await bodyOf(t, [[PR_RTF_COMPRESSED, storedRtf(textRtf)]], { kind: 'text' })
  assert.deepEqual(only, expected)
})

test('RTF is given byte for byte', async (t) => {
  const bytes = Buffer.concat([Buffer.from('{\\rtf1 '), Buffer.from([0x80, 0xe9, 0xff]), Buffer.from('}')])
  const body = await bodyOf(t, [[PR_RTF_COMPRESSED, storedRtf(bytes)]])
  assert.equal(body?.kind, 'rtf')
  assert.deepEqual(Buffer.from(body.content, 'latin1'), bytes)
})

test('PR_BODY_HTML is a body in HTML, in either string type', async (t) => {
  const wide = await bodyOf(t, [[PR_BODY_HTML_W, '<b>Ωmega 日本</b>'], text])
  assert.deepEqual(wide, { kind: 'html', source: 'PR_BODY_HTML', content: '<b>Ωmega 日本</b>' })
  const narrow = await bodyOf(t, [
    [PR_MESSAGE_CODEPAGE, 1251],
    [PR_BODY_HTML_A, encodeText('<b>ёлка</b>', 'windows-1251')],
  ])
  assert.deepEqual(narrow, { kind: 'html', source: 'PR_BODY_HTML', content: '<b>ёлка</b>' })
})

test('plain text in 8 bits is decoded', async (t) => {
  const body = await bodyOf(t, [
    [PR_MESSAGE_CODEPAGE, 932],
    [PR_INTERNET_CPID, 932],
    [PR_BODY_A, encodeText('予定表ソ', 'shift_jis')],
  ])
  assert.deepEqual(body, { kind: 'text', source: 'PR_BODY', content: '予定表ソ' })
})

const latin = (text: string) => Buffer.from(text, 'latin1')
/** Text that its code page has, and its bytes there. */
const codePages: [codePage: number, text: string, bytes: Buffer][] = [
  ...(
    [
      [1250, 'windows-1250', 'Příliš žluťoučký kůň'],
      [1251, 'windows-1251', 'Съешь ещё ґанок'],
      [1252, 'windows-1252', 'Größe 12 € – „naïve“ Š'],
      [1253, 'windows-1253', 'Ξεσκεπάζω ΐ'],
      [1254, 'windows-1254', 'İğne ışık Şş'],
      [1255, 'windows-1255', 'שלום עולם'],
      [1256, 'windows-1256', 'مرحبا چگونه'],
      [1257, 'windows-1257', 'ąčęėįšųūž'],
      [1258, 'windows-1258', 'Ăă Đđ Ơơ Ưư ₫'],
      [874, 'windows-874', 'สวัสดี'],
      [932, 'shift_jis', '表ソ①ｶﾅ漢字'],
      [936, 'gbk', '简体中文測試'],
      [949, 'euc-kr', '한국어'],
      [950, 'big5', '繁體功許'],
      [20866, 'koi8-r', 'Привет ё'],
      [21866, 'koi8-u', 'Їжак ґ'],
      [28592, 'iso-8859-2', 'łódź'],
      [28593, 'iso-8859-3', 'ĥĝ'],
      [28594, 'iso-8859-4', 'ģķļ'],
      [28595, 'iso-8859-5', 'Ђурђевак'],
      [28596, 'iso-8859-6', 'مرحبا'],
      [28597, 'iso-8859-7', 'Αθήνα'],
      [28598, 'iso-8859-8', 'שלום'],
      [28600, 'iso-8859-10', 'þðæöķ'],
      [28603, 'iso-8859-13', 'ąčęėį'],
      [28604, 'iso-8859-14', 'ŵŷḃ'],
      [28605, 'iso-8859-15', 'Œuvre €'],
      [51932, 'euc-jp', '日本語カタカナ'],
      [51949, 'euc-kr', '한국어'],
      [54936, 'gb18030', '简体中文'],
    ] as const
  ).map(([codePage, label, sample]): [number, string, Buffer] => [
    codePage,
    sample,
    encodeText(sample, label),
  ]),
  [437, 'üßΩ', latin('\x81\xe1\xea')],
  [850, 'üßø', latin('\x81\xe1\x9b')],
  [949, '뷁', latin('\x94\xee')],
  [1200, 'Ω日', Buffer.from('Ω日', 'utf16le')],
  [10000, 'äüß', latin('\x8a\x9f\xa7')],
  [20127, 'plain', latin('plain')],
  [28591, 'Übergröße', latin('Übergröße')],
  [28599, 'ığş', latin('\xfd\xf0\xfe')],
  [50220, '日本', latin('\x1b$BF|K\\\x1b(B')],
  [50221, '日本ｶ', latin('\x1b$BF|K\\\x1b(I6\x1b(B')],
  [50222, '日本ｶ!', latin('\x1b$BF|K\\\x1b(B\x0e6\x0f!')],
  [54936, '🎉㐀', latin('\x94\x39\xbd\x35\x81\x39\xee\x39')],
  [65001, 'Ω日🎉', Buffer.from('Ω日🎉')],
]

test('PR_HTML is decoded by PR_INTERNET_CPID', async (t) => {
  for (const [codePage, sample, bytes] of codePages) {
    await t.test(`code page ${codePage}: ${sample}`, async (t) => {
      const wide = codePage === 1200 ? 'utf16le' : 'latin1'
      const stored = Buffer.concat([Buffer.from('<p>', wide), bytes, Buffer.from('</p>', wide)])
      const body = await bodyOf(t, [
        [PR_INTERNET_CPID, codePage],
        [PR_HTML, stored],
      ])
      assert.equal(body?.content, `<p>${sample}</p>`)
    })
  }
})

const meta = (charset: string) => `<meta http-equiv="Content-Type" content="text/html; charset=${charset}">`
const greek = 'Ελλάδα'

const guesses: [name: string, codePage: number | undefined, bytes: Buffer, expected: string][] = [
  [
    'a byte order mark of UTF-8 prevails',
    1252,
    Buffer.concat([latin('\xef\xbb\xbf'), Buffer.from(greek)]),
    greek,
  ],
  ['a byte order mark of UTF-16 prevails', 65001, Buffer.from(`\ufeff${greek}`, 'utf16le'), greek],
  [
    'the code page prevails over the charset',
    1252,
    latin(`${meta('iso-8859-7')}é`),
    `${meta('iso-8859-7')}é`,
  ],
  [
    'without a code page the charset counts',
    undefined,
    encodeText(`${meta('windows-1253')}${greek}`, 'windows-1253'),
    `${meta('windows-1253')}${greek}`,
  ],
  [
    'with an unknown code page the charset counts',
    12345,
    encodeText(`${meta('windows-1253')}${greek}`, 'windows-1253'),
    `${meta('windows-1253')}${greek}`,
  ],
  [
    'UTF-8 that is none is what the charset says',
    65001,
    encodeText(`<meta charset=windows-1253>${greek}`, 'windows-1253'),
    `<meta charset=windows-1253>${greek}`,
  ],
  ['without both it may be UTF-8', undefined, Buffer.from(greek), greek],
  ['ASCII that is none may be UTF-8', 20127, Buffer.from(greek), greek],
  ['else it is Western European', undefined, latin('<p>caf\xe9 \x80</p>'), '<p>café €</p>'],
  ['UTF-16 that is none may be UTF-8', 1200, Buffer.from(greek), greek],
]

for (const [name, codePage, bytes, expected] of guesses) {
  test(`PR_HTML: ${name}`, async (t) => {
    const properties: Property[] = [[PR_HTML, bytes]]
    if (codePage !== undefined) properties.push([PR_INTERNET_CPID, codePage])
    assert.equal((await bodyOf(t, properties))?.content, expected)
  })
}

const charsets: [charset: string, bytes: Buffer, expected: string][] = [
  ['ISO-8859-1', latin('caf\xe9 \x80'), 'café €'],
  ['iso-8859-2', encodeText('łódź', 'iso-8859-2'), 'łódź'],
  ['koi8-r', encodeText('Привет', 'koi8-r'), 'Привет'],
  ['Shift_JIS', encodeText('表ソ①', 'shift_jis'), '表ソ①'],
  ['iso-2022-jp', latin('\x1b$BF|K\\\x1b(B'), '日本'],
  ['gb2312', encodeText('简体', 'gbk'), '简体'],
  ['ks_c_5601-1987', encodeText('한국어', 'euc-kr'), '한국어'],
  ['cp437', latin('\x81\xe1\xea'), 'üßΩ'],
  ['unicode', latin('caf\xe9'), 'café'],
  ['no-such-charset', latin('caf\xe9'), 'café'],
]

for (const [charset, bytes, expected] of charsets) {
  test(`PR_HTML without a code page that says to be in ${charset}`, async (t) => {
    const body = await bodyOf(t, [[PR_HTML, Buffer.concat([latin(meta(charset)), bytes])]])
    assert.equal(body?.content, `${meta(charset)}${expected}`)
  })
}

test('HTML in RTF is decoded by the code page of the RTF', async (t) => {
  for (const [codePage, sample, bytes] of codePages) {
    // Code pages of RTF are Windows' ANSI code pages.
    if (codePage < 874 || codePage > 1258 || codePage === 1200) continue
    await t.test(`code page ${codePage}: ${sample}`, async (t) => {
      const body = await bodyOf(t, [[PR_RTF_COMPRESSED, compressedRtf(htmlRtf(codePage, escapes(bytes)))]])
      assert.deepEqual(body, {
        kind: 'html',
        source: 'PR_RTF_COMPRESSED',
        content: encapsulatedHtml.replace('from RTF', sample),
      })
    })
  }
})

async function recovered(t: TestContext, rtf: string): Promise<string | undefined> {
  return (await bodyOf(t, [[PR_RTF_COMPRESSED, storedRtf(rtf)]], { kind: 'html' }))?.content
}

test('HTML in RTF: what [MS-OXRTFEX] says of its parts', async (t) => {
  const inside = (content: string) => encapsulatedHtml.replace('from RTF', content)
  const cases: [rtf: string, html: string][] = [
    ['a\\par b\\line c\\tab d', 'a\r\nb\r\nc\td'],
    ['\\u937?\\u-10180?\\u-8311?', 'Ω🎉'],
    ["\\uc2\\u26085\\'93\\'fa\\u26412xx!", '日本!'],
    ['x\\htmlrtf dropped\\htmlrtf0 y', 'xy'],
    ['{\\*\\mhtmltag84 <img src="other">}{\\*\\htmltag84 <img src="cid:1">}', '<img src="cid:1">'],
    ['{\\*\\htmltag84 &lt;&nbsp;}\\{\\}\\\\', '&lt;&nbsp;{}\\'],
    ['one\r\ntwo\r\nthree', 'onetwothree'],
    ['1 < 2 > 0{\\*\\htmltag84 <br>}', '1 &lt; 2 &gt; 0<br>'],
    ['a{\\info{\\title hidden}}{\\pict 89504e47}b', 'ab'],
    ['a\\bin5 \\{}}}b', 'ab'],
    ["bad \\'zz escape", 'bad zz escape'],
  ]
  for (const [rtf, expected] of cases) {
    await t.test(rtf.replaceAll('\r\n', ' '), async (t) => {
      assert.equal(await recovered(t, htmlRtf(1252, rtf)), inside(expected))
    })
  }
})

test('HTML in RTF: fonts choose the code page of text, not that of tags', async (t) => {
  const rtf =
    '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}{\\f1\\fcharset204 Arial;}' +
    '{\\f2\\fcharset128 MS Gothic;}}{\\*\\htmltag64 <p>}\\f1 \\\'e9{\\*\\htmltag64 <i title="\\\'e9">}' +
    "\\f2 \\'95\\'5c\\f0 \\'e9{\\*\\htmltag72 </p>}}"
  assert.equal(await recovered(t, rtf), '<p>й<i title="é">表é</p>')
})

test('HTML in RTF: characters of two bytes may be written in several ways', async (t) => {
  // 表 is 95 5C, ア is 83 41; 5C is a backslash, 41 the letter A.
  for (const written of ["\\'95\\'5c\\'83\\'41", "\\'95\\\\\\'83A", '\x95\\\\\x83A', "\x95\\'5c\x83\\'41"]) {
    assert.equal(await recovered(t, htmlRtf(932, written)), encapsulatedHtml.replace('from RTF', '表ア'))
  }
})

test('HTML in RTF that is broken gives way to plain text, or to the RTF itself', async (t) => {
  const deep = htmlRtf(1252, `${'{'.repeat(100_000)}${'}'.repeat(100_000)}`)
  const broken = [deep, htmlRtf(1252, 'x\\u99999999999?'), htmlRtf(1252, 'x\\mac y')]
  for (const rtf of broken) {
    const property: Property = [PR_RTF_COMPRESSED, storedRtf(rtf)]
    assert.deepEqual(await bodyOf(t, [property, text]), ofText)
    assert.deepEqual(await bodyOf(t, [property]), { kind: 'rtf', source: 'PR_RTF_COMPRESSED', content: rtf })
    await assert.rejects(bodyOf(t, [property], { kind: 'html' }), { code: 'MAPI_E_CORRUPT_DATA' })
  }
})

test('HTML in RTF that is cut off is recovered as far as it goes', async (t) => {
  const whole = htmlRtf(1252, 'kept')
  const content = await recovered(t, `${whole.slice(0, whole.indexOf('kept') + 4)} caf\\'e9`)
  assert.equal(content, '<html><body><p>kept café')
})

test('a bit of RTF that claims huge binary data costs no memory', async (t) => {
  const before = process.memoryUsage().rss
  assert.equal(await recovered(t, htmlRtf(1252, 'x\\bin2147483647 y')), '<html><body><p>x')
  assert.ok(process.memoryUsage().rss - before < 500_000_000)
})

test('megabytes of HTML in RTF take a second at most, and the event loop turns meanwhile', async (t) => {
  const tags = "{\\*\\htmltag64 <p>}t\\'e9xt\\par\r\n{\\*\\htmltag72 </p>}".repeat(240_000)
  const words = 'word\r\n'.repeat(800_000)
  let turns = 0
  const counting = setInterval(() => ++turns, 1)
  const started = performance.now()
  const content = await recovered(t, htmlRtf(1252, tags + words))
  const seconds = (performance.now() - started) / 1000
  clearInterval(counting)
  t.diagnostic(`${turns} turns in ${seconds} s`)
  assert.equal(content?.length, encapsulatedHtml.length - 'from RTF'.length + 240_000 * 13 + 800_000 * 4)
  assert.ok(seconds < 20, `${seconds} s`)
  assert.ok(turns > 3, `${turns} turns`)
})

test('broken compressed RTF is an error where nothing else is there or asked for', async (t) => {
  await assert.rejects(bodyOf(t, [brokenRtf]), { code: 'MAPI_E_CORRUPT_DATA' })
  await assert.rejects(bodyOf(t, [brokenRtf, text], { kind: 'rtf' }), { code: 'MAPI_E_CORRUPT_DATA' })
})

test('wrong options are refused', async (t) => {
  const wrong = (options: unknown) => bodyOf(t, [text], options as GetBodyOptions)
  await assert.rejects(wrong({ kind: 'pdf' }), { code: 'ERR_INVALID_ARG_TYPE' })
  await assert.rejects(wrong({ kinds: 'html' }), { code: 'ERR_INVALID_ARG_VALUE' })
  await assert.rejects(wrong('html'), { code: 'ERR_INVALID_ARG_TYPE' })
})

test('the body of a closed message is refused', async (t) => {
  const session = await openSession(t)
  const message = await session.openMessage(writeMsg({ properties: [text] }))
  await message.close()
  await assert.rejects(message.getBody(), { code: 'ERR_OBJECT_CLOSED' })
})
