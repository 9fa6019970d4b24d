import { FileTime, PROP_TYPE, PT_CURRENCY, PT_I2, PT_LONG, MV_FLAG, type PropValue } from '../index.js'
import { escaped } from './output.js'

// So much of a large value, if not all of it is wanted.
const shown = 400
const currencyUnit = 10_000

/** A property's value in one line: strings as in JSON, integers in hexadecimal too, bytes in hexadecimal. */
export function valueText(tag: number, value: PropValue, whole: boolean): string {
  if (Array.isArray(value)) {
    return `[${value.map((each) => valueText(tag & ~MV_FLAG, each, whole)).join(', ')}]`
  }
  if (typeof value === 'string') return escaped(JSON.stringify(whole ? value : value.slice(0, shown)))
  if (value instanceof Uint8Array) return bytesText(value, whole)
  if (value instanceof FileTime)
    return Number.isNaN(value.getTime()) ? `${value.ticks} ticks` : isoTime(value)
  const type = PROP_TYPE(tag)
  if (type === PT_CURRENCY) return String(Number(value) / currencyUnit)
  if (typeof value === 'number' && (type === PT_LONG || type === PT_I2)) return integerText(type, value)
  return String(value)
}

function integerText(type: number, value: number): string {
  const bits = type === PT_I2 ? value & 0xffff : value >>> 0
  return `${value} (0x${bits.toString(16).toUpperCase()})`
}

function bytesText(bytes: Uint8Array, whole: boolean): string {
  const size = `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`
  const head = Buffer.from(whole ? bytes : bytes.subarray(0, shown / 2))
  return head.length === 0 ? size : `${size}: ${head.toString('hex').toUpperCase()}`
}

/** To 100 ns, where there is more than milliseconds. */
function isoTime(time: FileTime): string {
  const rest = String(time.ticks % 10_000n).padStart(4, '0')
  return rest === '0000' ? time.toISOString() : time.toISOString().replace('Z', `${rest}Z`)
}
