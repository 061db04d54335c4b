// Where the camera goes: to the bounds whenever they change, to the shared link's camera at first, and back
// to the bounds on demand. Until someone moves it, it keeps them in sight whatever becomes of the window. The zoom that fits them is what border widths are measured from.
import type { LngLatBoundsLike, Map as MapLibreMap } from 'maplibre-gl'
import { type Ref, ref, watch } from 'vue'
import type { LngLatBounds, MapCamera, MapPadding } from '../shared/mapContract.ts'
import { cameraOf } from './mapEvents.ts'
import { flightMs, type MapHost } from './mapHost.ts'

/** Fit zoom before any bounds are known: a prefecture on a desk. */
const USUAL_FIT_ZOOM = 8
/** A lone grid is not blown up further than its neighbours can be seen. */
const NEAREST_ZOOM = 16
const FLIGHT_MS = 600

export interface FitOptions {
  readonly bounds: () => LngLatBounds | null
  readonly initialCamera: () => MapCamera | null
  readonly padding: () => MapPadding
}

const boundsLike = ([west, south, east, north]: LngLatBounds): LngLatBoundsLike => [west, south, east, north]

const isSame = (one: MapCamera | null, other: MapCamera): boolean =>
  one !== null &&
  Math.abs(one.lng - other.lng) + Math.abs(one.lat - other.lat) + Math.abs(one.zoom - other.zoom) < 1e-6

/** Padding that leaves at least a third of the map, or none: a small window is not a refusal. */
function fittingPadding(map: MapLibreMap, padding: MapPadding): MapPadding {
  const { clientWidth, clientHeight } = map.getContainer()
  const fits = (used: number, whole: number) => used <= (whole * 2) / 3
  const none = { top: 12, right: 12, bottom: 12, left: 12 }
  return fits(padding.left + padding.right, clientWidth) && fits(padding.top + padding.bottom, clientHeight)
    ? padding
    : none
}

export function useFit(
  host: MapHost,
  options: FitOptions,
): { fitAll: () => void; fitZoom: Readonly<Ref<number>> } {
  const fitZoom = ref(USUAL_FIT_ZOOM)
  let isFirst = true
  /** Where it was laid on the bounds; somewhere else: someone has moved it. */
  let fitted: MapCamera | null = null

  function fly(durationMs = FLIGHT_MS): void {
    const map = host.map.value
    const bounds = options.bounds()
    if (map === null || bounds === null) return
    map.fitBounds(
      boundsLike(bounds),
      {
        padding: fittingPadding(map, options.padding()),
        maxZoom: NEAREST_ZOOM,
        duration: flightMs(durationMs),
      },
      { isFit: true },
    )
  }

  function measure(map: MapLibreMap, bounds: LngLatBounds): void {
    const camera = map.cameraForBounds(boundsLike(bounds), {
      padding: fittingPadding(map, options.padding()),
    })
    if (camera?.zoom !== undefined) fitZoom.value = camera.zoom
  }

  function place(map: MapLibreMap): void {
    const initial = options.initialCamera()
    if (initial === null) fly(0)
    else map.jumpTo({ center: [initial.lng, initial.lat], zoom: initial.zoom })
  }

  watch(host.map, (map) => {
    map?.on('moveend', (event) => {
      if ('isFit' in event) fitted = cameraOf(map)
    })
    map?.on('resize', () => {
      const bounds = options.bounds()
      if (bounds === null || !isSame(fitted, cameraOf(map))) return
      measure(map, bounds)
      fly(0)
    })
  })
  watch(
    [host.map, () => options.bounds()?.join()],
    ([map]) => {
      const bounds = options.bounds()
      if (map === null || bounds === null) return
      measure(map, bounds)
      if (isFirst) place(map)
      else fly()
      isFirst = false
    },
    { immediate: true },
  )
  return { fitAll: () => fly(), fitZoom }
}
