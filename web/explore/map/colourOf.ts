// Colour of a unit's figures on a scale: the same class the map draws.
import type { Figure } from '#data/metrics/metric.ts'
import type { UnitFigures } from '#data/model/figuresApi.ts'
import { bivariateClass, classOf, type MapScale } from '../../shared/mapContract.ts'

/** A colour, 'few' for the hatch, or null: land. */
export function colourOf(
  figures: Readonly<Record<string, Figure>>,
  scale: MapScale,
  smoothed: UnitFigures['smoothed'] = undefined,
): string | null {
  const used = scale.kind === 'bivariate' ? [scale.y.metric, scale.x.metric] : [scale.metric]
  const found = used.map((id) => figures[id])
  if (found.some((figure) => !figure || figure.state === 'none' || figure.state === 'hidden')) return null
  if (found.some((figure, i) => figure.state === 'few' && !smoothed?.[used[i]])) return 'few'
  const values = found.map((figure, i) => smoothed?.[used[i]]?.value ?? figure.value)
  if (values.some((value) => value === null)) return null
  if (scale.kind === 'single') return scale.colours[classOf(values[0]!, scale.breaks)]
  const [row, column] = bivariateClass(values[0]!, values[1]!, scale).split('-').map(Number)
  return scale.colours[row]?.[column] ?? null
}
