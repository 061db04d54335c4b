// Rows of a source, sent by a program with its token (or by an administrator): the import of a file, the report as the
// answer. Bodies are of types a foreign page cannot send without asking first.
import type { Context } from 'hono'
import { z } from 'zod'
import { sourceListSchema } from '#data/model/administration.ts'
import { importReportSchema } from '#data/model/report.ts'
import { forbidden, guard } from '../access/guard.ts'
import type { Principal } from '../access/principal.ts'
import type { ImportDesk } from '../ingest/importDesk.ts'
import { HttpProblem } from '../problem.ts'
import type { VersionService } from '../versions.ts'
import { documentRoute } from './accountParts.ts'
import { type App, answers } from './route.ts'
import { refuseTooLong, told } from './uploads.ts'

const FORMATS = {
  'text/csv': 'CSV',
  'application/x-ndjson': 'NDJSON',
  'application/geo+json': 'GeoJSON',
} as const
const TYPES = Object.keys(FORMATS)

/** Such bodies are bounded by what a file may have, not by what a question may. */
export const isSent = (path: string): boolean => /^\/api\/sources\/[^/]+\/incidents$/.test(path)

export function addSourceRoutes(app: App, { intake }: ImportDesk, versions: VersionService): void {
  documentRoute(app, 'get', '/api/sources', 'Sources, and whether rows may be sent to them', {
    answer: sourceListSchema,
  })
  app.get('/api/sources', guard('import'), async (context) => {
    const [city, mapped] = await Promise.all([versions.city(), intake.mappings.list()])
    const rows = (city?.sources ?? []).map(({ key, name }) => ({
      ...{ source: key, name, hasMapping: mapped.has(key) },
    }))
    context.header('cache-control', 'no-store')
    return context.json({ rows })
  })

  const path = '/api/sources/{source}/incidents'
  app.openAPIRegistry.registerPath({
    ...{ method: 'post', path, summary: 'Sends rows of a source; read by the mapping of its last import' },
    request: {
      params: z.object({ source: z.string() }),
      body: {
        content: Object.fromEntries(
          TYPES.map((type) => [type, { schema: { type: 'string' as const, format: 'binary' } }]),
        ),
      },
    },
    responses: answers('Where every row went', z.object({ report: importReportSchema })),
  })
  app.post('/api/sources/:source/incidents', guard('ingest'), async (context) => {
    const source = context.req.param('source')
    const principal = context.get('principal') as Principal
    requireSource(principal, source)
    const format = formatOf(context)
    refuseTooLong(context, intake.mostBytes)
    const report = await told(() => intake.take(source, context.req.raw.body, format, principal.displayName))
    return context.json({ report })
  })
}

function requireSource({ kind, sources }: Principal, source: string): void {
  if (kind === 'ingest' && !sources?.includes(source)) throw forbidden('scope', 'ingest')
}

function formatOf(context: Context): (typeof FORMATS)[keyof typeof FORMATS] {
  const type = (context.req.header('content-type') ?? '').split(';')[0].trim().toLowerCase()
  const known = Object.entries(FORMATS).find(([name]) => name === type)
  if (known) return known[1]
  throw new HttpProblem(415, `The body must be ${TYPES.join(', ')}.`, [
    { path: 'content-type', message: TYPES.join(', ') },
  ])
}
