// Borders: each arc once, by level, from the units' own tiles. Those of the level shown are a layer of their own, beneath the
// coarser ones: they are most of the drawing, and a playback of many units goes without them (an opacity that no feature has a
// say in is changed without laying tiles out again).
import type { ExpressionSpecification } from 'maplibre-gl'
import {
  type BorderLevels,
  borderColour,
  borderOpacity,
  borderSortKey,
  borderWidth,
  shownBorderOpacity,
} from './borderStyle.ts'
import type { MapHost } from './mapHost.ts'
import { type OrderedLayer, UNITS_SOURCE, useMapLayer } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

export function bordersLine(levels: BorderLevels, palette: MapPalette, fitZoom: number): OrderedLayer {
  return {
    id: 'borders',
    type: 'line',
    source: UNITS_SOURCE,
    'source-layer': 'borders',
    filter: ['!=', ['get', 'level'], levels.shownKey ?? ''] as ExpressionSpecification,
    layout: { 'line-join': 'round', 'line-cap': 'round', 'line-sort-key': borderSortKey(levels) },
    paint: {
      'line-color': borderColour(levels, palette),
      'line-width': borderWidth(levels, fitZoom),
      'line-opacity': borderOpacity(levels),
    },
  }
}

/** The shown level's own: always there, whatever the zoom, but in a playback of many. */
export function shownBordersLine(
  levels: BorderLevels,
  palette: MapPalette,
  fitZoom: number,
  isBare: boolean,
): OrderedLayer {
  return {
    ...bordersLine(levels, palette, fitZoom),
    id: 'borders-shown',
    filter: ['==', ['get', 'level'], levels.shownKey ?? ''] as ExpressionSpecification,
    paint: {
      'line-color': borderColour(levels, palette),
      'line-width': borderWidth(levels, fitZoom),
      'line-opacity': isBare ? 0 : shownBorderOpacity(levels, fitZoom),
    },
  } as OrderedLayer
}

interface BordersOptions {
  readonly levels: () => BorderLevels
  readonly palette: () => MapPalette
  readonly fitZoom: () => number
  readonly isBare: () => boolean
}

export function useBordersLayer(host: MapHost, options: BordersOptions): void {
  const { levels, palette, fitZoom, isBare } = options
  useMapLayer(host, 'borders-shown', () => shownBordersLine(levels(), palette(), fitZoom(), isBare()))
  useMapLayer(host, 'borders', () => bordersLine(levels(), palette(), fitZoom()))
}
