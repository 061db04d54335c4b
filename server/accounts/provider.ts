// Sign-in by the organisation's own OpenID Connect provider: authorization code with PKCE, state and nonce, all checked by
// openid-client. Claims become role and scope by the settings; who maps to no role does not come in.
import * as oidc from 'openid-client'
import type { Role, Scope } from '../access/principal.ts'
import type { StoredAccount } from '../store/accountStore.ts'
import type { Directory } from './directory.ts'
import type { ProviderSettings } from './providerSettings.ts'
import { AccountRefusal } from './refusal.ts'

/** What must be the same when the visitor comes back; kept in a cookie of theirs. */
export interface Flow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface Provider {
  readonly label: string
  begin(redirectUri: string): Promise<{ readonly address: string; readonly flow: Flow }>
  /** @throws AccountRefusal, or the library's errors for a forged or stale answer */
  finish(address: URL, flow: Flow): Promise<StoredAccount>
}

export function createProvider(settings: ProviderSettings, directory: Directory): Provider {
  let found: Promise<oidc.Configuration> | null = null
  // Asked for when it is first needed, so that an absent provider does not keep the server from starting.
  const configuration = (): Promise<oidc.Configuration> => {
    found ??= oidc
      .discovery(
        new URL(settings.issuer),
        settings.clientId,
        settings.clientSecret,
        settings.clientSecret === undefined ? oidc.None() : undefined,
        settings.allowHttp ? { execute: [oidc.allowInsecureRequests] } : undefined,
      )
      .catch((error) => {
        found = null
        throw error
      })
    return found
  }
  return {
    label: settings.label,
    async begin(redirectUri) {
      const flow = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const address = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: settings.scope,
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
      })
      return { address: address.href, flow }
    },
    async finish(address, { state, nonce, verifier }) {
      const tokens = await oidc.authorizationCodeGrant(await configuration(), address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      return accountOf(settings, tokens.claims() ?? {}, directory)
    },
  }
}

type Claims = Readonly<Record<string, unknown>>

/** The account of these claims, made or brought up to date. */
async function accountOf(
  settings: ProviderSettings,
  claims: Claims,
  directory: Directory,
): Promise<StoredAccount> {
  const name = textOf(claims[settings.nameClaim]) ?? textOf(claims.sub)
  const role = roleOf(settings, claims)
  if (name === null || role === null)
    throw new AccountRefusal('wrong', 'the provider knows this person, but no role here belongs to them')
  const displayName = textOf(claims[settings.displayNameClaim]) ?? name
  const scope = scopeOf(settings, claims)
  const known = directory.find(name)
  // A local account of the same name is somebody else until an administrator says otherwise.
  if (known && known.origin !== 'provider')
    throw new AccountRefusal('name-taken', 'an account of this name is kept here')
  return known
    ? directory.change(known.id, { displayName, role, scope })
    : directory.create({ name, displayName, role, scope, origin: 'provider' })
}

function roleOf({ roles, roleClaim }: ProviderSettings, claims: Claims): Role | null {
  const claim = claims[roleClaim]
  const values = (Array.isArray(claim) ? claim : [claim]).map(String)
  return Object.entries(roles).find(([value]) => values.includes(value))?.[1] ?? null
}

/** @throws AccountRefusal where a claim should confine and is missing: nobody is let out of a scope by silence */
function scopeOf({ unitClaim, organisationClaim }: ProviderSettings, claims: Claims): Scope {
  const unit = unitClaim ? textOf(claims[unitClaim]) : null
  const organisation = organisationClaim ? textOf(claims[organisationClaim]) : null
  if (unit !== null) return unit === '*' ? { kind: 'all' } : { kind: 'unit', code: unit }
  if (organisation !== null) return { kind: 'organisation', code: organisation }
  if (unitClaim || organisationClaim)
    throw new AccountRefusal('wrong', 'the provider names no unit for this person')
  return { kind: 'all' }
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null
