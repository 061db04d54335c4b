// Incidents: a page of a slice's, newest first, and one with its moments. A sensitive matter shows no place
// finer than the level its counts may show, and no point.
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { incidentDetailSchema, incidentListSchema } from '#data/model/api.ts'
import { incidentId } from '#data/model/ids.ts'
import { type Slice, sliceQuerySchema } from '#data/model/slice.ts'
import { incidentDetail, incidentSummary } from '../incidentView.ts'
import { notFound, violation } from '../problem.ts'
import { resolvedSlice, sliceOf } from '../sliceParameters.ts'
import type { SliceService } from '../slices/sliceService.ts'
import type { IncidentListQuery, Store } from '../store/store.ts'
import type { VersionService } from '../versions.ts'
import {
  type App,
  answers,
  currentVersion,
  idsWithin,
  namedVersion,
  unitParameter,
  withinRow,
} from './route.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/incidents',
  summary: 'Incidents of a slice, newest received first',
  request: {
    query: z.strictObject({
      ...sliceQuerySchema.shape,
      within: unitParameter.optional(),
      state: z.enum(['all', 'open', 'overdue']).default('all'),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
  },
  responses: answers('A page of incidents', incidentListSchema),
})

const detailRoute = createRoute({
  method: 'get',
  path: '/api/incidents/{incident}',
  summary: 'One incident with its moments',
  request: { params: z.object({ incident: z.string().max(64) }), query: z.strictObject({}) },
  responses: answers('The incident', incidentDetailSchema),
})

export function addIncidentRoutes(
  app: App,
  store: Store,
  versions: VersionService,
  slices: SliceService,
  clock: () => number,
): void {
  app.openapi(listRoute, async (context) => {
    const { within, state, cursor, limit, ...query } = context.req.valid('query')
    const before = cursor === undefined ? null : decodeCursor(cursor)
    const version = await namedVersion(versions, query.version)
    const row = within === undefined ? null : withinRow(version, within)
    const slice: Slice = await sliceOf(slices, query)
    const unitIds = row === null ? null : idsWithin(version, row)
    const { rows, total } = await store.listIncidents({ slice, unitIds, state, before, limit })
    const last = rows.length === limit ? rows[rows.length - 1] : null
    return context.json(
      {
        slice: resolvedSlice(slice),
        total,
        rows: rows.map((incident) => incidentSummary(incident, version, slice.asOfMs)),
        nextCursor: last && encodeCursor({ receivedMs: last.moments.received, id: last.id }),
      },
      200,
    )
  })

  app.openapi(detailRoute, async (context) => {
    const { incident: name } = context.req.valid('param')
    if (!/^[1-9]\d{0,15}$/.test(name) || Number(name) > Number.MAX_SAFE_INTEGER)
      throw violation('incident', 'not the id of an incident')
    const incident = await store.readIncident(incidentId(Number(name)))
    if (!incident) throw notFound('incident', `there is no incident ${name}`)
    const version = await currentVersion(versions)
    return context.json(incidentDetail(incident, version, clock()), 200)
  })
}

type Cursor = NonNullable<IncidentListQuery['before']>

const encodeCursor = ({ receivedMs, id }: Cursor): string =>
  Buffer.from(`${receivedMs}.${id}`).toString('base64url')

function decodeCursor(text: string): Cursor {
  const match = /^(-?\d{1,15})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString('latin1'))
  if (!match || Number(match[2]) > Number.MAX_SAFE_INTEGER)
    throw violation('cursor', 'not a cursor of this list (take nextCursor as it came)')
  return { receivedMs: Number(match[1]), id: Number(match[2]) }
}
