#!/usr/bin/env node
import { readFileSync } from 'node:fs'

import { Command, CommanderError, Option } from 'commander'

import { dumpFiles, type DumpFilesOptions } from './dump-files.js'

const usageError = 2

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

// Who reads our output may stop doing so: `mapi-msg dump mail.msg | more`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error
  process.exit()
})

const program = new Command('mapi-msg')
  .description('Reads Outlook message files (.msg, .oft) through MAPI.')
  .version(version)
  .showHelpAfterError('(mapi-msg --help tells more)')
  .exitOverride()

program
  .command('dump')
  .description('Prints everything that is in message files as JSON, property by property.')
  .argument('<FILE...>', 'message files; several need --out')
  .option('-o, --out <DIR>', 'write DIR/<file name>.json for each file instead of printing')
  .addOption(
    new Option('-b, --binary <FORM>', 'binary values in full, or as size and SHA-256')
      .choices(['base64', 'hash'])
      .default('base64'),
  )
  .exitOverride()
  .action(async (files: string[], options: DumpFilesOptions, command: Command) => {
    if (files.length > 1 && options.out === undefined) {
      command.error('error: several files need --out DIR', { code: 'mapi-msg.several' })
    }
    process.exitCode = (await dumpFiles(files, options)) ? 0 : 1
  })

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : usageError
  else {
    console.error(`mapi-msg: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
