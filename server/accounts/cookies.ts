// The cookies of sessions and walls: no script reads them, no other site sends them, and behind TLS their name binds them
// to this host (`__Host-`, or `__Secure-` below a sub-path, where the first is not allowed). Where another site's pages may
// frame ours (frame-ancestors) browsers send only SameSite=None, which they take behind TLS alone; that a change comes from
// our own pages is checked apart (http/sameOrigin.ts).
import type { Asked } from '../access/principal.ts'

export interface CookieParts {
  readonly isSecure: boolean
  /** '' at the root. */
  readonly basePath: string
  /** By pages of other sites. */
  readonly isFramed: boolean
}

const NAME = 'jingwei-session'
export const DEVICE_COOKIE = 'jingwei-device'
/** The longest browsers keep one. */
export const DEVICE_COOKIE_SECONDS = 400 * 86_400

export const cookieName = ({ isSecure, basePath }: Omit<CookieParts, 'isFramed'>, name = NAME): string =>
  isSecure ? `${basePath === '' ? '__Host-' : '__Secure-'}${name}` : name

/** @param value null: takes it away */
export function setCookie(parts: CookieParts, value: string | null, options: CookieOptions = {}): string {
  const { name = NAME, maxAgeSeconds } = options
  const { isFramed, isSecure } = parts
  const sameSite = isFramed && isSecure ? 'None' : (options.sameSite ?? 'Strict')
  return [
    `${cookieName(parts, name)}=${value ?? ''}`,
    `Path=${parts.basePath === '' ? '/' : parts.basePath}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(isSecure ? ['Secure'] : []),
    ...(value === null ? ['Max-Age=0'] : maxAgeSeconds ? [`Max-Age=${maxAgeSeconds}`] : []),
  ].join('; ')
}

interface CookieOptions {
  readonly sameSite?: 'Strict' | 'Lax'
  readonly name?: string
  readonly maxAgeSeconds?: number
}

export function readCookie(asked: Pick<Asked, 'header'>, name: string): string | null {
  for (const pair of (asked.header('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}
