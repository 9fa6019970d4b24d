import { Option, type Command } from 'commander'

import { createFile, type CreateFileOptions } from './create-file.js'
import { examples, exitWith } from './exit-codes.js'

const levels = ['low', 'normal', 'high']

export function addCreate(program: Command): void {
  program
    .command('create')
    .summary('make a message, of options or of JSON')
    .description(
      'Makes a message: a draft that Outlook opens for editing, or with --date one that was sent. Options go before what the JSON says.',
    )
    .requiredOption('-o, --out <FILE>', 'the new .msg file, or - for standard output')
    .option('--json <FILE>', "a message object as nodemailer's, in a file or - for standard input")
    .option('--subject <TEXT>', 'the subject')
    .option('--from <ADDRESS>', 'who it is from: "Ann Lee <ann@example.com>"')
    .option('--to <ADDRESS...>', 'recipients')
    .option('--cc <ADDRESS...>', 'recipients of a copy')
    .option('--bcc <ADDRESS...>', 'recipients that the others do not see')
    .option('--reply-to <ADDRESS...>', 'where answers are to go')
    .addOption(new Option('--text <TEXT>', 'the text').conflicts('textFile'))
    .option('--text-file <FILE>', 'a file with the text in UTF-8, or - for standard input')
    .addOption(new Option('--html <HTML>', 'the text as HTML').conflicts('htmlFile'))
    .option('--html-file <FILE>', 'a file with the text as HTML in UTF-8, or - for standard input')
    .option('-a, --attach <FILE...>', 'files to attach, or patterns such as *.pdf')
    .addOption(new Option('--importance <LEVEL>', 'how important it is').choices(levels))
    .option('--category <NAME...>', 'categories')
    .option('--date <DATE>', 'when it was sent, such as 2026-03-01T09:30: then it is no draft')
    .option('-f, --force', 'overwrite a file that is there')
    .addHelpText(
      'after',
      examples(
        'mapi-msg create -o draft.msg --to "Ann Lee <ann@example.com>" --subject Minutes --text "They are attached." -a minutes.pdf',
        'mapi-msg create -o draft.msg --to ann@example.com bob@example.com --subject News --html-file news.html',
        'mapi-msg create -o draft.msg --json message.json',
        'type message.json | mapi-msg create --json - -o - > draft.msg',
      ),
    )
    .action(async (options: CreateFileOptions) => {
      exitWith(await createFile(options))
    })
}
