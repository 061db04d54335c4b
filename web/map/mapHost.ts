// The one MapLibre map of a page: made once, handed to the layers, removed with the component. Its style
// is empty but for fonts; layers add themselves on every `style.load`, which a restored context fires again.
import { Map as MapLibreMap, type MapOptions, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import './maplibre.css'
import {
  type ComputedRef,
  computed,
  markRaw,
  onBeforeUnmount,
  onMounted,
  type Ref,
  ref,
  type ShallowRef,
  shallowRef,
} from 'vue'
import { labelFontFaces } from './labelFontFaces.ts'
import { keepRefreshes } from './lostRefresh.ts'

setWorkerUrl(workerUrl)

export interface MapHost {
  /**
   * null before mounting, after unmounting, and for ever where WebGL2 is missing. Computed and not a shallow
   * ref: one of those in a list of watched sources runs the watcher though nothing has changed.
   */
  readonly map: ComputedRef<MapLibreMap | null>
  /** Rises with each `style.load`; 0 while no style stands. */
  readonly styleEpoch: Readonly<Ref<number>>
}

export interface MapHostOptions {
  readonly container: Readonly<ShallowRef<HTMLElement | null>>
  readonly camera: () => Pick<MapOptions, 'center' | 'zoom' | 'bounds' | 'fitBoundsOptions'>
  readonly canvasLabel: () => string
  readonly onFailed: (reason: string) => void
}

const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Duration of a camera flight, ms: a cut where less motion is asked for. */
export const flightMs = (durationMs: number): number => (wantsLessMotion() ? 0 : durationMs)

function createMap(container: HTMLElement, options: MapHostOptions): MapLibreMap {
  return markRaw(
    new MapLibreMap({
      container,
      style: {
        version: 8,
        sources: {},
        layers: [],
        transition: { duration: 0, delay: 0 },
        'font-faces': labelFontFaces(document),
      },
      ...options.camera(),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      fadeDuration: 0,
      renderWorldCopies: false,
      minZoom: 2,
      maxZoom: 19,
      localIdeographFontFamily: false,
      locale: { 'Map.Title': options.canvasLabel() },
      // Workers resolve addresses from their own file: give them whole ones.
      transformRequest: (url) => ({
        url: url.startsWith('pmtiles:') ? url : new URL(url, document.baseURI).href,
      }),
    }),
  )
}

export function useMapHost(options: MapHostOptions): MapHost {
  const map = shallowRef<MapLibreMap | null>(null)
  const styleEpoch = ref(0)

  onMounted(() => {
    if (!options.container.value) return
    try {
      const created = createMap(options.container.value, options)
      created.touchZoomRotate.disableRotation()
      created.keyboard.disableRotation()
      keepRefreshes(created)
      created.on('style.load', () => {
        styleEpoch.value++
      })
      map.value = created
    } catch (error) {
      options.onFailed(error instanceof Error ? error.message : String(error))
    }
  })
  onBeforeUnmount(() => {
    const last = map.value
    map.value = null
    last?.remove()
  })
  return { map: computed(() => map.value), styleEpoch }
}
