import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

test('an answer is not sent again to a client that has it', async () => {
  const first = await server.request('/api/units?level=grid')
  const etag = first.headers.get('etag') ?? ''
  expect(first.headers.get('cache-control')).toContain('private')
  const again = await server.request('/api/units?level=grid', {
    headers: { 'if-none-match': `"x", ${etag}` },
  })
  expect(again.status).toBe(304)
  expect(again.headers.get('etag')).toBe(etag)
  expect(await again.text()).toBe('')
  const other = await server.request('/api/units?level=village', { headers: { 'if-none-match': etag } })
  expect(other.status).toBe(200)
})

test('an answer is compressed for who takes it, and says that it varies', async () => {
  const plain = await server.request('/api/units?level=grid')
  const packed = await server.request('/api/units?level=grid', { headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(packed.headers.get('vary')).toContain('Accept-Encoding')
  expect(plain.headers.get('vary')).toContain('Accept-Encoding')
  expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(await plain.text())
})

test('what is not there, and methods that are not for a path, are problems', async () => {
  await server.problem('/api/nothing', 404)
  await server.problem('/nothing', 404)
  await server.problem('/api/units', 405, { method: 'POST', body: '{}' })
  await server.problem('/api/units/5', 405, { method: 'DELETE' })
  const refused = await server.request('/api/units', { method: 'PUT' })
  expect(refused.headers.get('allow')).toBe('GET, HEAD')
  expect((await server.request('/api/units', { method: 'HEAD' })).status).toBe(200)
})

test('a large body and a long address are refused', async () => {
  await server.problem('/api/units', 413, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
  await server.problem(`/api/units?within=${'9'.repeat(20_000)}`, 414)
})

test("the request id is the proxy's when it is sane", async () => {
  const kept = await server.request('/api/health', { headers: { 'x-request-id': 'proxy-1234' } })
  expect(kept.headers.get('x-request-id')).toBe('proxy-1234')
  const own = await server.request('/api/health', { headers: { 'x-request-id': '<script>' } })
  expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('the API documents itself, offline', async () => {
  const document = await (await server.request('/api/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toContain('/api/units/{unit}')
  const page = await (await server.request('/api/docs')).text()
  expect(page).not.toMatch(/https?:\/\//)
  for (const [, asset] of page.matchAll(/(?:src|href)="([^"]+)"/g))
    expect((await server.request(`/api/${asset}`)).status, asset).toBe(200)
  await server.problem('/api/docs/secret.js', 404)
})

test('Prometheus finds request durations by route', async () => {
  await server.request('/api/units/id:5')
  const text = await (await server.request('/metrics')).text()
  expect(text).toMatch(
    /jingwei_http_request_duration_seconds_count\{method="GET",route="\/api\/units\/:unit",status="200"\}/,
  )
  expect(text).toContain('jingwei_store_seq')
})

test('an empty store says what to do', async () => {
  const empty = await createTestServer({ fill: false })
  expect((await empty.request('/api/health')).status).toBe(200)
  for (const path of ['/api/city', '/api/units', '/api/series']) await empty.problem(path, 404)
  await empty.close()
})

test('a failing store is a 500 that tells the request id and nothing else', async () => {
  const broken = await createTestServer()
  broken.store.listReports = () => Promise.reject(new Error('secret path /data'))
  const response = await broken.request('/api/imports')
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).not.toContain('secret')
  expect(text).toContain(response.headers.get('x-request-id') ?? 'none')
  await broken.close()
})

test('below a sub-path everything is found', async () => {
  const mounted = await createTestServer({ basePath: '/jingwei' })
  expect((await mounted.request('/jingwei/api/health')).status).toBe(200)
  expect((await mounted.request('/api/health')).status).toBe(404)
  await mounted.close()
})
