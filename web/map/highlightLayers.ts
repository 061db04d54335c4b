// The unit one looks within: its outline from the arcs themselves (a drilled unit is coarser than the tiles
// shown, so no tile has it), and a veil outside it. The geometry is fetched once, by the map's own source.
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import { apiUrl } from '../api/client.ts'
import type { MapHighlight } from '../shared/mapContract.ts'
import type { MapHost } from './mapHost.ts'
import { type OrderedLayer, useMapLayer, useMapSource } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'
import { outsideVeil } from './outsideVeil.ts'

const OUTLINE = 'highlight'
const VEIL = 'veil'
const HOME = 'home'
export const EMPTY = { type: 'FeatureCollection' as const, features: [] }

export const highlightAddress = (highlight: MapHighlight): string =>
  apiUrl(`coverage/${highlight.version}/${highlight.level}.geojson?within=id:${highlight.unitId}`)

const line = (id: 'highlight-halo' | 'highlight-line', colour: string, width: number): OrderedLayer => ({
  id,
  type: 'line',
  source: OUTLINE,
  layout: { 'line-join': 'round' },
  paint: { 'line-color': colour, 'line-width': width },
})

const setData = (map: MapLibreMap, id: string, data: Parameters<GeoJSONSource['setData']>[0]): void => {
  map.getSource<GeoJSONSource>(id)?.setData(data)
}

/** Follows the outline's source: a veil for what it holds now. */
function useVeil(host: MapHost, highlight: () => MapHighlight | null): void {
  let asked = 0
  async function refresh(): Promise<void> {
    const map = host.map.value
    const turn = ++asked
    const data = highlight() === null ? EMPTY : await map?.getSource<GeoJSONSource>(OUTLINE)?.getData()
    if (turn !== asked || host.map.value === null || data?.type !== 'FeatureCollection') return
    setData(host.map.value, VEIL, outsideVeil(data))
  }
  watch(
    [host.map, host.styleEpoch],
    ([map, epoch], _before, onCleanup) => {
      if (map === null || epoch === 0) return
      const listener = (event: { sourceId?: string; sourceDataType?: string }) => {
        if (event.sourceId === OUTLINE && event.sourceDataType === 'content') void refresh()
      }
      map.on('sourcedata', listener)
      onCleanup(() => map.off('sourcedata', listener))
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked++
  })
}

/** The home unit's own border: tiles cannot tell it from its neighbours'. */
export function homeLine(palette: MapPalette, fitZoom: number): OrderedLayer {
  return {
    id: 'home-line',
    type: 'line',
    source: HOME,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': palette.cityBorder,
      'line-width': ['interpolate', ['linear'], ['zoom'], fitZoom, 1.6, fitZoom + 2, 2],
    },
  }
}

export function useHomeLayer(
  host: MapHost,
  options: { home: () => MapHighlight | null; palette: () => MapPalette; fitZoom: () => number },
): void {
  const address = () => {
    const home = options.home()
    return home === null ? EMPTY : highlightAddress(home)
  }
  useMapSource(
    host,
    HOME,
    () => ({ type: 'geojson' as const, data: address(), tolerance: 0.1 }),
    (map, spec) => setData(map, HOME, spec.data),
  )
  useMapLayer(host, 'home-line', () => homeLine(options.palette(), options.fitZoom()))
}

export function useHighlightLayers(
  host: MapHost,
  options: { highlight: () => MapHighlight | null; palette: () => MapPalette },
): void {
  const { highlight, palette } = options
  const address = () => {
    const value = highlight()
    return value === null ? EMPTY : highlightAddress(value)
  }
  useMapSource(
    host,
    OUTLINE,
    () => ({ type: 'geojson' as const, data: address(), tolerance: 0.1 }),
    (map, spec) => setData(map, OUTLINE, spec.data),
  )
  useMapSource(
    host,
    VEIL,
    () => ({ type: 'geojson' as const, data: EMPTY, tolerance: 0.1 }),
    () => undefined,
  )
  useVeil(host, highlight)
  useMapLayer(host, 'veil', () => ({
    id: 'veil',
    type: 'fill',
    source: VEIL,
    paint: { 'fill-color': palette().ground, 'fill-opacity': 0.7, 'fill-antialias': false },
  }))
  useMapLayer(host, 'highlight-halo', () => line('highlight-halo', palette().innerBorder, 7))
  useMapLayer(host, 'highlight-line', () => line('highlight-line', palette().ink, 2.8))
}
