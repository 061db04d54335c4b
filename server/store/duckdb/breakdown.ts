// Counting a slice by its own dimensions. Each dimension leaves its own filter out, so that what is not chosen still
// shows how much of it there is. One scan for each moment that measures share: the rows that fail at most one
// filter are kept once, then grouped by every dimension.
import type { CountedMeasure, Measure } from '#data/metrics/metric.ts'
import type { UnitId } from '#data/model/ids.ts'
import type { Dimension, Slice } from '#data/model/slice.ts'
import type { Breakdown, BreakdownRow } from '../store.ts'
import { rowsOf } from './database.ts'
import { ageSql, type Filtered, filterParts, hourSql, weekdaySql } from './filterSql.ts'
import { localMillisecondsSql } from './localClock.ts'
import type { Known, Reading } from './reading.ts'
import { chargedSql, memberGroups, type Own, populationSql, rowsAtSql } from './sliceSql.ts'
import { unitsSql } from './slices.ts'

export async function breakdown(
  reading: Reading,
  slice: Slice,
  unitIds: ReadonlySet<UnitId> | null,
  dimensions: readonly Dimension[],
  measures: readonly CountedMeasure[],
): Promise<Breakdown> {
  const found = new Map(dimensions.map((by) => [by, new Map<string, BreakdownRow>()]))
  await reading.atSequence(slice, async (known) => {
    for (const rows of found.values()) rows.clear()
    await Promise.all(
      memberGroups(slice, [...new Set(measures)]).map(async ({ own, window, members }) => {
        const parts = filterParts(slice, reading, own)
        const grouped = { reading, slice, unitIds, dimensions, parts, own, window, members, known }
        const sql = groupedSql(grouped)
        const answer = await reading.read((connection) => rowsOf(connection, sql))
        for (const row of answer) {
          const by = dimensions[Number(row.d)]
          const key = keyOf(by, row.k === null ? null : String(row.k), reading)
          const rows = found.get(by)!
          const entry = rows.get(key) ?? { key, counts: new Map<Measure, number>() }
          rows.set(key, entry)
          members.forEach(({ measure }, index) => {
            const counts = entry.counts as Map<Measure, number>
            counts.set(measure, Number(row[`m${index}`]))
          })
        }
      }),
    )
  })
  return new Map(dimensions.map((by) => [by, [...found.get(by)!.values()]]))
}

/** Column and key of a dimension; the key is text. */
function dimensionSql(by: Dimension, slice: Slice, own: Own, zone: string): string {
  if (by === 'hourWeekday') return `(${weekdaySql(zone)})::VARCHAR || '-' || (${hourSql(zone)})::VARCHAR`
  if (by === 'organisation') return `(${chargedSql(slice, own)})::VARCHAR`
  if (by === 'age') return `CASE WHEN ${populationSql(slice, 'open')} THEN ${ageSql(slice)} END`
  return `${by === 'handlingLevel' ? 'handling_level' : by}::VARCHAR`
}

/** Term ids and level indexes become what the wire calls them; '' is unknown. */
function keyOf(by: Dimension, value: string | null, reading: Reading): string {
  if (value === null) return ''
  if (by === 'hourWeekday' || by === 'age') return value
  return by === 'handlingLevel'
    ? (reading.levelKey(Number(value)) ?? '')
    : (reading.terms.textOf(Number(value)) ?? '')
}

interface Grouped {
  readonly reading: Reading
  readonly slice: Slice
  readonly unitIds: ReadonlySet<UnitId> | null
  readonly dimensions: readonly Dimension[]
  readonly parts: ReadonlyMap<Filtered, string>
  readonly own: Own
  readonly window: string
  readonly members: readonly { readonly where: string }[]
  readonly known: Known
}

function groupedSql(grouped: Grouped): string {
  const { slice, dimensions, parts, members } = grouped
  const zone = grouped.reading.zone()
  const own = [...parts].filter(([part]) => dimensions.some((by) => by === part))
  const common = [...parts].filter(([part]) => !dimensions.some((by) => by === part)).map(([, sql]) => sql)
  const failures = own.map(([, sql]) => `CASE WHEN ${sql} THEN 0 ELSE 1 END`).join(' + ') || '0'
  const columns = [
    ...dimensions.map((by, index) => `${dimensionSql(by, slice, grouped.own, zone)} AS d${index}`),
    ...own.map(([part, sql]) => `CASE WHEN ${sql} THEN 0 ELSE 1 END AS f_${part}`),
    ...members.map(({ where }, index) => `(${where}) AS w${index}`),
    `${failures} AS failures`,
  ].join(', ')
  const where = [grouped.window, unitsSql(grouped.unitIds), ...common, `(${failures}) <= 1`].join(' AND ')
  const counts = members.map((_, index) => `count(*) FILTER (w${index}) AS m${index}`).join(', ')
  const selects = dimensions.map((by, index) => {
    const passes = own.some(([part]) => part === by) ? `failures - f_${by} = 0` : 'failures = 0'
    return `SELECT ${index} AS d, d${index} AS k, ${counts} FROM kept WHERE ${passes} GROUP BY k`
  })
  return `WITH kept AS MATERIALIZED (${rowsAtSql(slice, columns, where, grouped.known)})
    ${selects.join(' UNION ALL ')}`
}

/** Of what the slice has, by source: all, and received at the very start of a local day. */
export async function midnightCounts(
  reading: Reading,
  slice: Slice,
  unitIds: ReadonlySet<UnitId> | null,
): Promise<{ source: string; received: number; atMidnight: number }[]> {
  const where = [populationSql(slice), unitsSql(unitIds), ...filterParts(slice, reading).values()].join(
    ' AND ',
  )
  const columns = `source, ${localMillisecondsSql('received_at', reading.zone())} % 86400000 = 0 AS is_midnight`
  const rows = await reading.atSequence(slice, (known) =>
    reading.read((connection) =>
      rowsOf(
        connection,
        `SELECT source, count(*) AS n, count(*) FILTER (is_midnight) AS at_midnight
         FROM (${rowsAtSql(slice, columns, where, known)}) GROUP BY source`,
      ),
    ),
  )
  return rows.map((row) => ({
    source: reading.terms.textOf(Number(row.source)) ?? '',
    received: Number(row.n),
    atMidnight: Number(row.at_midnight),
  }))
}
