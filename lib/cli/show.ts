import type { Command } from 'commander'

import { readMessage } from '../index.js'
import { cardLines } from './card.js'
import { examples, exitWith } from './exit-codes.js'
import { forEachMessage } from './message-command.js'
import { printJson, printLine } from './output.js'
import { styled, toLine } from './terminal.js'

interface ShowOptions {
  json?: true
  nested?: true
  body: boolean
}

export function addShow(program: Command): void {
  program
    .command('show')
    .summary('show messages: who, when, what, attachments and text')
    .description(
      'Shows messages as people read them: sender, recipients, dates, attachments and text, and what appointments, contacts and tasks have besides.',
    )
    .argument('<FILE...>', 'message files (.msg, .oft), patterns such as *.msg, or - for standard input')
    .option('--no-body', 'leave out the text')
    .option('-n, --nested', 'show attached messages in full too')
    .option('--json', 'print all of it as one JSON document for each file')
    .addHelpText(
      'after',
      examples(
        'mapi-msg show mail.msg',
        'mapi-msg show --no-body C:\\mail\\*.msg',
        'mapi-msg show *.msg --json > messages.jsonl',
      ),
    )
    .action(async (files: string[], options: ShowOptions) => {
      exitWith(await show(files, options))
    })
}

function show(files: readonly string[], options: ShowOptions): Promise<boolean> {
  return forEachMessage(files, async ({ name, source }, { session, reporter, areMany }, index) => {
    const contents = await readMessage(source, { session, bodies: options.body, details: true })
    if (options.json) await printJson({ file: name, ...contents })
    else {
      if (index > 0) await printLine('')
      if (areMany) await printLine(styled('underline', toLine(name)))
      const lines = cardLines(contents, { body: options.body, nested: options.nested === true })
      for await (const line of lines) await printLine(line)
    }
    for (const problem of contents.problems) reporter.report(name, problem)
  })
}
