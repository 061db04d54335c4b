// Units of a version: one with its ancestors and children, or all of a level inside another.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { rowsWithin } from '#data/metrics/evidence.ts'
import { type UnitSummary, unitDetailSchema, unitListSchema } from '#data/model/api.ts'
import { forbidden, guard, servicesOf } from '../access/guard.ts'
import { notFound } from '../problem.ts'
import { boundsOf, type LoadedVersion } from '../versions.ts'
import {
  type App,
  answers,
  isShown,
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
    ...peopleOf(loaded, row),
    areaSquareKilometers: loaded.areaSquareMeters[row] / 1e6,
    childCount: loaded.table.childrenOf(row).length,
    bounds: boundsOf(loaded, row),
  }
}

/** Names and borders of units may be seen; how many live elsewhere is a figure. */
function peopleOf(loaded: LoadedVersion, row: number): Pick<UnitSummary, 'households' | 'population'> {
  const { households, population } = loaded.table.units[row]
  return isShown(loaded, row) ? { households, population } : { households: null, population: null }
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

export function addUnitRoutes(app: App): void {
  app.openapi(listRoute, async (context) => {
    const { versions } = servicesOf(context)
    const query = context.req.valid('query')
    const loaded = await namedVersion(versions, query.version)
    const within = withinRow(loaded, query.within)
    const rows =
      query.level === undefined
        ? loaded.table.childrenOf(within)
        : rowsWithin(loaded.table, within, levelIndex(loaded, query.level, 422))
    const shown = rows.filter((row) => isShown(loaded, row))
    return context.json({ version: loaded.id, rows: shown.map((row) => unitSummary(loaded, row)) }, 200)
  })

  app.openapi(detailRoute, async (context) => {
    const { versions } = servicesOf(context)
    const { unit: name } = context.req.valid('param')
    const loaded = await namedVersion(versions, context.req.valid('query').version)
    const row = rowOfName(loaded, name)
    if (row < 0) throw notFound('unit', `no unit ${name} in version ${loaded.id}`)
    if (!isShown(loaded, row)) throw forbidden('scope', 'city')
    const ancestors: UnitSummary[] = []
    for (let at = loaded.table.parent[row]; at >= 0; at = loaded.table.parent[at])
      ancestors.unshift(unitSummary(loaded, at))
    const children = loaded.table
      .childrenOf(row)
      .filter((child) => isShown(loaded, child))
      .map((child) => unitSummary(loaded, child))
    return context.json({ ...unitSummary(loaded, row), ancestors, children }, 200)
  })
}
