// Imports from the browser: send a file, see its mapping and what that makes of it, run it, watch it. Bodies are of
// types a foreign page cannot send without asking first (octet-stream, JSON), so none can import in a person's name.

import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import {
  importTaskSchema,
  proposalSchema,
  proposeBodySchema,
  runBodySchema,
  type Upload,
  uploadCheckSchema,
  uploadListSchema,
  uploadSchema,
} from '#data/model/uploads.ts'
import { guard } from '../access/guard.ts'
import { type ImportDesk, MappingFaults } from '../ingest/importDesk.ts'
import { faultsOf } from '../ingest/importFaults.ts'
import { ImportBusy } from '../ingest/importLock.ts'
import { IngestError } from '../ingest/ingestError.ts'
import { UPLOAD_LIFE_MS, type UploadedFile } from '../ingest/uploads.ts'
import { fromZodError, HttpProblem, notFound, type ProblemStatus, violation } from '../problem.ts'
import { type App, answers } from './route.ts'

export const UPLOADS_PATH = '/api/imports/uploads'

const STATUS: Readonly<Record<string, ProblemStatus>> = {
  'upload-too-large': 413,
  'zip-too-large': 413,
  'json-too-large': 413,
  'uploads-full': 409,
  'import-running': 409,
  'source-unmapped': 409,
  'no-source-id': 409,
  'intake-full': 429,
  'check-ended': 409,
  'format-unknown': 415,
  'format-differs': 415,
  'old-workbook': 415,
  'not-features': 415,
}

/** Over in a moment. */
const SOON = new Set(['import-running', 'intake-full'])

/** What a client's file or mapping brought about is the client's to mend; anything else stays an error of ours. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof MappingFaults) throw new HttpProblem(422, error.message, error.faults)
    if (error instanceof ImportBusy && error.running.job !== null)
      throw new HttpProblem(409, error.message, [
        { path: 'job', message: error.running.job, code: error.code },
      ])
    if (error instanceof IngestError)
      throw new HttpProblem(
        STATUS[error.code] ?? 422,
        error.message,
        faultsOf(error),
        SOON.has(error.code) ? { 'retry-after': '5' } : {},
      )
    throw error
  }
}

const uploadParameter = z.object({ upload: z.string().min(1).max(64) })
const taskParameter = z.object({ job: z.string().min(1).max(64) })

const describe = ({ id, name, bytes, createdAtMs, kind }: UploadedFile): Upload => ({
  id,
  name,
  bytes,
  kind,
  createdAt: new Date(createdAtMs).toISOString(),
  expiresAt: new Date(createdAtMs + UPLOAD_LIFE_MS).toISOString(),
})

async function jsonBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? ''))
    throw new HttpProblem(415, 'The body must be application/json.', [
      { path: 'content-type', message: 'application/json' },
    ])
  const body: unknown = await context.req.json().catch(() => {
    throw violation('body', 'is no JSON')
  })
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw fromZodError(parsed.error)
  return parsed.data
}

const jsonOf = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })
const route = <Path extends string>(
  method: 'get' | 'post' | 'delete',
  path: Path,
  summary: string,
  more: object,
) => ({
  method,
  path,
  summary,
  ...more,
})

export function addUploadRoutes(app: App, desk: ImportDesk): void {
  const { uploads, tasks, lock } = desk
  const fileOf = async (context: Context): Promise<UploadedFile> => {
    const id = context.req.param('upload') ?? ''
    const file = await uploads.find(id)
    if (!file)
      throw notFound('upload', `there is no upload ${id.slice(0, 40)}; files are removed after a day`)
    return file
  }
  const register = (...args: Parameters<typeof route>) =>
    app.openAPIRegistry.registerPath(createRoute(route(...args) as never))
  const one = `${UPLOADS_PATH}/{upload}`
  const params = uploadParameter

  register('get', UPLOADS_PATH, 'Files waiting to be imported, newest first', {
    responses: answers('The files', uploadListSchema),
  })
  app.get(UPLOADS_PATH, guard('import'), async (context) => {
    const running = lock.running()
    return context.json({
      rows: (await uploads.list()).map(describe),
      mostBytes: uploads.mostBytes,
      running: running && {
        title: running.title,
        by: running.by,
        job: running.job,
        startedAt: new Date(running.startedAtMs).toISOString(),
      },
    })
  })

  register('post', UPLOADS_PATH, 'Sends a file; its bytes are the body', {
    request: {
      query: z.object({ name: z.string() }),
      body: { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
    },
    responses: answers('The file as it was kept', uploadSchema),
  })
  app.post(UPLOADS_PATH, guard('import'), async (context) => {
    const name = context.req.query('name') ?? ''
    if (name.trim() === '' || name.length > 1000)
      throw violation('name', 'the name of the file, ≤ 1000 characters')
    if (!/^application\/octet-stream\b/i.test(context.req.header('content-type') ?? ''))
      throw new HttpProblem(415, 'The body must be application/octet-stream.', [
        { path: 'content-type', message: 'application/octet-stream' },
      ])
    refuseTooLong(context, uploads.mostBytes)
    return context.json(describe(await told(() => desk.receive(name, context.req.raw.body))))
  })

  register('get', one, 'A file waiting to be imported', {
    request: { params },
    responses: answers('The file', uploadSchema),
  })
  app.get(`${UPLOADS_PATH}/:upload`, guard('import'), async (context) =>
    context.json(describe(await fileOf(context))),
  )

  register('delete', one, 'Removes a file', {
    request: { params },
    responses: answers('The file that was', uploadSchema),
  })
  app.delete(`${UPLOADS_PATH}/:upload`, guard('import'), async (context) => {
    const file = await fileOf(context)
    await uploads.remove(file.id)
    return context.json(describe(file))
  })

  register(
    'post',
    `${one}/propose`,
    'The mapping of a file, drafted or as given, and what it makes of the first rows',
    {
      request: { params, body: jsonOf(proposeBodySchema) },
      responses: answers('Mapping, columns, faults and preview', proposalSchema),
    },
  )
  app.post(`${UPLOADS_PATH}/:upload/propose`, guard('import'), async (context) => {
    const file = await fileOf(context)
    const body = await jsonBody(context, proposeBodySchema)
    const proposal = await told(() => desk.propose(file, body, context.req.raw.signal))
    // A draft may have gaps to fill; a mapping that was sent may not.
    if (body.mapping && proposal.preview === null)
      throw new HttpProblem(422, 'The mapping cannot be used.', proposal.faults)
    return context.json(proposal)
  })

  register('get', `${one}/check`, 'How far the check of a boundary file is', {
    request: { params },
    responses: answers('What is done now; null where no check runs', uploadCheckSchema),
  })
  app.get(`${UPLOADS_PATH}/:upload/check`, guard('import'), async (context) => {
    context.header('cache-control', 'no-store')
    return context.json({ check: desk.checking(await fileOf(context)) })
  })

  register('post', `${one}/run`, 'Imports a file; one import runs at a time', {
    request: { params, body: jsonOf(runBodySchema) },
    responses: answers('The job', importTaskSchema),
  })
  app.post(`${UPLOADS_PATH}/:upload/run`, guard('import'), async (context) => {
    const file = await fileOf(context)
    const body = await jsonBody(context, runBodySchema)
    return context.json(await told(() => desk.run(file, body)))
  })

  register('get', '/api/imports/jobs/{job}', 'How far an import is', {
    request: { params: taskParameter },
    responses: answers('The job', importTaskSchema),
  })
  app.get('/api/imports/jobs/:job', guard('import'), (context) => {
    context.header('cache-control', 'no-store')
    return context.json(tasks.find(context.req.param('job')) ?? missingJob())
  })

  register('delete', '/api/imports/jobs/{job}', 'Stops an import; rows stored so far stay', {
    request: { params: taskParameter },
    responses: answers('The job', importTaskSchema),
  })
  app.delete('/api/imports/jobs/:job', guard('import'), (context) =>
    context.json(tasks.cancel(context.req.param('job')) ?? missingJob()),
  )
}

export function refuseTooLong(context: Context, mostBytes: number): void {
  const length = Number(context.req.header('content-length') ?? 0)
  if (length <= mostBytes) return
  const message = `${length} bytes; a file may have ${mostBytes}`
  throw new HttpProblem(413, message, [{ path: 'body', message, code: 'upload-too-large' }])
}

function missingJob(): never {
  throw notFound('job', 'there is no such job; jobs are forgotten when the server restarts')
}
