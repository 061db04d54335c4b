// The class of a unit by its tile's values as a MapLibre expression, and from it the colour. One number per unit:
// 0 … k − 1 are the classes of the scale, negative ones the reasons for having no class.
import type { ExpressionSpecification } from 'maplibre-gl'
import type { ClassKey, MapScale, ScaleAxis } from '../shared/mapContract.ts'

/** What `state` of a tile's feature says; the order of data/metrics STATES. */
export const STATE = { ok: 0, none: 1, few: 2, hidden: 3, forbidden: 4, stale: 5 } as const

/** Numbers of units without a class. Land covers coarse and forbidden ones, which no legend counts. */
export const NO_CLASS = { few: -1, none: -2, hidden: -3, land: -4 } as const

/** Strength over the ground of what is not isolated. */
export const DIMMED = 0.28

/** Colour of units with too few to say: the hatch beneath shows through. */
export const THROUGH = '#00000000'

/** Over the hatch, which is dimmed so. */
export const veil = (ground: string): string => ground + Math.round((1 - DIMMED) * 255).toString(16)

/** `share` of a colour over another, both #rrggbb. */
export function mixed(over: string, under: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  const mix = [1, 3, 5].map((at) => Math.round(share * channel(over, at) + (1 - share) * channel(under, at)))
  return `rgb(${mix.join(',')})`
}

/**
 * A half-open step over a property of the tile. Rates travel as float32, where 19 ÷ 20 lies below the
 * double 0.95: breaks are rounded the same way, so that the map and the legend's counts agree.
 */
function stepOf(axis: ScaleAxis, outputs: readonly number[]): ExpressionSpecification {
  const steps = axis.breaks.flatMap((value, i) => [Math.fround(value), outputs[i + 1]])
  const input: ExpressionSpecification = ['number', ['get', axis.metric], 0]
  return steps.length === 0
    ? (['literal', outputs[0]] as unknown as ExpressionSpecification)
    : (['step', input, outputs[0], ...steps] as ExpressionSpecification)
}

const ascending = (axis: ScaleAxis): number[] => Array.from({ length: axis.breaks.length + 1 }, (_, i) => i)

const columnCount = (scale: MapScale): number =>
  scale.kind === 'bivariate' ? scale.x.breaks.length + 1 : scale.breaks.length + 1

/** The class among 0 … k − 1, both figures known. */
function knownClass(scale: MapScale): ExpressionSpecification {
  if (scale.kind === 'single') return stepOf(scale, ascending(scale))
  const columns = columnCount(scale)
  return [
    'let',
    'row',
    stepOf(scale.y, ascending(scale.y)),
    'column',
    stepOf(scale.x, ascending(scale.x).reverse()),
    ['+', ['*', columns, ['var', 'row']], ['var', 'column']],
  ] as ExpressionSpecification
}

const metricsOf = (scale: MapScale): string[] =>
  scale.kind === 'bivariate' ? [scale.y.metric, scale.x.metric] : [scale.metric]

/** Number of the class a tile's feature falls in. */
export function classExpression(scale: MapScale): ExpressionSpecification {
  const known = metricsOf(scale).map((metric) => ['has', metric])
  return [
    'case',
    ['to-boolean', ['get', 'coarse']],
    NO_CLASS.land,
    [
      'match',
      ['number', ['get', 'state'], STATE.none],
      [STATE.ok, STATE.stale],
      ['case', ['all', ...known], knownClass(scale), NO_CLASS.none],
      STATE.few,
      NO_CLASS.few,
      STATE.none,
      NO_CLASS.none,
      STATE.hidden,
      NO_CLASS.hidden,
      NO_CLASS.land,
    ],
  ] as unknown as ExpressionSpecification
}

/** Number of a legend's class key on this scale; null if the scale has no such class. */
export function classNumber(key: ClassKey, scale: MapScale): number | null {
  if (key === 'few' || key === 'none' || key === 'hidden') return NO_CLASS[key]
  const parts = key.split('-').map(Number)
  if (parts.length !== (scale.kind === 'bivariate' ? 2 : 1)) return null
  const number = parts.length === 2 ? parts[0] * columnCount(scale) + parts[1] : parts[0]
  return number < coloursOf(scale).length ? number : null
}

export const coloursOf = (scale: MapScale): readonly string[] =>
  scale.kind === 'bivariate' ? scale.colours.flat() : scale.colours

/** Colour of a unit; `land` for all without a class but those that are too few. */
export function fillColour(scale: MapScale, land: string): ExpressionSpecification {
  const cases = coloursOf(scale).flatMap((colour, i) => [i, colour])
  return [
    'match',
    classExpression(scale),
    ...cases,
    NO_CLASS.few,
    THROUGH,
    land,
  ] as unknown as ExpressionSpecification
}
