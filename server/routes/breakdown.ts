// The slice by its own dimensions (category, hour × weekday, age …), for charts that filter one another.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { measuresOf, metricOf } from '#data/metrics/catalogue.ts'
import { isCountedMeasure } from '#data/metrics/metric.ts'
import { breakdownResponseSchema } from '#data/model/figuresApi.ts'
import { DIMENSIONS, type Dimension, sliceQuerySchema } from '#data/model/slice.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { rowsOfDimension } from '../breakdownRows.ts'
import { violation } from '../problem.ts'
import { checkComparisons, checkMetrics, resolvedSlice, sliceOf } from '../sliceParameters.ts'
import { privacyOf } from '../slices/sliceService.ts'
import {
  type App,
  answers,
  idsWithin,
  listParameter,
  namedVersion,
  rowAsked,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

const breakdownRoute = createRoute({
  method: 'get',
  path: '/api/breakdown',
  middleware: guard('detail'),
  summary: 'The slice by its own dimensions, each without its own filter',
  request: {
    query: z.strictObject({
      ...sliceQuerySchema.shape,
      version: versionParameter,
      within: unitParameter.optional(),
      by: listParameter,
      metrics: listParameter.default(['received', 'handledRate', 'open', 'overdue']),
      compare: listParameter.default([]),
    }),
  },
  responses: answers('The dimensions asked for', breakdownResponseSchema),
})

/** A source with fewer matters does not tell whether its dates have a time. */
const LEAST_TO_TELL = 5

export function addBreakdownRoute(app: App): void {
  app.openapi(breakdownRoute, async (context) => {
    const { store, versions, slices } = servicesOf(context)
    const { version: name, within, by, metrics: ids, compare, ...query } = context.req.valid('query')
    const dimensions = checkDimensions(by)
    const metrics = checkMetrics(ids).map(metricOf)
    const isCompared = checkComparisons(compare)
    const density = metrics.find((metric) => metric.kind === 'density')
    if (density) throw violation('metrics', `${density.id} has no area to divide by here`, 422)
    const duration = metrics.find((metric) => metric.kind === 'duration')
    if (duration) throw violation('metrics', `${duration.id} is told by unit only`, 422)
    const version = await namedVersion(versions, name, query.seq)
    const row = withinRow(version, within)
    const asked = rowAsked(version, within)
    const unitIds = asked === null ? null : idsWithin(version, asked)
    const slice = await sliceOf(slices, query)
    const measures = measuresOf(metrics).filter(isCountedMeasure)
    const count = (of: typeof slice) => store.breakdown(of, unitIds, dimensions, measures)
    const [counted, previous, lastYear, midnight] = await Promise.all([
      count(slice),
      isCompared.previous ? count(slices.previous(slice)) : null,
      isCompared.lastYear ? count(slices.lastYear(slice, version.city.zone)) : null,
      dimensions.includes('hourWeekday') ? store.midnightCounts(slice, unitIds) : null,
    ])
    const options = {
      ...{ city: version.city, metrics, level: version.table.level[row] },
      privacy: privacyOf(slice, version),
      sensitive: version.sensitive,
    }
    const rowsIn = (counts: typeof counted, dimension: Dimension) =>
      rowsOfDimension(dimension, counts.get(dimension) ?? [], options)
    const untimed = midnight?.filter(
      ({ received, atMidnight }) => received >= LEAST_TO_TELL && received === atMidnight,
    )
    return context.json(
      {
        version: version.id,
        slice: resolvedSlice(slice),
        dimensions: dimensions.map((dimension) => ({
          by: dimension,
          rows: besideEarlier(rowsIn(counted, dimension), {
            previous: previous && rowsIn(previous, dimension),
            lastYear: lastYear && rowsIn(lastYear, dimension),
          }),
        })),
        untimed: untimed
          ? {
              sources: untimed.map(({ source }) => source).sort(),
              received: untimed.reduce((sum, { received }) => sum + received, 0),
            }
          : null,
      },
      200,
    )
  })
}

type Rows = ReturnType<typeof rowsOfDimension>

/** Each row with its figures in earlier windows; a row that was not there then has none. */
function besideEarlier(rows: Rows, earlier: { previous: Rows | null; lastYear: Rows | null }): Rows {
  const figuresIn = (of: Rows | null) => new Map(of?.map(({ key, figures }) => [key, figures]))
  const [previous, lastYear] = [figuresIn(earlier.previous), figuresIn(earlier.lastYear)]
  return rows.map((row) => ({
    ...row,
    ...(previous.has(row.key) && { previous: previous.get(row.key) }),
    ...(lastYear.has(row.key) && { lastYear: lastYear.get(row.key) }),
  }))
}

function checkDimensions(by: readonly string[]): Dimension[] {
  const unknown = by.find((each) => !DIMENSIONS.some((known) => known === each))
  if (by.length === 0 || unknown !== undefined)
    throw violation(
      'by',
      `any of ${DIMENSIONS.join(', ')}${unknown ? `, not ${unknown.slice(0, 40)}` : ''}`,
      422,
    )
  return by as Dimension[]
}
