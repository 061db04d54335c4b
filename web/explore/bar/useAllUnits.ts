// All units of the city for the search, level by level, fetched once on demand.
import { shallowRef } from 'vue'
import type { UnitSummary } from '#data/model/api.ts'
import { getUnits } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useCity } from '../../stores/city.ts'

export function useAllUnits() {
  const city = useCity()
  const units = shallowRef<readonly UnitSummary[]>([])
  let isAsked = false
  let byId = new Map<number, UnitSummary>()

  async function load(): Promise<void> {
    if (isAsked || city.city === null) return
    isAsked = true
    for (const level of city.levels) {
      // A level that fails is searched no further; the next focus asks again.
      const list = await getUnits(`units${queryString({ level: level.key })}`).catch(() => null)
      if (!list) {
        isAsked = false
        continue
      }
      const known = new Set(units.value.map((unit) => unit.id))
      units.value = [...units.value, ...list.rows.filter((unit) => !known.has(unit.id))]
      byId = new Map(units.value.map((unit) => [unit.id, unit]))
    }
  }

  /** Names of up to two ancestors. */
  function pathOf(unit: UnitSummary): string {
    const names: string[] = []
    for (let at = unit.parentId; at !== null && names.length < 2; ) {
      const parent = byId.get(at)
      if (!parent) break
      names.unshift(parent.name)
      at = parent.parentId
    }
    return names.join(' ')
  }
  return { units, load, pathOf }
}
