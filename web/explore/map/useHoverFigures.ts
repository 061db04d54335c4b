// Figures of the unit under the pointer, asked a moment after it rests there and remembered per tick, so
// that sweeping over the map asks little and coming back asks nothing.
import { computed, ref, watch } from 'vue'
import type { UnitDetail } from '#data/model/api.ts'
import type { SliceResponse } from '#data/model/figuresApi.ts'
import { getSlice, getUnit } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useResource } from '../../api/useResource.ts'
import { HANDLED_RATE, RECEIVED } from '../../shared/metrics.ts'
import { useExplore } from '../../stores/explore.ts'
import { pinnedSlice } from '../../stores/sliceQuery.ts'

const REST_MS = 70
const REMEMBERED = 500

/** Answers by question; the oldest goes first. */
function remembering<T>(load: (key: string, signal: AbortSignal) => Promise<T>) {
  const answers = new Map<string, T>()
  return async (key: string, signal: AbortSignal): Promise<T> => {
    const known = answers.get(key)
    if (known) return known
    const answer = await load(key, signal)
    answers.set(key, answer)
    if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value!)
    return answer
  }
}
const rememberedSlice = remembering<SliceResponse>(getSlice)
const rememberedUnit = remembering<UnitDetail>(getUnit)

export function useHoverFigures(unitId: () => number | null) {
  const explore = useExplore()
  const resting = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    unitId,
    (id) => {
      clearTimeout(timer)
      if (id === null) resting.value = null
      else
        timer = setTimeout(() => {
          resting.value = id
        }, REST_MS)
    },
    { immediate: true },
  )
  const figures = useResource(
    () =>
      resting.value !== null && explore.slice
        ? `slice${queryString({
            within: `id:${resting.value}`,
            metrics: [...new Set([HANDLED_RATE.id, RECEIVED.id, ...explore.metrics])],
            figures: explore.figures,
            compare: 'previous,lastYear',
            ...pinnedSlice(explore.slice),
          })}`
        : null,
    rememberedSlice,
  )
  const unit = useResource(
    () => (resting.value === null ? null : `units/id:${resting.value}`),
    rememberedUnit,
  )
  /** Both belong to the unit under the pointer; null while they are fetched. */
  const shown = computed(() => {
    const answer = figures.data.value
    const detail = unit.data.value
    if (resting.value === null || answer?.unit.id !== resting.value) return null
    return { answer, detail: detail?.id === resting.value ? detail : null }
  })
  /** Name of a unit whose figures this account may not see. */
  const forbidden = computed(() => {
    const detail = unit.data.value
    return figures.error.value?.status === 403 && detail?.id === resting.value ? detail.name : null
  })
  return { shown, forbidden }
}
