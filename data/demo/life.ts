// One matter's life: when it is accepted, answered, handled, closed, rated. Late matters are decided first, so that
// the shares handled on time and handled at all come out as in published reports.
import { createWorkingClock } from '../calendar/workingTime.ts'
import { assignmentsBy, responsibleAt } from '../model/assignment.ts'
import type { IncidentRecord } from '../model/incident.ts'
import { URGENCIES, WORKING_TIME } from './demoCity.ts'
import { assignmentsOf, levelOfOrganisation } from './dispatch.ts'
import type { Choice } from './incidents.ts'
import { createRandom, cumulate, normal, pick, type Random } from './random.ts'

export type Life = Pick<
  IncidentRecord,
  | 'moments'
  | 'deadlineAt'
  | 'originalDeadlineAt'
  | 'responseDeadlineAt'
  | 'organisation'
  | 'assignments'
  | 'handlingLevel'
  | 'selfClosed'
  | 'satisfied'
>

export interface LifeContext {
  readonly seed: number
  /** Days from receipt to the day the demo was made; negative after it. */
  readonly daysAgo: number
}

const HOUR_MS = 3_600_000
const afterWorking = createWorkingClock(WORKING_TIME)
/** Asia/Shanghai has had no summer time since 1991. */
const ZONE_MS = 8 * HOUR_MS
/** Share not handled by the deadline. */
const LATE = 0.063
/** Mean days a late matter still takes: leaves 97.6 % handled over the last 30 days. */
const LATE_DAYS = 12
/** None is later than this: the running demo finishes every matter it began. */
const LATEST_DAYS = 120
/** From received to the last moment: the longest deadline and its extension, the latest, verified, closed and rated. */
export const LIFE_DAYS = 210
const SATISFIED = 0.916
const RATED = 0.34
const REWORKED = 0.02
/** Share of matters of more than a day that stand suspended for a while. */
const SUSPENDED = 0.06
/** Share of those near their deadline that have it extended. */
const EXTENDED = 0.18
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
  const exponential = (meanHours: number): number => -Math.log(1 - random()) * meanHours * HOUR_MS
  const standardDeadline = deadlineOf(choice, received)
  const responseDeadlineAt = received + RESPONSE_HOURS[choice.urgency] * HOUR_MS
  const handlingLevel = HANDLING[pick(random, handlingSums)][0]
  if (random() < 0.008) {
    const refused = received + exponential(4)
    return {
      ...{ deadlineAt: standardDeadline, responseDeadlineAt, handlingLevel: null, organisation: null },
      moments: {
        received,
        refused: Math.round(refused),
        voided: Math.round(refused + exponential(8)),
      },
      assignments: [],
      selfClosed: false,
      satisfied: null,
    }
  }
  const strain = strainOf(choice, context)
  const isLate = random() < Math.min(0.6, LATE * strain.late)
  const usual = isLate
    ? standardDeadline + lateness(random, LATE_DAYS * strain.delay)
    : received + onTimeDuration(choice, standardDeadline - received, random)
  const { handled, extended, ...deadlines } = extensionOf(received, usual, standardDeadline, context.seed)
  const selfClosed = choice.source === 'grid' && handlingLevel === 4 && random() < 0.25
  const accepted = Math.min(received + exponential(0.4), handled)
  const dispatched = Math.round(Math.min(accepted + exponential(0.5), handled))
  const answered =
    random() < 0.955
      ? received + random() * (responseDeadlineAt - received)
      : responseDeadlineAt + exponential(6)
  const verified = handled + exponential(selfClosed ? 0.2 : 10)
  const closed = verified + exponential(selfClosed ? 0.1 : 5)
  const pause = pauseOf(received, accepted, handled, context.seed)
  const rated = random() < RATED ? Math.round(closed + exponential(30)) : null
  const handling = {
    dispatched,
    handled: Math.round(handled),
    deadlineAt: deadlines.deadlineAt,
    handlingLevel,
  }
  const assignments = assignmentsOf(choice, handling, context.seed)
  return {
    ...deadlines,
    ...{ responseDeadlineAt, handlingLevel, assignments },
    organisation: responsibleAt(assignments, Number.POSITIVE_INFINITY),
    moments: {
      received,
      accepted: Math.round(accepted),
      dispatched,
      ...pause,
      ...(extended === null ? {} : { extended }),
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

/** By the category's clock: hours as they pass, or hours of work. */
function deadlineOf({ category, urgency }: Choice, received: number): number {
  const hours = Math.round(category.deadlineHours * URGENCIES[urgency].deadlineFactor)
  if (category.deadlineClock === 'natural') return received + hours * HOUR_MS
  return afterWorking(received + ZONE_MS, hours * HOUR_MS) - ZONE_MS
}

/** How long after the deadline: exponential, cut off without a pile at the end. */
function lateness(random: Random, meanDays: number): number {
  const within = 1 - Math.exp(-LATEST_DAYS / meanDays)
  return -Math.log(1 - random() * within) * meanDays * 24 * HOUR_MS
}

interface Extension {
  readonly handled: number
  readonly extended: number | null
  readonly deadlineAt: number
  readonly originalDeadlineAt?: number
}

/**
 * Some matters that draw near their deadline have it extended by half. What would have been late stays so by as much:
 * shares on time are those without extensions. Drawn apart, so that nothing else of the world moves.
 */
function extensionOf(received: number, handled: number, deadlineAt: number, seed: number): Extension {
  const random = createRandom(seed, 24, received)
  const allowed = deadlineAt - received
  const extended = Math.round(received + allowed * (0.6 + 0.35 * random()))
  if (extended >= handled || random() >= EXTENDED) return { handled, extended: null, deadlineAt }
  const longer = Math.round(allowed / 2 / HOUR_MS) * HOUR_MS
  return {
    handled: handled > deadlineAt ? handled + longer : handled,
    extended,
    deadlineAt: deadlineAt + longer,
    originalDeadlineAt: deadlineAt,
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
  const assignments = assignmentsBy(record.assignments ?? [], nowMs)
  const organisation = responsibleAt(assignments, nowMs)
  return {
    ...record,
    moments,
    assignments,
    organisation,
    handlingLevel: levelBy(record, organisation, nowMs),
    deadlineAt: moments.extended ? record.deadlineAt : (record.originalDeadlineAt ?? record.deadlineAt),
    originalDeadlineAt: moments.extended ? record.originalDeadlineAt : null,
    satisfied: moments.rated ? record.satisfied : null,
    selfClosed: record.selfClosed && Boolean(moments.closed),
  }
}

/** Where it is handled is known once the last lead has it; before, the level of who holds it. */
function levelBy({ assignments = [], handlingLevel }: IncidentRecord, holder: string | null, nowMs: number) {
  if (holder === null) return null
  const last = assignments.filter(({ role }) => role === 'lead').at(-1)
  return last && last.fromAt <= nowMs ? handlingLevel : levelOfOrganisation(holder)
}
