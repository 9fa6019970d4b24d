import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { asMarkdown, type Findings } from './figures.ts'
import { drawPlot, type Plot } from './plot.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Report extends Findings {
  plots: Plot[]
  /** Where the measured files are from. */
  origin: string
  /** What `npm run bench` was given. */
  command: string
  /** The host, as scripts/bench.mjs tells it; empty on Windows. */
  host: string
}

function packageVersion(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** The machine and the versions, one a line. */
export function describeMachine(host: string): string[] {
  const cpus = os.cpus()
  const packages = ['mapi-msg', '@kenjiuno/msgreader', '@tutao/oxmsg', 'mitata'].map(
    (name) => `${name} ${packageVersion(name)}`,
  )
  return [
    `CPU: ${cpus[0]?.model.trim() ?? 'unknown'}, ${cpus.length} cores`,
    `Memory: ${(os.totalmem() / 2 ** 30).toFixed(0)} GB`,
    `System: ${os.version()} ${os.release()}${host && `, by ${host}`}`,
    `Node.js: ${process.version} (${process.platform} ${process.arch})`,
    `Packages: ${packages.join(', ')}`,
    `Date: ${new Date().toISOString().slice(0, 10)}`,
  ]
}

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n')

/** Writes docs/performance.md, from the text in bench/report.md, and its plots. */
export function writeReport(report: Report): void {
  const folder = path.join(root, 'docs', 'performance')
  mkdirSync(folder, { recursive: true })
  for (const plot of report.plots) writeFileSync(path.join(folder, plot.file), drawPlot(plot))

  const parts: Record<string, string> = {
    command: report.command,
    machine: list([...describeMachine(report.host), `Files: ${report.origin}`]),
    table: asMarkdown(report.figures),
    notes: list(report.notes),
    plots: report.plots.map(({ title, file }) => `![${title}](performance/${file})`).join('\n\n'),
  }
  const template = readFileSync(path.join(root, 'bench', 'report.md'), 'utf8')
  const text = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '')
  writeFileSync(path.join(root, 'docs', 'performance.md'), `${text.trimEnd()}\n`)
}
