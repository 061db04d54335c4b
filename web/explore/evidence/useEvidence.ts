// The evidence of the level on the map, and of the one unit that is explained: a unit of another level among its own like, one
// below the villages by its village.
import { computed } from 'vue'
import { getUnit } from '../../api/endpoints.ts'
import { getEvidence } from '../../api/evidence.ts'
import { queryString } from '../../api/query.ts'
import { useResource } from '../../api/useResource.ts'
import { HANDLED_RATE } from '../../shared/metrics.ts'
import { useCity } from '../../stores/city.ts'
import { useExplore } from '../../stores/explore.ts'
import { pinnedSlice } from '../../stores/sliceQuery.ts'
import { useView } from '../../stores/view.ts'

export function useEvidence() {
  const city = useCity()
  const explore = useExplore()
  const views = useView()

  const metric = computed(() =>
    explore.rankedMetric.kind === 'rate' || explore.rankedMetric.kind === 'density'
      ? explore.rankedMetric
      : HANDLED_RATE,
  )
  /** Below villages nothing is compared. */
  const isCompared = (level: string): boolean => {
    const village = city.levelIndex('village')
    return village < 0 || city.levelIndex(level) <= village
  }
  const asked = (params: Record<string, string | null>) =>
    explore.slice && explore.level
      ? `evidence${queryString({ ...params, metric: metric.value.id, rows: 'none', ...pinnedSlice(explore.slice) })}`
      : null
  const answer = useResource(
    () =>
      asked({
        within: explore.within,
        // The server chooses where the map's own level is not compared.
        level: explore.level && isCompared(explore.level) ? explore.level : null,
      }),
    getEvidence,
  )

  const unit = useResource(() => {
    const version = explore.slice?.version ?? null
    return views.view.unit && `units/${encodeURIComponent(views.view.unit)}${queryString({ version })}`
  }, getUnit)
  const chosen = computed(() => {
    const detail = unit.data.value
    if (!detail || detail.code !== views.view.unit) return null
    const shown = isCompared(detail.level)
      ? detail
      : [...detail.ancestors].reverse().find(({ level }) => isCompared(level))
    return shown ? { shown, insteadOf: shown === detail ? null : detail.name } : null
  })
  const one = useResource(() => {
    const found = chosen.value?.shown
    return found ? asked({ within: null, level: found.level, unit: found.code }) : null
  }, getEvidence)
  const explaining = computed(() => {
    const explained = one.data.value?.explained ?? null
    const isIt = explained !== null && explained.id === chosen.value?.shown.id
    return { explained: isIt ? explained : null, insteadOf: isIt ? chosen.value!.insteadOf : null }
  })
  return { metric, answer, explaining }
}
