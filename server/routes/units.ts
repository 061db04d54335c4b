// Units of a version: one with its ancestors and children, or all of a level inside another.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { rowsWithin } from '#data/metrics/evidence.ts'
import { type UnitSummary, unitDetailSchema, unitListSchema } from '#data/model/api.ts'
import { guard } from '../access/guard.ts'
import { notFound } from '../problem.ts'
import { boundsOf, type LoadedVersion, type VersionService } from '../versions.ts'
import {
  type App,
  answers,
  levelIndex,
  levelParameter,
  namedVersion,
  rowOfName,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

export function unitSummary(loaded: LoadedVersion, row: number): UnitSummary {
  const unit = loaded.table.units[row]
  return {
    id: unit.id,
    code: unit.code,
    name: unit.name,
    level: loaded.city.levels[unit.level].key,
    parentId: unit.parentId,
    households: unit.households,
    population: unit.population,
    areaSquareKilometers: loaded.areaSquareMeters[row] / 1e6,
    childCount: loaded.table.childrenOf(row).length,
    bounds: boundsOf(loaded, row),
  }
}

const listRoute = createRoute({
  method: 'get',
  path: '/api/units',
  middleware: guard('city'),
  summary: 'Units of a level inside a unit; without a level its children',
  request: {
    query: z.strictObject({
      within: unitParameter.optional(),
      level: levelParameter.optional(),
      version: versionParameter,
    }),
  },
  responses: answers('Units in code order', unitListSchema),
})

const detailRoute = createRoute({
  method: 'get',
  path: '/api/units/{unit}',
  middleware: guard('city'),
  summary: 'A unit by id or code, with its ancestors and children',
  request: {
    params: z.object({ unit: unitParameter }),
    query: z.strictObject({ version: versionParameter }),
  },
  responses: answers('The unit', unitDetailSchema),
})

export function addUnitRoutes(app: App, versions: VersionService): void {
  app.openapi(listRoute, async (context) => {
    const query = context.req.valid('query')
    const loaded = await namedVersion(versions, query.version)
    const within = withinRow(loaded, query.within)
    const rows =
      query.level === undefined
        ? loaded.table.childrenOf(within)
        : rowsWithin(loaded.table, within, levelIndex(loaded, query.level, 422))
    return context.json({ version: loaded.id, rows: rows.map((row) => unitSummary(loaded, row)) }, 200)
  })

  app.openapi(detailRoute, async (context) => {
    const { unit: name } = context.req.valid('param')
    const loaded = await namedVersion(versions, context.req.valid('query').version)
    const row = rowOfName(loaded, name)
    if (row < 0) throw notFound('unit', `no unit ${name} in version ${loaded.id}`)
    const ancestors: UnitSummary[] = []
    for (let at = loaded.table.parent[row]; at >= 0; at = loaded.table.parent[at])
      ancestors.unshift(unitSummary(loaded, at))
    const children = loaded.table.childrenOf(row).map((child) => unitSummary(loaded, child))
    return context.json({ ...unitSummary(loaded, row), ancestors, children }, 200)
  })
}
