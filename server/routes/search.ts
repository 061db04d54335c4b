// Search: units by name, code or pinyin, incidents by their id in their own system. A code is also the beginning of
// others; an incident's id must be given whole, so that nobody pages through matters by guessing.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type SearchResponse, searchResponseSchema } from '#data/model/api.ts'
import type { UnitTable } from '#data/model/unit.ts'
import { decide } from '../access/decide.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { incidentSummary } from '../incidentView.ts'
import { createUnitSearch, type FoundUnit, type UnitSearch } from '../search/unitSearch.ts'
import type { LoadedVersion } from '../versions.ts'
import { type App, answers, isShown, namedVersion, pinQuery } from './route.ts'

const searchRoute = createRoute({
  method: 'get',
  path: '/api/search',
  middleware: guard('city'),
  summary:
    'Units by name, code or pinyin (in full, initials, or mixed); incidents by the id their source gave them',
  request: {
    query: z.strictObject({
      q: z.string().min(1).max(100),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      ...pinQuery.shape,
    }),
  },
  responses: answers('The best matches, best first', searchResponseSchema),
})

export function addSearchRoute(app: App, clock: () => number): void {
  const indexes = new WeakMap<UnitTable, UnitSearch>()
  const indexOf = ({ table }: LoadedVersion): UnitSearch => {
    let index = indexes.get(table)
    if (!index) {
      index = createUnitSearch(table)
      indexes.set(table, index)
    }
    return index
  }

  app.openapi(searchRoute, async (context) => {
    const { store, versions } = servicesOf(context)
    const { q, limit, asOf, seq, version: named } = context.req.valid('query')
    const asOfMs = asOf ?? clock()
    const version = await namedVersion(versions, named, seq)
    const { found, total } = indexOf(version).find(q, limit, (row) => isShown(version, row))
    // Whoever may see no matters is told of units alone.
    const mayList = decide(context.get('principal'), 'incidents').outcome !== 'forbidden'
    const incidents = await store.findIncidents(
      mayList ? version.city.sources.map(({ key }) => key) : [],
      q.trim(),
      seq,
    )
    return context.json(
      {
        version: version.id,
        units: found.map((unit) => unitOf(version, unit)),
        unitTotal: total,
        incidents: incidents
          .filter(({ moments }) => moments.received <= asOfMs)
          .map((incident) => incidentSummary(incident, version, asOfMs)),
      },
      200,
    )
  })
}

function unitOf({ table, city }: LoadedVersion, { row, by }: FoundUnit): SearchResponse['units'][number] {
  const { id, code, name, level } = table.units[row]
  const path: string[] = []
  for (let at = table.parent[row]; at >= 0; at = table.parent[at]) path.unshift(table.units[at].name)
  return { id, code, name, level: city.levels[level].key, path, by }
}
