// What queries take from the city's settings: those of the sequence read say what was asked for (levels, zone, the tree of
// organisations), today's say who may see what (sensitive categories, the organisations of a scope).
import type { City } from '#data/model/city.ts'
import type { Reading } from './reading.ts'

type OfSettings = 'zone' | 'levelIndex' | 'levelKey' | 'isOfOrganisations' | 'isOfScope' | 'isSensitive'

export function settingsReading(
  then: City | null,
  today: City | null,
  zone: string,
): Pick<Reading, OfSettings> {
  const levels = (then ?? today)?.levels ?? []
  return {
    zone: () => (then ?? today)?.zone ?? zone,
    levelIndex: (key) => levels.findIndex((level) => level.key === key),
    levelKey: (index) => levels[index]?.key ?? null,
    isOfOrganisations: (key, asked) => isBelow(parentsOf(then), key, asked),
    isOfScope: (key, top) => isBelow(parentsOf(today), key, [top]),
    isSensitive: (code) =>
      today?.categories.some((category) => category.sensitive && code.startsWith(category.code)) ?? false,
  }
}

type Parents = ReadonlyMap<string, string | null>

const MOST_HOPS = 16

function isBelow(parents: Parents, key: string, asked: readonly string[]): boolean {
  let at: string | null = key
  for (let hops = 0; at !== null && hops < MOST_HOPS; hops++) {
    if (asked.includes(at)) return true
    at = parents.get(at) ?? null
  }
  return false
}

const known = new WeakMap<City, Parents>()

function parentsOf(city: City | null): Parents {
  if (city === null) return new Map()
  const parents = known.get(city) ?? new Map(city.organisations?.map(({ key, parent }) => [key, parent]))
  known.set(city, parents)
  return parents
}
