import assert from 'node:assert/strict'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'

import { mapiMsg } from './support/command.ts'
import { temporaryFolder } from './support/sessions.ts'

interface Report {
  package: { version: string }
  host: { version: string; architecture: string }
  provider?: string
  mapi: unknown[]
  selfTests: { works: boolean; used?: { kind: string }; error?: string }[]
  works: boolean
  advice: string[]
}

test('the report says what there is, that it works, and what to do', async () => {
  const { code, output, errors } = await mapiMsg(['doctor'])
  assert.equal(code, 0, errors)
  assert.equal(errors, '')
  for (const fact of [
    /^mapi-msg +\d+\.\d+\.\d+ in /m,
    new RegExp(`^Node.js +${process.version.replaceAll('.', '\\.')} ${process.arch}$`, 'm'),
    /^System +Microsoft Windows/m,
    /^MAPI_MSG_PROVIDER +\S/m,
    /^Outlook +\S/m,
    /^MAPI of this machine/m,
    /^ {2}ok +openIMsgSession\(\) in \d+ ms$/m,
    /^What to do\n {2}\S/m,
  ]) {
    assert.match(output, fact)
  }
  assert.ok(!output.includes(os.homedir()), 'the name of the user is not in the report')
})

test('a provider that does not work is named, with what to do instead', async (t) => {
  const dll = path.join(temporaryFolder(t), 'missing.dll')
  const { code, output } = await mapiMsg(['doctor', '--json'], { env: { MAPI_MSG_PROVIDER: dll } })
  assert.equal(code, 1)
  const report = JSON.parse(output) as Report
  assert.equal(report.works, false)
  assert.equal(report.selfTests[0]?.works, false)
  assert.match(report.selfTests[0].error ?? '', /missing\.dll does not exist/)
  assert.equal(report.selfTests[1]?.used?.kind, 'embedded')
  assert.match(
    report.advice[0] ?? '',
    /MAPI_MSG_PROVIDER.*does not work\. Leave it out, or set it to embedded/,
  )
})
