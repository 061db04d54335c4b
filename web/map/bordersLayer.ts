// Borders: each arc once, by level, from the units' own tiles.
import { type BorderLevels, borderColour, borderOpacity, borderSortKey, borderWidth } from './borderStyle.ts'
import type { MapHost } from './mapHost.ts'
import { type OrderedLayer, useMapLayer } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'
import { UNITS_SOURCE } from './unitsLayers.ts'

export function bordersLine(levels: BorderLevels, palette: MapPalette, fitZoom: number): OrderedLayer {
  return {
    id: 'borders',
    type: 'line',
    source: UNITS_SOURCE,
    'source-layer': 'borders',
    layout: { 'line-join': 'round', 'line-cap': 'round', 'line-sort-key': borderSortKey(levels) },
    paint: {
      'line-color': borderColour(levels, palette),
      'line-width': borderWidth(levels, fitZoom),
      'line-opacity': borderOpacity(levels),
    },
  }
}

export function useBordersLayer(
  host: MapHost,
  options: { levels: () => BorderLevels; palette: () => MapPalette; fitZoom: () => number },
): void {
  useMapLayer(host, 'borders', () => bordersLine(options.levels(), options.palette(), options.fitZoom()))
}
