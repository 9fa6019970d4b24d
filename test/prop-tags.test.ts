import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import * as mapi from 'mapi-msg'
import {
  CHANGE_PROP_TYPE,
  MV_FLAG,
  PROP_ID,
  PROP_TAG,
  PROP_TYPE,
  PR_ATTACH_DATA_BIN,
  PR_ATTACH_DATA_OBJ,
  PR_SUBJECT,
  PR_SUBJECT_A,
  PR_SUBJECT_W,
  PT_BINARY,
  PT_MV_UNICODE,
  PT_OBJECT,
  PT_STRING8,
  PT_UNICODE,
  propTagName,
  resultCodeName,
  resultCodes,
} from 'mapi-msg'

const named: Record<string, unknown> = { ...mapi }
const propTags = Object.entries(named).filter(
  (entry): entry is [string, number] => entry[0].startsWith('PR_') && typeof entry[1] === 'number',
)

suite('Property tags', () => {
  // From the canonical property pages of the MAPI documentation.
  const documented = {
    PR_IMPORTANCE: 0x00170003,
    PR_MESSAGE_CLASS_W: 0x001a001f,
    PR_SUBJECT_W: 0x0037001f,
    PR_SUBJECT_A: 0x0037001e,
    PR_CLIENT_SUBMIT_TIME: 0x00390040,
    PR_SENT_REPRESENTING_NAME_W: 0x0042001f,
    PR_TRANSPORT_MESSAGE_HEADERS_W: 0x007d001f,
    PR_RECIPIENT_TYPE: 0x0c150003,
    PR_SENDER_EMAIL_ADDRESS_W: 0x0c1f001f,
    PR_DISPLAY_TO_W: 0x0e04001f,
    PR_MESSAGE_DELIVERY_TIME: 0x0e060040,
    PR_MESSAGE_FLAGS: 0x0e070003,
    PR_MESSAGE_RECIPIENTS: 0x0e12000d,
    PR_MESSAGE_ATTACHMENTS: 0x0e13000d,
    PR_HASATTACH: 0x0e1b000b,
    PR_ATTACH_NUM: 0x0e210003,
    PR_ACCESS: 0x0ff40003,
    PR_OBJECT_TYPE: 0x0ffe0003,
    PR_ENTRYID: 0x0fff0102,
    PR_BODY_W: 0x1000001f,
    PR_RTF_COMPRESSED: 0x10090102,
    PR_HTML: 0x10130102,
    PR_BODY_HTML_W: 0x1013001f,
    PR_BODY_HTML_A: 0x1013001e,
    PR_NATIVE_BODY_INFO: 0x10160003,
    PR_INTERNET_MESSAGE_ID_W: 0x1035001f,
    PR_INTERNET_REFERENCES_W: 0x1039001f,
    PR_IN_REPLY_TO_ID_W: 0x1042001f,
    PR_ICON_INDEX: 0x10800003,
    PR_LAST_VERB_EXECUTED: 0x10810003,
    PR_FLAG_STATUS: 0x10900003,
    PR_DISPLAY_NAME_W: 0x3001001f,
    PR_CREATION_TIME: 0x30070040,
    PR_SEARCH_KEY: 0x300b0102,
    PR_STORE_SUPPORT_MASK: 0x340d0003,
    PR_ATTACH_DATA_BIN: 0x37010102,
    PR_ATTACH_DATA_OBJ: 0x3701000d,
    PR_ATTACH_METHOD: 0x37050003,
    PR_ATTACH_LONG_FILENAME_W: 0x3707001f,
    PR_ATTACH_MIME_TAG_W: 0x370e001f,
    PR_ATTACH_CONTENT_ID_W: 0x3712001f,
    PR_ATTACH_CONTENT_LOCATION_W: 0x3713001f,
    PR_ATTACH_FLAGS: 0x37140003,
    PR_SMTP_ADDRESS_W: 0x39fe001f,
    PR_INTERNET_CPID: 0x3fde0003,
    PR_MESSAGE_LOCALE_ID: 0x3ff10003,
    PR_MESSAGE_CODEPAGE: 0x3ffd0003,
    PR_SENDER_SMTP_ADDRESS_W: 0x5d01001f,
    PR_SENT_REPRESENTING_SMTP_ADDRESS_W: 0x5d02001f,
    PR_RECIPIENT_FLAGS: 0x5ffd0003,
    PR_ATTACHMENT_HIDDEN: 0x7ffe000b,
  }

  for (const [name, tag] of Object.entries(documented)) {
    test(`${name} has its documented value`, () => {
      assert.equal(named[name], tag)
    })
  }

  test('string properties have a Unicode, an ANSI and a plain name, which is the Unicode one', () => {
    const unicode = propTags.filter(([name]) => name.endsWith('_W'))
    assert.ok(unicode.length > 150)
    for (const [name, tag] of unicode) {
      const plain = name.slice(0, -2)
      assert.equal(PROP_TYPE(tag) & ~MV_FLAG, PT_UNICODE, name)
      assert.equal(named[plain], tag, plain)
      assert.equal(named[`${plain}_A`], tag - 1, `${plain}_A`)
    }
    assert.equal(PR_SUBJECT, PR_SUBJECT_W)
  })

  test('the unsuffixed HTML body is a string, PR_HTML the same property as bytes', () => {
    assert.equal(mapi.PR_BODY_HTML, mapi.PR_BODY_HTML_W)
    assert.equal(PROP_ID(mapi.PR_HTML), PROP_ID(mapi.PR_BODY_HTML))
    assert.equal(PROP_TYPE(mapi.PR_HTML), PT_BINARY)
  })

  test('aliases equal what they stand for', () => {
    assert.equal(mapi.PR_CELLULAR_TELEPHONE_NUMBER_W, mapi.PR_MOBILE_TELEPHONE_NUMBER_W)
    assert.equal(mapi.PR_BUSINESS_ADDRESS_CITY, mapi.PR_LOCALITY)
  })

  test('the generated files are up to date', (t) => {
    // Of Debian's package mingw-w64-common. From Windows under Wine this is a path of the drive Z:.
    const headers = '/usr/x86_64-w64-mingw32/include'
    if (!existsSync(`${headers}/mapitags.h`)) {
      t.skip('the MAPI headers of mingw-w64 are not on this machine')
      return
    }
    const script = fileURLToPath(
      new URL('scripts/generate-tags.mjs', import.meta.resolve('mapi-msg/package.json')),
    )
    const { status, stderr } = spawnSync(process.execPath, [script, '--check', headers], { encoding: 'utf8' })
    assert.equal(stderr, '')
    assert.equal(status, 0)
  })
})

suite('PROP_TAG and its kin', () => {
  test('put a tag together and take it apart', () => {
    assert.equal(PROP_TAG(PT_UNICODE, 0x0037), PR_SUBJECT_W)
    assert.equal(PROP_TYPE(PR_SUBJECT_W), PT_UNICODE)
    assert.equal(PROP_ID(PR_SUBJECT_W), 0x0037)
    assert.equal(CHANGE_PROP_TYPE(PR_SUBJECT_W, PT_STRING8), PR_SUBJECT_A)
    assert.equal(CHANGE_PROP_TYPE(PR_ATTACH_DATA_BIN, PT_OBJECT), PR_ATTACH_DATA_OBJ)
  })

  test('tags of named properties are unsigned', () => {
    const tag = PROP_TAG(PT_MV_UNICODE, 0xfffe)
    assert.equal(tag, 0xfffe101f)
    assert.equal(PROP_ID(tag), 0xfffe)
    assert.equal(PROP_TYPE(tag), PT_MV_UNICODE)
    assert.equal(CHANGE_PROP_TYPE(tag, PT_UNICODE), 0xfffe001f)
  })

  for (const [type, id] of [
    [-1, 0x37],
    [0x10000, 0x37],
    [1.5, 0x37],
    [PT_UNICODE, -1],
    [PT_UNICODE, 0x10000],
    [PT_UNICODE, NaN],
  ] as const) {
    test(`PROP_TAG(${type}, ${id}) is out of range`, () => {
      assert.throws(() => PROP_TAG(type, id), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
    })
  }

  test('only numbers are taken', () => {
    const wrong = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }
    // @ts-expect-error a name is no type
    assert.throws(() => PROP_TAG('PT_UNICODE', 0x37), { ...wrong, message: /"type".*number.*'PT_UNICODE'/ })
    // @ts-expect-error bigints are no identifiers
    assert.throws(() => PROP_TAG(PT_UNICODE, 0x37n), { ...wrong, message: /"id".*number.*55n/ })
    // @ts-expect-error undefined is no tag
    assert.throws(() => PROP_TYPE(undefined), wrong)
    // @ts-expect-error text is no tag
    assert.throws(() => PROP_ID('0x0037001F'), wrong)
    // @ts-expect-error null is no tag
    assert.throws(() => CHANGE_PROP_TYPE(null, PT_UNICODE), wrong)
  })

  test('PROP_TYPE, PROP_ID and CHANGE_PROP_TYPE refuse what is no tag', () => {
    const wrong = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' }
    assert.throws(() => PROP_TYPE(2 ** 32), wrong)
    assert.throws(() => PROP_ID(-1), wrong)
    assert.throws(() => CHANGE_PROP_TYPE(0.5, PT_UNICODE), wrong)
    assert.throws(() => CHANGE_PROP_TYPE(PR_SUBJECT_W, 0x10000), wrong)
  })
})

suite('propTagName', () => {
  test('names a tag by identifier and type', () => {
    assert.equal(propTagName(PR_SUBJECT_W), 'PR_SUBJECT_W')
    assert.equal(propTagName(PR_SUBJECT_A), 'PR_SUBJECT_A')
    assert.equal(propTagName(0x37010102), 'PR_ATTACH_DATA_BIN')
    assert.equal(propTagName(0x3701000d), 'PR_ATTACH_DATA_OBJ')
    assert.equal(propTagName(0x3a1c001f), 'PR_MOBILE_TELEPHONE_NUMBER_W')
  })

  test('gives undefined for a tag without a name', () => {
    assert.equal(propTagName(0x00370003), undefined)
    assert.equal(propTagName(PROP_TAG(PT_UNICODE, 0x8001)), undefined)
  })

  test('has a name for every tag that is exported', () => {
    for (const [name, tag] of propTags) assert.equal(named[propTagName(tag) ?? ''], tag, name)
  })
})

suite('Result codes', () => {
  // From the MAPI and Windows documentation.
  const documented = {
    S_OK: 0,
    MAPI_W_ERRORS_RETURNED: 0x00040380,
    MAPI_W_PARTIAL_COMPLETION: 0x00040680,
    MAPI_E_NO_SUPPORT: 0x80040102,
    MAPI_E_UNKNOWN_FLAGS: 0x80040106,
    MAPI_E_NOT_FOUND: 0x8004010f,
    MAPI_E_CORRUPT_DATA: 0x8004011b,
    MAPI_E_NOT_INITIALIZED: 0x80040605,
    MAPI_E_CALL_FAILED: 0x80004005,
    MAPI_E_INTERFACE_NOT_SUPPORTED: 0x80004002,
    MAPI_E_NO_ACCESS: 0x80070005,
    MAPI_E_NOT_ENOUGH_MEMORY: 0x8007000e,
    MAPI_E_INVALID_PARAMETER: 0x80070057,
    STG_E_FILENOTFOUND: 0x80030002,
    STG_E_SHAREVIOLATION: 0x80030020,
    STG_E_LOCKVIOLATION: 0x80030021,
    STG_E_INVALIDHEADER: 0x800300fb,
    STG_E_DOCFILECORRUPT: 0x80030109,
    RPC_E_CHANGED_MODE: 0x80010106,
  }

  for (const [name, code] of Object.entries(documented)) {
    test(`${name} has its documented value and is found by it`, () => {
      assert.equal(named[name], code)
      assert.equal(new Map(Object.entries<number>(resultCodes)).get(name), code)
      assert.equal(resultCodeName(code), name)
    })
  }

  test('Win32 errors are in the table as HRESULTs', () => {
    assert.equal(resultCodes.ERROR_BAD_EXE_FORMAT, 0x800700c1)
    assert.equal(resultCodeName(0x8007007e), 'ERROR_MOD_NOT_FOUND')
  })

  test('where two names share a code, MAPI has the say', () => {
    assert.equal(resultCodes.E_FAIL, resultCodes.MAPI_E_CALL_FAILED)
    assert.equal(resultCodeName(mapi.E_FAIL), 'MAPI_E_CALL_FAILED')
    assert.equal(resultCodeName(mapi.E_NOTIMPL), 'E_NOTIMPL')
  })

  test('signed codes are found too', () => {
    assert.equal(resultCodeName(-2147221233), 'MAPI_E_NOT_FOUND')
  })

  test('an unknown code has no name', () => {
    assert.equal(resultCodeName(0x8004ffff), undefined)
  })
})
