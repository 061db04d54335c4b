// Signing in and out, one-time links, one's own account.
import type {
  OneTimeLink,
  OwnAccount,
  RecoveryCodes,
  SecondFactorOffer,
  SignInOptions,
  SignInResult,
} from '#data/model/account.ts'
import type { Me } from '#data/model/me.ts'
import { apiUrl, deleteJson, getJson, postJson } from './client.ts'

const contract = () => import('#data/model/account.ts')
type Done = { done: true }

export const readSignIn = (): Promise<SignInOptions> =>
  getJson('sign-in', async () => (await contract()).signInOptionsSchema)
export const signIn = (body: { name: string; password: string; code?: string }): Promise<SignInResult> =>
  postJson('sign-in', body, async () => (await contract()).signInResultSchema)
export const signOut = (): Promise<Done> => postJson('sign-out', {}, done)
export const readLink = (token: string): Promise<OneTimeLink> =>
  postJson('sign-in/link', { token }, async () => (await contract()).linkSchema)
export const useLink = (body: {
  token: string
  name?: string
  displayName?: string
  password: string
}): Promise<Done> => postJson('sign-in/link/use', body, done)

export const readMe = (path: string, signal?: AbortSignal): Promise<Me> =>
  getJson(path, async () => (await import('#data/model/me.ts')).meSchema, signal)

export const readAccount = (path: string, signal?: AbortSignal): Promise<OwnAccount> =>
  getJson(path, async () => (await contract()).ownAccountSchema, signal)
export const changePassword = (body: { current: string; next: string }): Promise<Done> =>
  postJson('account/password', body, done)
export const offerSecondFactor = (password: string): Promise<SecondFactorOffer> =>
  postJson('account/second-factor', { password }, async () => (await contract()).secondFactorOfferSchema)
export const confirmSecondFactor = (code: string): Promise<RecoveryCodes> =>
  postJson('account/second-factor/confirm', { code }, async () => (await contract()).recoveryCodesSchema)
export const removeSecondFactor = (password: string): Promise<Done> =>
  postJson('account/second-factor/remove', { password }, done)
export const endSession = (id: string): Promise<Done> =>
  deleteJson(`account/sessions/${encodeURIComponent(id)}`, done)

/** Where the organisation's own sign-in begins. */
export const providerAddress = (back: string): string =>
  `${apiUrl('sign-in/provider')}?back=${encodeURIComponent(back)}`

async function done() {
  return (await contract()).doneSchema
}
