// The session's cookie: no script reads it, no other site sends it, and behind TLS its name binds it to this host
// (`__Host-`, or `__Secure-` below a sub-path, where the first is not allowed).
import type { Asked } from '../access/principal.ts'

export interface CookieParts {
  readonly isSecure: boolean
  /** '' at the root. */
  readonly basePath: string
}

const NAME = 'jingwei-session'

export const cookieName = ({ isSecure, basePath }: CookieParts, name = NAME): string =>
  isSecure ? `${basePath === '' ? '__Host-' : '__Secure-'}${name}` : name

/** @param value null: takes it away */
export function setCookie(parts: CookieParts, value: string | null, options: CookieOptions = {}): string {
  const { sameSite = 'Strict', name = NAME, maxAgeSeconds } = options
  return [
    `${cookieName(parts, name)}=${value ?? ''}`,
    `Path=${parts.basePath === '' ? '/' : parts.basePath}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(parts.isSecure ? ['Secure'] : []),
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
