// The map knows units by id, the address by code.
import { getUnit } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useExplore } from '../../stores/explore.ts'

export function useUnitCodes() {
  const explore = useExplore()
  /** null: the unit is gone or cannot be asked for now. */
  async function codeOf(unitId: number): Promise<string | null> {
    const known = explore.unit.data?.children.find((child) => child.id === unitId)
    if (known) return known.code
    const unit = await getUnit(`units/id:${unitId}${queryString({ version: explore.slice?.version })}`).catch(
      () => null,
    )
    return unit?.code ?? null
  }
  return { codeOf }
}
