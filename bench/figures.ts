import { median, ratioOf } from './rounds.ts'

/** One line of the report. */
export interface Figure {
  name: string
  ours: string
  peer: string
  value: number
  unit: '×' | 'MB' | ''
  /** The least and greatest value of one round. */
  range?: { least: number; greatest: number } | undefined
  goal?: { atLeast: number } | { atMost: number } | undefined
}

/** What the figures of one run are, and what could not be measured, with the reason. */
export interface Findings {
  figures: Figure[]
  notes: string[]
}

type Times = ReadonlyMap<string, readonly number[]>

function timesOf(times: Times, name: string): readonly number[] {
  const found = times.get(name)
  if (!found) throw new Error(`${name} has not been measured`)
  return found
}

/** How many times as fast as a peer we are. */
export function speedup(name: string, times: Times, ours: string, peer: string, atLeast?: number): Figure {
  const { value, ...range } = ratioOf(timesOf(times, peer), timesOf(times, ours))
  const goal = atLeast === undefined ? undefined : { atLeast }
  return { name, ...both(times, ours, peer), value, range, unit: '×', goal }
}

/** How many times as long as a peer we take. */
export function slowdown(name: string, times: Times, ours: string, peer: string, atMost?: number): Figure {
  const { value, ...range } = ratioOf(timesOf(times, ours), timesOf(times, peer))
  const goal = atMost === undefined ? undefined : { atMost }
  return { name, ...both(times, ours, peer), value, range, unit: '×', goal }
}

function both(times: Times, ours: string, peer: string): { ours: string; peer: string } {
  return {
    ours: milliseconds(median(timesOf(times, ours))),
    peer: milliseconds(median(timesOf(times, peer))),
  }
}

export function isReached({ value, goal }: Figure): boolean | undefined {
  if (!goal) return undefined
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}

export function milliseconds(time: number): string {
  return `${significant(time)} ms`
}

/** At least two digits, and all those before the point. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export const columns = ['Figure', 'Ours', 'Peer', 'Measured', 'Goal', 'Reached']

/** A line of the table. */
export function cells(figure: Figure): string[] {
  const { name, ours, peer, value, unit, range, goal } = figure
  const withUnit = (number: number) => `${significant(number)}${unit === 'MB' ? ' MB' : unit}`
  const spread = range ? ` (${significant(range.least)} to ${significant(range.greatest)})` : ''
  const wanted = !goal
    ? ''
    : 'atLeast' in goal
      ? `at least ${goal.atLeast}${unit}`
      : `at most ${goal.atMost}${unit === 'MB' ? ' MB' : unit}`
  const reached = isReached(figure)
  return [
    name,
    ours,
    peer,
    withUnit(value) + spread,
    wanted,
    reached === undefined ? '' : reached ? 'yes' : 'no',
  ]
}

/** The table as text whose columns stand below each other. */
export function asText(figures: readonly Figure[]): string {
  const rows = [columns, ...figures.map(cells)]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function asMarkdown(figures: readonly Figure[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...figures.map((each) => line(cells(each)))].join(
    '\n',
  )
}
