// A scale bar of a round length, and the north arrow: the projection has north up everywhere.

import { grouped } from '../text/figures.ts'
import { element, textElement } from './svg.ts'

/** 1, 2 or 5 × 10ⁿ metres: the longest that is no longer than `limit`. */
export function roundLength(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit))
  return [5, 2, 1, 0.5].map((digit) => digit * power).find((length) => length <= limit) ?? power / 5
}

export const lengthWords = (meters: number): string =>
  meters >= 1000 ? `${grouped(meters / 1000, 0)} km` : `${grouped(meters, meters < 1 ? 1 : 0)} m`

export const halo = (ground: string, size: number) => ({
  stroke: ground,
  'stroke-width': size * 0.3,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
})

/** Bar with its length from (x, y) to the right and north above it; y is the bar's foot. */
export function scaleBar(
  metersPerSheetUnit: number,
  at: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly zoom: number
    readonly size: number
    readonly ink: string
    /** Around the type and the bar: neighbours' borders run beneath. */
    readonly ground: string
  },
): string {
  const { x, y, zoom, size, ink, ground } = at
  const meters = roundLength(metersPerSheetUnit * at.width)
  const width = meters / metersPerSheetUnit
  const tick = 5 * zoom
  const line = `M${[x, y - tick, x, y, x + width / 2, y, x + width / 2, y - tick * 0.6, x + width / 2, y, x + width, y, x + width, y - tick].map((v) => v.toFixed(2)).join(' ')}`
  const bar = [
    [ground, 5 * zoom],
    [ink, 1.2 * zoom],
  ].map(([stroke, width]) => element('path', { d: line, fill: 'none', stroke, 'stroke-width': width }))
  const label = (text: string, left: number, anchor: string) =>
    textElement(text, {
      x: left,
      y: y - tick - 3 * zoom,
      'font-size': size,
      'text-anchor': anchor,
      fill: ink,
      ...halo(ground, size),
    })
  return `${bar.join('')}${label('0', x, 'middle')}${label(lengthWords(meters), x + width, 'middle')}`
}

/** An arrow with N, `height` high, its foot at (x, y). */
export function northArrow(x: number, y: number, height: number, ink: string): string {
  const half = height * 0.2
  const top = y - height * 0.72
  return (
    element('path', {
      d: `M${[x, top, x + half, y, x, y - height * 0.16, x - half, y].map((v) => v.toFixed(2)).join(' ')}z`,
      fill: ink,
    }) +
    textElement('N', {
      x,
      y: y - height * 0.78,
      'font-size': height * 0.3,
      'font-weight': 600,
      'text-anchor': 'middle',
      fill: ink,
    })
  )
}
