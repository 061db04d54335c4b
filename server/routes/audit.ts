// The audit as its auditors read it: pages for the screen, CSV for a spreadsheet, and the lines as they stand on the disk,
// which anyone can verify with the hashes they carry.
import { Readable } from 'node:stream'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { AUDIT_OUTCOMES, type AuditEntry, auditPageSchema } from '#data/model/audit.ts'
import type { Cell, TableColumn } from '#data/tables/table.ts'
import { guard } from '../access/guard.ts'
import { linesOf, monthFiles } from '../audit/auditFiles.ts'
import type { Link } from '../audit/chain.ts'
import { type AuditQuestion, auditEntries, auditPage } from '../audit/queryAudit.ts'
import { attachment } from '../takeaway/attachment.ts'
import { csvStream } from '../takeaway/writeTable.ts'
import { type App, answers, answersOf } from './route.ts'

const questionSchema = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  who: z.string().min(1).max(100).optional(),
  action: z.string().min(1).max(64).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
})

const pageRoute = createRoute({
  method: 'get',
  path: '/api/audit',
  middleware: guard('audit'),
  summary: 'The audit, newest first',
  request: {
    query: questionSchema.extend({
      before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: answers('A page of it, and the newest line of the chain', auditPageSchema),
})

const csvRoute = createRoute({
  method: 'get',
  path: '/api/audit.csv',
  middleware: guard('audit'),
  summary: 'The audit as a table, newest first',
  request: { query: questionSchema },
  responses: answersOf('CSV with a byte-order mark', 'text/csv'),
})

const linesRoute = createRoute({
  method: 'get',
  path: '/api/audit.ndjson',
  middleware: guard('audit'),
  summary: 'The whole chain as it stands on the disk, oldest first',
  responses: answersOf('A line an entry, with its hash and that of the line before', 'application/x-ndjson'),
})

export interface AuditSource {
  readonly folder: string
  head(): Link
}

export function addAuditRoutes(app: App, { folder, head }: AuditSource): void {
  app.openapi(pageRoute, async (context) => {
    const { limit, ...question } = context.req.valid('query')
    return context.json({ ...(await auditPage(folder, question, limit)), head: head() }, 200)
  })

  app.openapi(csvRoute, (context) => {
    const table = { name: '审计日志', columns: COLUMNS, batches: rowsOf(folder, context.req.valid('query')) }
    return file(context, csvStream(table), 'text/csv; charset=utf-8', '审计日志.csv')
  })

  app.openapi(
    linesRoute,
    (context) =>
      file(
        context,
        Readable.toWeb(Readable.from(chain(folder), { objectMode: false })),
        'application/x-ndjson',
        'audit.ndjson',
      ) as never,
  )
}

function file(context: Context, body: unknown, type: string, name: string): Response {
  context.header('content-type', type)
  context.header('content-disposition', attachment(name))
  context.header('cache-control', 'no-store')
  return context.body(body as ReadableStream)
}

const COLUMNS: readonly TableColumn[] = [
  { header: '序号 sequence', kind: 'count' },
  { header: '时间 at (UTC)', kind: 'text' },
  { header: '账号 account', kind: 'text' },
  { header: '名称 name', kind: 'text' },
  { header: '角色 role', kind: 'text' },
  { header: '来源 from', kind: 'text' },
  { header: '操作 action', kind: 'text' },
  { header: '对象 target', kind: 'text' },
  { header: '结果 outcome', kind: 'text' },
]

const ROWS_A_BATCH = 500

async function* rowsOf(folder: string, question: AuditQuestion): AsyncGenerator<Cell[][]> {
  let batch: Cell[][] = []
  for await (const entry of auditEntries(folder, question)) {
    batch.push(cellsOf(entry))
    if (batch.length < ROWS_A_BATCH) continue
    yield batch
    batch = []
  }
  yield batch
}

const cellsOf = ({ sequence, at, who, from, action, target, outcome }: AuditEntry): Cell[] => [
  sequence,
  at,
  who?.id ?? null,
  who?.name ?? null,
  who?.role ?? null,
  from,
  action,
  target,
  outcome,
]

async function* chain(folder: string): AsyncGenerator<string> {
  for (const name of await monthFiles(folder))
    for await (const line of linesOf(folder, name)) yield `${line}\n`
}
