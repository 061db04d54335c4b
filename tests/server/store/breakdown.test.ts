// Breakdowns against the slow reference and against the slice itself: whatever is filtered, a dimension's rows sum to
// the slice without that dimension's own filter.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isCountedMeasure, COUNTED_MEASURES as MEASURES, type Measure } from '#data/metrics/metric.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import { DIMENSIONS, type Dimension, type Slice } from '#data/model/slice.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { localMillisecondsSql, offsetsOf } from '../../../server/store/duckdb/localClock.ts'
import { ageOf, chargedTo, isAsked, isCharged, localHour, localWeekday, measuresOfOne } from './reference.ts'
import { anyIncident, anySlice, CITY } from './world.ts'

const levelKeys = CITY.levels.map((level) => level.key)

function keyOf(by: Dimension, record: IncidentRecord, slice: Slice, measure: Measure): string {
  if (by === 'hourWeekday')
    return `${localWeekday(record.moments.received)}-${localHour(record.moments.received)}`
  if (by === 'age') return ageOf(record, slice)
  if (by === 'handlingLevel') return record.handlingLevel === null ? '' : levelKeys[record.handlingLevel]
  if (by === 'organisation') return chargedTo(record, measure, slice) ?? ''
  return record[by] ?? ''
}

const without = (slice: Slice, by: Dimension): Slice =>
  by === 'hourWeekday' ? { ...slice, hour: [], weekday: [] } : { ...slice, [by]: [] }

it('counts each dimension as the reference does, and its rows sum to the slice without its filter', async () => {
  const records = fc.array(anyIncident, { maxLength: 120 })
  await fc.assert(
    fc.asyncProperty(records, fc.array(anySlice, { minLength: 3, maxLength: 3 }), async (written, slices) => {
      const store = await openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' })
      try {
        await store.writeCity(CITY)
        await store.appendIncidents(written)
        const kept = [...new Map(written.map((each) => [`${each.source} ${each.sourceId}`, each])).values()]
        for (const slice of slices) {
          const told = await store.breakdown(slice, null, DIMENSIONS, MEASURES)
          for (const by of DIMENSIONS) {
            const open = without(slice, by)
            const expected = new Map<string, number>()
            for (const record of kept.filter((each) => isAsked(each, open, levelKeys)))
              for (const measure of [...measuresOfOne(record, slice)].filter(isCountedMeasure)) {
                if (!isCharged(record, measure, open)) continue
                const key = `${keyOf(by, record, slice, measure)} ${measure}`
                expected.set(key, (expected.get(key) ?? 0) + 1)
              }
            const rows = told.get(by)!
            const flat = rows.flatMap(({ key, counts }) =>
              [...counts].filter(([, n]) => n > 0).map(([measure, n]) => [`${key} ${measure}`, n] as const),
            )
            expect({ by, ...Object.fromEntries(flat) }).toEqual({ by, ...Object.fromEntries(expected) })
            const total = await store.slice(open, MEASURES)
            for (const measure of MEASURES)
              expect(rows.reduce((sum, row) => sum + (row.counts.get(measure) ?? 0), 0)).toBe(
                total.measures.get(measure)!.reduce((sum, n) => sum + n, 0),
              )
          }
        }
      } finally {
        await store.close()
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)

it.each(['Asia/Shanghai', 'America/Los_Angeles', 'Asia/Kathmandu', 'UTC', 'Australia/Lord_Howe'])(
  'knows the wall clock of %s',
  (zone) => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const plain = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'UTC',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const offsets = offsetsOf(zone)
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0, 2), max: Date.UTC(2059, 0, 1) }), (ms) => {
        const { offsetMs } = offsets.find((each) => each.fromMs <= ms) ?? offsets[offsets.length - 1]
        expect(plain.format(ms + offsetMs)).toBe(clock.format(ms))
      }),
      { numRuns: 300 },
    )
    expect(localMillisecondsSql('a', zone)).toMatch(/^\(a \+ .*\)$/)
  },
)
