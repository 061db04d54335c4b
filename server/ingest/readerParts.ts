// What places a row of a file in this city.
import { createDistanceToCoverage } from '#data/coverage/distanceToCoverage.ts'
import { createLocator, type Locator } from '#data/coverage/locator.ts'
import type { IncidentMapping } from '#data/ingest/mapping.ts'
import type { ReadContext } from '#data/ingest/readIncident.ts'
import type { City } from '#data/model/city.ts'
import { finestSensitiveLevel, sensitiveCodes } from '#data/model/sensitivity.ts'
import { ancestorAt, type UnitTable } from '#data/model/unit.ts'
import type { PublishedVersion } from '../store/store.ts'
import { createDatum } from './datum.ts'
import { IngestError } from './ingestError.ts'

const NEAR_METERS = 50

/** What of the city decides how a row is read. */
export type CityRules = Pick<City, 'levels' | 'categories'>

/** What reads a row of this city: the import and its preview read rows the same way. */
export function readerParts(
  version: Pick<PublishedVersion, 'coverage'>,
  table: UnitTable,
  mapping: IncidentMapping,
  city: CityRules,
  unitAt: Locator = createLocator(version.coverage),
): Omit<ReadContext, 'headers'> {
  const level = finestSensitiveLevel(city)
  return {
    // What the city holds sensitive is so in every file, whatever its mapping says.
    mapping: { ...mapping, sensitive: [...mapping.sensitive, ...sensitiveCodes(city)] },
    toWgs84: placeOrNull(mapping.datum),
    unitAt,
    unitOfCode: (code) => {
      const row = table.rowOfCode(code)
      return row < 0 ? null : table.units[row].id
    },
    coarsen: (id) => {
      const row = ancestorAt(table, table.rowOf(id), level)
      return row < 0 ? id : table.units[row].id
    },
  }
}

/** One place that is none is one refused row, not the end of the import. */
function placeOrNull(datum: string): ReadContext['toWgs84'] {
  const toWgs84 = createDatum(datum)
  return (lng, lat) => {
    try {
      return toWgs84(lng, lat)
    } catch (error) {
      if (error instanceof IngestError) return null
      throw error
    }
  }
}

/** Whether a point lies within 50 metres of a border. */
export function nearBorder(version: Pick<PublishedVersion, 'coverage'>): (x: number, y: number) => boolean {
  const find = createDistanceToCoverage(version.coverage)
  return (x, y) => find(x, y, NEAR_METERS) !== null
}

/** The last names below the root, coarsest first. */
export function pathName(table: UnitTable, row: number): string {
  const names: string[] = []
  for (let at = row; at >= 0 && table.parent[at] >= 0; at = table.parent[at])
    names.unshift(table.units[at].name)
  return names.slice(-2).join(' ') || (row >= 0 ? table.units[row].name : '')
}
