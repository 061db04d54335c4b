// Names: one point a unit. The level below home always, finer ones where they fit, other units quietly.
import type { ExpressionSpecification, VectorSourceSpecification, VectorTileSource } from 'maplibre-gl'
import type { BorderLevels } from './borderStyle.ts'
import { LABEL_FONTS } from './labelFonts.ts'
import type { MapHost } from './mapHost.ts'
import { type OrderedLayer, UNITS_SOURCE, useMapLayer, useMapSource } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

/** Keys of the home level and above: neighbours, when the map shows finer levels. */
const outerKeys = (levels: BorderLevels): readonly string[] =>
  levels.keys.slice(0, Math.max(0, levels.homeKey === null ? 0 : levels.keys.indexOf(levels.homeKey)) + 1)

const strongKey = (levels: BorderLevels): string | null => levels.keys[outerKeys(levels).length] ?? null

function byKind<T>(levels: BorderLevels, strong: T, outer: T, other: T): ExpressionSpecification {
  const strongLevel = strongKey(levels)
  return [
    'case',
    ['==', ['get', 'level'], strongLevel ?? ''],
    strong,
    ['in', ['get', 'level'], ['literal', outerKeys(levels)]],
    outer,
    other,
  ] as unknown as ExpressionSpecification
}

/** Finer names would crowd the picture of the home unit: they come this far beyond the zoom that fits it. */
const FINE_BEYOND_FIT = 0.7
/** Within a drilled unit they are there when it fits, and a little before. */
const FINE_BEFORE_FIT = -0.5

/** Without known levels no name is fine. */
function isFine(levels: BorderLevels): ExpressionSpecification {
  const fine = levels.keys.slice(outerKeys(levels).length + 1)
  return ['in', ['get', 'level'], ['literal', fine]] as never
}

export function fineLabelsSymbol(levels: BorderLevels, palette: MapPalette, fromZoom: number): OrderedLayer {
  return {
    id: 'labels-fine',
    type: 'symbol',
    source: UNITS_SOURCE,
    'source-layer': 'labels',
    minzoom: Math.max(0, fromZoom),
    filter: isFine(levels),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': LABEL_FONTS.normal,
      'text-size': 12,
      'text-max-width': 8,
      'text-padding': 3,
      'symbol-sort-key': levelIndex(levels),
    },
    paint: {
      'text-color': palette.ink,
      'text-halo-color': palette.labelHalo,
      'text-halo-width': 1.4,
      'text-halo-blur': 0.4,
    },
  }
}

/** Names of the level below home and of neighbours; from the units' own tiles where there is no other source. */
export function labelsSymbol(levels: BorderLevels, palette: MapPalette, source: string): OrderedLayer {
  return {
    id: 'labels',
    type: 'symbol',
    source,
    'source-layer': 'labels',
    filter: ['!', isFine(levels)],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': byKind(
        levels,
        ['literal', LABEL_FONTS.strong],
        ['literal', LABEL_FONTS.normal],
        ['literal', LABEL_FONTS.normal],
      ),
      'text-size': byKind(levels, 14, 12, 12),
      'text-max-width': 8,
      'text-padding': 3,
      // Coarse names are placed first, so they always win over finer ones.
      'symbol-sort-key': levelIndex(levels),
    },
    paint: {
      'text-color': byKind(levels, palette.ink, palette.inkQuiet, palette.ink),
      'text-halo-color': palette.labelHalo,
      'text-halo-width': byKind(levels, 2, 1, 1.4),
      'text-halo-blur': 0.4,
    },
  }
}

function levelIndex(levels: BorderLevels): ExpressionSpecification | number {
  if (levels.keys.length === 0) return 0
  return ['match', ['get', 'level'], ...levels.keys.flatMap((key, i) => [key, i]), 99] as never
}

/** Source of the names that always show. */
export const NAMES = 'names'

export interface LabelsOptions {
  readonly levels: () => BorderLevels
  readonly palette: () => MapPalette
  readonly fitZoom: () => number
  /** The whole home unit is looked at, not a part of it. */
  readonly isHome: () => boolean
  /** TileJSON whose names always show; null: those of the units' tiles. */
  readonly namesUrl: () => string | null
}

export function useLabelsLayers(host: MapHost, options: LabelsOptions): void {
  const { levels, palette, namesUrl } = options
  useMapSource(
    host,
    NAMES,
    (): VectorSourceSpecification => {
      const url = namesUrl()
      return url === null ? { type: 'vector', tiles: [] } : { type: 'vector', url }
    },
    (map, spec) => {
      const source = map.getSource<VectorTileSource>(NAMES)
      if (spec.url) source?.setUrl(spec.url)
    },
  )
  useMapLayer(host, 'labels-fine', () =>
    fineLabelsSymbol(
      levels(),
      palette(),
      options.fitZoom() + (options.isHome() ? FINE_BEYOND_FIT : FINE_BEFORE_FIT),
    ),
  )
  useMapLayer(host, 'labels', () => labelsSymbol(levels(), palette(), namesUrl() ? NAMES : UNITS_SOURCE))
}
