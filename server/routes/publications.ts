// Tables made public: published by planners and administrators, read by anyone the city lets.
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  monthSchema,
  type Publication,
  publicationListSchema,
  publicationSchema,
  publishSchema,
} from '#data/model/publication.ts'
import { monthAfter } from '#data/publication/months.ts'
import { localDay } from '#data/text/days.ts'
import { guard, servicesOf } from '../access/guard.ts'
import type { ScopedServices } from '../access/scopedServices.ts'
import { HttpProblem, notFound } from '../problem.ts'
import { listPublications, makePublication, readPublication, writePublication } from '../publications.ts'
import type { Store } from '../store/store.ts'
import type { VersionService } from '../versions.ts'
import { type App, answers, currentVersion, levelIndex } from './route.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/publications',
  middleware: guard('published'),
  summary: 'Months whose tables are public, newest first',
  responses: answers('The months', publicationListSchema),
})

const detailRoute = createRoute({
  method: 'get',
  path: '/api/publications/{month}',
  middleware: guard('published'),
  summary: 'The public tables of a month',
  request: { params: z.object({ month: monthSchema }) },
  responses: answers(
    'Counts of 1 to 9 are left out, and with them what would give them away',
    publicationSchema,
  ),
})

const body = { content: { 'application/json': { schema: publishSchema } }, required: true }

const previewRoute = createRoute({
  method: 'post',
  path: '/api/publications/preview',
  middleware: guard('publish'),
  summary: 'The tables of a month as they would be published; nothing is kept',
  request: { body },
  responses: answers('The tables', publicationSchema),
})

const publishRoute = createRoute({
  method: 'post',
  path: '/api/publications',
  middleware: guard('publish'),
  summary: 'Makes the tables of a month public, once and for good',
  request: { body },
  responses: answers('The tables as they are public from now on', publicationSchema),
})

export function addPublicationRoutes(
  app: App,
  parts: { store: Store; versions: VersionService; clock: () => number },
): void {
  const { store, versions, clock } = parts
  /** One at a time: two at once would both find the month free. */
  let last: Promise<unknown> = Promise.resolve()

  type Asked = z.infer<typeof publishSchema>

  const make = async ({ month, level }: Asked, { slices }: ScopedServices): Promise<Publication> => {
    const version = await currentVersion(versions)
    return makePublication({ month, level: levelIndex(version, level, 422), version, slices, nowMs: clock() })
  }
  async function publish(asked: Asked, services: ScopedServices): Promise<Publication> {
    if (await readPublication(store, asked.month))
      throw new HttpProblem(
        409,
        `${asked.month} is public already; a second table of it would give away what the first left out.`,
      )
    const publication = await make(asked, services)
    await writePublication(store, publication)
    return publication
  }

  app.openapi(listRoute, async (context) => {
    const rows = (await listPublications(store)).map(({ month, publishedAt, version, level }) => ({
      ...{ month, publishedAt, version, level },
    }))
    const zone = (await versions.city())?.zone ?? 'UTC'
    return context.json({ rows, newestMonth: monthAfter(localDay(clock(), zone).slice(0, 7), -1) }, 200)
  })

  app.openapi(detailRoute, async (context) => {
    const { month } = context.req.valid('param')
    const publication = await readPublication(store, month)
    if (!publication) throw notFound('month', `nothing is public of ${month}`)
    return context.json(publication, 200)
  })

  app.openapi(previewRoute, async (context) =>
    context.json(await make(context.req.valid('json'), servicesOf(context)), 200),
  )

  app.openapi(publishRoute, async (context) => {
    const asked = context.req.valid('json')
    const services = servicesOf(context)
    const turn = last.then(() => publish(asked, services))
    last = turn.catch(() => {})
    return context.json(await turn, 200)
  })
}
