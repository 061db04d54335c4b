// Import reports as they were stored, and the two files a data owner takes away: rejected rows and problems.

import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { importListSchema, importRemarksSchema } from '#data/model/api.ts'
import { type ImportReport, importReportSchema } from '#data/model/report.ts'
import { importOriginSchema } from '#data/model/uploads.ts'
import { guard } from '../access/guard.ts'
import type { ImportDesk } from '../ingest/importDesk.ts'
import { IMPORT_KIND } from '../ingest/importJob.ts'
import { notFound } from '../problem.ts'
import { problemsGeoJson, rejectedCsv } from '../reportFiles.ts'
import type { Store } from '../store/store.ts'
import { type App, answers, answersOf } from './route.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/imports',
  middleware: guard('import'),
  summary: 'Import reports, newest first',
  responses: answers('The reports', importListSchema),
})

const importParameter = z.object({ import: z.string().min(1).max(64) })

const detailRoute = createRoute({
  method: 'get',
  path: '/api/imports/{import}',
  middleware: guard('import'),
  summary: 'The report of an import: where every row went',
  request: { params: importParameter },
  responses: answers('The report', importReportSchema),
})

const remarksRoute = createRoute({
  method: 'get',
  path: '/api/imports/{import}/remarks',
  middleware: guard('import'),
  summary: 'Rows stored with a remark: closed before they opened, or outside every unit',
  request: { params: importParameter },
  responses: answers('The first few thousand of each remark', importRemarksSchema),
})

const originRoute = createRoute({
  method: 'get',
  path: '/api/imports/{import}/origin',
  middleware: guard('import'),
  summary: 'The mapping an import was run with, and its file while it is still here',
  request: { params: importParameter },
  responses: answers('What to run again', importOriginSchema),
})

export function addImportRoutes(app: App, store: Store, desk: ImportDesk | null): void {
  const readReport = async (id: string): Promise<ImportReport> => {
    const stored = await store.readReport(id)
    if (stored?.kind !== IMPORT_KIND) throw notFound('import', `there is no import ${id.slice(0, 40)}`)
    return stored.body as ImportReport
  }

  app.openapi(listRoute, async (context) => {
    const reports = await store.listReports()
    const imports = reports.filter(({ kind }) => kind === IMPORT_KIND)
    const rows = imports.map(({ id, createdAtMs, kind, title }) => ({
      id,
      createdAt: new Date(createdAtMs).toISOString(),
      kind,
      title,
    }))
    return context.json({ rows }, 200)
  })

  app.openapi(detailRoute, async (context) =>
    context.json(await readReport(context.req.valid('param').import), 200),
  )

  app.openapi(remarksRoute, async (context) => {
    const { id } = await readReport(context.req.valid('param').import)
    return context.json(
      { rows: (await desk?.sidecars.remarks(id)) ?? [], outlines: (await desk?.outlines()) ?? null },
      200,
    )
  })

  app.openapi(originRoute, async (context) => {
    const { id, parts } = await readReport(context.req.valid('param').import)
    const kind = parts[0]?.kind ?? 'incidents'
    const nothing = { kind, mapping: null, repair: false, toleranceMeters: 30, upload: null }
    return context.json((await desk?.origin(id, kind)) ?? nothing, 200)
  })

  type Write = (report: ImportReport) => string | Promise<string>
  const addFile = (name: string, summary: string, type: string, write: Write) => {
    app.openAPIRegistry.registerPath({
      method: 'get',
      path: `/api/imports/{import}/${name}`,
      summary,
      request: { params: importParameter },
      responses: answersOf(summary, type),
    })
    app.get(`/api/imports/:import/${name}`, guard('import'), async (context: Context) => {
      const body = await write(await readReport(context.req.param('import') ?? ''))
      context.header('content-type', `${type}; charset=utf-8`)
      context.header('content-disposition', `attachment; filename="${name}"`)
      return context.body(body)
    })
  }
  addFile(
    'rejected.csv',
    'Every row refused, with field and reason; only their sums where the file is gone',
    'text/csv',
    async (report) => (await desk?.sidecars.rejected(report.id)) ?? rejectedCsv(report),
  )
  addFile('problems.geojson', 'Gaps, overlaps and self-crossings', 'application/geo+json', problemsGeoJson)
}
