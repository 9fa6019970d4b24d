import type { Command } from 'commander'

import { diagnose } from './diagnosis.js'
import { diagnosisText } from './diagnosis-text.js'
import { examples, exitWith } from './exit-codes.js'
import { print, printJson } from './output.js'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('find out which MAPI there is, and whether it works')
    .description(
      'Reports which MAPI was found and why others cannot be used, tries whether messages can be written and read, and says what to do. Paste the report into an issue: it holds no message and no name but those in paths.',
    )
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      examples('mapi-msg doctor', 'mapi-msg doctor --json', 'mapi-msg doctor --provider mapi'),
    )
    .action(async ({ json }: { json?: true }) => {
      const diagnosis = await diagnose()
      if (json) await printJson(diagnosis)
      else await print([diagnosisText(diagnosis)])
      exitWith(diagnosis.works)
    })
}
