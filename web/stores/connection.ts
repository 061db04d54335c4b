// Whether the server answers: asked every few seconds, so that its silence is known within ten, also where the network
// swallows questions. Then it is asked sooner at first, later every half minute; once it answers, all missed is asked anew.
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { isAnswering } from '../api/client.ts'
import { useCity } from './city.ts'
import { useExplore } from './explore.ts'

const WAITS_MS = [2_000, 4_000, 8_000, 15_000, 30_000] as const
const BEAT_MS = 5_000
/** Short of the next beat. */
const PATIENCE_MS = 4_500

/** Before attempt `attempt` (from 1). */
export const waitBefore = (attempt: number): number => WAITS_MS[Math.min(attempt, WAITS_MS.length) - 1]

export const useConnection = defineStore('connection', () => {
  const city = useCity()
  const explore = useExplore()
  const attempt = ref(0)
  const nextAtMs = ref(0)
  const lostAtMs = ref<number | null>(null)
  const nowMs = ref(Date.now())
  const isAsking = ref(false)
  const isSilent = ref(false)

  const isUnreached = computed(
    () =>
      isSilent.value ||
      (city.state === 'failed' && city.error?.isOffline === true) ||
      (explore.tick.state === 'failed' && explore.tick.error?.isOffline === true),
  )
  const plan = () => {
    attempt.value++
    nextAtMs.value = Date.now() + waitBefore(attempt.value)
  }

  async function lookWhetherAnswering(): Promise<void> {
    isSilent.value = !(await isAnswering(PATIENCE_MS))
  }

  async function retry(): Promise<void> {
    if (isAsking.value) return
    isAsking.value = true
    await lookWhetherAnswering()
    if (!isSilent.value) await city.refresh()
    isAsking.value = false
    if (isSilent.value || city.error !== null) {
      plan()
      return
    }
    await explore.refreshFailed()
    if (isUnreached.value) plan()
    else lostAtMs.value = null
  }

  watch(isUnreached, (isLost) => {
    if (!isLost || lostAtMs.value !== null) return
    lostAtMs.value = Date.now()
    attempt.value = 0
    plan()
  })
  const timer = setInterval(() => {
    nowMs.value = Date.now()
    if (lostAtMs.value !== null && nowMs.value >= nextAtMs.value) void retry()
  }, 1000)
  const beat = () => {
    if (!document.hidden && lostAtMs.value === null) void lookWhetherAnswering()
  }
  const beats = setInterval(beat, BEAT_MS)
  // Known at once where the cable is pulled here.
  window.addEventListener('offline', beat)
  onScopeDispose(() => {
    clearInterval(timer)
    clearInterval(beats)
    window.removeEventListener('offline', beat)
  })

  const isLost = computed(() => lostAtMs.value !== null)
  /** Since the last answer. */
  const silentMs = computed(() => nowMs.value - (city.lastSuccessMs ?? lostAtMs.value ?? nowMs.value))
  const secondsToRetry = computed(() => Math.max(0, Math.ceil((nextAtMs.value - nowMs.value) / 1000)))
  return { isLost, silentMs, attempt, secondsToRetry, isAsking, retry }
})
