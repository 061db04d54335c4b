// Areas of sources that are late, struck: their figures may lack what has not come. Borders as of the outline of the unit one
// looks within, one small source an area, fetched by the map itself, over the colours; the age beneath the unit's name.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import { useText } from '../locales/text.ts'
import { formatAge } from '../shared/format.ts'
import type { LateArea, MapHighlight } from '../shared/mapContract.ts'
import { hatchPattern } from './hatchPattern.ts'
import { highlightAddress } from './highlightLayers.ts'
import { LABEL_FONTS } from './labelFonts.ts'
import { NAMES } from './labelsLayer.ts'
import type { MapHost } from './mapHost.ts'
import { nextAbove, type OrderedLayer, useMapImage, useMapLayer } from './mapLayer.ts'
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

/** `words`: by unit; of those whose names always show. */
export function agesSymbol(words: ReadonlyMap<number, string>, palette: MapPalette): OrderedLayer {
  const field = ['match', ['id'], ...[...words].flat(), ''] as never
  return {
    id: 'ages',
    type: 'symbol',
    source: NAMES,
    'source-layer': 'labels',
    filter: ['in', ['id'], ['literal', [...words.keys()]]],
    layout: {
      'text-field': words.size > 0 ? field : '',
      'text-font': LABEL_FONTS.strong,
      'text-size': 12,
      'text-anchor': 'top',
      // Just beneath the name's own box.
      'text-offset': [0, 0.95],
      // Said whatever is near, and no name gives way to it.
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: {
      'text-color': palette.late,
      'text-halo-color': palette.labelHalo,
      'text-halo-width': 2,
      'text-halo-blur': 0.4,
    },
  }
}

export function useLateLayer(
  host: MapHost,
  options: { areas: () => readonly LateArea[]; palette: () => MapPalette },
): void {
  const text = useText()
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
  useMapLayer(host, 'ages', () =>
    agesSymbol(
      new Map(options.areas().map(({ unitId, silentMs }) => [unitId, formatAge(silentMs, text.lang)])),
      options.palette(),
    ),
  )
  onScopeDispose(() => {
    if (host.map.value?.style) clear(host.map.value)
  })
}
