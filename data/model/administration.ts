// Accounts, sessions and tokens as administrators see them. No answer carries a stored hash; the secret of a link or a token
// is told once, in the answer to its making.
import { z } from 'zod'
import { ACCOUNT_NAME } from './account.ts'
import { textSchema } from './text.ts'

export const ACCOUNT_ROLES = ['public', 'viewer', 'planner', 'administrator', 'auditor'] as const

const code = z.string().min(1).max(64)
export const scopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('unit'), code }),
  z.strictObject({ kind: z.literal('organisation'), code }),
])

/** As its tree calls it; null where it is not there (any more), and for everything. */
export const scopeViewSchema = z.object({
  kind: z.enum(['all', 'unit', 'organisation']),
  code: z.string().nullable(),
  name: z.string().nullable(),
})
export type ScopeView = z.infer<typeof scopeViewSchema>

const displayName = z.string().trim().min(1).max(64)

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  role: z.enum(ACCOUNT_ROLES),
  scope: scopeViewSchema,
  /** local: by a password; provider: by OpenID Connect; header: by the proxy in front. */
  origin: z.enum(['local', 'provider', 'header']),
  /** waiting: its holder has not set a password yet. */
  state: z.enum(['active', 'waiting', 'disabled']),
  hasSecondFactor: z.boolean(),
  createdAt: z.iso.datetime(),
  signedInAt: z.iso.datetime().nullable(),
  /** How many hold. */
  sessions: z.int(),
  isSelf: z.boolean(),
})
export type User = z.infer<typeof userSchema>
export const userListSchema = z.object({ rows: z.array(userSchema) })

export const newUserBodySchema = z.strictObject({
  name: z.string().regex(ACCOUNT_NAME, 'letters, figures and . _ @ -, 2 to 64'),
  displayName,
  role: z.enum(ACCOUNT_ROLES),
  scope: scopeSchema,
})
/** `token`: secret of the one-time link by which the password is set. */
export const newUserSchema = z.object({ user: userSchema, token: z.string() })
export type NewUser = z.infer<typeof newUserSchema>
export const userLinkSchema = z.object({ token: z.string() })
export type UserLink = z.infer<typeof userLinkSchema>

export const changeUserBodySchema = z.strictObject({
  displayName: displayName.optional(),
  role: z.enum(ACCOUNT_ROLES).optional(),
  scope: scopeSchema.optional(),
  isDisabled: z.boolean().optional(),
})

export const heldSessionSchema = z.object({
  id: z.string(),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  address: z.string(),
  agent: z.string(),
  isThis: z.boolean(),
})
export type HeldSession = z.infer<typeof heldSessionSchema>
/** Newest seen first. */
export const heldSessionListSchema = z.object({ rows: z.array(heldSessionSchema) })

const sourceKey = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and -')

export const accessTokenSchema = z.object({
  id: z.string(),
  /** device: a wall; ingest: whoever sends rows of named sources. */
  kind: z.enum(['device', 'ingest']),
  name: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  /** To the minute. */
  seenAt: z.iso.datetime().nullable(),
  seenFrom: z.string().nullable(),
  /** Of a device: path and query; null for others. */
  scene: z.string().nullable(),
  scope: scopeViewSchema.nullable(),
  /** Of a device: its scene lists single matters, so it may read them. */
  seesIncidents: z.boolean(),
  /** Of an ingest token. */
  sources: z.array(z.string()),
})
export type AccessTokenView = z.infer<typeof accessTokenSchema>
/** Newest first, revoked ones last. */
export const accessTokenListSchema = z.object({ rows: z.array(accessTokenSchema) })

export const newTokenBodySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('device'),
    name: displayName,
    /** Path and query below the base path, as the address bar has them. */
    scene: z.string().min(1).max(4000),
    scope: scopeSchema,
  }),
  z.strictObject({
    kind: z.literal('ingest'),
    name: displayName,
    sources: z.array(sourceKey).min(1).max(20),
  }),
])
export const newAccessTokenSchema = z.object({ token: accessTokenSchema, secret: z.string() })
export type NewAccessToken = z.infer<typeof newAccessTokenSchema>

/** GET /api/sources: what an ingest token may be bound to. */
export const sourceListSchema = z.object({
  rows: z.array(z.object({ source: z.string(), name: textSchema, hasMapping: z.boolean() })),
})
export type SourceList = z.infer<typeof sourceListSchema>

/** POST /api/device-session */
export const deviceBodySchema = z.strictObject({ token: z.string().min(20).max(100) })
export const deviceSchema = z.object({ name: z.string(), scene: z.string() })
export type Device = z.infer<typeof deviceSchema>
