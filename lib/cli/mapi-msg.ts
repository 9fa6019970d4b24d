#!/usr/bin/env node
import { readFileSync } from 'node:fs'

import { Command, CommanderError } from 'commander'

import { toProviderChoice } from '../provider.js'
import { addConvert } from './convert.js'
import { addCreate } from './create.js'
import { addDoctor } from './doctor.js'
import { addDump } from './dump.js'
import { exitCodes, exitCodesHelp, UsageError } from './exit-codes.js'
import { addExtract } from './extract.js'
import { addProps } from './props.js'
import { endWithReader } from './output.js'
import { reasonOf } from './reporter.js'
import { addShow } from './show.js'
import { toLines } from './terminal.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

interface GlobalOptions {
  provider?: string
  color: boolean
}

endWithReader()

const program = new Command('mapi-msg')
  .description('Shows, takes apart, makes and converts Outlook message files (.msg, .oft) through MAPI.')
  .version(version)
  .option(
    '--provider <WHICH>',
    'which MAPI: auto, mapi (that of Outlook), embedded, or the path of a DLL (default: MAPI_MSG_PROVIDER, or auto)',
  )
  .option('--no-color', 'no colours; the same as NO_COLOR in the environment')
  .addHelpText('after', `\nmapi-msg help COMMAND has examples.\n${exitCodesHelp}`)
  .showHelpAfterError('(mapi-msg --help tells more)')
  .exitOverride()
  .hook('preAction', (command) => {
    const { provider, color } = command.opts<GlobalOptions>()
    if (provider !== undefined) {
      process.env['MAPI_MSG_PROVIDER'] = provider
      checkProvider(command, provider)
    }
    if (!color) {
      process.env['NO_COLOR'] = '1'
      delete process.env['FORCE_COLOR']
    }
  })

function checkProvider(command: Command, provider: string): void {
  try {
    toProviderChoice(undefined)
  } catch {
    command.error(
      `error: --provider must be auto, mapi, embedded, or the absolute path of a DLL. Received '${provider}'`,
      { code: 'mapi-msg.provider' },
    )
  }
}

for (const add of [addShow, addProps, addDump, addExtract, addCreate, addConvert, addDoctor]) add(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.good : exitCodes.usage
  else {
    process.stderr.write(toLines(`mapi-msg: ${reasonOf(error)}\n`))
    process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed
  }
}
