// The unit pointed at on the map: an outline whose width is a feature state, upon tiles without figures. It has a source of its
// own since a state is written into every layer of its source, and classes change for all units at once. The unit marked by a
// list or an explanation may be of another level than the tiles: its outline comes by itself.
import type { GeoJSONSource, Map as MapLibreMap, VectorTileSource } from 'maplibre-gl'
import { watch } from 'vue'
import type { MapHighlight } from '../shared/mapContract.ts'
import { EMPTY, highlightAddress } from './highlightLayers.ts'
import type { MapHost } from './mapHost.ts'
import {
  type LayerId,
  type OrderedLayer,
  OUTLINES_SOURCE,
  UNITS_LAYER,
  useMapLayer,
  useMapSource,
} from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

export const MARKED_SOURCE = 'marked'

type Line = Extract<OrderedLayer, { type: 'line' }>

/** The outlines of all units, with a width only where the state is: without any such unit the layer is passed over. */
const hoverLine = (palette: MapPalette, unitId: number | null): Line => ({
  id: 'units-hover',
  type: 'line',
  source: OUTLINES_SOURCE,
  'source-layer': UNITS_LAYER,
  layout: { 'line-join': 'round' },
  paint: {
    'line-color': palette.ink,
    'line-width': ['case', ['boolean', ['feature-state', 'hover'], false], 2, 0],
    'line-opacity': unitId === null ? 0 : 1,
  },
})

const markedLine = (id: LayerId, colour: string, width: number): OrderedLayer => ({
  id,
  type: 'line',
  source: MARKED_SOURCE,
  layout: { 'line-join': 'round' },
  paint: { 'line-color': colour, 'line-width': width },
})

function useHoverState(host: MapHost, unitId: () => number | null, sourceUrl: () => string): void {
  const set = (map: MapLibreMap, id: number, hover: boolean) =>
    map.setFeatureState({ source: OUTLINES_SOURCE, sourceLayer: UNITS_LAYER, id }, { hover })
  let applied: number | null = null
  watch(
    [host.map, host.styleEpoch, unitId, sourceUrl],
    ([map, epoch]) => {
      if (map === null || epoch === 0 || !map.getSource(OUTLINES_SOURCE)) return
      if (applied !== null) set(map, applied, false)
      applied = unitId()
      if (applied !== null) set(map, applied, true)
    },
    { immediate: true },
  )
}

export interface OutlinesOptions {
  /** TileJSON of the level's geometry alone. */
  readonly geometryUrl: () => string
  readonly palette: () => MapPalette
  readonly hoveredUnitId: () => number | null
  readonly marked: () => MapHighlight | null
}

export function useOutlinesLayers(host: MapHost, options: OutlinesOptions): void {
  const { geometryUrl, palette, hoveredUnitId, marked } = options
  useMapSource(
    host,
    OUTLINES_SOURCE,
    () => ({ type: 'vector' as const, url: geometryUrl() }),
    (map, spec) => {
      map.getSource<VectorTileSource>(OUTLINES_SOURCE)?.setUrl(spec.url)
    },
  )
  useMapSource(
    host,
    MARKED_SOURCE,
    () => {
      const unit = marked()
      return { type: 'geojson' as const, data: unit ? highlightAddress(unit) : EMPTY, tolerance: 0.1 }
    },
    (map, spec) => {
      map.getSource<GeoJSONSource>(MARKED_SOURCE)?.setData(spec.data)
    },
  )
  useMapLayer(host, 'units-hover', () => hoverLine(palette(), hoveredUnitId()))
  useMapLayer(host, 'marked-halo', () => markedLine('marked-halo', palette().innerBorder, 7))
  useMapLayer(host, 'marked-line', () => markedLine('marked-line', palette().ink, 2.8))
  useHoverState(host, hoveredUnitId, geometryUrl)
}
