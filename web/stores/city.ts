// The city's settings and the state of its sources, asked again every 15 s; the clock is the server's.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Level } from '#data/model/city.ts'
import { getCity } from '../api/endpoints.ts'
import { useResource } from '../api/useResource.ts'

export const CITY_RHYTHM_MS = 15_000

export const useCity = defineStore('city', () => {
  const resource = useResource(() => 'city', getCity)
  const info = computed(() => resource.data.value)
  const city = computed(() => info.value?.city ?? null)
  const levels = computed<readonly Level[]>(() => city.value?.levels ?? [])
  const zone = computed(() => city.value?.zone ?? 'Asia/Shanghai')
  /** Server's clock − this computer's, so that ages are right on a desk with a wrong clock. */
  const clockOffsetMs = ref(0)
  const lastSuccessMs = ref<number | null>(null)

  watch(resource.data, (answer) => {
    if (!answer) return
    lastSuccessMs.value = Date.now()
    clockOffsetMs.value = Date.parse(answer.now) - Date.now()
  })

  const levelIndex = (key: string): number => levels.value.findIndex((level) => level.key === key)
  const levelOf = (key: string): Level | undefined => levels.value[levelIndex(key)]
  const categoryOf = (code: string) => city.value?.categories.find((category) => category.code === code)
  const sourceOf = (key: string) => city.value?.sources.find((source) => source.key === key)
  const lateCount = computed(() => info.value?.sources.filter((source) => source.isLate).length ?? 0)
  const nowMs = (): number => Date.now() + clockOffsetMs.value

  const calendar = () => ({
    ...{ zone: zone.value, nowMs: nowMs() },
    assessmentStartDay: city.value?.assessmentMonthStartDay ?? 26,
  })

  const timer = setInterval(() => resource.refresh(), CITY_RHYTHM_MS)
  return {
    info,
    city,
    levels,
    zone,
    state: resource.state,
    error: resource.error,
    lastSuccessMs,
    refresh: resource.refresh,
    stop: () => clearInterval(timer),
    levelIndex,
    levelOf,
    categoryOf,
    sourceOf,
    lateCount,
    nowMs,
    calendar,
  }
})
