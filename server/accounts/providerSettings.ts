// What jingwei.config.yaml says under `provider` (or JINGWEI_PROVIDER as JSON): the organisation's OpenID Connect sign-in.
import { z } from 'zod'
import { ROLES } from '../access/principal.ts'

export const providerSettingsSchema = z.strictObject({
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
  /** On the button. */
  label: z.string().min(1).max(40).default('统一身份认证'),
  scope: z.string().default('openid profile'),
  nameClaim: z.string().default('preferred_username'),
  displayNameClaim: z.string().default('name'),
  roleClaim: z.string().default('roles'),
  /** Value of the claim → role; the first that matches, in this order. */
  roles: z.record(z.string(), z.enum(ROLES)),
  /** Claim with the code of the unit, or of the organisation, the account is confined to. */
  unitClaim: z.string().optional(),
  organisationClaim: z.string().optional(),
  /** For a provider on this machine, in tests. */
  allowHttp: z.boolean().default(false),
})
export type ProviderSettings = z.infer<typeof providerSettingsSchema>
