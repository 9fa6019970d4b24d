import { types } from 'node:util'

import { invalidArgType, outOfRange } from './argument-errors.js'

const ticksPerMillisecond = 10_000n
const unixEpochTicks = 116_444_736_000_000_000n
const maxTicks = 2n ** 64n - 1n

/**
 * A `Date` that keeps a FILETIME, the value of PT_SYSTIME properties, to its full precision: 100 nanoseconds.
 *
 * It can be used, compared, changed and serialised like any other `Date`. When a setter moves it to another
 * millisecond, {@link ticks} follows. Two times of the same millisecond are told apart by {@link equals}.
 * `structuredClone` and `postMessage` make a plain `Date` of it.
 *
 * https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime
 */
export class FileTime extends Date {
  #ticks: bigint | undefined
  // Ticks that nobody has asked for yet: making bigints is slow.
  #parts: { low: number; high: number } | undefined

  /**
   * @param value Ticks, the number of 100 ns intervals since 1601-01-01 UTC, as a bigint from 0 to 2^64 - 1.
   *   Or what `Date` takes: another date (a `FileTime` keeps its ticks), milliseconds since 1970, or text.
   * @throws TypeError `ERR_INVALID_ARG_TYPE` if it is none of these.
   * @throws RangeError `ERR_OUT_OF_RANGE` if ticks do not fit in 64 bits without a sign.
   */
  constructor(value: bigint | Date | number | string) {
    super(toDateValue(value))
    if (typeof value === 'bigint') this.#ticks = value
    else if (value instanceof FileTime) this.#ticks = value.#exact()
  }

  /** @internal Of the two halves of its ticks. */
  static fromParts(low: number, high: number): FileTime {
    const time = new FileTime(millisecondsOfParts(low, high))
    time.#parts = { low, high }
    return time
  }

  /**
   * The number of 100 ns intervals since 1601-01-01 UTC.
   * @throws RangeError `ERR_OUT_OF_RANGE` for an invalid date, and for one that a FILETIME cannot hold.
   */
  get ticks(): bigint {
    const milliseconds = this.getTime()
    const exact = this.#exact()
    if (exact !== undefined && toMilliseconds(exact) === milliseconds) return exact
    const ticks = Number.isNaN(milliseconds) ? -1n : toTicks(milliseconds)
    if (ticks < 0n || ticks > maxTicks) {
      throw outOfRange('FileTime', 'a date from the year 1601 to the year 60056', new Date(milliseconds))
    }
    return ticks
  }

  /** Whether the other date is the same point in time, to 100 ns. Invalid dates equal nothing. */
  equals(other: Date): boolean {
    const time = this.getTime()
    return time === other.getTime() && this.#withinMillisecond() === new FileTime(other).#withinMillisecond()
  }

  #exact(): bigint | undefined {
    if (this.#parts) this.#ticks = (BigInt(this.#parts.high) << 32n) | BigInt(this.#parts.low)
    this.#parts = undefined
    return this.#ticks
  }

  #withinMillisecond(): bigint {
    const ticks = this.#exact()
    if (ticks === undefined || toMilliseconds(ticks) !== this.getTime()) return 0n
    return ticks % ticksPerMillisecond
  }
}

function toDateValue(value: bigint | Date | number | string): number | string {
  if (typeof value === 'bigint') {
    if (value < 0n || value > maxTicks) throw outOfRange('value', '>= 0n and < 2n ** 64n', value)
    return toMilliseconds(value)
  }
  if (typeof value === 'number' || typeof value === 'string') return value
  if (types.isDate(value)) return value.getTime()
  throw invalidArgType('value', 'of type bigint, number or string, or a Date', value)
}

function toMilliseconds(ticks: bigint): number {
  // The epochs lie whole milliseconds apart, so this rounds down for times before 1970 as well.
  return Number(ticks / ticksPerMillisecond - unixEpochTicks / ticksPerMillisecond)
}

// Exact in doubles: 2^32 ticks are 429496 milliseconds and 7296 ticks.
function millisecondsOfParts(low: number, high: number): number {
  const unixEpoch = Number(unixEpochTicks / ticksPerMillisecond)
  return high * 429_496 + Math.floor((high * 7_296 + low) / 10_000) - unixEpoch
}

function toTicks(milliseconds: number): bigint {
  return BigInt(milliseconds) * ticksPerMillisecond + unixEpochTicks
}
