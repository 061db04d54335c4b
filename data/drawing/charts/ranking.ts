// A ranking on a sheet: name, interval bar with its dot, figure, n; one dashed target. No rank is claimed where the interval
// straddles it: that row is grey.
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

export function drawRanking({ rows, from, to, target, heads }: RankingPicture, frame: Frame): string {
  const room = { ...frame, y: frame.y + HEAD, height: frame.height - HEAD }
  const shown = rows.slice(0, rowsThatFit(room))
  const height = Math.min(ROW, room.height / Math.max(1, shown.length))
  const size = Math.min(TYPE, height * 0.72)
  const left = frame.x + NAME
  const width = frame.width - NAME - FIGURE - N
  const right = frame.x + frame.width
  const at = (value: number) => left + width * Math.min(1, Math.max(0, (value - from) / (to - from || 1)))
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
    const colour = TONES[row.tone]
    const weight = row.tone === 'poor' ? 600 : undefined
    parts.push(words(fitted(row.name, NAME - 20, size), frame.x, middle, { fill: INK.ink, size, weight }))
    if (row.value !== null && row.low !== null && row.high !== null) {
      const [a, b] = [at(row.low), at(row.high)]
      parts.push(box([a, middle - height * 0.13, Math.max(2, b - a), height * 0.26], colour, 0.55))
      parts.push(element('circle', { cx: at(row.value), cy: middle, r: height * 0.17, fill: colour }))
    } else if (row.value !== null)
      parts.push(box([left, middle - height * 0.2, at(row.value) - left, height * 0.4], colour, 0.75))
    parts.push(words(row.words, right - N, middle, { anchor: 'end', fill: INK.ink, weight: 600, size }))
    parts.push(words(row.n, right, middle, { anchor: 'end', size }))
  })
  return parts.join('')
}
