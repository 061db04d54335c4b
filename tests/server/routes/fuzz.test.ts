// Thousands of random questions over every documented route: whatever a client sends, no answer is a 5xx,
// and every refusal is a problem that fits its schema.
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '#data/model/api.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const RUNS = 2500

/** Values that are right somewhere, wrong elsewhere, and hostile everywhere. */
const VALUES = [
  ...[
    '',
    '0',
    '1',
    '-1',
    '4',
    '12',
    '22',
    '99',
    '1.5',
    '1e3',
    '9007199254740993',
    '99999999999999999999',
    'NaN',
  ],
  ...['current', 'grid', 'village', 'city', 'street', '100', '104', '104015', 'id:204', 'id:', 'id:0'],
  ...[
    'received',
    'density,handledRate',
    'happiness',
    'previous,lastYear',
    ',',
    ',,a',
    'received,'.repeat(300),
  ],
  ...['P30D', 'PT24H', 'P12M', 'P0D', 'P', 'P9999999999Y', 'P1Y2M3W4DT5H'],
  ...[
    '2026-06-01T00:00:00Z',
    '2026-07-01T00:00:00+08:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-02-30T00:00:00Z',
  ],
  ...[
    'default',
    'received',
    'settled',
    'closed',
    'with',
    'open',
    'overdue',
    '01',
    '0101',
    'worker',
    "' OR 1=1 --",
  ],
  ...[
    '%',
    '%00',
    '%zz',
    '%2e%2e%2f',
    '../../etc/passwd',
    '经纬',
    '\u0000',
    '💥',
    '__proto__',
    'constructor',
    'a'.repeat(3000),
  ],
]
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string() },
)
const encoded = value.chain((text) =>
  fc.boolean().map((isRaw) => (isRaw ? text.replace(/[#?\s/\\]/g, '') : encodeURIComponent(text))),
)
const header = fc.constantFrom(
  '',
  '*',
  '"a"',
  'W/"',
  'gzip',
  'gzip;q=x',
  'br;q=1, *;q=0',
  ',,,',
  '"'.repeat(500),
)

interface Documented {
  readonly path: string
  readonly query: readonly string[]
}

async function documentedRoutes(): Promise<Documented[]> {
  const document = await (await server.request('/api/openapi.json')).json()
  return Object.entries<{ get?: { parameters?: { in: string; name: string }[] } }>(document.paths).map(
    ([path, { get }]) => ({
      path,
      query: (get?.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    }),
  )
}

const FAR = [
  { from: '0000-01-01T00:00:00Z', to: '0000-01-08T00:00:00Z' },
  { from: '0001-01-01T00:00:00Z', to: '0001-02-01T00:00:00Z' },
  { from: '1899-12-01T00:00:00Z', to: '1899-12-31T23:59:59Z' },
  { from: '9999-12-01T00:00:00Z', to: '9999-12-31T23:59:59Z' },
  { asOf: '0000-06-01T00:00:00Z' },
  { asOf: '0001-06-01T00:00:00Z' },
  { asOf: '9999-12-31T23:59:59Z' },
]

/** A long problem comes compressed when the question takes that; nothing here undoes it on the way. */
async function problemOf(response: Response): Promise<unknown> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const isCompressed = response.headers.get('content-encoding') === 'gzip'
  return JSON.parse((isCompressed ? gunzipSync(bytes) : bytes).toString())
}

/** Filled so that the instants are what is wrong. */
const PLACES: Readonly<Record<string, string>> = {
  version: 'current',
  level: 'village',
  z: '9',
  x: '416',
  y: '198',
  id: '1',
  unit: '1',
  table: 'units',
  format: 'csv',
}

test('years the calendar does not know are refused by every route that takes a window, naming the instant', async () => {
  const routes = (await documentedRoutes()).filter(({ query }) => query.includes('asOf'))
  expect(routes.length).toBeGreaterThan(10)
  const tables = ['units', 'series', 'categories', 'hours', 'incidents'].map((table) => ({
    ...PLACES,
    table,
  }))
  const asked = routes.flatMap(({ path, query }) =>
    (path.includes('{table}') ? tables : [PLACES]).map((places: Readonly<Record<string, string>>) => ({
      path: path.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? '1'),
      more: query.includes('metrics') ? { metrics: 'received' } : {},
    })),
  )
  const refusing = new Set<string>()
  for (const { path, more } of asked)
    for (const far of FAR) {
      const address = `${path}?${new URLSearchParams({ ...more, ...far } as unknown as Record<string, string>)}`
      const response = await server.request(address)
      expect(response.status, address).toBeLessThan(500)
      if (response.status !== 422) continue
      const { violations } = problemSchema.parse(await problemOf(response))
      expect.soft(Object.keys(far), address).toContain(violations?.[0].path)
      refusing.add(path)
    }
  expect([...refusing]).toEqual(
    expect.arrayContaining(['/api/tables/units.csv', '/api/series', '/api/map.svg', '/api/slice']),
  )
})

test(`${RUNS} random questions get no 5xx`, { timeout: 180_000 }, async () => {
  const routes = await documentedRoutes()
  expect(routes.length).toBeGreaterThan(15)
  const question = fc.constantFrom(...routes).chain(({ path, query }) =>
    fc.record({
      path: fc.constant(path),
      inPath: fc.array(encoded, { minLength: 5, maxLength: 5 }),
      query: fc.array(fc.tuple(fc.constantFrom(...query, 'unknown'), encoded), { maxLength: 5 }),
      headers: fc.record({ 'if-none-match': header, 'accept-encoding': header }),
    }),
  )
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(question, async ({ path, inPath, query, headers }) => {
      let next = 0
      const filled = path.replace(/\{\w+\}/g, () => inPath[next++] || '1')
      const address = `${filled}?${query.map(([key, text]) => `${key}=${text}`).join('&')}`
      const response = await server.request(`http://localhost${address}`, { headers })
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      expect(response.status, address).toBeLessThan(500)
      if (response.status >= 400) problemSchema.parse(await problemOf(response))
      else await response.arrayBuffer()
    }),
    { numRuns: RUNS },
  )
  for (const status of [200, 400, 404, 422])
    expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(0)
})
