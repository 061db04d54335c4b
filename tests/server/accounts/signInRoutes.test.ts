// Signing in over HTTP, as a browser does: cookies, refusals, other sites, proxies.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../../server/config.ts'
import { type RunningServer, startServer } from '../../../server/main.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { fillGridCity } from '../../fixtures/gridCity.ts'

const PASSWORD = 'Fuyuan-Lake-2031'
let folder: string
let server: RunningServer
let link: string
const lines: string[] = []

async function start(flags: Record<string, unknown> = {}): Promise<void> {
  const settings = readSettings({
    flags: { data: folder, port: 0, trustedProxies: '127.0.0.0/8', ...flags },
    environment: {},
    folder,
  })
  server = await startServer({
    settings,
    logger: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
    clock: Date.now,
    openStore: () => openDuckDbStore({ folder: settings.data }),
    fillEmpty: fillGridCity,
    jobs: () => ({}),
    onSetUpLink: (address) => {
      link = address
    },
  })
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-sign-in-'))
  lines.length = 0
  await start()
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}api/${path}`, init)
const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
const tokenOf = (address: string) => new URL(address).hash.slice(1)
const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? ''
const setUp = async (headers: Record<string, string> = {}) =>
  cookieOf(
    await send('sign-in/link/use', { token: tokenOf(link), name: 'zhang', password: PASSWORD }, headers),
  )

describe('before anybody has an account', () => {
  it('everything but signing in is closed, tiles too', async () => {
    for (const path of ['city', 'slice', 'me', 'tiles/current/grid/12/3300/1600.mvt'])
      expect((await ask(path)).status, path).toBe(401)
    expect(await (await ask('sign-in')).json()).toEqual({
      ...{ mode: 'accounts', needsSetUp: true, provider: null, isSignedIn: false, publicTables: false },
    })
  })

  it('the printed link makes the administrator, who then sees all', async () => {
    expect(await (await send('sign-in/link', { token: tokenOf(link) })).json()).toEqual({
      purpose: 'setUp',
      name: null,
    })
    const cookie = await setUp()
    expect(cookie).toMatch(/^jingwei-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const headers = { cookie: cookie.split(';')[0] }
    expect(await (await ask('me', { headers })).json()).toMatchObject({ role: 'administrator' })
    expect((await send('sign-in/link', { token: tokenOf(link) })).status).toBe(404)
    expect((await ask('account', { headers })).status).toBe(200)
    await send('sign-out', {}, headers)
    expect((await ask('me', { headers })).status).toBe(401)
  })
})

describe('a session', () => {
  it('is bound to host and TLS behind a named proxy', async () => {
    const cookie = await setUp({ 'x-forwarded-proto': 'https' })
    expect(cookie).toMatch(/^__Host-jingwei-session=.*Secure$/)
    const pair = cookie.split(';')[0]
    const secure = { cookie: pair, 'x-forwarded-proto': 'https' }
    expect((await ask('me', { headers: secure })).status).toBe(200)
    expect((await ask('me', { headers: { cookie: pair } })).status).toBe(401)
  })

  it('comes along in a frame of another site, behind TLS, and changes nothing from there', async () => {
    await server.close()
    await start({ frameAncestors: "'self' https://portal.example" })
    const cookie = await setUp({ 'x-forwarded-proto': 'https' })
    expect(cookie).toMatch(/^__Host-jingwei-session=.*SameSite=None; Secure$/)
    const secure = { cookie: cookie.split(';')[0], 'x-forwarded-proto': 'https' }
    const foreign = { ...secure, 'sec-fetch-site': 'cross-site', origin: 'https://portal.example' }
    expect((await send('sign-out', {}, foreign)).status).toBe(403)
    expect((await ask('me', { headers: secure })).status).toBe(200)
    const plain = cookieOf(await send('sign-in', { name: 'zhang', password: PASSWORD }))
    expect(plain).toMatch(/SameSite=Strict$/)
  })

  it('outlives a restart', async () => {
    const headers = { cookie: (await setUp()).split(';')[0] }
    await server.close()
    await start()
    expect((await ask('me', { headers })).status).toBe(200)
  })

  it('is listed with the address the proxy gives, and ended', async () => {
    const headers = { cookie: (await setUp({ 'x-forwarded-for': '203.0.113.9' })).split(';')[0] }
    const other = await send('sign-in', { name: 'zhang', password: PASSWORD })
    const { sessions } = await (await ask('account', { headers })).json()
    const [first] = sessions.filter((each: { isThis: boolean }) => each.isThis)
    expect(first).toMatchObject({ address: '203.0.113.9' })
    const [second] = sessions.filter((each: { isThis: boolean }) => !each.isThis)
    expect((await ask(`account/sessions/${second.id}`, { method: 'DELETE', headers })).status).toBe(200)
    expect((await ask('me', { headers: { cookie: cookieOf(other).split(';')[0] } })).status).toBe(401)
  })
})

describe('refusals', () => {
  it('a page of another site changes nothing', async () => {
    const foreign = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]
    for (const headers of foreign)
      expect((await send('sign-in', { name: 'a', password: 'b' }, headers as never)).status).toBe(403)
    const own = { origin: new URL(server.url).origin }
    expect((await send('sign-in', { name: 'a', password: 'b' }, own)).status).toBe(401)
  })

  it('five wrong passwords lock the name, and say for how long', async () => {
    await setUp()
    for (let n = 0; n < 5; n++)
      expect((await send('sign-in', { name: 'zhang', password: 'wrong' })).status).toBe(401)
    const locked = await send('sign-in', { name: 'zhang', password: PASSWORD })
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '30'])
  })

  it('more than thirty attempts a minute are not looked at', async () => {
    let last = 0
    for (let n = 0; n < 31; n++) last = (await send('sign-in/link', { token: 'x'.repeat(30) })).status
    expect(last).toBe(429)
  })

  it.each([
    [{ host: '0.0.0.0' }, /jingwei account setup/],
    [{ host: '0.0.0.0', signIn: 'demo' }, /loopback only/],
    [{ signInHeader: 'X-User', trustedProxies: '' }, /anybody could name themselves/],
  ])('%o does not start', async (flags, message) => {
    const other = mkdtempSync(join(tmpdir(), 'jingwei-refused-'))
    await expect(start({ data: other, ...flags })).rejects.toThrow(message)
    rmSync(other, { recursive: true, force: true })
  })
})

it('the demo is open on loopback names alone', async () => {
  await server.close()
  await start({ signIn: 'demo' })
  const { port } = server
  const { request } = await import('node:http')
  const statusAs = (host: string) =>
    new Promise((done) =>
      request({ port, host: '127.0.0.1', path: '/api/me', headers: { host } }, (answer) =>
        done(answer.resume().statusCode),
      ).end(),
    )
  expect(await statusAs(`localhost:${port}`)).toBe(200)
  expect(await statusAs('rebound.example')).toBe(401)
})

it('a trusted header signs in whom it names, from the proxy alone', async () => {
  await setUp()
  await server.close()
  await start({ signInHeader: 'X-User' })
  expect((await ask('me', { headers: { 'x-user': 'zhang' } })).status).toBe(200)
  expect((await ask('me', { headers: { 'x-user': 'nobody' } })).status).toBe(401)
  await server.close()
  await start({ signInHeader: 'X-User', trustedProxies: '10.9.9.9' })
  expect((await ask('me', { headers: { 'x-user': 'zhang' } })).status).toBe(401)
})
