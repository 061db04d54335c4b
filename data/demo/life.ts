// One matter's life: when it is accepted, answered, handled, closed, rated. Late matters are decided first, so that
// the shares handled on time and handled at all come out as in published reports.
import type { IncidentRecord } from '../model/incident.ts'
import type { Choice } from './incidents.ts'
import { createRandom, cumulate, normal, pick, type Random } from './random.ts'
import { URGENCIES } from './taxonomy.ts'

export type Life = Pick<
  IncidentRecord,
  'moments' | 'deadlineAt' | 'responseDeadlineAt' | 'handlingLevel' | 'selfClosed' | 'satisfied'
>

export interface LifeContext {
  readonly seed: number
  /** Days from receipt to the day the demo was made; negative after it. */
  readonly daysAgo: number
}

const HOUR_MS = 3_600_000
/** Share not handled by the deadline. */
const LATE = 0.063
/** Mean days a late matter still takes: leaves 97.6 % handled over the last 30 days. */
const LATE_DAYS = 12
const SATISFIED = 0.916
const RATED = 0.34
const REWORKED = 0.02
/** Share of matters of more than a day that stand suspended for a while. */
const SUSPENDED = 0.06
/** Handled at: village and grid, township, county, city (indices into levels), in %. */
const HANDLING: readonly [level: number, share: number][] = [
  [4, 72],
  [3, 17],
  [2, 9],
  [1, 2],
]
const handlingSums = cumulate(HANDLING.map(([, share]) => share))
const RESPONSE_HOURS = [24, 8, 4, 2]
/** Counties with a bad month before the demo was made: factor on late matters, on how late. */
const BAD_MONTHS: Readonly<Record<string, { days: number; late: number; delay: number }>> = {
  '140427': { days: 38, late: 2.1, delay: 2.2 },
  '140425': { days: 30, late: 1.6, delay: 1.7 },
}

export function liveThrough(choice: Choice, received: number, context: LifeContext, random: Random): Life {
  const urgency = URGENCIES[choice.urgency]
  const exponential = (meanHours: number): number => -Math.log(1 - random()) * meanHours * HOUR_MS
  const deadlineAt = received + Math.round(choice.category.deadlineHours * urgency.deadlineFactor) * HOUR_MS
  const responseDeadlineAt = received + RESPONSE_HOURS[choice.urgency] * HOUR_MS
  const handlingLevel = HANDLING[pick(random, handlingSums)][0]
  const base = { deadlineAt, responseDeadlineAt, handlingLevel }
  if (random() < 0.008) {
    const refused = received + exponential(4)
    return {
      ...base,
      moments: {
        received,
        refused: Math.round(refused),
        voided: Math.round(refused + exponential(8)),
      },
      selfClosed: false,
      satisfied: null,
    }
  }
  const strain = strainOf(choice, context)
  const isLate = random() < Math.min(0.6, LATE * strain.late)
  const handled = isLate
    ? deadlineAt + exponential(LATE_DAYS * 24 * strain.delay)
    : received + onTimeDuration(choice, deadlineAt - received, random)
  const selfClosed = choice.source === 'grid' && handlingLevel === 4 && random() < 0.25
  const accepted = Math.min(received + exponential(0.4), handled)
  const dispatched = Math.min(accepted + exponential(0.5), handled)
  const answered =
    random() < 0.955
      ? received + random() * (responseDeadlineAt - received)
      : responseDeadlineAt + exponential(6)
  const verified = handled + exponential(selfClosed ? 0.2 : 10)
  const closed = verified + exponential(selfClosed ? 0.1 : 5)
  const pause = pauseOf(received, accepted, handled, context.seed)
  const rated = random() < RATED ? Math.round(closed + exponential(30)) : null
  return {
    ...base,
    moments: {
      received,
      accepted: Math.round(accepted),
      dispatched: Math.round(dispatched),
      ...pause,
      responded: Math.round(Math.min(Math.max(answered, accepted), handled)),
      handled: Math.round(handled),
      reworked: random() < REWORKED ? Math.round(handled + random() * (verified - handled)) : null,
      verified: Math.round(verified),
      closed: Math.round(closed),
      rated,
    },
    selfClosed,
    satisfied: rated === null ? null : random() < SATISFIED,
  }
}

/** Some long matters stand suspended for a while; drawn apart, so that nothing else of the world moves. */
function pauseOf(
  received: number,
  accepted: number,
  handled: number,
  seed: number,
): { suspended: number; resumed: number } | null {
  const random = createRandom(seed, 22, received)
  const lasting = handled - accepted
  if (lasting < 24 * HOUR_MS || random() >= SUSPENDED) return null
  const suspended = accepted + lasting * (0.1 + 0.3 * random())
  const resumed = suspended + (handled - suspended) * (0.2 + 0.5 * random())
  return { suspended: Math.round(suspended), resumed: Math.round(resumed) }
}

/** Log-normal about the category's median, within the time allowed. */
function onTimeDuration({ category }: Choice, allowedMs: number, random: Random): number {
  for (let attempt = 0; attempt < 5; attempt++) {
    const duration = category.medianHours * Math.exp(category.sigma * normal(random)) * HOUR_MS
    if (duration < allowedMs) return duration
  }
  return random() * allowedMs
}

/** Some townships are always slower; two counties had a bad month. */
function strainOf({ grid }: Choice, { seed, daysAgo }: LifeContext): { late: number; delay: number } {
  const township = createRandom(seed, 21, grid.townshipId)
  const slow = Math.exp(0.55 * normal(township) - 0.15)
  const bad = BAD_MONTHS[grid.county]
  const isBad = bad && daysAgo <= bad.days && daysAgo >= 0
  return { late: slow * (isBad ? bad.late : 1), delay: isBad ? bad.delay : 1 }
}

/** What is known at a moment: later moments, and what follows from them, are taken away. */
export function maskFuture(record: IncidentRecord, nowMs: number): IncidentRecord {
  const moments = Object.fromEntries(
    Object.entries(record.moments).map(([key, at]) => [
      key,
      at !== null && at !== undefined && at <= nowMs ? at : null,
    ]),
  ) as IncidentRecord['moments']
  return {
    ...record,
    moments,
    satisfied: moments.rated ? record.satisfied : null,
    selfClosed: record.selfClosed && Boolean(moments.closed),
  }
}
