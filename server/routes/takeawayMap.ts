// The map as SVG: a sheet to print or to show, or the picture alone for pages without WebGL2.

import type { Context } from 'hono'
import { z } from 'zod'
import { SHEET_KEYS } from '#data/drawing/sheets.ts'
import { FIGURES } from '#data/metrics/smoothing.ts'
import { sliceQuerySchema } from '#data/model/slice.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { violation } from '../problem.ts'
import { checkMetrics, sliceOf } from '../sliceParameters.ts'
import { createGeometries, levelFor, type MapQuestion, mapFigures } from '../takeaway/mapQuestion.ts'
import { factMetrics, type Padding, pictureSvg, sheetSvg } from '../takeaway/mapSheet.ts'
import { parseQuery } from '../takeaway/query.ts'
import {
  type App,
  answersOf,
  levelIndex,
  levelParameter,
  listParameter,
  namedVersion,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

const pixels = z.coerce.number().int().min(100).max(8000)

/** One number for all sides, or top,right,bottom,left. */
const paddingParameter = z
  .string()
  .regex(/^\d{1,4}(,\d{1,4}){3}$|^\d{1,4}$/, 'one number, or four: top,right,bottom,left')
  .default('24')
  .transform((text): Padding => {
    const [top, right = top, bottom = top, left = right] = text.split(',').map(Number)
    return { top, right, bottom, left }
  })

const querySchema = z.strictObject({
  ...sliceQuerySchema.shape,
  version: versionParameter,
  within: unitParameter.optional(),
  level: levelParameter.optional(),
  metrics: listParameter.default(['density', 'handledRate']),
  sheet: z.enum([...SHEET_KEYS, 'picture']).default('a4l'),
  lang: z.enum(['zh-CN', 'en']).default('zh-CN'),
  title: z.string().max(80).optional(),
  /** 审图号; without one the sheet says that it must not be published. */
  reviewNumber: z.string().max(60).optional(),
  width: pixels.default(1200),
  height: pixels.default(800),
  padding: paddingParameter,
  theme: z.enum(['light', 'dark']).default('light'),
  figures: z.enum(FIGURES).default('raw'),
})

export function addTakeawayMapRoute(app: App): void {
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/api/map.svg',
    summary: 'The map of a slice as a sheet (A4, A3, slide) or as a picture alone',
    request: { query: querySchema },
    responses: answersOf('The drawing', 'image/svg+xml'),
  })
  const geometries = createGeometries()

  app.get('/api/map.svg', guard('takeaway'), async (context: Context) => {
    const { versions, slices } = servicesOf(context)
    const {
      version: name,
      within,
      level,
      metrics,
      sheet,
      lang,
      title,
      reviewNumber,
      ...rest
    } = parseQuery(context, querySchema)
    const { width, height, padding, theme, figures: choice, ...query } = rest
    if (metrics.length < 1 || metrics.length > 2) throw violation('metrics', 'one metric, or two', 422)
    const ids = checkMetrics(metrics)
    const version = await namedVersion(versions, name, query.seq)
    const row = withinRow(version, within)
    const asked = level === undefined ? null : levelIndex(version, level, 422)
    if (asked !== null && asked < version.table.level[row])
      throw violation('level', `${level} stands above the unit that is drawn`, 422)
    const base = { version, row, metrics: ids, choice, slice: await sliceOf(slices, query) }
    const question: MapQuestion = { ...base, level: await levelFor(slices, base, asked) }
    const found = await mapFigures(slices, question, factMetrics(ids))
    const svg =
      sheet === 'picture'
        ? pictureSvg(question, found, geometries, { width, height, padding, theme }, lang)
        : sheetSvg(question, found, geometries, sheet, {
            lang,
            title: title?.trim() || null,
            reviewNumber: reviewNumber?.trim() || null,
          })
    context.header('content-type', 'image/svg+xml; charset=utf-8')
    // Opened on its own a drawing is a document: it holds no script, and may run none.
    context.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    return context.body(svg)
  })
}
