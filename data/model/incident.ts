// Incidents (事件): one matter, its moments, place and handling. Counts only: no person, no free text.
import type { Assignment } from './assignment.ts'
import type { UnitId } from './ids.ts'

/** Column names of the moments of a matter's life, in the usual order. */
export const MOMENTS = [
  'received',
  'accepted',
  'refused',
  'dispatched',
  'responded',
  'handled',
  'verified',
  'closed',
  'reopened',
  'reworked',
  'extended',
  'suspended',
  'resumed',
  'rated',
  'voided',
] as const
export type Moment = (typeof MOMENTS)[number]

/** Why an incident has no unit. */
export const UNLOCATED_CAUSES = ['no-coordinates', 'zero-coordinates', 'outside', 'unknown-code'] as const
export type UnlocatedCause = (typeof UNLOCATED_CAUSES)[number]

/** An incident as it is written to the store. Instants are milliseconds since 1970 UTC. */
export interface IncidentRecord {
  /** Key of City.sources. */
  readonly source: string
  /** Id in its own system; (source, sourceId) identifies the matter for ever. */
  readonly sourceId: string
  readonly category: string
  readonly urgency: string
  /** Finest unit known, any level; null: unlocated, `unlocatedCause` says why. */
  readonly unitId: UnitId | null
  readonly unlocatedCause: UnlocatedCause | null
  /** 1e-7 degrees WGS 84; null when unknown or sensitive. */
  readonly x: number | null
  readonly y: number | null
  /** The point stands for a pile of equal points (a geocoder's default). */
  readonly approximate: boolean
  /** received is required; the others null until they happen. */
  readonly moments: { readonly received: number } & {
    readonly [M in Exclude<Moment, 'received'>]?: number | null
  }
  /** Deadline of handling, extensions and suspensions included; null: the source has none. */
  readonly deadlineAt: number | null
  /** The deadline as it was first set, where it has been extended (moment `extended`) to `deadlineAt`. */
  readonly originalDeadlineAt?: number | null
  readonly responseDeadlineAt: number | null
  /** Key of the lead organisation, null if unknown. With assignments it is who is responsible after the last of them. */
  readonly organisation: string | null
  /** Absent: not told here; what is stored of them, and of the lead, stays. */
  readonly assignments?: readonly Assignment[]
  /** Index into City.levels of where it was handled, null if unknown. */
  readonly handlingLevel: number | null
  /** Closed by its own reporter. */
  readonly selfClosed: boolean
  readonly satisfied: boolean | null
  /** Excluded from assessment, with the reason; null: counted. */
  readonly exclusion: string | null
}

/** The deadline as it was known at a moment: one that was extended later was still the first. */
export function deadlineKnownAt(
  { moments, deadlineAt, originalDeadlineAt }: IncidentRecord,
  asOfMs: number,
): number | null {
  const isExtendedLater = moments.extended != null && moments.extended > asOfMs
  return isExtendedLater && originalDeadlineAt != null ? originalDeadlineAt : deadlineAt
}

/**
 * When a matter had ended, as of a moment; null: it was open. Refused and voided it is over; what was handled or closed is
 * open again from when it was reopened until it is handled or closed anew.
 */
export function endedAt({ moments }: Pick<IncidentRecord, 'moments'>, asOfMs: number): number | null {
  const { handled, closed, reopened, refused, voided } = moments
  const past = (at: number | null | undefined): at is number => at != null && at <= asOfMs
  const isUndone = (at: number) => past(reopened) && reopened >= at
  const ends = [
    ...[handled, closed].filter(past).filter((at) => !isUndone(at)),
    ...[refused, voided].filter(past),
  ]
  return ends.length > 0 ? Math.min(...ends) : null
}
