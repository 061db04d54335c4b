// Width, colour and first zoom of borders, by how far a level lies below the home unit's: the levels
// themselves are data. Widths are px at the zoom that fits the home unit, and two zooms further in.
import type { ExpressionSpecification } from 'maplibre-gl'
import type { MapPalette } from './mapPalette.ts'

interface BorderRule {
  /** px at fit and at fit + 2. */
  readonly widths: readonly [number, number]
  /** First zoom; it fades in over one zoom from here. null: always there. */
  readonly fromZoom: number | null
}

/** 0 is the home level and all above, then each level below it; the last rule holds for all deeper ones. */
const RULES: readonly BorderRule[] = [
  { widths: [1, 1.2], fromZoom: null },
  { widths: [2.4, 3], fromZoom: null },
  { widths: [0.8, 1.4], fromZoom: null },
  { widths: [0.5, 0.5], fromZoom: 11 },
  { widths: [0.35, 0.35], fromZoom: 13 },
]

export interface BorderLevels {
  /** Level keys, coarsest first. */
  readonly keys: readonly string[]
  readonly homeKey: string | null
  /** The finest level drawn: its own borders show from the start, whatever the rule says. */
  readonly shownKey: string | null
}

const depthOf = (levels: BorderLevels, key: string): number => {
  const home = levels.homeKey === null ? 0 : Math.max(0, levels.keys.indexOf(levels.homeKey))
  return Math.max(0, levels.keys.indexOf(key) - home)
}

const ruleOf = (levels: BorderLevels, key: string): BorderRule =>
  RULES[Math.min(depthOf(levels, key), RULES.length - 1)]

/** A value by the border's level key, `fallback` for a level unknown here. */
function byLevel(
  levels: BorderLevels,
  value: (key: string) => number | string,
  fallback: number | string,
): ExpressionSpecification {
  const cases = levels.keys.flatMap((key) => [key, value(key)])
  if (cases.length === 0) return ['literal', fallback] as unknown as ExpressionSpecification
  return ['match', ['get', 'level'], ...cases, fallback] as unknown as ExpressionSpecification
}

export function borderWidth(levels: BorderLevels, fitZoom: number): ExpressionSpecification {
  const at = (stop: 0 | 1) => byLevel(levels, (key) => ruleOf(levels, key).widths[stop], 0.8)
  return ['interpolate', ['linear'], ['zoom'], fitZoom, at(0), fitZoom + 2, at(1)] as ExpressionSpecification
}

/** Quiet for neighbours (home's own outline is a layer of its own), the ground's colour within. */
export const borderColour = (levels: BorderLevels, palette: MapPalette): ExpressionSpecification =>
  byLevel(
    levels,
    (key) => (depthOf(levels, key) === 0 ? palette.neighbourBorder : palette.innerBorder),
    palette.innerBorder,
  )

/**
 * Borders of the level shown: whole, but of fine levels faint where the whole home is in sight, else they lie over the small
 * units of a town until nothing of their colours is left.
 */
export function shownBorderOpacity(levels: BorderLevels, fitZoom: number): ExpressionSpecification | number {
  if (levels.shownKey === null || ruleOf(levels, levels.shownKey).fromZoom === null) return 1
  return ['interpolate', ['linear'], ['zoom'], fitZoom, 0.3, fitZoom + 2, 1]
}

export function borderOpacity(levels: BorderLevels): ExpressionSpecification {
  const fromZooms = [...new Set(RULES.flatMap((rule) => (rule.fromZoom === null ? [] : [rule.fromZoom])))]
  const opacityAt = (zoom: number) =>
    byLevel(
      levels,
      (key) => {
        const { fromZoom } = ruleOf(levels, key)
        return fromZoom === null || key === levels.shownKey || zoom > fromZoom ? 1 : 0
      },
      1,
    )
  const stops = fromZooms.flatMap((zoom) => [zoom, opacityAt(zoom), zoom + 1, opacityAt(zoom + 1)])
  return ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as ExpressionSpecification
}

/** Coarse levels over fine ones. */
export const borderSortKey = (levels: BorderLevels): ExpressionSpecification =>
  byLevel(levels, (key) => -levels.keys.indexOf(key), -99)
