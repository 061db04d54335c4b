// The unit that stands for a case's place on the map, at the level the map shows.
import type { IncidentSummary } from '#data/model/incidentsApi.ts'
import { useCity } from '../../stores/city.ts'

type Unit = NonNullable<IncidentSummary['unit']>

/** The one above it at that level, counted from its own; itself where it is not below, or none is there. */
export function unitAtLevel(unit: Unit, shown: string | null): number {
  const city = useCity()
  const steps = city.levelIndex(unit.level) - city.levelIndex(shown ?? unit.level)
  if (steps <= 0) return unit.id
  return unit.ancestorIds[unit.ancestorIds.length - steps] ?? unit.id
}
