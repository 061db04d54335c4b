// A ranking on a sheet: name, interval bar with its dot, figure, n; one dashed target. No rank is claimed where the interval
// straddles it: that row is grey. Of too few there are words in the bar's place, and a hollow dot where the axis reaches.
import type { Frame } from '../projection.ts'
import { element } from '../svg.ts'
import { rowsThatFit } from './bars.ts'
import { box, fitted, INK, line, TYPE, words } from './ink.ts'
import type { RankingPicture } from './picture.ts'

const NAME = 330
const FIGURE = 170
const N = 150
const HEAD = 50
const ROW = 58

const TONES = { good: INK.good, poor: INK.poor, open: INK.faint } as const

interface Track {
  readonly at: (value: number) => number
  readonly left: number
  readonly width: number
  readonly middle: number
  readonly height: number
  readonly size: number
}

/** Bar and dot of a row. */
function markOf({ value, low, high, few, tone }: RankingPicture['rows'][number], track: Track): string[] {
  const { at, left, width, middle, height, size } = track
  if (few !== null) {
    const x = value === null ? null : at(value)
    // On the side where the dot is not.
    const isRight = x !== null && x < left + width / 2
    const said = words(few, isRight ? left + width : left, middle, {
      anchor: isRight ? 'end' : 'start',
      size,
    })
    const hollow = { cy: middle, r: height * 0.17, fill: '#ffffff', stroke: INK.faint, 'stroke-width': 2 }
    return x === null ? [said] : [said, element('circle', { cx: x, ...hollow })]
  }
  const colour = TONES[tone]
  if (value === null) return []
  if (low === null || high === null)
    return [box([left, middle - height * 0.2, at(value) - left, height * 0.4], colour, 0.75)]
  return [
    box([at(low), middle - height * 0.13, Math.max(2, at(high) - at(low)), height * 0.26], colour, 0.55),
    element('circle', { cx: at(value), cy: middle, r: height * 0.17, fill: colour }),
  ]
}

export function drawRanking({ rows, from, to, target, heads }: RankingPicture, frame: Frame): string {
  const room = { ...frame, y: frame.y + HEAD, height: frame.height - HEAD }
  const shown = rows.slice(0, rowsThatFit(room))
  const height = Math.min(ROW, room.height / Math.max(1, shown.length))
  const size = Math.min(TYPE, height * 0.72)
  const left = frame.x + NAME
  const width = frame.width - NAME - FIGURE - N
  const right = frame.x + frame.width
  const at = (value: number) => left + (width * (value - from)) / (to - from || 1)
  const parts = [
    words(heads.figure, right - N, frame.y + 18, { anchor: 'end' }),
    words(heads.n, right, frame.y + 18, { anchor: 'end' }),
  ]
  if (target) {
    const x = at(target.value)
    parts.push(line([x, frame.y + HEAD - 8, x, room.y + shown.length * height], INK.faint, 2, '8 6'))
    parts.push(words(target.words, x, frame.y + 18, { anchor: 'middle' }))
  }
  shown.forEach((row, i) => {
    const middle = room.y + (i + 0.5) * height
    const weight = row.tone === 'poor' ? 600 : undefined
    parts.push(words(fitted(row.name, NAME - 20, size), frame.x, middle, { fill: INK.ink, size, weight }))
    parts.push(...markOf(row, { at, left, width, middle, height, size }))
    parts.push(words(row.words, right - N, middle, { anchor: 'end', fill: INK.ink, weight: 600, size }))
    parts.push(words(row.n, right, middle, { anchor: 'end', size }))
  })
  return parts.join('')
}
