// The filters of a slice as conditions on incident rows, one for each dimension that is filtered, so that a
// breakdown can leave a dimension's own filter out.
import { AGE_BUCKETS, type Slice } from '#data/model/slice.ts'
import { stockMoment } from '#data/model/stockMoment.ts'
import { localMillisecondsSql } from './localClock.ts'
import type { Reading } from './reading.ts'
import { chargedSql, type Own, populationOwn, populationSql } from './sliceSql.ts'

export type Filtered =
  | 'category'
  | 'source'
  | 'urgency'
  | 'organisation'
  | 'handlingLevel'
  | 'hourWeekday'
  | 'age'
  | 'exclusions'
  | 'responsible'

type Words = Pick<Reading, 'terms' | 'levelIndex' | 'zone' | 'isOfOrganisations' | 'isOfScope'>

export const among = (column: string, values: readonly number[]): string =>
  values.length === 0 ? 'FALSE' : `${column} IN (${values.join(', ')})`

/** A condition for each dimension that the slice filters. `own` is the moment organisations are charged at. */
export function filterParts(
  slice: Slice,
  reading: Words,
  own: Own = populationOwn(slice),
): Map<Filtered, string> {
  const parts = new Map<Filtered, string>()
  const { category } = slice
  const terms = (column: string, matches: (text: string) => boolean) =>
    among(column, reading.terms.idsWhere(matches))
  if (category.length > 0)
    parts.set(
      'category',
      terms('category', (text) => category.some((code) => text.startsWith(code))),
    )
  for (const key of ['source', 'urgency'] as const)
    if (slice[key].length > 0)
      parts.set(
        key,
        terms(key, (text) => slice[key].includes(text)),
      )
  if (slice.organisation.length > 0)
    parts.set(
      'organisation',
      terms(chargedSql(slice, own), (text) => reading.isOfOrganisations(text, slice.organisation)),
    )
  if (slice.handlingLevel.length > 0) {
    const levels = slice.handlingLevel.map(reading.levelIndex).filter((index) => index >= 0)
    parts.set('handlingLevel', among('handling_level', levels))
  }
  const clock = clockSql(slice, reading.zone())
  if (clock) parts.set('hourWeekday', clock)
  if (slice.age.length > 0) parts.set('age', ageFilterSql(slice))
  const { responsible } = slice
  if (responsible !== undefined)
    parts.set(
      'responsible',
      terms(chargedSql(slice, own), (text) => reading.isOfScope(text, responsible)),
    )
  if (slice.exclusions === 'without') parts.set('exclusions', 'exclusion IS NULL')
  return parts
}

/** All filters of a slice in one condition. */
export function filterSql(slice: Slice, reading: Words, own?: Own): string {
  const parts = [...filterParts(slice, reading, own).values()]
  return parts.length === 0 ? 'TRUE' : parts.join(' AND ')
}

/** Local hour 0–23 of the moment received. */
export const hourSql = (zone: string): string =>
  `(${localMillisecondsSql('received_at', zone)} // 3600000) % 24`
/** Local weekday of the moment received, Monday 1: the first of January 1970 was a Thursday. */
export const weekdaySql = (zone: string): string =>
  `((${localMillisecondsSql('received_at', zone)} // 86400000) + 3) % 7 + 1`

function clockSql(slice: Slice, zone: string): string | null {
  const parts = [
    ...(slice.hour.length > 0 ? [among(hourSql(zone), slice.hour)] : []),
    ...(slice.weekday.length > 0 ? [among(weekdaySql(zone), slice.weekday)] : []),
  ]
  return parts.length > 0 ? `(${parts.join(' AND ')})` : null
}

const DAY_MS = 86_400_000

/** Key of the age bucket of an open matter at the slice's moment. */
export function ageSql(slice: Slice): string {
  const cases = [...AGE_BUCKETS]
    .reverse()
    .map(({ key, fromDays }) => `WHEN received_at <= ${stockMoment(slice) - fromDays * DAY_MS} THEN '${key}'`)
  return `CASE ${cases.join(' ')} ELSE '${AGE_BUCKETS[0].key}' END`
}

function ageFilterSql(slice: Slice): string {
  const moment = stockMoment(slice)
  const spans = AGE_BUCKETS.filter(({ key }) => slice.age.includes(key)).map(({ fromDays, toDays }) => {
    const youngest = fromDays === 0 ? 'TRUE' : `received_at <= ${moment - fromDays * DAY_MS}`
    return Number.isFinite(toDays)
      ? `(${youngest} AND received_at > ${moment - toDays * DAY_MS})`
      : `(${youngest})`
  })
  return `(${populationSql(slice, 'open')} AND (${spans.join(' OR ')}))`
}
