// Sign-in by the organisation's own provider over HTTP: there with a flow of this browser's, back with a session, and every way
// back that is not one's own leads nowhere. The provider is a real one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT, startOidc, type TestOidc, throughProvider } from './oidc.ts'
import { openTestDesk, type TestDesk } from './testDesk.ts'

const WANG = { preferred_username: 'wang', name: '王磊', roles: ['grid-planner'], unit: '104' }
let oidc: TestOidc
let desk: TestDesk
const backAddress = () => `${desk.url()}api/sign-in/provider/back`

beforeAll(async () => {
  oidc = await startOidc()
  desk = await openTestDesk({
    provider: {
      ...{ ...CLIENT, issuer: oidc.issuer, label: '统一认证', allowHttp: true },
      ...{ roles: { 'grid-planner': 'planner' }, unitClaim: 'unit' },
    },
  })
  oidc.serve(backAddress(), WANG)
})
afterAll(async () => {
  await desk.close()
  await oidc.close()
})

const begin = async (query = '') => {
  const response = await desk.ask(`sign-in/provider${query}`, { redirect: 'manual' })
  const [flow] = response.headers.getSetCookie()
  return { response, flow, cookie: flow?.split(';')[0] ?? '', start: response.headers.get('location') ?? '' }
}
const comeBack = async (address: URL | string, cookie: string) => {
  const response = await fetch(address, { redirect: 'manual', headers: { cookie } })
  const session = response.headers.getSetCookie().find((each) => /^jingwei-session=[^;]/.test(each))
  return { to: response.headers.get('location'), session: session?.split(';')[0] ?? null }
}
const FAILED = { to: '/sign-in?failed=provider', session: null }

describe('sign-in by the provider', () => {
  it('leads there with a flow in a cookie, and back to the page with a session', async () => {
    expect(await (await desk.ask('sign-in')).json()).toMatchObject({ provider: '统一认证' })
    const { response, flow, cookie, start } = await begin('?back=/imports%3Fa%3D1')
    expect([response.status, start.startsWith(`${oidc.issuer}/auth?`)]).toEqual([302, true])
    expect(flow).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=600$/)
    const address = await throughProvider(start, backAddress())
    const { to, session } = await comeBack(address, cookie)
    expect(to).toBe('/imports?a=1')
    const me = await (await desk.ask('me', { headers: { cookie: session ?? '' } })).json()
    expect(me).toMatchObject({ displayName: '王磊', role: 'planner', scope: { kind: 'unit', code: '104' } })
    // The code is used up.
    expect(await comeBack(address, cookie)).toEqual(FAILED)
    await desk.send('sign-out', {}, { cookie: session ?? '' })
    expect((await desk.ask('me', { headers: { cookie: session ?? '' } })).status).toBe(401)
  })

  it('takes nobody back who did not leave from this browser, or with another’s answer', async () => {
    const own = await begin()
    const other = await begin()
    const address = await throughProvider(own.start, backAddress())
    expect(await comeBack(address, '')).toEqual(FAILED)
    expect(await comeBack(address, other.cookie)).toEqual(FAILED)
    const forged = new URL(address)
    forged.searchParams.set('code', 'x'.repeat(43))
    expect(await comeBack(forged, own.cookie)).toEqual(FAILED)
    expect(await comeBack(`${backAddress()}?error=access_denied`, own.cookie)).toEqual(FAILED)
    expect(await comeBack(backAddress(), 'jingwei-flow=%00')).toEqual(FAILED)
  })

  it('leads back to pages of its own alone', async () => {
    for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', '/%0d%0aX:y']) {
      const { start, cookie } = await begin(`?back=${encodeURIComponent(decodeURIComponent(back))}`)
      const { to, session } = await comeBack(await throughProvider(start, backAddress()), cookie)
      expect([to, session !== null], back).toEqual(['/', true])
    }
  })

  it('lets nobody in whose claims are of no role or no unit', async () => {
    for (const claims of [
      { ...WANG, roles: ['staff'] },
      { ...WANG, unit: undefined },
    ]) {
      oidc.serve(backAddress(), claims)
      const { start, cookie } = await begin()
      expect(await comeBack(await throughProvider(start, backAddress()), cookie)).toEqual(FAILED)
    }
    oidc.serve(backAddress(), WANG)
  })

  it('writes no code, state, secret or cookie into the log', async () => {
    const { start, cookie } = await begin()
    const address = await throughProvider(start, backAddress())
    const { session } = await comeBack(address, cookie)
    const log = desk.lines.join('')
    expect(log).toContain('/api/sign-in/provider/back')
    const parts = ['code', 'state'].map((name) => address.searchParams.get(name) ?? '')
    for (const secret of [
      ...parts,
      CLIENT.clientSecret,
      session?.split('=')[1] ?? '',
      cookie.split('=')[1],
    ]) {
      expect(secret.length).toBeGreaterThan(10)
      expect(log.includes(secret), secret.slice(0, 4)).toBe(false)
    }
  })
})

it('a provider that does not answer is said so, and asked again', async () => {
  const silent = await startOidc()
  await silent.close()
  const other = await openTestDesk({
    provider: { ...CLIENT, issuer: silent.issuer, allowHttp: true, roles: { a: 'viewer' } },
  })
  for (let time = 0; time < 2; time++)
    expect((await other.ask('sign-in/provider', { redirect: 'manual' })).status).toBe(503)
  await other.close()
})
