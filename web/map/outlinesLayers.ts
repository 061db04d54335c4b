// Hover and selection: outlines of units whose width is a feature state, upon tiles without figures. They have a source of
// their own since a state is written into every layer of its source, and classes change for all units at once.
import type { ExpressionSpecification, Map as MapLibreMap, VectorTileSource } from 'maplibre-gl'
import { watch } from 'vue'
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

/** A width that is nothing but where the feature has the state. */
const whereState = (name: string, width: number): ExpressionSpecification => [
  'case',
  ['boolean', ['feature-state', name], false],
  width,
  0,
]

type Line = Extract<OrderedLayer, { type: 'line' }>

/** The outlines of all units, with a width only where the state is: without any such unit the layer is passed over. */
const outline = (
  id: LayerId,
  colour: string,
  width: ExpressionSpecification,
  unitId: number | null,
): Line => ({
  id,
  type: 'line',
  source: OUTLINES_SOURCE,
  'source-layer': UNITS_LAYER,
  layout: { 'line-join': 'round' },
  paint: { 'line-color': colour, 'line-width': width, 'line-opacity': unitId === null ? 0 : 1 },
})

function useUnitState(
  host: MapHost,
  name: string,
  unitId: () => number | null,
  sourceUrl: () => string,
): void {
  const set = (map: MapLibreMap, id: number, value: boolean) =>
    map.setFeatureState({ source: OUTLINES_SOURCE, sourceLayer: UNITS_LAYER, id }, { [name]: value })
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
  readonly selectedUnitId: () => number | null
}

export function useOutlinesLayers(host: MapHost, options: OutlinesOptions): void {
  const { geometryUrl, palette, hoveredUnitId, selectedUnitId } = options
  useMapSource(
    host,
    OUTLINES_SOURCE,
    () => ({ type: 'vector' as const, url: geometryUrl() }),
    (map, spec) => {
      map.getSource<VectorTileSource>(OUTLINES_SOURCE)?.setUrl(spec.url)
    },
  )
  useMapLayer(host, 'units-hover', () =>
    outline('units-hover', palette().ink, whereState('hover', 2), hoveredUnitId()),
  )
  useMapLayer(host, 'units-selected-halo', () =>
    outline('units-selected-halo', palette().innerBorder, whereState('selected', 7), selectedUnitId()),
  )
  useMapLayer(host, 'units-selected-line', () =>
    outline('units-selected-line', palette().ink, whereState('selected', 2.8), selectedUnitId()),
  )
  useUnitState(host, 'hover', hoveredUnitId, geometryUrl)
  useUnitState(host, 'selected', selectedUnitId, geometryUrl)
}
