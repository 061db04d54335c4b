// Store and roll-up against the slow reference: random incidents in random batches that supersede one
// another, random slices, now and pinned to every earlier commit.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MEASURES } from '#data/metrics/metric.ts'
import { isConserved, rollUp } from '#data/metrics/rollUp.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Slice } from '#data/model/slice.ts'
import { createUnitTable } from '#data/model/unit.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { referenceCounts, writtenOver } from './reference.ts'
import { anyIncident, anySlice, CITY, UNITS } from './world.ts'

const table = createUnitTable(UNITS)
const levelKeys = CITY.levels.map((level) => level.key)

async function compare(store: Store, records: Iterable<IncidentRecord>, slice: Slice): Promise<void> {
  const rolled = rollUp(table, await store.slice(slice, MEASURES))
  const expected = referenceCounts([...records], slice, UNITS, levelKeys)
  expect(isConserved(table, rolled)).toBe(true)
  for (const measure of MEASURES) {
    const counts = expected.get(measure)
    const told = Object.fromEntries(
      table.units.map((unit, row) => [unit.id, rolled.columns.get(measure)![row]]),
    )
    expect({ measure, ...told }).toEqual({
      measure,
      ...Object.fromEntries(UNITS.map((unit) => [unit.id, counts?.get(unit.id) ?? 0])),
    })
    expect(rolled.unlocated.get(measure)).toBe(counts?.get(0) ?? 0)
  }
}

it('counts as the reference does, now and at every earlier commit', async () => {
  const batches = fc.array(fc.array(anyIncident, { maxLength: 80 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(batches, fc.array(anySlice, { minLength: 4, maxLength: 6 }), async (written, slices) => {
      const store = await openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' })
      try {
        await store.writeCity(CITY)
        const known = new Map<string, IncidentRecord>()
        const atSeq = new Map<number, Map<string, IncidentRecord>>()
        for (const batch of written) {
          const { seq } = await store.appendIncidents(batch)
          const last = new Map(batch.map((record) => [`${record.source} ${record.sourceId}`, record]))
          for (const [key, record] of last) known.set(key, writtenOver(record, known.get(key)))
          atSeq.set(seq, new Map(known))
        }
        for (const [seq, records] of atSeq)
          for (const slice of slices) await compare(store, records.values(), { ...slice, seq })
      } finally {
        await store.close()
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
