// The units: colour, the seam that closes hairlines between neighbours, both hatches, hover and selection.
// All of it are layers over one vector source; hover and selection are feature states, never paint changes.
import type { ExpressionSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import type { ClassKey, MapScale } from '../shared/mapContract.ts'
import { DIMMED, fillColour, isolationOpacity, STATE } from './classExpression.ts'
import { hatchPattern } from './hatchPattern.ts'
import type { MapHost } from './mapHost.ts'
import { type LayerId, type OrderedLayer, useMapImage, useMapLayer, useMapSource } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

export const UNITS_SOURCE = 'units'
export const UNITS_LAYER = 'units'

export interface UnitsOptions {
  readonly tileJsonUrl: () => string
  /** Hidden by a playback's frames: not drawn, but there. */
  readonly isCovered: () => boolean
  readonly palette: () => MapPalette
  readonly scale: () => MapScale
  readonly isolated: () => readonly ClassKey[]
  readonly hoveredUnitId: () => number | null
  readonly selectedUnitId: () => number | null
}

/** MapLibre draws a pattern 1 to 2 times its size between two whole zooms: its own size lies in the middle. */
const PATTERN = Math.SQRT1_2

const inState = (state: number): ExpressionSpecification => [
  'all',
  ['==', ['get', 'state'], state],
  ['!', ['to-boolean', ['get', 'coarse']]],
]

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
  source: UNITS_SOURCE,
  'source-layer': UNITS_LAYER,
  layout: { 'line-join': 'round' },
  paint: { 'line-color': colour, 'line-width': width, 'line-opacity': unitId === null ? 0 : 1 },
})

/** The five specifications, from the bottom up; pure, so that tests can evaluate them. */
export function unitsFill(scale: MapScale, isolated: readonly ClassKey[], palette: MapPalette): OrderedLayer {
  return {
    id: 'units-fill',
    type: 'fill',
    source: UNITS_SOURCE,
    'source-layer': UNITS_LAYER,
    paint: {
      'fill-antialias': false,
      'fill-color': fillColour(scale, palette.land),
      'fill-opacity': isolationOpacity(scale, isolated),
    },
  }
}

export function unitsSeam(scale: MapScale, isolated: readonly ClassKey[], palette: MapPalette): OrderedLayer {
  return {
    id: 'units-seam',
    type: 'line',
    source: UNITS_SOURCE,
    'source-layer': UNITS_LAYER,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': fillColour(scale, palette.land),
      'line-opacity': isolationOpacity(scale, isolated),
      'line-width': 0.7,
    },
  }
}

/** Few replaces the colour; it dims as a class of its own. */
export function unitsFew(isolated: readonly ClassKey[]): OrderedLayer {
  return {
    id: 'units-few',
    type: 'fill',
    source: UNITS_SOURCE,
    'source-layer': UNITS_LAYER,
    filter: inState(STATE.few),
    paint: {
      'fill-pattern': 'hatch-few',
      'fill-opacity': isolated.length === 0 || isolated.includes('few') ? 1 : DIMMED,
    },
  }
}

/** Stale lies over the colour. */
export function unitsStale(): OrderedLayer {
  return {
    id: 'units-stale',
    type: 'fill',
    source: UNITS_SOURCE,
    'source-layer': UNITS_LAYER,
    filter: inState(STATE.stale),
    paint: { 'fill-pattern': 'hatch-stale' },
  }
}

function useUnitState(
  host: MapHost,
  name: string,
  unitId: () => number | null,
  sourceUrl: () => string,
): void {
  const set = (map: MapLibreMap, id: number, value: boolean) =>
    map.setFeatureState({ source: UNITS_SOURCE, sourceLayer: UNITS_LAYER, id }, { [name]: value })
  let applied: number | null = null
  watch(
    [host.map, host.styleEpoch, unitId, sourceUrl],
    ([map, epoch]) => {
      if (map === null || epoch === 0 || !map.getSource(UNITS_SOURCE)) return
      if (applied !== null) set(map, applied, false)
      applied = unitId()
      if (applied !== null) set(map, applied, true)
    },
    { immediate: true },
  )
}

export function useUnitsLayers(host: MapHost, options: UnitsOptions): void {
  const { palette, scale, isolated, tileJsonUrl } = options
  useMapImage(host, 'hatch-few', () =>
    hatchPattern({
      period: 7 * PATTERN,
      width: 1.4 * PATTERN,
      angle: 45,
      line: palette().fewLine,
      ground: palette().fewGround,
    }),
  )
  useMapImage(host, 'hatch-stale', () =>
    hatchPattern({
      period: 8 * PATTERN,
      width: 3 * PATTERN,
      angle: -45,
      line: palette().innerBorder,
      ground: null,
    }),
  )
  useMapSource(
    host,
    UNITS_SOURCE,
    () => ({ type: 'vector' as const, url: tileJsonUrl() }),
    (map, spec) => {
      const source = map.getSource(UNITS_SOURCE)
      if (source && 'setUrl' in source) (source.setUrl as (url: string) => void)(spec.url)
    },
  )
  useMapLayer(host, 'ground', () => ({
    id: 'ground',
    type: 'background',
    paint: { 'background-color': palette().ground },
  }))
  const unlessCovered = (layer: OrderedLayer): OrderedLayer =>
    options.isCovered()
      ? ({ ...layer, paint: { ...layer.paint, [`${layer.type}-opacity`]: 0 } } as OrderedLayer)
      : layer
  useMapLayer(host, 'units-fill', () => unlessCovered(unitsFill(scale(), isolated(), palette())))
  useMapLayer(host, 'units-seam', () => unlessCovered(unitsSeam(scale(), isolated(), palette())))
  useMapLayer(host, 'units-few', () => unlessCovered(unitsFew(isolated())))
  useMapLayer(host, 'units-stale', () => unlessCovered(unitsStale()))
  const { hoveredUnitId, selectedUnitId } = options
  useMapLayer(host, 'units-hover', () =>
    outline('units-hover', palette().ink, whereState('hover', 2), hoveredUnitId()),
  )
  useMapLayer(host, 'units-selected-halo', () =>
    outline('units-selected-halo', palette().innerBorder, whereState('selected', 7), selectedUnitId()),
  )
  useMapLayer(host, 'units-selected-line', () =>
    outline('units-selected-line', palette().ink, whereState('selected', 2.8), selectedUnitId()),
  )
  useUnitState(host, 'hover', hoveredUnitId, tileJsonUrl)
  useUnitState(host, 'selected', selectedUnitId, tileJsonUrl)
}
