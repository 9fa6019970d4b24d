/** Plots with logarithmic axes, as SVG. */

export interface Line {
  name: string
  points: { x: number; y: number }[]
}

export interface Plot {
  /** The name of the SVG file. */
  file: string
  title: string
  /** Ticks are the powers of `base` times the least x. */
  x: { label: string; format: (x: number) => string; base: number }
  /** In milliseconds. */
  lines: Line[]
}

const width = 640
const height = 400
const frame = { left: 80, right: 20, top: 48, bottom: 60 }
const colors = ['#0b6cc4', '#c4500b', '#3a8a3a', '#7a4fb5']
const font = 'font-family="sans-serif" font-size="12" fill="#333"'

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** Where a value lies between two others, on a logarithmic scale. */
function scale(least: number, greatest: number, from: number, to: number): (value: number) => number {
  const span = Math.log(greatest / least) || 1
  return (value) => from + ((to - from) * Math.log(value / least)) / span
}

function powers(least: number, greatest: number, base: number): number[] {
  const ticks: number[] = []
  for (let tick = least; tick <= greatest * 1.001; tick *= base) ticks.push(tick)
  return ticks
}

function timeText(time: number): string {
  return time >= 1000
    ? `${time / 1000} s`
    : time >= 1
      ? `${time} ms`
      : `${Number((time * 1000).toPrecision(3))} µs`
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${font}>${escapeText(content)}</text>`
}

function grid(x1: number, y1: number, x2: number, y2: number): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map((each) => each.toFixed(1))
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="#ddd"/>`
}

/** The text of an SVG file. */
export function drawPlot({ title, x, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points)
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  const bottom = 10 ** Math.floor(Math.log10(Math.min(...ys)))
  const top = 10 ** Math.ceil(Math.log10(Math.max(...ys)))
  const right = width - frame.right
  const floor = height - frame.bottom
  const toX = scale(Math.min(...xs), Math.max(...xs), frame.left, right)
  const toY = scale(bottom, top, floor, frame.top)

  const parts = [text(frame.left, 20, title, 'start')]
  for (const tick of powers(Math.min(...xs), Math.max(...xs), x.base)) {
    parts.push(
      grid(toX(tick), frame.top, toX(tick), floor),
      text(toX(tick), floor + 18, x.format(tick), 'middle'),
    )
  }
  for (const tick of powers(bottom, top, 10)) {
    parts.push(grid(frame.left, toY(tick), right, toY(tick)))
    parts.push(text(frame.left - 8, toY(tick) + 4, timeText(Number(tick.toPrecision(6))), 'end'))
  }
  parts.push(text((frame.left + right) / 2, height - 14, x.label, 'middle'))

  lines.forEach((line, i) => {
    const color = colors[i % colors.length] ?? ''
    const places = line.points.map((point) => [toX(point.x).toFixed(1), toY(point.y).toFixed(1)])
    const path = places.map((place) => place.join(',')).join(' ')
    parts.push(`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`)
    for (const [cx = '', cy = ''] of places) {
      parts.push(`<circle cx="${cx}" cy="${cy}" r="3" fill="${color}"/>`)
    }
    const y = frame.top + 16 + 18 * i
    parts.push(`<rect x="${frame.left + 12}" y="${y - 9}" width="12" height="10" fill="${color}"/>`)
    parts.push(text(frame.left + 30, y, line.name, 'start'))
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}
