import { measure } from 'mitata'

/** What is measured: something that does its work once and tells how many milliseconds that took. */
export type Contender = () => Promise<number>

/** How often, and for how long at the most, contenders take turns. */
export interface Patience {
  rounds: number
  milliseconds: number
}

const leastRounds = 3

// In a row: so that each pays for the garbage that it leaves to the next.
const leastPasses = 5

/**
 * Times some JavaScript: once to warm up, then, after a garbage collection, the average of as many times as take what
 * mitata takes by default, 642 ms, but of no fewer than five.
 */
export function javaScript(work: () => unknown): Contender {
  return async () => {
    const { avg } = await measure(() => work(), { min_samples: leastPasses })
    return avg / 1e6
  }
}

/**
 * Lets the contenders take turns, in the opposite order every second time, so that what disturbs the machine disturbs
 * them alike.
 * @returns The milliseconds of each round, by contender.
 */
export async function takeTurns(
  contenders: ReadonlyMap<string, Contender>,
  { rounds, milliseconds }: Patience,
): Promise<Map<string, number[]>> {
  const times = new Map([...contenders.keys()].map((name): [string, number[]] => [name, []]))
  const order = [...contenders]
  const started = performance.now()
  for (let round = 0; round < rounds; round++) {
    if (round >= leastRounds && performance.now() - started > milliseconds) break
    for (const [name, contender] of order) times.get(name)?.push(await contender())
    order.reverse()
  }
  return times
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}

/** The medians' ratio, and the least and the greatest ratio of one round. */
export interface Ratio {
  value: number
  least: number
  greatest: number
}

export function ratioOf(dividends: readonly number[], divisors: readonly number[]): Ratio {
  const each = dividends.map((dividend, round) => dividend / (divisors[round] ?? NaN))
  return {
    value: median(dividends) / median(divisors),
    least: Math.min(...each),
    greatest: Math.max(...each),
  }
}

/** k of the power law n^k that comes closest to the points: 1 is linear. */
export function exponentOf(points: readonly { n: number; time: number }[]): number {
  const logs = points.map(({ n, time }) => ({ x: Math.log(n), y: Math.log(time) }))
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(logs.map((point) => point.x))
  const y = mean(logs.map((point) => point.y))
  const covariance = mean(logs.map((point) => (point.x - x) * (point.y - y)))
  return covariance / mean(logs.map((point) => (point.x - x) ** 2))
}
