// A playback: all frames are asked for at once and kept; showing one asks nothing. The picture of a frame is map, legend and key
// figures; the address stays where playing began until it pauses, and then leads to the frame's own exact slice.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { DayWindow } from '#data/calendar/periods.ts'
import { firstFrame, PLAYBACK_STEPS, type PlaybackStep, playbackWindows } from '#data/calendar/playback.ts'
import type { Frame, FramesHead } from '#data/model/frames.ts'
import { apiUrl } from '../api/client.ts'
import { getSeries } from '../api/endpoints.ts'
import { getFrames } from '../api/frames.ts'
import { queryString } from '../api/query.ts'
import { addDays, localDay } from '../shared/zone.ts'
import { useCity } from './city.ts'
import { headlineMetrics, useExplore } from './explore.ts'
import { pinnedSlice, type Resolved } from './sliceQuery.ts'
import { useView } from './view.ts'

/** Five a second; a slower machine shows as many as it draws. */
export const SHORTEST_FRAME_MS = 200
/** A map that does not say it has drawn (there is none, or it is hidden) does not hold up the rest. */
const LONGEST_FRAME_MS = 2000
const DAY_MS = 86_400_000
/** As far back as any playback reaches. */
const HISTORY_DAYS = 731
/** What of a slice chooses frames, besides the window. */
const sliceKeyOf = (slice: Resolved) => {
  const { from: _from, to: _to, ...rest } = pinnedSlice(slice)
  return rest
}

/** What is kept back is few, not none. */
const isReceived = ({ received }: { received: number | null }): boolean => received !== 0

export const usePlayback = defineStore('playback', () => {
  const explore = useExplore()
  const views = useView()
  const city = useCity()

  /** settling: paused, the frame stays until its exact slice is drawn. */
  const state = ref<'off' | 'playing' | 'settling'>('off')
  const step = ref<PlaybackStep>('week')
  const windows = shallowRef<readonly DayWindow[]>([])
  const days = shallowRef<readonly { readonly day: string; readonly received: number | null }[]>([])
  const index = ref(0)
  const head = shallowRef<FramesHead | null>(null)
  const loaded = ref(0)
  const shown = shallowRef<Frame | null>(null)
  /** The moment playing began at, and as the address had it: no frame is of a later one. */
  const origin = shallowRef<{ readonly asOf: string; readonly asked: string | null } | null>(null)
  /** The moment a pause left in the address. */
  let leftAsOf: string | null = null
  let frames: Frame[] = []
  let loading: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The window of the picture as whole days: a rolling one has as many as its length. */
  const windowOf = (slice: Resolved): DayWindow => {
    const endMs = Math.min(Date.parse(slice.to), Date.parse(slice.asOf))
    const to = localDay(endMs - 1, city.zone)
    const length = Math.max(1, Math.round((endMs - Date.parse(slice.from)) / DAY_MS))
    const isRolling = views.view.from === null && views.view.length.startsWith('P')
    return { from: isRolling ? addDays(to, 1 - length) : localDay(Date.parse(slice.from), city.zone), to }
  }

  const key = computed(() =>
    state.value === 'playing' &&
    origin.value &&
    windows.value.length > 0 &&
    explore.slice &&
    explore.level &&
    explore.within
      ? `frames${queryString({
          days: windows.value.map(({ from, to }) => `${from}/${to}`),
          within: explore.within,
          level: explore.level,
          metrics: explore.metrics,
          figures: explore.figures,
          headline: headlineMetrics,
          ...sliceKeyOf(explore.slice),
          asOf: origin.value.asOf,
        })}`
      : null,
  )

  watch(key, (path) => {
    loading?.abort()
    if (path === null) return
    const controller = new AbortController()
    loading = controller
    frames = []
    loaded.value = 0
    clearTimeout(timer)
    getFrames(
      path,
      {
        onHead: (next) => {
          if (!controller.signal.aborted) head.value = next
        },
        onFrame: (frame) => {
          if (controller.signal.aborted) return
          frames.push(frame)
          loaded.value = frames.length
          if (frames.length === index.value + 1) show()
        },
      },
      controller.signal,
    ).catch(() => {
      if (!controller.signal.aborted) stop()
    })
  })

  async function play(): Promise<void> {
    const slice = explore.slice
    if (!slice || !explore.within) return
    state.value = 'playing'
    // From where it was paused it goes on to where it would have ended.
    if (!origin.value || !isPaused()) origin.value = { asOf: slice.asOf, asked: views.view.asOf }
    const { asOf } = origin.value
    const from = new Date(Date.parse(asOf) - HISTORY_DAYS * DAY_MS).toISOString()
    const path = `series${queryString({ within: explore.within, ...pinnedSlice({ ...slice, asOf }, { from, to: asOf }) })}`
    const known = await getSeries(path).catch(() => null)
    const received = known?.days.filter(isReceived) ?? []
    if (!known || received.length === 0 || state.value !== 'playing') return stop()
    days.value = known.days.slice(known.days.findIndex(isReceived))
    plan(windowOf(slice))
  }

  /** The windows from the one that is shown. */
  function plan(window: DayWindow): void {
    const received = days.value.filter(isReceived)
    const first = received[0].day
    const last = received[received.length - 1].day
    windows.value = playbackWindows(step.value, window, { first, last })
    index.value = firstFrame(windows.value, window)
    if (windows.value.length === 0) stop()
  }

  let shownMs = 0
  function show(): void {
    const frame = frames[index.value]
    if (state.value !== 'playing' || !frame) return
    shown.value = frame
    shownMs = performance.now()
    clearTimeout(timer)
    timer = setTimeout(advance, LONGEST_FRAME_MS)
  }
  /** The map has the frame on the screen. */
  function drawn(): void {
    if (state.value !== 'playing') return
    clearTimeout(timer)
    timer = setTimeout(advance, Math.max(0, SHORTEST_FRAME_MS - (performance.now() - shownMs)))
  }
  function advance(): void {
    if (state.value !== 'playing') return
    if (index.value + 1 >= windows.value.length) {
      pause()
      return
    }
    index.value++
    // Where it has not come yet its coming shows it.
    show()
  }

  function pause(): void {
    clearTimeout(timer)
    const frame = shown.value
    if (!frame) {
      stop()
      return
    }
    state.value = 'settling'
    loading?.abort()
    const { from, to, asOf } = frame
    leftAsOf = asOf === head.value?.asOf ? null : asOf
    views.change({ from, to, asOf: leftAsOf ?? origin.value?.asked ?? null })
    timer = setTimeout(stop, 8 * LONGEST_FRAME_MS)
  }
  /** The map has drawn all it was asked for: also the paused window's own tiles? */
  function mapIdle(): void {
    if (state.value !== 'settling' || !shown.value || !explore.slice) return
    const isThere = localDay(Date.parse(explore.slice.from), city.zone) === shown.value.from
    if (isThere && explore.tick.state === 'ready' && explore.classes.state === 'ready') stop()
  }
  function stop(): void {
    clearTimeout(timer)
    loading?.abort()
    state.value = 'off'
    shown.value = null
    head.value = null
    windows.value = []
    days.value = []
    frames = []
    loaded.value = 0
  }

  watch(step, () => {
    if (state.value === 'playing' && shown.value) plan(shown.value)
  })
  const isPaused = () => leftAsOf !== null && views.view.asOf === leftAsOf
  /** For another window by hand: not of the moment that a pause has left, but of the one playing began at. */
  const atOrigin = () => (isPaused() ? { asOf: origin.value?.asked ?? null } : {})
  // Another window was chosen by hand.
  watch(
    () => [views.view.from, views.view.to, views.view.length].join(),
    () => {
      if (state.value === 'playing') stop()
    },
  )

  const mapFrame = computed(() => {
    const of = head.value
    return of && shown.value?.classes.length === of.unitIds.length
      ? {
          tileJsonUrl: apiUrl(`tiles/${of.version}/${of.level}.json`),
          unitIds: of.unitIds,
          classes: shown.value.classes,
          isPlaying: state.value === 'playing',
        }
      : null
  })
  return {
    ...{ state, step, steps: PLAYBACK_STEPS, windows, days, index, loaded, shown, head, mapFrame, key },
    ...{ play, pause, stop, drawn, mapIdle, atOrigin },
    isOn: computed(() => state.value !== 'off'),
    isPlaying: computed(() => state.value === 'playing'),
    toggle: () => (state.value === 'playing' ? pause() : void play()),
  }
})
