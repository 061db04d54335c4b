// Settings: flags, then environment, then jingwei.config.yaml, then the default. One table, documented here
// and printed by `jingwei doctor`. Only this module and the command line read the environment.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseBasemap } from '#data/model/basemap.ts'
import { providerSettingsSchema } from './accounts/providerSettings.ts'
import { HASH_ALGORITHMS } from './audit/chain.ts'
import { isAddressRange, rangesOf } from './http/peer.ts'

/** A flag or the environment has it as text. */
function fromJson(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const settingsSchema = z.strictObject({
  host: z.string().min(1),
  port: z.coerce.number().int().min(0).max(65_535),
  data: z.string().min(1),
  demoSeed: z.coerce.number().int().min(0),
  /** Public path when a portal serves Jingwei below its own, e.g. /jingwei. */
  basePath: z.string().regex(/^(\/[A-Za-z0-9._~-]+)*$/, 'such as /jingwei, without a slash at the end'),
  /** Others than 'self' make cookies SameSite=None behind TLS: a frame of another site is sent no others. */
  frameAncestors: z.string().regex(/^[^;,\r\n]+$/, "a CSP source list such as 'self' https://portal.example"),
  auditHash: z.enum(HASH_ALGORITHMS),
  signIn: z.enum(['auto', 'demo', 'accounts']),
  trustedProxies: z
    .string()
    .refine((setting) => rangesOf(setting).every(isAddressRange), 'addresses such as 10.0.0.5 or 10.0.0.0/8'),
  signInHeader: z.string().regex(/^[A-Za-z0-9-]*$/, 'the name of a header'),
  idleMinutes: z.coerce.number().min(1).max(1440),
  sessionHours: z.coerce.number().min(0.1).max(720),
  provider: z.preprocess(fromJson, z.union([z.literal(''), providerSettingsSchema])),
  publicTables: z.preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : value),
    z.boolean('true or false'),
  ),
  logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
  /** '' for none; see data/model/basemap.ts. */
  basemap: z
    .string()
    .refine(
      (setting) => parseBasemap(setting) !== undefined,
      'tianditu:KEY, an address with {z}, {x} and {y}, or that of a .pmtiles file',
    ),
  basemapAttribution: z.string(),
  memoryLimit: z.string().regex(/^\d+(\.\d+)?\s*(KB|MB|GB|KiB|MiB|GiB)$/i, 'such as 600MB'),
})
export type Settings = Readonly<z.infer<typeof settingsSchema>>

interface SettingRow {
  readonly key: keyof Settings
  readonly flag: string
  readonly environment: string
  readonly fallback: Settings[keyof Settings]
  readonly what: string
}

/** The documented table: flag, environment, key in jingwei.config.yaml (the key itself), default. */
export const SETTINGS: readonly SettingRow[] = [
  { key: 'host', flag: '--host', environment: 'HOST', fallback: '127.0.0.1', what: 'address to listen on' },
  { key: 'port', flag: '--port', environment: 'PORT', fallback: 8420, what: 'port; 0 takes a free one' },
  { key: 'data', flag: '--data', environment: 'JINGWEI_DATA', fallback: 'jingwei-data', what: 'data folder' },
  {
    key: 'demoSeed',
    flag: '--demo-seed',
    environment: 'JINGWEI_DEMO_SEED',
    fallback: 1,
    what: 'seed of the demo world',
  },
  {
    key: 'basePath',
    flag: '--base-path',
    environment: 'JINGWEI_BASE_PATH',
    fallback: '',
    what: 'sub-path behind a portal',
  },
  {
    key: 'frameAncestors',
    flag: '--frame-ancestors',
    environment: 'JINGWEI_FRAME_ANCESTORS',
    fallback: "'self'",
    what: 'who may frame the pages; with other sites in it cookies are SameSite=None behind TLS (a frame gets no others), else Strict',
  },
  {
    key: 'signIn',
    flag: '--sign-in',
    environment: 'JINGWEI_SIGN_IN',
    fallback: 'auto',
    what: 'auto, demo (no sign-in; on loopback only), accounts; auto: demo for the demo on loopback without accounts',
  },
  {
    key: 'trustedProxies',
    flag: '--trusted-proxies',
    environment: 'JINGWEI_TRUSTED_PROXIES',
    fallback: '',
    what: 'addresses of proxies in front, whose X-Forwarded-* headers count',
  },
  {
    key: 'signInHeader',
    flag: '--sign-in-header',
    environment: 'JINGWEI_SIGN_IN_HEADER',
    fallback: '',
    what: 'header by which such a proxy names the account; none unless set',
  },
  {
    key: 'idleMinutes',
    flag: '--idle-minutes',
    environment: 'JINGWEI_IDLE_MINUTES',
    fallback: 30,
    what: 'a session ends after so long without a request',
  },
  {
    key: 'sessionHours',
    flag: '--session-hours',
    environment: 'JINGWEI_SESSION_HOURS',
    fallback: 12,
    what: 'a session ends so long after signing in',
  },
  {
    key: 'provider',
    flag: '--provider',
    environment: 'JINGWEI_PROVIDER',
    fallback: '',
    what: 'OpenID Connect, as JSON or under provider: in jingwei.config.yaml',
  },
  {
    key: 'publicTables',
    flag: '--public-tables',
    environment: 'JINGWEI_PUBLIC_TABLES',
    fallback: false,
    what: 'true: published tables (/public) are for anybody, without signing in',
  },
  {
    key: 'basemap',
    flag: '--basemap',
    environment: 'JINGWEI_BASEMAP',
    fallback: '',
    what: 'map beneath: tianditu:KEY, an address with {z}/{x}/{y}, a .pmtiles file; none unless set',
  },
  {
    key: 'basemapAttribution',
    flag: '--basemap-attribution',
    environment: 'JINGWEI_BASEMAP_ATTRIBUTION',
    fallback: '',
    what: 'whom the basemap is owed to, shown on the map',
  },
  {
    key: 'logLevel',
    flag: '--log-level',
    environment: 'JINGWEI_LOG_LEVEL',
    fallback: 'warn',
    what: 'silent, error, warn, info (a line a request), debug',
  },
  {
    key: 'auditHash',
    flag: '--audit-hash',
    environment: 'JINGWEI_AUDIT_HASH',
    fallback: 'sha256',
    what: 'hash that chains the audit: sha256 or sm3',
  },
  {
    key: 'memoryLimit',
    flag: '--memory-limit',
    environment: 'JINGWEI_MEMORY_LIMIT',
    fallback: '600MB',
    what: 'memory of the database',
  },
]

export const CONFIG_FILE = 'jingwei.config.yaml'

/** Not usable settings; the message says which one, where it came from and why. */
export class SettingsError extends Error {}

export interface SettingsSources {
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Folder of jingwei.config.yaml, against which a relative data folder is resolved. */
  readonly folder: string
}

export function readSettings({ flags, environment, folder }: SettingsSources): Settings {
  const file = readConfigFile(resolve(folder, CONFIG_FILE))
  const settings: Record<string, unknown> = {}
  for (const { key, flag, environment: variable, fallback } of SETTINGS) {
    const [value, origin] =
      flags[key] !== undefined
        ? [flags[key], flag]
        : environment[variable]
          ? [environment[variable], variable]
          : file[key] !== undefined
            ? [file[key], `${key} in ${CONFIG_FILE}`]
            : [fallback, 'default']
    const parsed = settingsSchema.shape[key].safeParse(value)
    if (!parsed.success)
      throw new SettingsError(
        // The provider's may hold a secret.
        `${origin}: ${parsed.error.issues[0].message}${key === 'provider' ? '' : ` (got ${String(value)})`}`,
      )
    settings[key] = parsed.data
  }
  return { ...(settings as Settings), data: resolve(folder, settings.data as string) }
}

function readConfigFile(path: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return {}
  }
  let value: unknown
  try {
    value = parse(text) ?? {}
  } catch (error) {
    throw new SettingsError(`${path}: not YAML: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || Array.isArray(value))
    throw new SettingsError(`${path}: want keys and values`)
  const unknown = Object.keys(value as object).filter((key) => !(key in settingsSchema.shape))
  if (unknown.length > 0)
    throw new SettingsError(
      `${path}: unknown ${unknown.join(', ')}; known: ${SETTINGS.map((s) => s.key).join(', ')}`,
    )
  return value as Record<string, unknown>
}
