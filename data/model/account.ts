// Signing in and one's own account on the wire. No answer carries a password, a token of a session or a stored hash.
import { z } from 'zod'

/** GET /api/sign-in: how one may sign in here; open to anyone, so it names nobody. */
export const signInOptionsSchema = z.object({
  /** demo: whoever looks is signed in already. */
  mode: z.enum(['demo', 'accounts']),
  /** There is no account yet; the set-up link makes the first. */
  needsSetUp: z.boolean(),
  /** Name of the organisation's own sign-in; null: there is none. */
  provider: z.string().nullable(),
  isSignedIn: z.boolean(),
  /** Whether published tables may be read without signing in. */
  publicTables: z.boolean(),
})
export type SignInOptions = z.infer<typeof signInOptionsSchema>

export const signInBodySchema = z.strictObject({
  name: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  /** Of the authenticator app, or a recovery code. */
  code: z.string().min(1).max(40).optional(),
})
export const signInResultSchema = z.object({ step: z.enum(['signedIn', 'secondFactor']) })
export type SignInResult = z.infer<typeof signInResultSchema>

const token = z.string().min(20).max(100)
export const linkBodySchema = z.strictObject({ token })
/** setUp: makes the first administrator; password: sets the password of an account that exists. */
export const linkSchema = z.object({ purpose: z.enum(['setUp', 'password']), name: z.string().nullable() })
export type OneTimeLink = z.infer<typeof linkSchema>

export const ACCOUNT_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u
export const useLinkBodySchema = z.strictObject({
  token,
  name: z.string().regex(ACCOUNT_NAME, 'letters, figures and . _ @ -, 2 to 64').optional(),
  displayName: z.string().trim().min(1).max(64).optional(),
  password: z.string().min(1).max(200),
})

export const passwordBodySchema = z.strictObject({
  current: z.string().min(1).max(200),
  next: z.string().min(1).max(200),
})
export const confirmBodySchema = z.strictObject({ password: z.string().min(1).max(200) })
export const codeBodySchema = z.strictObject({ code: z.string().min(1).max(40) })

/** What the authenticator app is given; shown once. */
export const secondFactorOfferSchema = z.object({ secret: z.string(), address: z.string() })
export type SecondFactorOffer = z.infer<typeof secondFactorOfferSchema>
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>

export const sessionSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  address: z.string(),
  agent: z.string(),
  isThis: z.boolean(),
})
export type SessionView = z.infer<typeof sessionSchema>

/** GET /api/account */
export const ownAccountSchema = z.object({
  kind: z.enum(['account', 'demo', 'device', 'ingest', 'public']),
  name: z.string(),
  displayName: z.string(),
  role: z.string(),
  scope: z.object({ kind: z.enum(['all', 'unit', 'organisation']), code: z.string().optional() }),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  sessions: z.array(sessionSchema),
})
export type OwnAccount = z.infer<typeof ownAccountSchema>

export const doneSchema = z.object({ done: z.literal(true) })

/** Why a password is not taken; the interface has words for each. */
export const PASSWORD_FAULTS = ['too-short', 'too-simple', 'has-name', 'common'] as const
export type PasswordFault = (typeof PASSWORD_FAULTS)[number]
