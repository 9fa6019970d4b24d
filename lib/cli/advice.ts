import type { Diagnosis } from './diagnosis.js'

/** What to know and to do, the most important first. */
export function adviceFor(diagnosis: Omit<Diagnosis, 'advice'>): string[] {
  const { mapiError, mapi, works, outlook, host, selfTests } = diagnosis
  if (mapiError !== undefined) {
    return process.platform === 'win32'
      ? ['Do what the error above says, and run mapi-msg doctor once more.']
      : ['Run mapi-msg on Windows, with Outlook or without.']
  }
  const advice: string[] = []
  if (!works) advice.push(...whatToDoAbout(diagnosis))
  const [chosen] = selfTests
  if (works && chosen?.used?.kind === 'mapi') advice.push('All is well: messages are read by Outlook’s MAPI.')
  if (works && chosen?.used?.kind !== 'mapi') {
    advice.push(
      'Messages can be read and written by the MAPI provider in mapi-msg, which needs no Outlook. All commands and calls work with it.',
    )
  }
  const other = mapi.find(({ usable, architecture }) => !usable && isOther(architecture, host.architecture))
  const otherArchitecture = other?.architecture ?? outlook.architecture
  if (!mapi.some(({ usable }) => usable)) {
    if (otherArchitecture !== undefined && isOther(otherArchitecture, host.architecture)) {
      advice.push(
        `Outlook is ${otherArchitecture} and this ${host.name} is ${host.architecture}: Windows loads no DLL of the one into the other. To use Outlook’s own MAPI, run a ${host.name} that is ${otherArchitecture}.`,
      )
    } else if (outlook.isNewThere) {
      advice.push(
        'There is the new Outlook only, which has no MAPI. Classic Outlook has, if you want to use Outlook’s own.',
      )
    } else {
      advice.push('No classic Outlook was found. To use Outlook’s own MAPI, install it.')
    }
  }
  return advice
}

function isOther(architecture: string, own: string): boolean {
  return architecture !== '' && architecture !== own
}

function whatToDoAbout({ selfTests, provider }: Omit<Diagnosis, 'advice'>): string[] {
  const embedded = selfTests.find(({ call }) => call.includes('embedded'))
  if (provider !== undefined && embedded?.works) {
    return [
      `The provider that MAPI_MSG_PROVIDER or --provider asks for, ${provider}, does not work. Leave it out, or set it to embedded.`,
    ]
  }
  if (embedded?.works) {
    return [
      'The machine’s MAPI was found but does not work. Set MAPI_MSG_PROVIDER=embedded to use the provider in mapi-msg instead, and report this.',
    ]
  }
  return ['Nothing works. Install mapi-msg again; if that does not help, report this.']
}
