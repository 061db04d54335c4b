// Users, everybody's sessions, tokens of walls and sources: for administrators; and a wall's link changed for its cookie.
import type {
  AccessTokenView,
  Device,
  HeldSession,
  NewAccessToken,
  NewUser,
  SourceList,
  User,
  UserLink,
} from '#data/model/administration.ts'
import { deleteJson, getJson, patchJson, postJson } from './client.ts'

const contract = () => import('#data/model/administration.ts')
type Rows<T> = { rows: T[] }
type Done = { done: true }
export type ScopeChoice = { kind: 'all' } | { kind: 'unit' | 'organisation'; code: string }
type Role = User['role']

const user = (id: string): string => `users/${encodeURIComponent(id)}`

export const readUsers = (path: string, signal?: AbortSignal): Promise<Rows<User>> =>
  getJson(path, async () => (await contract()).userListSchema, signal)
export const makeUser = (body: {
  name: string
  displayName: string
  role: Role
  scope: ScopeChoice
}): Promise<NewUser> => postJson('users', body, async () => (await contract()).newUserSchema)
export const changeUser = (
  id: string,
  body: { displayName?: string; role?: Role; scope?: ScopeChoice; isDisabled?: boolean },
): Promise<User> => patchJson(user(id), body, async () => (await contract()).userSchema)
export const resetUser = (id: string): Promise<UserLink> =>
  postJson(`${user(id)}/reset`, {}, async () => (await contract()).userLinkSchema)
export const endSessionsOf = (id: string): Promise<Done> => deleteJson(`${user(id)}/sessions`, done)

export const readSessions = (path: string, signal?: AbortSignal): Promise<Rows<HeldSession>> =>
  getJson(path, async () => (await contract()).heldSessionListSchema, signal)
export const endHeldSession = (id: string): Promise<Done> =>
  deleteJson(`sessions/${encodeURIComponent(id)}`, done)

export const readTokens = (path: string, signal?: AbortSignal): Promise<Rows<AccessTokenView>> =>
  getJson(path, async () => (await contract()).accessTokenListSchema, signal)
export const makeToken = (
  body:
    | { kind: 'device'; name: string; scene: string; scope: ScopeChoice }
    | { kind: 'ingest'; name: string; sources: string[] },
): Promise<NewAccessToken> => postJson('tokens', body, async () => (await contract()).newAccessTokenSchema)
export const revokeToken = (id: string): Promise<Done> => deleteJson(`tokens/${encodeURIComponent(id)}`, done)
export const readSources = (path: string, signal?: AbortSignal): Promise<SourceList> =>
  getJson(path, async () => (await contract()).sourceListSchema, signal)

/** The cookie comes with the answer. */
export const openDevice = (token: string): Promise<Device> =>
  postJson('device-session', { token }, async () => (await contract()).deviceSchema)

async function done() {
  return (await import('#data/model/account.ts')).doneSchema
}
