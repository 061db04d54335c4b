// One owner per source, layer and image: each adds itself when a style stands, follows its specification
// property by property (so that nothing is laid out again without need), and removes itself at the end.
import type {
  FilterSpecification,
  LayerSpecification,
  Map as MapLibreMap,
  SourceSpecification,
  StyleSetterOptions,
} from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import type { HatchImage } from './hatchPattern.ts'
import type { MapHost } from './mapHost.ts'

/** The units' tiles, and the layer of polygons in them. */
export const UNITS_SOURCE = 'units'
export const UNITS_LAYER = 'units'
/** The same units without figures, for hover. */
export const OUTLINES_SOURCE = 'outlines'

/** From the bottom up. A layer's place does not depend on who came first. */
export const LAYER_ORDER = [
  'ground',
  'units-few',
  'units-fill',
  'frames-fill',
  'borders-shown',
  'borders',
  'home-line',
  'veil',
  'units-hover',
  'highlight-halo',
  'highlight-line',
  'marked-halo',
  'marked-line',
  'points-open',
  'points-overdue',
  'points-count',
  'case-halo',
  'case-ring',
  'labels-fine',
  'labels',
  'ages',
] as const
export type LayerId = (typeof LAYER_ORDER)[number]

export type OrderedLayer = LayerSpecification & { id: LayerId }

/** A style setter that takes any property by name; our specifications are checked by tests. */
type Setter = (layer: string, name: string, value: unknown, options?: StyleSetterOptions) => void

function setDifferences(set: Setter, id: string, before: object = {}, after: object = {}): void {
  const old = before as Record<string, unknown>
  const now = after as Record<string, unknown>
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)]))
    if (JSON.stringify(old[name]) !== JSON.stringify(now[name])) set(id, name, now[name], { validate: false })
}

/** The layer that one of this place is put beneath. */
export function nextAbove(map: MapLibreMap, id: LayerId): string | undefined {
  return LAYER_ORDER.slice(LAYER_ORDER.indexOf(id) + 1).find((above) => map.getLayer(above))
}

function followLayer(map: MapLibreMap, next: OrderedLayer, previous: OrderedLayer | null): void {
  const sourceOf = (layer: OrderedLayer) => ('source' in layer ? layer.source : null)
  if (previous === null || !map.getLayer(next.id) || sourceOf(previous) !== sourceOf(next)) {
    if (map.getLayer(next.id)) map.removeLayer(next.id)
    map.addLayer(next, nextAbove(map, next.id))
    return
  }
  if (previous.minzoom !== next.minzoom) map.setLayerZoomRange(next.id, next.minzoom ?? 0, next.maxzoom ?? 24)
  setDifferences(
    (...args) => (map.setPaintProperty as Setter).apply(map, args),
    next.id,
    previous.paint,
    next.paint,
  )
  setDifferences(
    (...args) => (map.setLayoutProperty as Setter).apply(map, args),
    next.id,
    previous.layout,
    next.layout,
  )
  const filterOf = (layer: OrderedLayer) => ('filter' in layer ? layer.filter : undefined)
  if (JSON.stringify(filterOf(previous)) !== JSON.stringify(filterOf(next)))
    map.setFilter(next.id, filterOf(next) as FilterSpecification | undefined)
}

/** Runs `apply` now and whenever the style is new or `spec` differs; `remove` when the owner goes. */
function follow<T>(
  host: MapHost,
  spec: () => T,
  apply: (map: MapLibreMap, next: T, previous: T | null) => void,
  remove: (map: MapLibreMap) => void,
): void {
  let applied: { value: T; epoch: number } | null = null
  watch(
    [host.map, host.styleEpoch, spec],
    ([map, epoch]) => {
      if (map === null || epoch === 0) return
      const value = spec()
      apply(map, value, applied?.epoch === epoch ? applied.value : null)
      applied = { value, epoch }
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    if (host.map.value?.style) remove(host.map.value)
  })
}

/** Owns a layer. Its source must be owned by a `useMapSource` called before. */
export function useMapLayer(host: MapHost, id: LayerId, spec: () => OrderedLayer): void {
  follow(host, spec, followLayer, (map) => {
    if (map.getLayer(id)) map.removeLayer(id)
  })
}

/**
 * Owns a source. `update` brings a standing source to the new specification without taking it away
 * (no flicker); the layers upon it stay.
 */
export function useMapSource<S extends SourceSpecification>(
  host: MapHost,
  id: string,
  spec: () => S,
  update: (map: MapLibreMap, spec: S) => void,
): void {
  follow(
    host,
    spec,
    (map, next, previous) => {
      if (!map.getSource(id)) map.addSource(id, next)
      else if (previous === null || JSON.stringify(previous) !== JSON.stringify(next)) update(map, next)
    },
    (map) => {
      for (const layer of map.getStyle().layers)
        if ('source' in layer && layer.source === id) map.removeLayer(layer.id)
      if (map.getSource(id)) map.removeSource(id)
    },
  )
}

/** Owns an image of the style, for patterns and symbols. */
export function useMapImage(host: MapHost, id: string, image: () => HatchImage): void {
  follow(
    host,
    image,
    (map, next) => {
      const data = { width: next.width, height: next.height, data: next.data }
      if (map.hasImage(id)) map.updateImage(id, data)
      else map.addImage(id, data, { pixelRatio: next.pixelRatio })
    },
    (map) => {
      if (map.hasImage(id)) map.removeImage(id)
    },
  )
}
