// Tiles as the direct listener writes them, against the application's own answers for the same addresses.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '#data/model/api.ts'
import { createDirectListener } from '../../../server/http/direct.ts'
import { createServerMetrics } from '../../../server/serverMetrics.ts'
import { createTileRoute } from '../../../server/tileRoute.ts'
import { createTestServer, type TestServer } from '../routes/testServer.ts'

const BASE = '/portal'
const metrics = createServerMetrics(false)
const lines: Record<string, unknown>[] = []
const logger = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) })
let application: TestServer
let passed = 0
let server: ReturnType<typeof createServer>
let port: number

beforeAll(async () => {
  application = await createTestServer({ basePath: BASE })
  const fallback = getRequestListener((asked) => {
    passed++
    return application.request(asked.url, { method: asked.method, headers: asked.headers })
  })
  const routes = [createTileRoute(() => application)]
  server = createServer(createDirectListener({ routes, basePath: BASE, logger, metrics }, fallback))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await application.close()
})

interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: Buffer
}

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((done, fail) => {
    request({ port, host: '127.0.0.1', path: BASE + path, headers, method }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
    })
      .on('error', fail)
      .end()
  })

const SLICE = 'metrics=received,density&from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'
const PINNED = `/api/tiles/1/grid/8/208/100.mvt?${SLICE}&asOf=2026-06-30T00:00:00Z&seq=3`
const PATHS = [PINNED, `/api/tiles/current/village/6/52/25.mvt?${SLICE}`, '/api/tiles/1/grid/0/0/0.mvt']

test('the bytes and headers are those of the application', async () => {
  for (const path of PATHS)
    for (const headers of [{}, { 'accept-encoding': 'gzip' }] as Record<string, string>[]) {
      passed = 0
      const direct = await ask(path, headers)
      expect(passed, path).toBe(0)
      const own = await application.request(BASE + path, { headers })
      expect(direct.status).toBe(200)
      expect(direct.body.equals(Buffer.from(await own.arrayBuffer()))).toBe(true)
      const { date, connection, 'keep-alive': alive, 'x-request-id': id, ...rest } = direct.headers
      const { 'x-request-id': ownId, ...ownRest } = Object.fromEntries(own.headers)
      expect(rest).toEqual(ownRest)
      expect([date, connection, alive, id, ownId]).not.toContain(undefined)
    }
})

test('answers under way at the same time keep their own values, some of their readers gone', async () => {
  const paths = Array.from({ length: 60 }, (_, i) => {
    const day = String(1 + (i % 20)).padStart(2, '0')
    return `/api/tiles/1/grid/${8 + (i % 3)}/208/100.mvt?metrics=received,density&from=2025-07-${day}T00:00:00Z&to=2026-06-${day}T00:00:00Z&asOf=2026-06-30T00:00:00Z&seq=3`
  })
  const own = await Promise.all(
    paths.map(async (path) => Buffer.from(await (await application.request(BASE + path)).arrayBuffer())),
  )
  for (const path of paths.slice(0, 10)) {
    const leaving = request({ port, host: '127.0.0.1', path: BASE + path }, () => leaving.destroy())
    leaving.on('error', () => {}).end()
  }
  const direct = await Promise.all([...paths, ...paths].map((path) => ask(path)))
  for (const [index, { body }] of direct.entries())
    expect(body.equals(own[index % own.length]), paths[index % own.length]).toBe(true)
})

test('who has the tile gets 304 without a body, and the request id is kept', async () => {
  const { headers } = await ask(PINNED)
  const again = await ask(PINNED, { 'if-none-match': String(headers.etag), 'x-request-id': 'proxy-12345' })
  expect([again.status, again.body.length]).toEqual([304, 0])
  expect(again.headers.etag).toBe(headers.etag)
  expect(again.headers['x-request-id']).toBe('proxy-12345')
})

test('every problem, method and other form of an address is the application’s', async () => {
  const problems: [string, number][] = [
    ['/api/tiles/1/grid/3/8/0.mvt', 400],
    ['/api/tiles/1/grid/20/0/0.mvt', 404],
    ['/api/tiles/9/grid/0/0/0.mvt', 404],
    ['/api/tiles/1/street/0/0/0.mvt', 404],
    ['/api/tiles/1/grid/0/0/0.mvt?metrics=joy', 422],
    ['/api/tiles/1/grid/0/0/0.mvt?seq=1&seq=2', 400],
    ['/api/tiles/1/grid/0/0/0', 404],
    [`/api/tiles/1/grid/0/0/0.mvt?${'9'.repeat(12_000)}`, 400],
  ]
  for (const [path, status] of problems) {
    passed = 0
    const answer = await ask(path)
    expect([answer.status, passed], path).toEqual([status, 1])
    expect(problemSchema.parse(JSON.parse(answer.body.toString())).status).toBe(status)
  }
  const head = await ask(PINNED, {}, 'HEAD')
  expect([head.status, head.body.length, head.headers['content-type']]).toEqual([
    200,
    0,
    'application/vnd.mapbox-vector-tile',
  ])
  expect((await ask(PINNED, {}, 'POST')).status).toBe(405)
  expect((await ask('/api/tiles/1/gr%69d/0/0/0.mvt')).status).toBe(200)
})

test('a request is logged without the values of its query, and counted by route', async () => {
  lines.length = 0
  await ask(PINNED)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    method: 'GET',
    path: '/api/tiles/1/grid/8/208/100.mvt',
    query: ['metrics', 'from', 'to', 'asOf', 'seq'],
    status: 200,
  })
  expect(await metrics.text()).toMatch(
    /duration_seconds_count\{method="GET",route="\/api\/tiles\/:version\/:level\/:z\/:x\/:y",status="200"\}/,
  )
})
