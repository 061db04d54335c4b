// The unit that is outlined on the map: the one pointed at in a list, else the one chosen for explanation. Of any level: the
// map's own tiles have the shown one alone.
import { computed } from 'vue'
import { getUnit } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useResource } from '../../api/useResource.ts'
import type { MapHighlight } from '../../shared/mapContract.ts'
import { useExplore } from '../../stores/explore.ts'
import { useView } from '../../stores/view.ts'

export function useMarkedUnit(pointedUnitId: () => number | null) {
  const explore = useExplore()
  const views = useView()

  const version = computed(() => explore.slice?.version ?? null)
  const child = computed(() => {
    const pointed = pointedUnitId()
    return explore.unit.data?.children.find(({ id }) => id === pointed) ?? null
  })
  const asked = computed(() => {
    const pointed = pointedUnitId()
    return pointed === null ? views.view.unit : `id:${pointed}`
  })
  const detail = useResource(() => {
    if (child.value || asked.value === null || version.value === null) return null
    return `units/${encodeURIComponent(asked.value)}${queryString({ version: version.value })}`
  }, getUnit)

  return computed<MapHighlight | null>(() => {
    const unit = child.value ?? detail.data.value
    if (!unit || version.value === null) return null
    const isIt = child.value !== null || asked.value === unit.code || asked.value === `id:${unit.id}`
    return isIt ? { version: version.value, level: unit.level, unitId: unit.id } : null
  })
}
