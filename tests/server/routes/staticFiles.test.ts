import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
// @ts-expect-error a build script without types
import { compressFolder } from '../../../scripts/compressFolder.mjs'
import { createTestServer, type TestServer } from './testServer.ts'

const SCRIPT = 'export const answer = 42\n'.repeat(200)
let folder: string
let server: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html><head><base href="/" /></head><body>page</body></html>',
  )
  writeFileSync(join(folder, 'assets/app-1a2b.js'), SCRIPT)
  writeFileSync(join(folder, '.secret'), 'secret')
  writeFileSync(join(folder, '../jingwei-outside.txt'), 'outside')
  await compressFolder(folder)
  server = await createTestServer({ webFolder: folder })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
  rmSync(join(folder, '../jingwei-outside.txt'), { force: true })
})

test('every path of the application is the page, with its addresses at the root', async () => {
  for (const path of ['/', '/index.html', '/imports/abc', '/wall?scene=1']) {
    const response = await server.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-security-policy')).toMatch(
      /script-src 'self'; .*frame-ancestors 'self'$/,
    )
    expect(await response.text()).toContain('<base href="/" />')
  }
})

test('below a sub-path of a portal the page finds its own files there', async () => {
  const portal = await createTestServer({ webFolder: folder, basePath: '/portal/jingwei' })
  for (const path of ['/portal/jingwei', '/portal/jingwei/', '/portal/jingwei/imports/abc']) {
    const response = await portal.request(path)
    expect(await response.text()).toContain('<base href="/portal/jingwei/" />')
  }
  expect((await portal.request('/portal/jingwei/assets/app-1a2b.js')).status).toBe(200)
  expect((await portal.request('/assets/app-1a2b.js')).status).toBe(404)
  await portal.close()
})

test('hashed assets are immutable and sent as they were compressed', async () => {
  const plain = await server.request('/assets/app-1a2b.js')
  expect(plain.headers.get('cache-control')).toContain('immutable')
  expect(await plain.text()).toBe(SCRIPT)
  const packed = await server.request('/assets/app-1a2b.js', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(packed.headers.get('content-encoding')).toBe('br')
  expect(brotliDecompressSync(await packed.arrayBuffer()).toString()).toBe(SCRIPT)
  const etag = packed.headers.get('etag') ?? ''
  const again = await server.request('/assets/app-1a2b.js', {
    headers: { 'accept-encoding': 'gzip, br', 'if-none-match': etag },
  })
  expect(again.status).toBe(304)
})

test('missing files, hidden files and paths that leave the folder are 404', async () => {
  for (const path of [
    '/assets/none.js',
    '/.secret',
    '/%2e%2e/jingwei-outside.txt',
    '/..%2fjingwei-outside.txt',
    '/%00',
    '/%',
  ])
    await server.problem(path, 404)
})

test('below a sub-path the page as it is built finds its parts there, and the API says where it lies', async () => {
  const page = '<!doctype html><html><head><base href="/" /></head><body>page</body></html>'
  writeFileSync(join(folder, 'index.html'), page)
  const portal = await createTestServer({ webFolder: folder, basePath: '/portal/jingwei' })
  for (const path of ['/portal/jingwei/', '/portal/jingwei/imports/abc'])
    expect(await (await portal.request(path)).text()).toContain('<base href="/portal/jingwei/"')
  expect((await portal.request('/portal/jingwei/assets/app-1a2b.js')).status).toBe(200)
  const document = await (await portal.request('/portal/jingwei/api/openapi.json')).json()
  expect(document.servers).toEqual([{ url: '/portal/jingwei' }])
  await portal.close()
})
