// Rolled-up measures by slice and version: each measure is counted once however many ask at the same time,
// and asking for more measures of a known slice counts only those that are missing. What an organisation's account may count
// is of today's tree, so of today's settings. Bounded by bytes, oldest use out first.
import type { Measure } from '#data/metrics/metric.ts'
import { type MeasureTable, rollUp } from '#data/metrics/rollUp.ts'
import { type Slice, sliceKey } from '#data/model/slice.ts'
import type { UnitTable } from '#data/model/unit.ts'
import type { Standings } from '../access/standings.ts'
import type { Store } from '../store/store.ts'

export interface VersionTable {
  readonly id: number
  readonly table: UnitTable
  /** How each row stands to the scope of whoever asks; null or absent: all is inside. */
  readonly standings?: Standings
}

export type MeasuresByRow = (
  slice: Slice,
  version: VersionTable,
  measures: readonly Measure[],
) => Promise<MeasureTable>

interface Entry {
  readonly parts: Map<Measure, Promise<MeasureTable>>
  readonly rows: number
}

const BYTES_A_VALUE = 8

export function createMeasureCache(
  store: Pick<Store, 'slice' | 'citySeq'>,
  limitBytes: number,
): MeasuresByRow {
  const entries = new Map<string, Entry>()

  function entryOf(key: string, rows: number): Entry {
    const entry = entries.get(key) ?? { parts: new Map(), rows }
    entries.delete(key)
    entries.set(key, entry)
    return entry
  }

  /** Keeps the newest entries that fit, the newest of all in any case. */
  function evict(): void {
    let bytes = 0
    const newestFirst = [...entries].reverse()
    newestFirst.forEach(([key, entry], index) => {
      bytes += entry.parts.size * entry.rows * BYTES_A_VALUE
      if (index > 0 && bytes > limitBytes) entries.delete(key)
    })
  }

  return async (slice, version, measures) => {
    const scope = slice.responsible === undefined ? '' : ` ${store.citySeq()}`
    const key = `${version.id} ${sliceKey(slice)}${scope}`
    const entry = entryOf(key, version.table.length)
    const missing = [...new Set(measures)].filter((measure) => !entry.parts.has(measure))
    if (missing.length > 0) {
      const counted = store.slice(slice, missing).then((counts) => rollUp(version.table, counts))
      for (const measure of missing) entry.parts.set(measure, counted)
      // A failure is told to those who wait and forgotten.
      counted.catch(() => {
        for (const measure of missing) if (entry.parts.get(measure) === counted) entry.parts.delete(measure)
      })
      evict()
    }
    return merge(await Promise.all(measures.map(async (m) => [m, await entry.parts.get(m)!] as const)))
  }
}

function merge(parts: readonly (readonly [Measure, MeasureTable])[]): MeasureTable {
  const pick = <T>(of: (table: MeasureTable) => ReadonlyMap<Measure, T>): Map<Measure, T> =>
    new Map(parts.map(([measure, table]) => [measure, of(table).get(measure)!]))
  return {
    columns: pick((table) => table.columns),
    unlocated: pick((table) => table.unlocated),
    elsewhere: pick((table) => table.elsewhere),
    total: pick((table) => table.total),
  }
}
