// Why a window counts nothing: the first that applies. Only a true zero may be called one.

export type Emptiness = 'unknown' | 'future' | 'before' | 'ended' | 'filtered' | 'zero'

export function emptinessOf(facts: {
  readonly fromMs: number
  readonly toMs: number
  readonly asOfMs: number
  /** Of all data; null: not told. */
  readonly firstMs: number | null
  /** Of data that have ended; null: they go on. */
  readonly endedMs: number | null
  readonly isFiltered: boolean
  /** A filter of keys the city does not have. */
  readonly isUnknown: boolean
}): Emptiness {
  if (facts.isUnknown) return 'unknown'
  if (facts.fromMs >= facts.asOfMs) return 'future'
  if (facts.firstMs !== null && facts.toMs <= facts.firstMs) return 'before'
  if (facts.endedMs !== null && facts.fromMs > facts.endedMs) return 'ended'
  return facts.isFiltered ? 'filtered' : 'zero'
}
