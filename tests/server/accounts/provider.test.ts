// OpenID Connect against a real provider of this test's own: code, PKCE, state, nonce, claims to role and unit.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDirectory } from '../../../server/accounts/directory.ts'
import { createProvider, type Provider } from '../../../server/accounts/provider.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { CLIENT, startOidc, type TestOidc, throughProvider } from './oidc.ts'

const BACK = 'http://127.0.0.1:9/api/sign-in/provider/back'
let oidc: TestOidc
let store: Store
let provider: Provider

beforeAll(async () => {
  oidc = await startOidc()
  oidc.serve(BACK, {
    ...{ preferred_username: 'wang', name: '王磊', roles: ['staff', 'grid-planner'], unit: '104' },
  })
  store = await openDuckDbStore({ folder: ':memory:' })
  provider = createProvider(
    {
      ...{ ...CLIENT, issuer: oidc.issuer },
      ...{ label: 'SSO', scope: 'openid profile', nameClaim: 'preferred_username', displayNameClaim: 'name' },
      ...{ roleClaim: 'roles', roles: { 'grid-planner': 'planner' }, unitClaim: 'unit', allowHttp: true },
    },
    await openDirectory(store.accounts, Date.now),
  )
})
afterAll(async () => {
  await store.close()
  await oidc.close()
})

it('makes an account with the role and the unit of the claims, and knows it again', async () => {
  for (let time = 0; time < 2; time++) {
    const { address, flow } = await provider.begin(BACK)
    expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256')
    expect(await provider.finish(await throughProvider(address, BACK), flow)).toMatchObject({
      ...{ name: 'wang', displayName: '王磊', role: 'planner', origin: 'provider', passwordHash: null },
      scope: { kind: 'unit', code: '104' },
    })
  }
  expect(await store.accounts.readAccounts()).toHaveLength(1)
})

it('takes no answer with another state, nonce or verifier', async () => {
  const { address, flow } = await provider.begin(BACK)
  const back = await throughProvider(address, BACK)
  const other = (await provider.begin(BACK)).flow
  for (const changed of ['state', 'verifier', 'nonce'] as const)
    await expect(provider.finish(back, { ...flow, [changed]: other[changed] }), changed).rejects.toThrow()
})
