import type { Command } from 'commander'

import { examples, exitWith } from './exit-codes.js'
import { extractFiles, type ExtractOptions } from './extract-files.js'

export function addExtract(program: Command): void {
  program
    .command('extract')
    .summary('save attachments to a folder')
    .description(
      'Saves the attachments of messages to a folder and prints the paths. Names are made safe for Windows, attachments of one name are numbered, and attached messages become .msg files.',
    )
    .argument('<FILE...>', 'message files (.msg, .oft), patterns such as *.msg, or - for standard input')
    .option('-o, --out <DIR>', 'the folder, which is made if it is not there', '.')
    .option('-i, --inline', 'save pictures that are shown within the text too')
    .option('-f, --force', 'overwrite files that are there')
    .addHelpText(
      'after',
      `
Of several files, or those of a pattern, each one's attachments go to a folder of their own: DIR/<file name without .msg>/.
${examples(
  'mapi-msg extract mail.msg',
  'mapi-msg extract mail.msg --out attachments --inline',
  'mapi-msg extract "C:\\mail\\**\\*.msg" --out C:\\attachments',
)}`,
    )
    .action(async (files: string[], options: ExtractOptions) => {
      exitWith(await extractFiles(files, options))
    })
}
