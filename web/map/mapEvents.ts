// What the map reports: which unit is under the pointer, clicks, the camera at rest, and how it is doing.
import type { ErrorEvent, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { watch } from 'vue'
import type { MapCamera, MapHover, MapState } from '../shared/mapContract.ts'
import type { MapHost } from './mapHost.ts'
import { UNITS_SOURCE } from './mapLayer.ts'

export interface MapEventHandlers {
  readonly onHover: (hover: MapHover | null) => void
  readonly onClick: (unitId: number, isTouch: boolean) => void
  readonly onCase: (incidentId: number) => void
  readonly onCaseHover: (incidentId: number | null) => void
  readonly onCamera: (camera: MapCamera) => void
  readonly onState: (state: MapState) => void
  readonly onIdle: (isIdle: boolean) => void
}

/** Unit under a pixel; units shown coarsely stand for no figure here and are passed over. */
function unitAt(map: MapLibreMap, point: MapMouseEvent['point']): number | null {
  const layers = ['units-fill', 'frames-fill'].filter((id) => map.getLayer(id))
  if (layers.length === 0) return null
  const [feature] = map.queryRenderedFeatures(point, { layers })
  if (feature === undefined || typeof feature.id !== 'number' || feature.properties.coarse) return null
  return feature.id
}

const POINTS = ['points-open', 'points-overdue']
/** Pixels around the pointer in which a point is meant. */
const REACH_PX = 5

/** The single incident under a pixel; cells of several stand for none. */
function caseAt(map: MapLibreMap, { x, y }: MapMouseEvent['point']): number | null {
  const layers = POINTS.filter((id) => map.getLayer(id))
  if (layers.length === 0) return null
  const box: [[number, number], [number, number]] = [
    [x - REACH_PX, y - REACH_PX],
    [x + REACH_PX, y + REACH_PX],
  ]
  const found = map.queryRenderedFeatures(box, { layers }).find(({ properties }) => properties.id)
  return found ? Number(found.properties.id) : null
}

export function cameraOf(map: MapLibreMap): MapCamera {
  const { lng, lat } = map.getCenter()
  return { lng, lat, zoom: map.getZoom() }
}

function connectPointer(map: MapLibreMap, handlers: MapEventHandlers): void {
  let isTouch = false
  map.getCanvas().addEventListener('pointerdown', (event) => {
    isTouch = event.pointerType === 'touch'
  })
  let pointed: number | null = null
  const pointAt = (incidentId: number | null): void => {
    if (pointed !== incidentId) handlers.onCaseHover(incidentId)
    pointed = incidentId
  }
  map.on('mousemove', (event) => {
    const id = unitAt(map, event.point)
    pointAt(caseAt(map, event.point))
    map.getCanvas().style.cursor = id === null ? '' : 'pointer'
    handlers.onHover(id === null ? null : { unitId: id, x: event.point.x, y: event.point.y })
  })
  map.on('mouseout', () => {
    handlers.onHover(null)
    pointAt(null)
  })
  map.on('dragstart', () => handlers.onHover(null))
  map.on('click', (event) => {
    const incidentId = caseAt(map, event.point)
    if (incidentId !== null) return handlers.onCase(incidentId)
    const id = unitAt(map, event.point)
    if (id !== null) handlers.onClick(id, isTouch)
  })
}

/**
 * MapLibre tells of idleness when it has drawn, but draws nothing for a tile that was given up or came back unchanged:
 * with all at hand it is asked to draw this often.
 */
const NUDGE_MS = 250

/** loading until the first idle; failed while the newest answer of the units' source was an error. */
function connectState(map: MapLibreMap, handlers: MapEventHandlers): void {
  let isFailed = false
  let nudge: ReturnType<typeof setInterval> | undefined
  map.on('error', (event: ErrorEvent & { sourceId?: string }) => {
    // A listener silences MapLibre's own report: what is not the units' state still has to be told.
    console.warn(`map: ${event.sourceId ?? 'style'}: ${event.error.message}`)
    if (event.sourceId !== UNITS_SOURCE) return
    isFailed = true
    handlers.onState('failed')
  })
  map.on('sourcedata', (event) => {
    if (event.sourceId === UNITS_SOURCE && (event.sourceDataType === 'metadata' || event.tile))
      isFailed = false
  })
  const busy = () => {
    handlers.onIdle(false)
    clearInterval(nudge)
    nudge = setInterval(() => map.loaded() && map.triggerRepaint(), NUDGE_MS)
  }
  map.on('dataloading', busy)
  map.on('movestart', busy)
  map.on('idle', () => {
    clearInterval(nudge)
    if (!isFailed) handlers.onState('ready')
    handlers.onIdle(map.getSource(UNITS_SOURCE) !== undefined)
  })
  map.on('remove', () => clearInterval(nudge))
  map.on('webglcontextlost', () => handlers.onState('lost'))
  map.on('webglcontextrestored', () => handlers.onState('loading'))
}

export function useMapEvents(host: MapHost, handlers: MapEventHandlers): void {
  watch(host.map, (map) => {
    if (map === null) return
    connectPointer(map, handlers)
    connectState(map, handlers)
    map.on('moveend', () => handlers.onCamera(cameraOf(map)))
  })
}
