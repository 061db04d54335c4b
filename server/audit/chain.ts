// A chain of lines: each carries the hash of the one before it and its own, taken over its own bytes as they stand. A
// changed byte breaks that line's hash, a removed or moved line the link to the next (Haber and Stornetta 1991). Pure.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AuditEntry } from '#data/model/audit.ts'

/** sm3 is GB/T 32905-2016. The name stands before each hash, so one chain may go from one to the other. */
export const HASH_ALGORITHMS = ['sha256', 'sm3'] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** Where a chain has got to. */
export interface Link {
  readonly sequence: number
  /** `algorithm:hex` of that line. */
  readonly hash: string
}

export const START: Link = { sequence: 0, hash: 'start' }

const OWN_HASH = ',"hash":"'
const stated = z.object({ sequence: z.int(), at: z.string(), previous: z.string(), hash: z.string() })

/** The next line, without its line end. */
export function seal(
  previous: Link,
  fields: Omit<AuditEntry, 'sequence'>,
  algorithm: HashAlgorithm,
): { line: string; link: Link } {
  const sequence = previous.sequence + 1
  const body = JSON.stringify({ sequence, ...fields, previous: previous.hash }).slice(0, -1)
  const hash = hashOf(algorithm, body)
  return { line: `${body}${OWN_HASH}${hash}"}`, link: { sequence, hash } }
}

export type LineFault = 'unreadable' | 'changed' | 'unlinked'

/**
 * Checks one line against the one before it.
 * @param previous null: unknown, because that line is itself broken
 * @returns where the chain stands after it; link null where the line cannot be read
 */
export function check(
  line: string,
  previous: Link | null,
): { fault: LineFault | null; link: Link | null; missing: number } {
  const read = readLink(line)
  if (!read) return { fault: 'unreadable', link: null, missing: 0 }
  const { link, before, body } = read
  const [algorithm] = link.hash.split(':')
  if (!isAlgorithm(algorithm) || hashOf(algorithm, body) !== link.hash)
    return { fault: 'changed', link, missing: 0 }
  if (previous && (before !== previous.hash || link.sequence !== previous.sequence + 1))
    return { fault: 'unlinked', link, missing: Math.max(0, link.sequence - previous.sequence - 1) }
  return { fault: null, link, missing: 0 }
}

/** What a line states of itself. */
export interface StatedLink {
  readonly link: Link
  readonly at: string
  /** Hash of the line before. */
  readonly before: string
  /** The bytes its own hash is taken over. */
  readonly body: string
}

/** null: not a line of a chain. */
export function readLink(line: string): StatedLink | null {
  const end = line.lastIndexOf(OWN_HASH)
  if (end < 0) return null
  try {
    const { sequence, at, previous, hash } = stated.parse(JSON.parse(line))
    return { link: { sequence, hash }, at, before: previous, body: line.slice(0, end) }
  } catch {
    return null
  }
}

const hashOf = (algorithm: HashAlgorithm, body: string): string =>
  `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`

export const isAlgorithm = (name: string): name is HashAlgorithm =>
  (HASH_ALGORITHMS as readonly string[]).includes(name)
