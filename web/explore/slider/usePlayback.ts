// Playback: the window steps through the slider's days by a week or a month; a step follows when the figures of the one
// before have come, at most four a second. The address is replaced, so back leads to where playing began.
import { onScopeDispose, ref, watch } from 'vue'
import { useExplore } from '../../stores/explore.ts'
import { useView } from '../../stores/view.ts'
import type { Brush } from './brush.ts'

export const STEPS = { week: 7, month: 30 } as const
export type Step = keyof typeof STEPS
export const SHORTEST_FRAME_MS = 240

/** The window one step on; null when its end has left the bars. */
export function nextFrame(at: Brush, days: number, count: number): Brush | null {
  const next = { from: at.from + days, to: at.to + days }
  return next.to < count ? next : null
}

export function usePlayback(options: {
  /** Local days of the bars. */
  readonly days: () => readonly { readonly day: string }[]
  readonly brush: () => Brush
}) {
  const explore = useExplore()
  const views = useView()
  const isPlaying = ref(false)
  const step = ref<Step>('week')
  /** The bars stand still while the window moves. */
  const frozen = ref<readonly string[] | null>(null)
  let at: Brush | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let shownMs = 0

  function show(frame: Brush): void {
    const days = frozen.value
    if (!days) return
    at = frame
    shownMs = performance.now()
    views.change({ from: days[frame.from], to: days[frame.to], asOf: null, seq: null }, 'replace')
  }
  function advance(): void {
    const next = at && nextFrame(at, STEPS[step.value], frozen.value?.length ?? 0)
    if (!isPlaying.value || !next) stop()
    else show(next)
  }
  function play(): void {
    const brush = options.brush()
    frozen.value = options.days().map((each) => each.day)
    isPlaying.value = true
    // From the end there is nowhere to go: from the beginning then.
    const isAtEnd = nextFrame(brush, STEPS[step.value], frozen.value.length) === null
    at = isAtEnd ? null : brush
    if (isAtEnd) show({ from: 0, to: brush.to - brush.from })
    else advance()
  }
  function stop(): void {
    clearTimeout(timer)
    isPlaying.value = false
    frozen.value = null
    at = null
  }
  watch(
    () => [explore.tick.state, explore.classes.state] as const,
    (states) => {
      if (!isPlaying.value || states.some((state) => state !== 'ready')) return
      clearTimeout(timer)
      timer = setTimeout(advance, Math.max(0, SHORTEST_FRAME_MS - (performance.now() - shownMs)))
    },
  )
  onScopeDispose(stop)
  return { isPlaying, step, frozen, toggle: () => (isPlaying.value ? stop() : play()) }
}
