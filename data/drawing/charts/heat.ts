// Cells of hours × weekdays on a sheet, in six classes of the sequential ramp; the classes are told beneath, since nobody can
// point at paper.

import { grouped } from '../../text/figures.ts'
import { PALETTES } from '../palettes.ts'
import type { Frame } from '../projection.ts'
import { box, TYPE, words } from './ink.ts'
import type { HeatPicture } from './picture.ts'

const LEFT = 60
const AXIS = 44
const LEGEND = 76

/** Upper ends of the classes but the last: a sixth of the highest each, whole numbers. */
export function heatClasses(highest: number, classes: number): number[] {
  return Array.from({ length: classes - 1 }, (_, i) => Math.ceil(((i + 1) * highest) / classes))
}

/** Classes that hold a whole number: of few matters some hold none. */
export function heatLegend(breaks: readonly number[]): { readonly index: number; readonly range: string }[] {
  return [0, ...breaks].flatMap((from, index) => {
    const to = breaks[index]
    if (to === undefined) return [{ index, range: `≥ ${grouped(from, 0)}` }]
    if (to <= from) return []
    const last = to - 1
    return [{ index, range: last === from ? grouped(from, 0) : `${grouped(from, 0)}–${grouped(last, 0)}` }]
  })
}

export function drawHeat({ columns, rows, counts }: HeatPicture, frame: Frame): string {
  const ramp = PALETTES.light.sequential
  const breaks = heatClasses(Math.max(1, ...counts.flat()), ramp.length)
  const width = (frame.width - LEFT) / columns.length
  const height = Math.min(width * 1.4, (frame.height - AXIS - LEGEND) / rows.length)
  const colourOf = (count: number) => ramp[breaks.filter((at) => count >= at).length]
  const cells = rows.flatMap((name, row) => [
    words(name, frame.x + 20, frame.y + (row + 0.5) * height, { anchor: 'middle' }),
    ...columns.map((_, column) =>
      box(
        [frame.x + LEFT + column * width, frame.y + row * height, width - 3, height - 3],
        colourOf(counts[row]?.[column] ?? 0),
      ),
    ),
  ])
  const foot = frame.y + rows.length * height
  const axis = columns.map((name, column) =>
    column % 3 === 0 || column === columns.length - 1
      ? words(name, frame.x + LEFT + (column + 0.5) * width, foot + 24, { anchor: 'middle' })
      : '',
  )
  const legend = heatLegend(breaks).map(({ range, index }, i) => {
    const x = frame.x + LEFT + i * 230
    const colour = ramp[index]
    return box([x, foot + AXIS + 14, 40, TYPE], colour) + words(range, x + 52, foot + AXIS + 14 + TYPE / 2)
  })
  return [...cells, ...axis, ...legend].join('')
}
