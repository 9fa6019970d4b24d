import { Option, type Command } from 'commander'

import { dumpFiles, type DumpFilesOptions } from './dump-files.js'
import { examples, exitWith } from './exit-codes.js'

export function addDump(program: Command): void {
  program
    .command('dump')
    .summary('print everything that is in a file, as JSON')
    .description('Prints everything that is in message files as JSON, property by property, as it is stored.')
    .argument(
      '<FILE...>',
      'message files, patterns such as *.msg, or - for standard input; several need --out',
    )
    .option('-o, --out <DIR>', 'write DIR/<file name>.json for each file instead of printing')
    .addOption(
      new Option('-b, --binary <FORM>', 'binary values in full, or as size and SHA-256')
        .choices(['base64', 'hash'])
        .default('base64'),
    )
    .addHelpText(
      'after',
      examples(
        'mapi-msg dump mail.msg > mail.json',
        'mapi-msg dump C:\\mail\\*.msg --out C:\\dumps --binary hash',
      ),
    )
    .action(async (files: string[], options: DumpFilesOptions, command: Command) => {
      if (files.length > 1 && options.out === undefined) {
        command.error('error: several files need --out DIR', { code: 'mapi-msg.several' })
      }
      exitWith(await dumpFiles(files, options))
    })
}
