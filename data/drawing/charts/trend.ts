// A trend on a sheet: now in ink, last year dashed, the normal range a band; lines are named at their end.

import { grouped } from '../../text/figures.ts'
import type { Frame } from '../projection.ts'
import { element, short } from '../svg.ts'
import { INK, line, TYPE, words } from './ink.ts'
import type { TrendPicture } from './picture.ts'

const LEFT = 90
const RIGHT = 130
const BOTTOM = 46
const TOP = 20

/** Smallest of 1, 2, 4, 5, 10 × 10^k that holds the value. */
function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return Math.max(2, (([1, 2, 4, 5].find((each) => each * size >= value) ?? 10) as number) * size)
}

export function drawTrend({ points, words: named, event }: TrendPicture, frame: Frame): string {
  const top = niceTop(Math.max(1, ...points.flatMap((p) => [p.now, p.lastYear ?? 0, p.high ?? 0])))
  const [left, right] = [frame.x + LEFT, frame.x + frame.width - RIGHT]
  const [high, low] = [frame.y + TOP, frame.y + frame.height - BOTTOM]
  const last = points.length - 1
  const x = (index: number) => (last > 0 ? left + ((right - left) * index) / last : (left + right) / 2)
  const y = (value: number) => low - ((low - high) * value) / top
  const at = (index: number, value: number) => `${short(x(index))},${short(y(value))}`
  const runs = (value: (index: number) => number | null) => runsOf(points.length, value)
  const curve = (
    list: readonly (readonly [number, number])[],
    stroke: string,
    width: number,
    dash?: string,
  ) =>
    element('polyline', {
      points: list.map(([i, value]) => at(i, value)).join(' '),
      ...{
        fill: 'none',
        stroke,
        'stroke-width': width,
        'stroke-dasharray': dash,
        'stroke-linejoin': 'round',
      },
    })
  const isPartial = points[last]?.isPartial ?? false
  const parts: string[] = []
  for (const value of [0, top / 2, top]) {
    parts.push(line([left, y(value), right, y(value)], INK.rule, 1.5))
    parts.push(words(grouped(value, 0), left - 14, y(value), { anchor: 'end' }))
  }
  const wanted = new Set([0, Math.round(last / 3), Math.round((last * 2) / 3), last])
  for (const index of wanted)
    parts.push(words(points[index]?.label ?? '', x(index), low + 28, { anchor: 'middle' }))
  for (const run of runs((i) => (points[i].low === null ? null : points[i].high))) {
    const back = [...run].reverse().map(([i]) => at(i, points[i].low ?? 0))
    const band = [...run.map(([i, value]) => at(i, value)), ...back].join(' ')
    parts.push(element('polygon', { points: band, fill: INK.faint, opacity: 0.16 }))
  }
  if (points.some(({ low: known }) => known !== null)) {
    parts.push(
      element('rect', {
        x: right - 150,
        y: frame.y - 34,
        width: 34,
        height: 24,
        fill: INK.faint,
        opacity: 0.16,
      }),
    )
    parts.push(words(named.normal, right - 106, frame.y - 22))
  }
  for (const run of runs((i) => points[i].lastYear)) parts.push(curve(run, INK.faint, 3, '10 7'))
  for (const run of runs((i) => (points[i].isPartial ? null : points[i].now)))
    parts.push(curve(run, INK.ink, 4))
  if (isPartial && last > 0) {
    parts.push(
      curve(
        [last - 1, last].map((i) => [i, points[i].now] as const),
        INK.ink,
        3,
        '3 6',
      ),
    )
    parts.push(
      element('circle', {
        cx: x(last),
        cy: y(points[last].now),
        r: 7,
        fill: '#ffffff',
        stroke: INK.ink,
        'stroke-width': 3,
      }),
    )
  }
  if (event) {
    parts.push(line([x(event.index), high, x(event.index), low], INK.faint, 2, '3 6'))
    parts.push(words(event.words, x(event.index) + 8, high + 10))
  }
  parts.push(...endWords(points[last], named, { right: right + 14, y, low }))
  return parts.join('')
}

/** Names of the lines, apart from one another and above the axis. */
function endWords(
  end: TrendPicture['points'][number] | undefined,
  named: TrendPicture['words'],
  at: { right: number; y: (value: number) => number; low: number },
): string[] {
  if (!end) return []
  const gap = TYPE * 1.2
  const now = Math.min(at.y(end.now), at.low - TYPE / 2)
  const written = [words(named.now, at.right, now, { fill: INK.ink, weight: 600 })]
  if (end.lastYear === null) return written
  const before = Math.min(at.y(end.lastYear), at.low - TYPE / 2)
  const apart = Math.abs(before - now) >= gap ? before : before > now ? now + gap : now - gap
  const isBelowAxis = apart > at.low + TYPE / 2
  written.push(words(named.lastYear, at.right, isBelowAxis ? now - gap : apart, { fill: INK.faint }))
  return written
}

/** Unbroken stretches of what is known. */
function runsOf(length: number, value: (index: number) => number | null): (readonly [number, number])[][] {
  const runs: (readonly [number, number])[][] = []
  let open = false
  for (let i = 0; i < length; i++) {
    const known = value(i)
    if (known !== null) {
      if (open) runs[runs.length - 1].push([i, known])
      else runs.push([[i, known]])
    }
    open = known !== null
  }
  return runs
}
