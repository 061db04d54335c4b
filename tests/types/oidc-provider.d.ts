// As much of oidc-provider as the test of signing in by one uses; the package has no types of its own.
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  export interface OidcConfiguration {
    readonly clients: readonly Readonly<Record<string, unknown>>[]
    readonly claims: Readonly<Record<string, readonly string[]>>
    readonly conformIdTokenClaims: boolean
    readonly cookies: { readonly keys: readonly string[] }
    readonly findAccount: (
      context: unknown,
      id: string,
    ) => { readonly accountId: string; readonly claims: () => Promise<Readonly<Record<string, unknown>>> }
  }
  export class Provider {
    constructor(issuer: string, configuration: OidcConfiguration)
    callback(): RequestListener
  }
}
