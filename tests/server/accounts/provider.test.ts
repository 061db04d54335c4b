// OpenID Connect against a real provider of this test's own: code, PKCE, state, nonce, claims to role and unit.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider as OidcProvider } from 'oidc-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDirectory } from '../../../server/accounts/directory.ts'
import { createProvider, type Provider } from '../../../server/accounts/provider.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'

const BACK = 'http://127.0.0.1:9/api/sign-in/provider/back'
let oidcServer: Server
let store: Store
let provider: Provider

beforeAll(async () => {
  let handle: (...args: Parameters<ReturnType<OidcProvider['callback']>>) => void = () => {}
  oidcServer = createServer((incoming, outgoing) => handle(incoming, outgoing))
  await new Promise<void>((done) => oidcServer.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(oidcServer.address() as AddressInfo).port}`
  const claims = { preferred_username: 'wang', name: '王磊', roles: ['staff', 'grid-planner'], unit: '104' }
  const oidc = new OidcProvider(issuer, {
    clients: [
      { client_id: 'jingwei', client_secret: 'a-secret-of-32-characters-or-more', redirect_uris: [BACK] },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'roles', 'unit'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
  })
  handle = oidc.callback()
  store = await openDuckDbStore({ folder: ':memory:' })
  provider = createProvider(
    {
      ...{ issuer, clientId: 'jingwei', clientSecret: 'a-secret-of-32-characters-or-more' },
      ...{ label: 'SSO', scope: 'openid profile', nameClaim: 'preferred_username', displayNameClaim: 'name' },
      ...{ roleClaim: 'roles', roles: { 'grid-planner': 'planner' }, unitClaim: 'unit', allowHttp: true },
    },
    await openDirectory(store.accounts, Date.now),
  )
})
afterAll(async () => {
  await store.close()
  oidcServer.closeAllConnections()
  await new Promise((done) => oidcServer.close(done))
})

/** Goes through the provider's own pages as a browser does. @returns the address it sends one back to */
async function throughProvider(start: string): Promise<URL> {
  const jar = new Map<string, string>()
  let address = start
  let form: URLSearchParams | null = null
  for (let hop = 0; hop < 20; hop++) {
    const response: Response = await fetch(address, {
      ...{ redirect: 'manual', method: form ? 'POST' : 'GET', body: form },
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (name) jar.set(name, value)
    }
    form = null
    const next = response.headers.get('location')
    if (next) {
      address = new URL(next, address).href
      if (address.startsWith(BACK)) return new URL(address)
      continue
    }
    const page = await response.text()
    const action = /action="([^"]+)"/.exec(page)?.[1]
    if (!action) throw new Error(page.slice(0, 500))
    address = new URL(action, address).href
    form = page.includes('name="login"')
      ? new URLSearchParams({ prompt: 'login', login: 'u-1', password: 'any' })
      : new URLSearchParams({ prompt: 'consent' })
  }
  throw new Error('no end')
}

it('makes an account with the role and the unit of the claims, and knows it again', async () => {
  for (let time = 0; time < 2; time++) {
    const { address, flow } = await provider.begin(BACK)
    expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256')
    expect(await provider.finish(await throughProvider(address), flow)).toMatchObject({
      ...{ name: 'wang', displayName: '王磊', role: 'planner', origin: 'provider', passwordHash: null },
      scope: { kind: 'unit', code: '104' },
    })
  }
  expect(await store.accounts.readAccounts()).toHaveLength(1)
})

it('takes no answer with another state, nonce or verifier', async () => {
  const { address, flow } = await provider.begin(BACK)
  const back = await throughProvider(address)
  const other = (await provider.begin(BACK)).flow
  for (const changed of ['state', 'verifier', 'nonce'] as const)
    await expect(provider.finish(back, { ...flow, [changed]: other[changed] }), changed).rejects.toThrow()
})
