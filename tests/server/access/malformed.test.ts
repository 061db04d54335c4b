// Ten thousand malformed requests over every registered route: parameters from the OpenAPI document with hostile values, JSON
// bombs, deep nesting, huge numbers, NUL, wrong types and methods, path tricks. No 5xx, no hang, and the server still answers.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestServer } from '../routes/testServer.ts'
import { as, createPeopleServer, person, pump, VILLAGE, wall } from './people.ts'

let server: TestServer
beforeAll(async () => {
  server = await createPeopleServer()
})
afterAll(() => server.close())

const REQUESTS = 10_000
/** One answer may take so long on a busy machine; more is a hang. */
const PATIENCE_MS = 20_000
const AT_ONCE = 8

/** mulberry32: the same requests each time. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const random = randomOf(20_261_122)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]

const TEXTS = [
  ...['', ' ', '0', '-1', '1e308', '1e999', 'NaN', 'Infinity', '-0', '0x10', '9'.repeat(400), '１２'],
  ...['null', 'undefined', 'true', '[]', '{}', '[object Object]', '__proto__', 'constructor', 'toString'],
  ...["' OR 1=1 --", '"; DROP TABLE incident; --', '%s%n', '{{7*7}}', '<script>', '=cmd()'],
  ...['\u0000', 'a\u0000b', '\ud800', '\u202e', '💥'.repeat(200), 'ﷺ', 'ß'.repeat(900), '\r\nX: y'],
  ...[
    '../../../etc/passwd',
    '..\\..\\x',
    '/etc/passwd',
    'C:\\x',
    'file:///x',
    'id:',
    'id:-1',
    'id:99999999999999999',
  ],
  ...[
    '2026-13-45T99:99:99Z',
    '+275760-09-13T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    'P',
    'P999999999999Y',
    'PT',
    'P1W1W',
  ],
  ...[
    'current',
    'received',
    'density,handledRate',
    ','.repeat(1900),
    'a,'.repeat(900),
    '1,2,3',
    '24',
    '0,8',
    'all',
  ],
  ...[
    'grid',
    'village',
    '101',
    '1',
    '100',
    'P30D',
    '2026-06-01T00:00:00Z',
    'default',
    'with',
    'a4l',
    'picture',
  ],
]
const PATHS = [
  '%00',
  '%2e%2e',
  '%2e%2e%2f%2e%2e%2f',
  '..%5c',
  '%ff',
  '%c0%ae',
  '.',
  '..',
  '%25%30',
  '%zz',
  '%',
  ';a=b',
  '*',
]
const deep = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth)
const BODIES = [
  ...[
    '',
    'null',
    'true',
    '0',
    '""',
    '[]',
    '{}',
    '{',
    '{"a":',
    '\u0000',
    '{"a":1}{"b":2}',
    'NaN',
    '[1e999]',
    '\ufeff{}',
  ],
  ...[
    deep(50_000, '[', ']'),
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    `[${'0,'.repeat(100_000)}0]`,
  ],
  ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"month":["2026-10"],"level":{}}'],
  ...[
    '{"month":"2026-10","level":"village","more":1}',
    '{"month":"2026-99","level":""}',
    '{"month":20261,"level":null}',
  ],
  ...[
    '{"mapping":{"kind":"incidents","columns":null}}',
    '{"mapping":[[[[]]]]}',
    '{"kind":"x","mapping":1e400,"repair":"yes"}',
  ],
  `{"a":"${'x'.repeat(1_100_000)}"}`,
  `{${Array.from({ length: 5000 }, (_, i) => `"k${i}":${'9'.repeat(60)}`).join()}}`,
]
const TYPES = [
  'application/json',
  'application/octet-stream',
  'text/plain',
  'multipart/form-data',
  'x',
  '',
  'application/json; charset=utf-7',
]
const METHODS = [
  'GET',
  'GET',
  'GET',
  'GET',
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PROPFIND',
]
const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['if-none-match', ['*', '"', 'W/"a', '"a",'.repeat(300), '"'.repeat(3000)]],
  ['accept-encoding', ['gzip;q=x', '*;q=0', ',,,', 'identity;q=0', 'br'.repeat(500)]],
  ['content-length', ['-1', 'x', '99999999999999999999']],
  ['x-forwarded-proto', ['https', 'javascript', ',,']],
  ['x-request-id', ['<b>', 'a'.repeat(500), '../x']],
  ['cookie', ['a=b;'.repeat(500), '=;=;', 'session=%00', 'jingwei-device=jwd_x', 'jingwei-session=%ff']],
  [
    'authorization',
    ['Bearer ', 'Basic %%%', 'Bearer '.repeat(100), 'Bearer jwi_x', `Bearer jwi_${'x'.repeat(900)}`],
  ],
  ['range', ['bytes=0-', 'bytes=-1', 'bytes=9-1']],
]

interface Documented {
  readonly path: string
  readonly query: readonly string[]
}

/** Each registered path with the parameters the document tells of it. */
async function documented(): Promise<Documented[]> {
  const response = await server.request('/api/openapi.json', as(person('viewer')))
  const { paths } = (await response.json()) as {
    paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>
  }
  const queries = Object.entries(paths).map(([path, methods]) => ({
    path,
    query: Object.values(methods).flatMap(({ parameters }) =>
      (parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name),
    ),
  }))
  const known = new Set(queries.map(({ path }) => path))
  const registered = [...new Set(server.routes.map(({ path }) => path.replace(/:(\w+)/g, '{$1}')))]
  return [...queries, ...registered.filter((path) => !known.has(path)).map((path) => ({ path, query: [] }))]
}

const encode = (text: string): string => {
  // Half of a rare character cannot be encoded.
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd')
  return random() < 0.15 ? whole.replace(/[#\s]/g, '') : encodeURIComponent(whole)
}

function addressOf({ path, query }: Documented): string {
  const filled = path
    .replaceAll('*', () => pick(PATHS))
    .replace(/\{\w+\}/g, () => (random() < 0.4 ? pick(PATHS) : encode(pick(TEXTS)).slice(0, 600) || '1'))
  const tricked = random() < 0.1 ? filled.replace('/', pick(['//', '/./', '/../', '/%2e/', '/;/'])) : filled
  const asked = Array.from({ length: Math.floor(random() * 5) }, () => {
    const name = random() < 0.85 && query.length > 0 ? pick(query) : encode(pick(TEXTS))
    return random() < 0.05 ? name : `${name}=${encode(pick(TEXTS))}`
  })
  return `http://localhost${tricked}${asked.length > 0 ? `?${asked.join('&')}` : ''}`
}

function initOf(): RequestInit {
  const headers = new Headers()
  for (const [name, values] of HEADERS) if (random() < 0.08) headers.set(name, pick(values))
  const method = pick(METHODS)
  const hasBody = !/^(GET|HEAD)$/.test(method) && random() < 0.9
  if (hasBody) headers.set('content-type', pick(TYPES))
  const who = pick([
    person('administrator'),
    person('planner'),
    person('auditor'),
    person('viewer', VILLAGE),
    wall(VILLAGE, ['incidents']),
    pump('case'),
    null,
  ])
  return as(who, { method, headers: Object.fromEntries(headers), ...(hasBody && { body: pick(BODIES) }) })
}

async function answerOf(address: string, init: RequestInit): Promise<Response> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(new Error(`no answer to ${init.method} ${address.slice(0, 300)}`)),
      PATIENCE_MS,
    )
  })
  try {
    const response = await Promise.race([server.request(address, init), late])
    await Promise.race([response.arrayBuffer(), late])
    return response
  } finally {
    clearTimeout(timer)
  }
}

test(`${REQUESTS} malformed requests get no 5xx and no silence`, { timeout: 180_000 }, async () => {
  const routes = await documented()
  expect(routes.length).toBeGreaterThan(45)
  const statuses = new Map<number, number>()
  const failures: string[] = []
  let left = REQUESTS
  const worker = async () => {
    while (left-- > 0) {
      const route = routes[left % routes.length]
      const [address, init] = [addressOf(route), initOf()]
      const { status } = await answerOf(address, init)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500) failures.push(`${status} ${init.method} ${address.slice(0, 400)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  expect(failures).toEqual([])
  expect([...statuses.values()].reduce((sum, n) => sum + n, 0)).toBe(REQUESTS)
  for (const status of [200, 400, 401, 403, 404, 405, 415, 422])
    expect(statuses.get(status) ?? 0, `answers of ${status}`).toBeGreaterThan(0)
  const health = await server.request('/api/health')
  expect(await health.json()).toMatchObject({ status: 'ok' })
  const slice = await server.request('/api/slice?metrics=received', as(person('viewer')))
  expect(slice.status).toBe(200)
})
