import type { MapiCandidate } from '../index.js'
import type { Diagnosis } from './diagnosis.js'
import type { SelfTest } from './self-test.js'
import { padded, styled, toLines } from './terminal.js'

const labelWidth = 20

/** The report as text. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { host, system, outlook, mapi, mapiError, selfTests, advice } = diagnosis
  return [
    fact('mapi-msg', `${diagnosis.package.version} in ${diagnosis.package.folder}`),
    fact(host.name, `${host.version} ${host.architecture}`),
    fact('System', `${system.name} ${system.release} (${system.machine})`),
    fact('MAPI_MSG_PROVIDER', diagnosis.provider ?? 'not set'),
    ...(process.platform === 'win32' ? [fact('Outlook', outlookText(outlook))] : []),
    '',
    title('MAPI of this machine, in the order in which it is tried'),
    ...(mapiError === undefined ? candidateLines(mapi) : [`  ${mapiError}`]),
    '',
    title('Tried: a session, a message written and read in memory'),
    ...selfTests.flatMap(testLines),
    '',
    title('What to do'),
    ...advice.map((each) => `  ${each}`),
    '',
  ].join('\n')
}

function fact(name: string, value: string): string {
  return `${styled('bold', padded(name, labelWidth))}${toLines(value)}`
}

function title(text: string): string {
  return styled('bold', text)
}

function outlookText({ version, architecture, products, isNewThere }: Diagnosis['outlook']): string {
  const classic =
    version === undefined ? 'no classic Outlook in the registry' : `${version} ${architecture ?? ''}`
  return [classic.trim(), products, isNewThere ? 'and the new Outlook' : undefined]
    .filter((text) => text !== undefined)
    .join(', ')
}

function candidateLines(candidates: readonly MapiCandidate[]): string[] {
  if (candidates.length === 0) return ['  none']
  return candidates.flatMap(({ path, source, architecture, version, usable, reason }) => [
    `  ${mark(usable)} ${toLines(path)}`,
    `      ${[version, architecture, `from ${source}`].filter(Boolean).join(', ')}`,
    ...(reason === undefined ? [] : [`      ${toLines(reason)}`]),
  ])
}

function testLines({ call, works, used, milliseconds, error }: SelfTest): string[] {
  const what = used ? `${used.kind} ${used.version} ${toLines(used.path)}` : ''
  const time = milliseconds === undefined ? '' : ` in ${milliseconds} ms`
  return [
    `  ${mark(works)} ${call}${time}`,
    ...(what ? [`      ${what.replace(/ {2,}/g, ' ')}`] : []),
    ...(error === undefined ? [] : [`      ${toLines(error).replaceAll('\n', '\n      ')}`]),
  ]
}

function mark(good: boolean): string {
  return good ? styled('green', 'ok  ') : styled('red', 'no  ')
}
