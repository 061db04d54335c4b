// What to say over the map, if anything: the first that applies of failed, empty, few.
import type { ClassesResponse } from '#data/model/figuresApi.ts'

export type Situation = 'failed' | 'empty' | 'few' | null

/** Few is said when most units of the level carry too little to be coloured, or nothing. */
const FEW_SHARE = 0.5

export function situationOf(facts: {
  readonly isFailed: boolean
  /** null: not known yet. */
  readonly received: number | null
  readonly classes: ClassesResponse | null
}): Situation {
  if (facts.isFailed) return 'failed'
  if (facts.received === 0) return 'empty'
  const { classes } = facts
  if (classes && classes.few > 0 && (classes.few + classes.none) / classes.units > FEW_SHARE) return 'few'
  return null
}
