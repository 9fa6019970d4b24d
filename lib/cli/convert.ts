import type { Command } from 'commander'

import { convertFiles, type ConvertOptions } from './convert-files.js'
import { examples, exitWith } from './exit-codes.js'

export function addConvert(program: Command): void {
  program
    .command('convert')
    .summary('turn .msg files into .eml files, and .eml files into .msg files')
    .description(
      'Turns Outlook messages (.msg, .oft) into internet messages (.eml), and those into Outlook messages. The new file lies beside the old one, or in the folder that --out names. A file that cannot be converted does not stop the others; all such are listed at the end.',
    )
    .argument('<FILE...>', 'files, patterns such as *.msg, or - for standard input')
    .option(
      '-o, --out <DIR>',
      'the folder for the new files, or - for standard output; of a pattern with ** the folders are kept',
    )
    .option('-f, --force', 'overwrite files that are there')
    .option('-s, --skip-existing', 'pass over files whose result is there, to go on where it was interrupted')
    .addHelpText(
      'after',
      examples(
        'mapi-msg convert mail.msg',
        'mapi-msg convert C:\\mail\\*.eml --out C:\\outlook',
        'mapi-msg convert "C:\\archive\\**\\*.msg" --out D:\\eml --skip-existing',
        'mapi-msg convert - < mail.msg > mail.eml',
      ),
    )
    .action(async (files: string[], options: ConvertOptions) => {
      exitWith(await convertFiles(files, options))
    })
}
