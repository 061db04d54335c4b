// A real OpenID Connect provider of the tests' own, and a browser's way through its pages.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export const CLIENT = { clientId: 'jingwei', clientSecret: 'a-secret-of-32-characters-or-more' }

export interface TestOidc {
  readonly issuer: string
  /** Knows one person, by these claims, and one way back. */
  serve(redirectUri: string, claims: Record<string, unknown>): void
  close(): Promise<void>
}

export async function startOidc(): Promise<TestOidc> {
  let handle: (...args: Parameters<ReturnType<Provider['callback']>>) => void = () => {}
  const server = createServer((incoming, outgoing) => handle(incoming, outgoing))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    serve(redirectUri, claims) {
      const oidc = new Provider(issuer, {
        clients: [
          {
            ...{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret },
            redirect_uris: [redirectUri],
          },
        ],
        claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'roles', 'unit'] },
        conformIdTokenClaims: false,
        cookies: { keys: ['test'] },
        findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
      })
      handle = oidc.callback()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Goes through the provider's own pages as a browser does. @returns the address it sends one back to */
export async function throughProvider(start: string, back: string): Promise<URL> {
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
      if (address.startsWith(back)) return new URL(address)
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
