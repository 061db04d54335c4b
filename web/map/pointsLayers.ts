// Incidents where they happened: single ones as a disc, overdue as a diamond, many in one cell as a count.
import type { ExpressionSpecification } from 'maplibre-gl'
import { LABEL_FONTS } from './labelFonts.ts'
import type { MapHost } from './mapHost.ts'
import { type OrderedLayer, useMapImage, useMapLayer, useMapSource } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'
import { pointShape } from './pointShapes.ts'

const SOURCE = 'points'
const CELLS = 'cells'

const overdue: ExpressionSpecification = ['>', ['number', ['get', 'overdue'], 0], 0]
const isMany: ExpressionSpecification = ['>', ['number', ['get', 'count'], 1], 1]
/** Area grows with the count, from a lone point to four times its width. */
const size: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['sqrt', ['number', ['get', 'count'], 1]],
  ...[1, 1, 10, 4],
]

const shapes = (id: 'points-open' | 'points-overdue', image: string, isShown: boolean): OrderedLayer => ({
  id,
  type: 'symbol',
  source: SOURCE,
  'source-layer': CELLS,
  filter: id === 'points-overdue' ? overdue : ['!', overdue],
  layout: {
    visibility: isShown ? 'visible' : 'none',
    'icon-image': image,
    'icon-size': size,
    'icon-allow-overlap': true,
    'icon-ignore-placement': true,
  },
})

const counts = (palette: MapPalette, isShown: boolean): OrderedLayer => ({
  id: 'points-count',
  type: 'symbol',
  source: SOURCE,
  'source-layer': CELLS,
  filter: isMany,
  layout: {
    visibility: isShown ? 'visible' : 'none',
    'text-field': ['to-string', ['get', 'count']],
    'text-font': LABEL_FONTS.strong,
    'text-size': 11,
  },
  paint: { 'text-color': palette.ink, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.6 },
})

export function usePointsLayers(
  host: MapHost,
  options: { pointsUrl: () => string | null; isShown: () => boolean; palette: () => MapPalette },
): void {
  const { palette, pointsUrl } = options
  const isShown = () => options.isShown() && pointsUrl() !== null
  useMapImage(host, 'point-open', () =>
    pointShape({
      shape: 'disc',
      radius: 3.5,
      casing: 1.5,
      fill: palette().point,
      edge: palette().innerBorder,
    }),
  )
  useMapImage(host, 'point-overdue', () =>
    pointShape({
      shape: 'diamond',
      radius: 4,
      casing: 1.5,
      fill: palette().overdue,
      edge: palette().innerBorder,
    }),
  )
  useMapSource(
    host,
    SOURCE,
    () => ({ type: 'vector' as const, tiles: isShown() ? [pointsUrl() ?? ''] : [], maxzoom: 16 }),
    (map, spec) => {
      const source = map.getSource(SOURCE)
      if (source && 'setTiles' in source) (source.setTiles as (tiles: string[]) => void)(spec.tiles)
    },
  )
  useMapLayer(host, 'points-open', () => shapes('points-open', 'point-open', isShown()))
  useMapLayer(host, 'points-overdue', () => shapes('points-overdue', 'point-overdue', isShown()))
  useMapLayer(host, 'points-count', () => counts(palette(), isShown()))
}
