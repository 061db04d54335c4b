// Figures of a slice: of one unit, of its descendants at a level, and of earlier windows to compare with.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { metricOf } from '#data/metrics/catalogue.ts'
import type { ClassName } from '#data/metrics/classes.ts'
import { lettersById, type UnitLetters } from '#data/metrics/classLetters.ts'
import { evidenceLevel, rowsWithin } from '#data/metrics/evidence.ts'
import { smoothedColumn } from '#data/metrics/figures.ts'
import type { MetricId } from '#data/metrics/metric.ts'
import { FIGURES, isSmoothable } from '#data/metrics/smoothing.ts'
import { type ClassesResponse, classesResponseSchema, sliceResponseSchema } from '#data/model/figuresApi.ts'
import { type Slice, sliceQuerySchema } from '#data/model/slice.ts'
import { stockMoment } from '#data/model/stockMoment.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { classNames, countClasses, evidenceMeasure } from '../classCounting.ts'
import { violation } from '../problem.ts'
import { checkComparisons, checkMetrics, resolvedSlice, sliceOf } from '../sliceParameters.ts'
import type { SliceFigures } from '../slices/sliceService.ts'
import type { LoadedVersion } from '../versions.ts'
import {
  type App,
  answers,
  isShown,
  levelIndex,
  levelParameter,
  listParameter,
  namedVersion,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

const DEFAULT_METRICS = 'received,density,handledRate'

const common = {
  ...sliceQuerySchema.shape,
  version: versionParameter,
  within: unitParameter.optional(),
  level: levelParameter.optional(),
  figures: z.enum(FIGURES).default('raw'),
}

const sliceRoute = createRoute({
  method: 'get',
  path: '/api/slice',
  middleware: guard('figures'),
  summary: 'Figures of a unit and of its descendants at a level',
  request: {
    query: z.strictObject({
      ...common,
      metrics: listParameter.default(DEFAULT_METRICS.split(',')),
      compare: listParameter.default([]),
    }),
  },
  responses: answers('The figures with their evidence', sliceResponseSchema),
})

const classesRoute = createRoute({
  method: 'get',
  path: '/api/classes',
  middleware: guard('figures'),
  summary: 'How many units fall in each class of one metric or of two',
  request: {
    query: z.strictObject({
      ...common,
      metrics: listParameter.default(['density', 'handledRate']),
      letters: z.stringbool().default(false),
    }),
  },
  responses: answers('The counts; without a level the one the evidence carries', classesResponseSchema),
})

export function addSliceRoutes(app: App): void {
  app.openapi(sliceRoute, async (context) => {
    const { store, versions, slices } = servicesOf(context)
    const {
      version: name,
      within,
      level,
      metrics,
      compare,
      figures: choice,
      ...query
    } = context.req.valid('query')
    const ids = checkMetrics(metrics)
    const isCompared = checkComparisons(compare)
    const version = await namedVersion(versions, name, query.seq)
    const row = withinRow(version, within)
    const below = level === undefined ? [] : rowsWithin(version.table, row, levelIndex(version, level, 422))
    const rows = below.filter((each) => isShown(version, each))
    const slice = await sliceOf(slices, query)
    const figures = await slices.figures(slice, version, ids)
    const earlier = (of: typeof slice) => slices.figures(of, version, ids)
    const [previous, lastYear, byCause, oldest] = await Promise.all([
      isCompared.previous ? earlier(slices.previous(slice)) : undefined,
      isCompared.lastYear ? earlier(slices.lastYear(slice, version.city.zone)) : undefined,
      store.unlocatedByCause(slice),
      slices.figures(slice, version, ['oldestOpen']),
    ])
    const smoothed = choice === 'smoothed' ? smoothedOf(version, figures, ids) : null
    const told = (each: number) => ({
      ...unitFigures(version, figures, each),
      ...(smoothed && { smoothed: smoothed(each) }),
    })
    /** A row beside its own earlier windows. */
    const compared = (each: number) => ({
      ...told(each),
      ...(previous && { previous: previous.figures(each) }),
      ...(lastYear && { lastYear: lastYear.figures(each) }),
    })
    const received = figures.measures.columns.get('received')!
    return context.json(
      {
        version: version.id,
        slice: resolvedSlice(slice),
        unit: told(row),
        ...(previous && { previous: previous.figures(row) }),
        ...(lastYear && { lastYear: lastYear.figures(row) }),
        rows: rows.map(compared),
        receivedAbove:
          // What lies below a neighbour is not for whoever asks, nor is the difference to it.
          level === undefined || rows.length < below.length
            ? 0
            : received[row] - rows.reduce((sum, each) => sum + received[each], 0),
        unlocated: { received: figures.measures.unlocated.get('received')!, byCause },
        oldestOpenReceivedAt: oldestOpenReceivedAt(slice, oldest, row),
        complete: figures.isComplete,
      },
      200,
    )
  })

  app.openapi(classesRoute, async (context) => {
    const { versions, slices } = servicesOf(context)
    const {
      version: name,
      within,
      level,
      metrics,
      figures: choice,
      letters,
      ...query
    } = context.req.valid('query')
    if (metrics.length < 1 || metrics.length > 2) throw violation('metrics', 'one metric, or two', 422)
    const ids = checkMetrics(metrics)
    const version = await namedVersion(versions, name, query.seq)
    const row = withinRow(version, within)
    const wanted = level === undefined ? null : levelIndex(version, level, 422)
    const slice = await sliceOf(slices, query)
    const figures = await slices.figures(slice, version, ids, choice)
    const measures = await slices.measuresByRow(slice, version, ['settled', 'received'])
    const shown = wanted ?? evidenceLevel(version.table, row, evidenceMeasure(measures, ids, row))
    const body: ClassesResponse = {
      level: version.city.levels[shown].key,
      ...countClasses(
        figures.source,
        ids,
        shown,
        rowsWithin(version.table, row, shown).filter((each) => isShown(version, each)),
      ),
      unlocated: measures.unlocated.get('received')!,
      ...(letters && { unitClasses: lettersOfLevel(version, shown, classNames(figures.source, ids, shown)) }),
    }
    return context.json(body, 200)
  })
}

function lettersOfLevel(
  version: LoadedVersion,
  level: number,
  nameOf: (row: number) => ClassName,
): UnitLetters {
  const rows = [...version.table.rowsOfLevel[level]].filter((row) => isShown(version, row))
  return lettersById(rows.map((row) => [version.table.units[row].id, nameOf(row)]))
}

/** The measure is an age, so that it rolls up by its maximum; the moment it counts to is that of stocks. */
function oldestOpenReceivedAt(slice: Slice, figures: SliceFigures, row: number): string | null {
  const { value, numerator } = figures.figure(metricOf('oldestOpen'), row)
  return value ? new Date(stockMoment(slice) - numerator).toISOString() : null
}

function unitFigures(version: LoadedVersion, figures: SliceFigures, row: number) {
  const { id, code, name } = version.table.units[row]
  return { id, code, name, figures: figures.figures(row) }
}

/** Smoothed figures of a row by metric. */
function smoothedOf({ table }: LoadedVersion, { source }: SliceFigures, ids: readonly MetricId[]) {
  const columns = ids
    .map(metricOf)
    .filter(isSmoothable)
    .map((metric) => [metric.id, smoothedColumn(metric, source, table.parent)] as const)
  return (row: number) =>
    Object.fromEntries(
      columns.map(([id, { values, weights }]) => {
        const isTold = !Number.isNaN(values[row])
        return [id, { value: isTold ? values[row] : null, reliability: isTold ? weights[row] : null }]
      }),
    )
}
