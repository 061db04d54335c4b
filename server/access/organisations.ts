// The tree of organisations: who is one's own.
import type { City } from '#data/model/city.ts'

/** Whether an organisation is `top` or stands below it. A parent that leads back to itself ends the way up. */
export function isOfOrganisation(city: City | null, key: string, top: string): boolean {
  const parents = new Map(city?.organisations?.map((each) => [each.key, each.parent]))
  const seen = new Set<string>()
  for (let at: string | null = key; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === top) return true
    seen.add(at)
  }
  return false
}
