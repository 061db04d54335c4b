// Areas of sources that are late, struck: their figures may lack what has not come. Borders as of the outline of the unit one
// looks within, one small source an area, fetched by the map itself; over the colours, beneath a playback's frames.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import type { MapHighlight } from '../shared/mapContract.ts'
import { hatchPattern } from './hatchPattern.ts'
import { highlightAddress } from './highlightLayers.ts'
import type { MapHost } from './mapHost.ts'
import { nextAbove, useMapImage } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'
import { PATTERN } from './unitsLayers.ts'

export const LATE = 'late-'
const HATCH = 'hatch-late'

function clear(map: MapLibreMap): void {
  for (const { id } of map.getStyle().layers)
    if (id.startsWith(LATE)) {
      map.removeLayer(id)
      map.removeSource(id)
    }
}

function strike(map: MapLibreMap, area: MapHighlight): void {
  const id = `${LATE}${area.level}-${area.unitId}`
  if (map.getSource(id)) return
  map.addSource(id, { type: 'geojson', data: highlightAddress(area), tolerance: 0.1 })
  const paint = { 'fill-pattern': HATCH, 'fill-antialias': false }
  map.addLayer({ id, type: 'fill', source: id, paint }, nextAbove(map, 'units-fill'))
}

export function useLateLayer(
  host: MapHost,
  options: { areas: () => readonly MapHighlight[]; palette: () => MapPalette },
): void {
  useMapImage(host, HATCH, () =>
    hatchPattern({
      period: 8 * PATTERN,
      width: 3 * PATTERN,
      angle: -45,
      line: options.palette().innerBorder,
      ground: null,
    }),
  )
  watch(
    // By value: the sources are asked again every few seconds.
    [host.map, host.styleEpoch, () => options.areas().map(highlightAddress).join()],
    ([map, epoch]) => {
      if (map === null || epoch === 0) return
      clear(map)
      for (const area of options.areas()) strike(map, area)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    if (host.map.value?.style) clear(host.map.value)
  })
}
