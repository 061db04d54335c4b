// A whole application on an in-memory store with the grid city, asked through app.request().
import { pino } from 'pino'
import { expect } from 'vitest'
import type { z } from 'zod'
import { problemSchema } from '#data/model/api.ts'
import type { DeclaredRoute } from '../../../server/access/guard.ts'
import { type Authenticate, DEMO_ADMINISTRATOR } from '../../../server/access/principal.ts'
import { type AppParts, createApp, routeTable } from '../../../server/app.ts'
import { createImportDesk, type ImportDesk } from '../../../server/ingest/importDesk.ts'
import { createServerMetrics } from '../../../server/serverMetrics.ts'
import { createServices } from '../../../server/services.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import type { TileAnswers } from '../../../server/tileAnswers.ts'
import { fillGridCity, NOW_MS } from '../../fixtures/gridCity.ts'

export interface TestServer {
  readonly store: Store
  readonly answers: TileAnswers
  readonly desk: ImportDesk | null
  /** Every method and path the application registered. */
  readonly routes: readonly DeclaredRoute[]
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
  /** Asks and checks the answer against its contract. */
  readonly json: <T>(path: string, schema: z.ZodType<T>) => Promise<T>
  /** Expects a problem of this status; @returns its violations by path. */
  readonly problem: (path: string, status: number, init?: RequestInit) => Promise<Record<string, string>>
  close(): Promise<void>
}

export async function createTestServer(
  options: {
    fill?: boolean
    webFolder?: string | null
    basePath?: string
    dataFolder?: string
    mostUploadBytes?: number
    authenticate?: Authenticate
    audit?: AppParts['audit']
    signIn?: (store: Store, clock: () => number) => Promise<AppParts['signIn']>
    nowMs?: number
  } = {},
): Promise<TestServer> {
  const clock = () => options.nowMs ?? NOW_MS
  const store = await openDuckDbStore({ folder: ':memory:', now: clock })
  if (options.fill ?? true) await fillGridCity(store)
  const metrics = createServerMetrics(false)
  const services = createServices(store, clock, metrics)
  const desk =
    options.dataFolder === undefined
      ? null
      : createImportDesk({
          store,
          versions: services.versions,
          folder: options.dataFolder,
          clock,
          mostUploadBytes: options.mostUploadBytes,
          onUnexpected: () => {},
        })
  const app = createApp({
    ...services,
    clock,
    authenticate: options.authenticate ?? (() => DEMO_ADMINISTRATOR),
    metrics,
    logger: pino({ level: 'silent' }),
    webFolder: options.webFolder ?? null,
    basePath: options.basePath ?? '',
    frameAncestors: "'self'",
    desk,
    basemap: null,
    dataFolder: options.dataFolder,
    audit: options.audit,
    signIn: await options.signIn?.(store, clock),
  })
  const request = async (path: string, init?: RequestInit) => app.request(path, init)
  return {
    store,
    answers: services.servicesFor({ kind: 'all' }).answers,
    desk,
    routes: routeTable(app),
    request,
    async json(path, schema) {
      const response = await request(path)
      expect(response.status, await response.clone().text()).toBe(200)
      return schema.parse(await response.json())
    },
    async problem(path, status, init) {
      const response = await request(path, init)
      expect(response.status, `${path}: ${await response.clone().text()}`).toBe(status)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      const problem = problemSchema.parse(await response.json())
      expect(problem.status).toBe(status)
      expect(problem.requestId).toBe(response.headers.get('x-request-id'))
      return Object.fromEntries((problem.violations ?? []).map(({ path, message }) => [path, message]))
    },
    close: () => store.close(),
  }
}
