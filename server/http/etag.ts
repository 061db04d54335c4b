// Entity tags and If-None-Match (RFC 9110 §8.8.3, §13.1.2): lists, `*`, weak comparison.
import { createHash } from 'node:crypto'

/** A weak tag: equal bytes before content coding. */
export const weakTag = (bytes: string | Uint8Array): string =>
  `W/"${createHash('sha1').update(bytes).digest('base64url')}"`

/** Whether the request's If-None-Match covers `tag`: then 304. */
export function noneMatch(ifNoneMatch: string | null | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false
  if (ifNoneMatch.trim() === '*') return true
  const wanted = opaque(tag)
  for (const [, candidate] of ifNoneMatch.matchAll(/(?:W\/)?("[^"]*")/g))
    if (candidate === wanted) return true
  return false
}

const opaque = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag)
