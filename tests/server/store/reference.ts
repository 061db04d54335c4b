// A slow reference: the measures as DOMAIN.md words them, by plain loops over records. It shares nothing with the
// store or the roll-up, so that where the two agree, both read the same text.
import type { Measure } from '#data/metrics/metric.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Slice } from '#data/model/slice.ts'
import type { Unit } from '#data/model/unit.ts'

const WEEK_MS = 7 * 24 * 3600 * 1000

/** Wall clock of the tests' city, which has no clock changes in these years. */
const wall = (ms: number): Date => new Date(ms + 8 * 3600 * 1000)
export const localHour = (ms: number): number => wall(ms).getUTCHours()
export const localWeekday = (ms: number): number => wall(ms).getUTCDay() || 7

/** Bucket of an open matter's age in whole days of 24 hours; '' when it is not open. */
export function ageOf(record: IncidentRecord, slice: Slice): string {
  const moment = Math.min(slice.toMs, slice.asOfMs)
  const found = new Set<Measure>()
  addStock(found, record, moment)
  if (!found.has('open')) return ''
  const days = (moment - record.moments.received) / (24 * 3600 * 1000)
  const starts = [0, 1, 3, 7, 14, 30, 90].filter((start) => start <= days)
  return `d${starts[starts.length - 1]}`
}

/** The lead begun last by a moment, unless it had sent the matter on by then. */
function holderAt({ organisation, assignments }: IncidentRecord, ms: number): string | null {
  if (assignments === undefined) return organisation
  let holder: string | null = null
  let latest: { fromAt: number; organisation: string } | null = null
  for (const each of assignments) {
    if (each.role !== 'lead' || each.fromAt > ms) continue
    const isLater =
      latest === null ||
      each.fromAt > latest.fromAt ||
      (each.fromAt === latest.fromAt && each.organisation >= latest.organisation)
    if (!isLater) continue
    latest = each
    const isOver = each.toAt !== null && each.toAt <= ms
    holder = isOver && ['returned', 'transferred'].includes(each.outcome ?? '') ? null : each.organisation
  }
  return holder
}

/** With the deadline as it was known at the slice's moment: an extension that came later is not known. */
function asKnown(record: IncidentRecord, { asOfMs }: Slice): IncidentRecord {
  const { extended } = record.moments
  if (extended === null || extended === undefined || extended <= asOfMs) return record
  const first = record.originalDeadlineAt
  return first === null || first === undefined ? record : { ...record, deadlineAt: first }
}

/** The organisation an incident is charged to in a measure: who held it at the measure's own moment. */
export function chargedTo(given: IncidentRecord, measure: Measure, slice: Slice): string | null {
  const record = asKnown(given, slice)
  const moment = Math.min(slice.toMs, slice.asOfMs)
  const { handled, closed } = record.moments
  const earliest = (...all: (number | null | undefined)[]) => Math.min(...all.map((ms) => ms ?? Infinity))
  const isStock = ['open', 'overdue', 'oldestOpenAgeMs'].includes(measure)
  const settled = earliest(record.deadlineAt, handled)
  if (!isStock && slice.basis === 'settled') return holderAt(record, settled)
  if (!isStock && slice.basis === 'closed') return holderAt(record, closed ?? moment)
  if (!isStock && slice.basis === 'default') {
    if (['settled', 'handled', 'onTime', 'respondable', 'responded'].includes(measure))
      return holderAt(record, settled)
    if (['handledInWindow', 'reworked', 'extended'].includes(measure))
      return holderAt(record, handled ?? moment)
    if (['dueToClose', 'closedDue'].includes(measure))
      return holderAt(record, earliest(record.deadlineAt, closed))
    if (measure === 'closed') return holderAt(record, closed ?? moment)
  }
  return holderAt(record, moment)
}

/** Whether the filter by organisation lets a measure of an incident through; CITY's works are above water and roads. */
export function isCharged(record: IncidentRecord, measure: Measure, slice: Slice): boolean {
  if (slice.organisation.length === 0) return true
  const charged = chargedTo(record, measure, slice)
  if (charged === null) return false
  const isBelowWorks = charged === 'water' || charged === 'roads'
  return slice.organisation.includes(charged) || (isBelowWorks && slice.organisation.includes('works'))
}

/** As it stands once written: a record that tells no assignments leaves those stored, and who is responsible. */
export const writtenOver = (next: IncidentRecord, before: IncidentRecord | undefined): IncidentRecord =>
  next.assignments === undefined && before?.assignments !== undefined
    ? { ...next, assignments: before.assignments }
    : next

/** Whether an incident is in the slice's filters, that by organisation apart. */
export function isAsked(record: IncidentRecord, slice: Slice, levelKeys: readonly string[]): boolean {
  if (slice.category.length > 0 && !slice.category.some((code) => record.category.startsWith(code)))
    return false
  if (slice.source.length > 0 && !slice.source.includes(record.source)) return false
  if (slice.urgency.length > 0 && !slice.urgency.includes(record.urgency)) return false
  if (slice.handlingLevel.length > 0) {
    if (record.handlingLevel === null) return false
    if (!slice.handlingLevel.includes(levelKeys[record.handlingLevel])) return false
  }
  if (slice.hour.length > 0 && !slice.hour.includes(localHour(record.moments.received))) return false
  if (slice.weekday.length > 0 && !slice.weekday.includes(localWeekday(record.moments.received))) return false
  if (slice.age.length > 0 && !slice.age.includes(ageOf(record, slice))) return false
  return slice.exclusions === 'with' || record.exclusion === null
}

/** The measures an incident counts in. */
export function measuresOfOne(given: IncidentRecord, slice: Slice): Set<Measure> {
  const record = asKnown(given, slice)
  const found = new Set<Measure>()
  // What has not happened by asOf is not known.
  const known = (ms: number | null | undefined): number | null =>
    ms === null || ms === undefined || ms > slice.asOfMs ? null : ms
  const inWindow = (ms: number | null): boolean => ms !== null && ms >= slice.fromMs && ms < slice.toMs

  const received = known(record.moments.received)
  const handled = known(record.moments.handled)
  const closed = known(record.moments.closed)
  const rated = known(record.moments.rated)
  const due = known(record.deadlineAt)
  // It settles when it is handled or when its deadline passes, whichever is first; without a deadline never.
  let settled: number | null = null
  // Refused or voided matters were nobody's to handle.
  const withdrawn = known(record.moments.refused) !== null || known(record.moments.voided) !== null
  if (record.deadlineAt !== null && !withdrawn) {
    if (handled !== null && handled <= record.deadlineAt) settled = handled
    else settled = due
  }

  const chosen = { received, settled, closed }
  /** In the window by its own moment, or by the basis that was chosen for all. */
  const counts = (...own: (number | null)[]): boolean =>
    slice.basis === 'default' ? own.some(inWindow) : inWindow(chosen[slice.basis])

  if (counts(received)) {
    found.add('received')
    if (known(record.moments.accepted) !== null) found.add('accepted')
    if (record.selfClosed && (closed !== null || handled !== null)) found.add('selfClosed')
    if (record.moments.received <= slice.asOfMs - WEEK_MS) {
      found.add('observed7')
      if (closed !== null && closed <= record.moments.received + WEEK_MS) found.add('closedWithin7')
    }
  }
  if (settled !== null && counts(settled)) {
    found.add('settled')
    if (handled !== null) {
      found.add('handled')
      if (handled <= record.deadlineAt!) found.add('onTime')
    }
    if (record.responseDeadlineAt !== null) {
      found.add('respondable')
      const responded = known(record.moments.responded)
      if (responded !== null && responded <= record.responseDeadlineAt) found.add('responded')
    }
  }
  if (handled !== null && counts(handled)) {
    found.add('handledInWindow')
    if (known(record.moments.reworked) !== null) found.add('reworked')
    if (known(record.moments.extended) !== null) found.add('extended')
  }
  if ((due !== null || closed !== null) && counts(due, closed) && !withdrawn) {
    found.add('dueToClose')
    if (closed !== null) found.add('closedDue')
  }
  if (closed !== null && counts(closed) && !withdrawn) found.add('closed')
  if (rated !== null && counts(rated)) {
    found.add('rated')
    if (record.satisfied === true) found.add('satisfied')
  }
  if (counts(received) && !withdrawn) {
    found.add('timed')
    const ends = [handled, closed].filter((ms) => ms !== null)
    const end = ends.length > 0 ? Math.min(...ends) : null
    const hours = ((end ?? slice.asOfMs) - record.moments.received) / 3_600_000
    // A quarter of an hour, then twice as long every second bin, to the millisecond.
    let bin = 0
    while (bin < 31 && hours >= Math.round(900_000 * 2 ** (bin / 2)) / 3_600_000) bin++
    if (end !== null) found.add('ended')
    found.add(end === null ? `waiting${bin}` : `ended${bin}`)
  }
  addStock(found, record, Math.min(slice.toMs, slice.asOfMs))
  return found
}

/** Its life told in order up to a moment: whatever came last of ending and reopening holds, at one instant reopening. */
function addStock(found: Set<Measure>, { moments, deadlineAt }: IncidentRecord, moment: number): void {
  if (moments.received >= moment) return
  let isOpen = true
  const life = (['handled', 'closed', 'reopened'] as const)
    .map((name) => ({ name, at: moments[name] ?? Infinity }))
    .filter(({ at }) => at <= moment)
    .sort((a, b) => a.at - b.at || Number(a.name === 'reopened') - Number(b.name === 'reopened'))
  for (const { name } of life) isOpen = name === 'reopened'
  const isWithdrawn = [moments.refused, moments.voided].some((at) => (at ?? Infinity) <= moment)
  if (!isOpen || isWithdrawn) return
  found.add('open')
  if (deadlineAt !== null && deadlineAt < moment) found.add('overdue')
}

/** A count for a unit and everything below it: each incident walks up its ancestors. Key 0 is unlocated. */
export function referenceCounts(
  records: readonly IncidentRecord[],
  slice: Slice,
  units: readonly Unit[],
  levelKeys: readonly string[],
): Map<Measure, Map<number, number>> {
  const result = new Map<Measure, Map<number, number>>()
  for (const record of records) {
    if (!isAsked(record, slice, levelKeys)) continue
    const found = measuresOfOne(record, slice)
    if (found.has('open')) found.add('oldestOpenAgeMs')
    const ageMs = Math.min(slice.toMs, slice.asOfMs) - record.moments.received
    for (const measure of found) {
      if (!isCharged(record, measure, slice)) continue
      const counts = result.get(measure) ?? new Map<number, number>()
      result.set(measure, counts)
      let at: number | null = record.unitId ?? 0
      while (at !== null) {
        const before = counts.get(at) ?? 0
        counts.set(at, measure === 'oldestOpenAgeMs' ? Math.max(before, ageMs) : before + 1)
        at = units.find((unit) => unit.id === at)?.parentId ?? null
      }
    }
  }
  return result
}
