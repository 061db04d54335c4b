// Whether the server answers, and when it is asked again: sooner at first, then every half minute. One question
// at a time; once it answers, all that was missed is asked anew.
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useCity } from './city.ts'
import { useExplore } from './explore.ts'

const WAITS_MS = [2_000, 4_000, 8_000, 15_000, 30_000] as const

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

  const isUnreached = computed(
    () =>
      (city.state === 'failed' && city.error?.isOffline === true) ||
      (explore.tick.state === 'failed' && explore.tick.error?.isOffline === true),
  )
  const plan = () => {
    attempt.value++
    nextAtMs.value = Date.now() + waitBefore(attempt.value)
  }

  async function retry(): Promise<void> {
    if (isAsking.value) return
    isAsking.value = true
    await city.refresh()
    isAsking.value = false
    if (city.error !== null) {
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
  // Known at once where the cable is pulled here.
  const asks = () => void city.refresh()
  window.addEventListener('offline', asks)
  onScopeDispose(() => {
    clearInterval(timer)
    window.removeEventListener('offline', asks)
  })

  const isLost = computed(() => lostAtMs.value !== null)
  /** Since the last answer. */
  const silentMs = computed(() => nowMs.value - (city.lastSuccessMs ?? lostAtMs.value ?? nowMs.value))
  const secondsToRetry = computed(() => Math.max(0, Math.ceil((nextAtMs.value - nowMs.value) / 1000)))
  return { isLost, silentMs, attempt, secondsToRetry, isAsking, retry }
})
