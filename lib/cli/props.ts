import type { Command } from 'commander'

import { readMessage } from '../index.js'
import { examples, exitWith } from './exit-codes.js'
import { forEachMessage } from './message-command.js'
import { print, printJson } from './output.js'
import { listProperties } from './property-list.js'
import { messageLines } from './property-text.js'
import { lineWidth } from './terminal.js'

interface PropsOptions {
  json?: true
  full?: true
}

export function addProps(program: Command): void {
  program
    .command('props')
    .summary('list every property with its tag, name, type and value')
    .description(
      'Lists every property of messages, their recipients and attachments, and of the messages in them: tag, name, type and value. Named properties have their property set and their number or name within it.',
    )
    .argument('<FILE...>', 'message files (.msg, .oft), patterns such as *.msg, or - for standard input')
    .option('--full', 'show values whole instead of one line of the terminal')
    .option('--json', 'print one JSON document for each file')
    .addHelpText(
      'after',
      examples(
        'mapi-msg props mail.msg',
        'mapi-msg props mail.msg --full | findstr PSETID_Appointment',
        'mapi-msg props *.msg --json > properties.jsonl',
      ),
    )
    .action(async (files: string[], options: PropsOptions) => {
      exitWith(await props(files, options))
    })
}

function props(files: readonly string[], options: PropsOptions): Promise<boolean> {
  return forEachMessage(files, async ({ name, source }, { session, reporter }) => {
    const contents = await readMessage(source, {
      session,
      properties: true,
      bodies: false,
      attachments: 'content',
    })
    const listed = listProperties(contents)
    if (options.json) await printJson({ file: name, ...listed })
    else {
      const lines = messageLines(listed, name, { width: lineWidth(), whole: options.full === true })
      await print(joined(lines))
    }
    for (const problem of contents.problems) reporter.report(name, problem)
  })
}

function* joined(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}
