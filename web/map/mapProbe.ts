// A door for browser tests, fetched only when the address says `e2e`: asks the map what it has drawn.
import type { Map as MapLibreMap } from 'maplibre-gl'
import type { UnitLook } from './laidClasses.ts'
import { LATE } from './lateLayer.ts'
import { cameraOf } from './mapEvents.ts'
import { OUTLINES_SOURCE, UNITS_LAYER } from './mapLayer.ts'

export interface DrawnUnit {
  readonly id: number
  /** Of the tile. */
  readonly properties: Readonly<Record<string, unknown>>
  /** What is laid over it (laidClasses.ts); empty: the tile's own values hold. */
  readonly look: Partial<UnitLook>
}

export interface MapProbe {
  /** Each drawn unit once, coarse ones too. */
  units(): DrawnUnit[]
  /** Names drawn. */
  labels(): string[]
  /** A pixel of a unit from the page's corner, null if it has none in sight. */
  pixelOf(unitId: number): { x: number; y: number } | null
  camera(): { lng: number; lat: number; zoom: number }
  /** Ids of units drawn as pointed at on the map. */
  hovered(): number[]
  /** Id of the unit outlined. */
  marked(): unknown
  /** Class number each drawn unit has in the frame of a playback; empty where none is shown. */
  frame(): { id: number; number: number }[]
  /** Areas struck because their source is late, as level-unitId. */
  struck(): string[]
  /** Of them, as drawn beneath their names. */
  ages(): string[]
  /** Loses the WebGL context and gives it back. */
  loseContext(): void
}

declare global {
  interface Window {
    __jingweiMap?: MapProbe
  }
}

interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Where on the map a drawn unit may be, pixels; null where it is not drawn. */
function boxOf(map: MapLibreMap, unitId: number): PixelBox | null {
  const features = map
    .queryRenderedFeatures({ layers: ['units-fill'] })
    .filter((feature) => feature.id === unitId)
  const rings = features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon'
      ? geometry.coordinates
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : [],
  )
  const points = rings.flat().map(([lng, lat]) => map.project([lng, lat]))
  if (points.length === 0) return null
  const { width, height } = map.getContainer().getBoundingClientRect()
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return {
    left: Math.max(0, Math.min(...xs)),
    top: Math.max(0, Math.min(...ys)),
    right: Math.min(width, Math.max(...xs)),
    bottom: Math.min(height, Math.max(...ys)),
  }
}

/** A pixel where the unit is on top, looked for within its box on ever finer rasters: a label may be missing or moved. */
function findPixel(map: MapLibreMap, unitId: number): { x: number; y: number } | null {
  const box = boxOf(map, unitId)
  if (!box) return null
  const corner = map.getContainer().getBoundingClientRect()
  for (const step of [48, 24, 12, 6, 3])
    for (let y = box.top + step / 2; y < box.bottom; y += step)
      for (let x = box.left + step / 2; x < box.right; x += step) {
        if (document.elementFromPoint(corner.x + x, corner.y + y) !== map.getCanvas()) continue
        const hit = map.queryRenderedFeatures([x, y], { layers: ['units-fill'] })[0]
        if (hit?.id === unitId) return { x: corner.x + x, y: corner.y + y }
      }
  return null
}

/** A symbol's text as laid out. */
const textOf = ({ layout }: { layout?: object }): string => {
  const { sections } = (layout as { 'text-field': { sections: { text: string }[] } })['text-field']
  return sections.map(({ text }) => text).join('')
}

const probeOf = (map: MapLibreMap): MapProbe => {
  const probe: MapProbe = {
    units: () => {
      const features = map.queryRenderedFeatures({ layers: ['units-fill'] })
      const byId = new Map(features.map((feature) => [feature.id as number, feature]))
      return [...byId].map(([id, { properties, state }]) => ({ id, properties, look: state }))
    },
    labels: () =>
      map
        .queryRenderedFeatures({ layers: ['labels', 'labels-fine'] })
        .map(({ properties }) => String(properties.name)),
    hovered: () => {
      const drawn = new Set(probe.units().map(({ id }) => id))
      return [...drawn].filter(
        (id) => map.getFeatureState({ source: OUTLINES_SOURCE, sourceLayer: UNITS_LAYER, id }).hover,
      )
    },
    marked: () =>
      map.getLayer('marked-line') && map.queryRenderedFeatures({ layers: ['marked-line'] })[0]?.id,
    frame: () => {
      if (!map.getLayer('frames-fill')) return []
      const features = map.queryRenderedFeatures({ layers: ['frames-fill'] })
      const numbers = new Map(features.map(({ id, state }) => [id as number, state.frame as number]))
      return [...numbers].map(([id, number]) => ({ id, number }))
    },
    struck: () =>
      map
        .getStyle()
        .layers.filter(
          ({ id }) => id.startsWith(LATE) && map.queryRenderedFeatures({ layers: [id] }).length > 0,
        )
        .map(({ id }) => id.slice(LATE.length)),
    ages: () =>
      map.getLayer('ages')
        ? map.queryRenderedFeatures({ layers: ['ages'] }).map(({ layer }) => textOf(layer))
        : [],
    pixelOf: (unitId) => findPixel(map, unitId),
    camera: () => cameraOf(map),
    loseContext: () => {
      const gl = map.getCanvas().getContext('webgl2')
      const extension = gl?.getExtension('WEBGL_lose_context')
      extension?.loseContext()
      setTimeout(() => extension?.restoreContext(), 100)
    },
  }
  return probe
}

/** null: the map is gone. */
export function exposeProbe(map: MapLibreMap | null): void {
  window.__jingweiMap = map ? probeOf(map) : undefined
}
