// Walls: a token for one scene, changed for a cookie, that reads what the scene needs and nothing else.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accessTokenListSchema, deviceSchema, newAccessTokenSchema } from '#data/model/administration.ts'
import { cookieOf, openTestDesk, type TestDesk } from './testDesk.ts'

let desk: TestDesk
let headers: { cookie: string }
beforeEach(async () => {
  desk = await openTestDesk()
  headers = await desk.setUp()
})
afterEach(() => desk.close())

const WALL = {
  ...{ kind: 'device', name: '指挥中心大屏', scene: '/?level=village&metric=received' },
  scope: { kind: 'unit', code: '101' },
}
const make = async (given: object = {}) =>
  newAccessTokenSchema.parse(await (await desk.send('tokens', { ...WALL, ...given }, headers)).json())
const exchange = (token: string) => desk.send('device-session', { token })
const wallOf = async (secret: string) => ({ cookie: cookieOf(await exchange(secret)) })
const statusOf = async (path: string, wall: { cookie: string }) =>
  (await desk.ask(path, { headers: wall })).status
const list = async () =>
  accessTokenListSchema.parse(await (await desk.ask('tokens', { headers })).json()).rows

describe('a wall', () => {
  it('gets its scene and a cookie no script reads', async () => {
    const { secret, token } = await make()
    const answer = await exchange(secret)
    expect(deviceSchema.parse(await answer.json())).toEqual({ name: WALL.name, scene: WALL.scene })
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^jingwei-device=jwd_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=34560000$/,
    )
    const me = await (await desk.ask('me', { headers: { cookie: cookieOf(answer) } })).json()
    expect(me).toMatchObject({ kind: 'device', role: 'viewer', scene: WALL.scene, scope: { code: '101' } })
    expect(me.permissions.toSorted()).toEqual(['city', 'detail', 'figures', 'open', 'published', 'self'])
    expect(token).toMatchObject({ kind: 'device', seesIncidents: false, seenAt: null, revokedAt: null })
  })

  it('reads totals of its scope and no single matter, file or list of people', async () => {
    const wall = await wallOf((await make()).secret)
    expect(await statusOf('slice?metrics=received', wall)).toBe(200)
    expect(await statusOf('slice?metrics=received&within=102003', wall)).toBe(403)
    expect(await statusOf('tiles/1/grid/8/208/100.mvt', wall)).toBe(200)
    for (const path of ['incidents', 'tables/units.csv', 'map.svg?sheet=picture', 'users', 'tokens', 'audit'])
      expect(await statusOf(path, wall), path).toBe(403)
    expect((await desk.send('publications', { month: '2026-01', level: 'grid' }, wall)).status).toBe(403)
  })

  it('lists matters where its scene does', async () => {
    const { token, secret } = await make({ scene: '/?list=overdue' })
    expect(token.seesIncidents).toBe(true)
    const wall = await wallOf(secret)
    expect(await statusOf('incidents', wall)).toBe(200)
    expect(await statusOf('tables/incidents.csv', wall)).toBe(403)
  })

  it('is seen, outlives a restart, and is revoked at once', async () => {
    const { token, secret } = await make()
    const wall = await wallOf(secret)
    const [seen] = await list()
    expect(seen).toMatchObject({ id: token.id, createdBy: '张敏', seenFrom: '127.0.0.1' })
    expect(seen.seenAt).not.toBeNull()
    await desk.restart()
    expect(await statusOf('me', wall)).toBe(200)
    expect((await list())[0].seenAt).not.toBeNull()
    await desk.ask(`tokens/${token.id}`, { method: 'DELETE', headers })
    expect(await statusOf('me', wall)).toBe(401)
    expect(await statusOf('tiles/1/grid/8/208/100.mvt', wall)).toBe(401)
    const refused = await exchange(secret)
    expect([refused.status, (await refused.json()).violations[0].code]).toEqual([401, 'token-unknown'])
    expect((await list())[0].revokedAt).not.toBeNull()
  })

  it('gives the cookie back when it signs out', async () => {
    const wall = await wallOf((await make()).secret)
    const cookies = (await desk.send('sign-out', {}, wall)).headers.getSetCookie()
    expect(cookies.filter((cookie) => cookie.includes('Max-Age=0'))).toHaveLength(2)
  })
})

describe('a token', () => {
  it('is kept as a hash, and no list has it', async () => {
    const { secret } = await make()
    expect(JSON.stringify(await list())).not.toContain(secret.slice(4))
    await desk.restart()
    const stored = readFileSync(join(desk.folder, 'jingwei.duckdb'))
    expect(stored.includes('指挥中心大屏')).toBe(true)
    expect(stored.includes(secret.slice(4))).toBe(false)
  })

  it('is refused for a page elsewhere, a unit or a source that is not there', async () => {
    const wrong = [
      [{ scene: 'https://evil.example/' }, 'bad-scene'],
      [{ scene: '//evil.example/' }, 'bad-scene'],
      [{ scene: '/\\evil.example' }, 'bad-scene'],
      [{ scope: { kind: 'unit', code: '999' } }, 'scope-unknown'],
    ] as const
    for (const [given, code] of wrong) {
      const answer = await desk.send('tokens', { ...WALL, ...given }, headers)
      expect([answer.status, (await answer.json()).violations[0].code]).toEqual([422, code])
    }
    const source = await desk.send('tokens', { kind: 'ingest', name: 'x', sources: ['none'] }, headers)
    expect((await source.json()).violations[0].code).toBe('source-unknown')
  })

  it('that is guessed twenty times locks the address, over a restart; one wrong one sent on does not', async () => {
    const guess = (n: number) => `jwd_${String(n).padStart(43, 'x')}`
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const attempt = async (token: string, address: string) =>
      (await desk.send('device-session', { token }, from(address))).status
    for (let n = 0; n < 25; n++) expect(await attempt(guess(0), '10.0.0.1')).toBe(401)
    for (let n = 0; n < 20; n++) expect(await attempt(guess(n), '10.0.0.2')).toBe(401)
    expect(await attempt(guess(99), '10.0.0.2')).toBe(429)
    await desk.restart()
    expect(await attempt(guess(99), '10.0.0.2')).toBe(429)
    expect(await attempt((await make()).secret, '10.0.0.3')).toBe(200)
  })
})
