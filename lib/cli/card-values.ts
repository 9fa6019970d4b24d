const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A time in the time zone of this computer: `Wed, 13 Oct 2021 18:14:08 +0900`. */
export function dateText(date: Date | undefined): string | undefined {
  if (!date || Number.isNaN(date.getTime())) return undefined
  const offset = -date.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${dayOf(date.getDay(), date.getDate(), date.getMonth(), date.getFullYear())} ${time} ${zone}`
}

/** A day that is stored as its midnight in UTC: `Wed, 13 Oct 2021`. */
export function dayText(date: Date): string {
  return dayOf(date.getUTCDay(), date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear())
}

/** A size in bytes: `12.3 kB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  while (value >= 999.5 && units.length > 1) {
    value /= 1000
    units.shift()
  }
  return `${value < 99.5 ? value.toPrecision(2 + Number(value >= 9.95)) : value.toFixed(0)} ${units[0] ?? ''}`
}

function dayOf(weekday: number, day: number, month: number, year: number): string {
  return `${days[weekday] ?? ''}, ${day} ${months[month] ?? ''} ${year}`
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}
