// Incidents: a page of a slice's in one of several orders, and one with its moments. A sensitive matter shows no place
// finer than the level its counts may show, and no point.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { isHiddenCount } from '#data/metrics/figures.ts'
import { incidentId } from '#data/model/ids.ts'
import {
  INCIDENT_SORTS,
  INCIDENT_STATES,
  incidentDetailSchema,
  incidentListSchema,
} from '#data/model/incidentsApi.ts'
import { type Slice, sliceQuerySchema } from '#data/model/slice.ts'
import { listMoment } from '#data/model/stockMoment.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { incidentDetail, incidentSummary, organisationNames, sensitiveLevel } from '../incidentView.ts'
import { notFound, violation } from '../problem.ts'
import { resolvedSlice, sliceOf } from '../sliceParameters.ts'
import { privacyOf } from '../slices/sliceService.ts'
import { type App, answers, idsWithin, namedVersion, pinQuery, rowAsked, unitParameter } from './route.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/incidents',
  middleware: guard('incidents'),
  summary: 'Incidents of a slice, page by page; total is the figure of the same slice',
  request: {
    query: z.strictObject({
      ...sliceQuerySchema.shape,
      within: unitParameter.optional(),
      state: z.enum(INCIDENT_STATES).default('all'),
      sort: z.enum(INCIDENT_SORTS).default('received'),
      /** Without it newest, most pressing, oldest, longest first. */
      order: z.enum(['asc', 'desc']).optional(),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
  },
  responses: answers('A page of incidents', incidentListSchema),
})

const detailRoute = createRoute({
  method: 'get',
  path: '/api/incidents/{incident}',
  middleware: guard('incidents'),
  summary: 'One incident with its moments; as of a moment, as written by a commit, in a version when pinned',
  request: {
    params: z.object({ incident: z.string().max(64) }),
    query: z.strictObject(pinQuery.shape),
  },
  responses: answers('The incident', incidentDetailSchema),
})

export function addIncidentRoutes(app: App, clock: () => number): void {
  app.openapi(listRoute, async (context) => {
    const { store, versions, slices } = servicesOf(context)
    const { within, state, sort, order, cursor, limit, ...query } = context.req.valid('query')
    const after = cursor === undefined ? null : decodeCursor(cursor)
    const version = await namedVersion(versions, query.version, query.seq)
    const row = rowAsked(version, within)
    const slice: Slice = await sliceOf(slices, query)
    const unitIds = row === null ? null : idsWithin(version, row)
    const withholdsSensitive = row !== null && version.table.level[row] > sensitiveLevel(version)
    const listed = { slice, unitIds, state, withholdsSensitive }
    const descending = (order ?? (sort === 'deadline' ? 'asc' : 'desc')) === 'desc'
    const privacy = privacyOf(slice, version)
    // The slice is pinned by the first page's answer, so its count holds for the others; where it decides it is counted.
    const counts = after && !privacy.isSensitive ? after : await store.countIncidents(listed)
    const told = { slice: resolvedSlice(slice), organisationNames: {}, nextCursor: null }
    if (isHiddenCount(counts.total, version.table.level[row ?? version.homeRow], privacy))
      return context.json({ ...told, total: null, withheld: 0, rows: [] }, 200)
    const rows = await store.listIncidents({ ...listed, sort, descending, after, limit })
    const atMs = listMoment(state, slice)
    const summaries = rows.map((incident) => incidentSummary(incident, version, slice.asOfMs, atMs))
    const last = rows.length === limit ? rows[rows.length - 1] : null
    return context.json(
      {
        ...told,
        total: counts.total,
        withheld: counts.withheld,
        rows: summaries,
        organisationNames: organisationNames(
          version,
          summaries.map(({ organisation }) => organisation),
        ),
        nextCursor:
          last &&
          encodeCursor({
            total: counts.total,
            withheld: counts.withheld,
            value: last.sortValue,
            id: last.id,
          }),
      },
      200,
    )
  })

  app.openapi(detailRoute, async (context) => {
    const { store, versions } = servicesOf(context)
    const { incident: name } = context.req.valid('param')
    if (!/^[1-9]\d{0,15}$/.test(name) || Number(name) > Number.MAX_SAFE_INTEGER)
      throw violation('incident', 'not the id of an incident')
    const { asOf, seq, version: named } = context.req.valid('query')
    const asOfMs = asOf ?? clock()
    const incident = await store.readIncident(incidentId(Number(name)), seq)
    if (!incident || incident.moments.received > asOfMs)
      throw notFound('incident', `there is no incident ${name}`)
    const version = await namedVersion(versions, named, seq)
    const written = await store.readIncidentVersions(incident.id)
    const known = written.filter(({ changedSeq }) => changedSeq <= incident.changedSeq)
    return context.json(incidentDetail(incident, known, version, asOfMs), 200)
  })
}

/** Where the next page begins, and the counts of the whole list, which the next page need not count again. */
interface Cursor {
  readonly value: number
  readonly id: number
  readonly total: number
  readonly withheld: number
}

const encodeCursor = ({ value, id, total, withheld }: Cursor): string =>
  Buffer.from([value, id, total, withheld].join('.')).toString('base64url')

function decodeCursor(text: string): Cursor {
  const parts = /^(-?\d{1,16})\.(\d{1,16})\.(\d{1,15})\.(\d{1,15})$/.exec(
    Buffer.from(text, 'base64url').toString('latin1'),
  )
  const [value, id, total, withheld] = (parts ?? []).slice(1).map(Number)
  if (!parts || !Number.isSafeInteger(value) || !Number.isSafeInteger(id))
    throw violation('cursor', 'not a cursor of this list (take nextCursor as it came)')
  return { value, id, total, withheld }
}
