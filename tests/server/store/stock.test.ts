// What is open: the count, the list, the ages, the overdue among points and the state each row shows agree, whatever was
// refused, voided, reopened; and what was refused or voided is nobody's to handle or to close, whatever the basis.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CountedMeasure } from '#data/metrics/metric.ts'
import { BASES, type Slice } from '#data/model/slice.ts'
import { incidentState } from '../../../server/incidentView.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { isAsked, isCharged } from './reference.ts'
import { anyIncident, anySlice, CITY, DAY_MS, incident, sliceOf, T0 } from './world.ts'

const levelKeys = CITY.levels.map((level) => level.key)

async function withStore(run: (store: Store) => Promise<void>): Promise<void> {
  const store = await openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' })
  try {
    await store.writeCity(CITY)
    await run(store)
  } finally {
    await store.close()
  }
}

async function totals(
  store: Store,
  slice: Slice,
  measures: readonly CountedMeasure[],
): Promise<Record<string, number>> {
  const counted = await store.slice(slice, measures)
  return Object.fromEntries([...counted.measures].map(([name, column]) => [name, column.reduce(sum, 0)]))
}
const sum = (a: number, b: number) => a + b

async function listed(store: Store, slice: Slice, state: 'open' | 'overdue' | 'handled') {
  const asked = { slice, unitIds: null, state, withholdsSensitive: false }
  const rows = await store.listIncidents({
    ...asked,
    ...{ sort: 'age', descending: true, after: null, limit: 1000 },
  })
  expect((await store.countIncidents(asked)).total).toBe(rows.length)
  return rows
}

it('is the same in counts, lists, ages and the states of rows', async () => {
  const records = fc.array(anyIncident, { maxLength: 120 })
  await fc.assert(
    fc.asyncProperty(records, fc.array(anySlice, { minLength: 4, maxLength: 4 }), (written, slices) =>
      withStore(async (store) => {
        await store.appendIncidents(written)
        const kept = [...new Map(written.map((each) => [`${each.source} ${each.sourceId}`, each])).values()]
        for (const given of slices) {
          // Rows show their state as of the slice's moment, stocks stand at the end of its window: here one instant.
          const slice = { ...given, asOfMs: Math.min(given.toMs, given.asOfMs) }
          const open = await listed(store, slice, 'open')
          const overdue = await listed(store, slice, 'overdue')
          expect(await totals(store, slice, ['open', 'overdue'])).toEqual({
            open: open.length,
            overdue: overdue.length,
          })
          const ages = (await store.breakdown({ ...slice, age: [] }, null, ['age'], ['open'])).get('age')!
          const inAge = ages.filter(
            ({ key }) => slice.age.length === 0 || slice.age.some((age) => age === key),
          )
          expect(inAge.map(({ counts }) => counts.get('open') ?? 0).reduce(sum, 0)).toBe(open.length)
          const shown = kept.filter(
            (each) =>
              each.moments.received < slice.asOfMs &&
              isAsked(each, slice, levelKeys) &&
              isCharged(each, 'open', slice),
          )
          const keys = (of: readonly { source: string; sourceId: string }[]) =>
            of.map(({ source, sourceId }) => `${source} ${sourceId}`).sort()
          const inState = (...states: string[]) =>
            keys(
              shown.filter((each) =>
                states.includes(incidentState({ ...each, id: 1, changedSeq: 1 } as never, slice.asOfMs)),
              ),
            )
          expect(keys(open)).toEqual(inState('open', 'overdue'))
          expect(keys(overdue)).toEqual(inState('overdue'))
          expect(open.every(({ sortValue }) => sortValue > 0)).toBe(true)
        }
      }),
    ),
    { numRuns: 15 },
  )
}, 120_000)

const at = (day: number) => T0 + day * DAY_MS
const deadlineAt = at(4)
const LIVES = [
  incident('done', { deadlineAt, moments: { received: at(1), handled: at(2), closed: at(2) } }),
  incident('refused', { deadlineAt, moments: { received: at(1), refused: at(1) + 1 } }),
  incident('voided', {
    deadlineAt,
    moments: { received: at(1), refused: at(1) + 1, voided: at(1) + 2, closed: at(2) },
  }),
  incident('reopened', {
    deadlineAt,
    moments: { received: at(1), handled: at(2), closed: at(2), reopened: at(3) },
  }),
]

it.each(BASES)('leaves what was refused or voided out of what is due, by basis %s', (basis) =>
  withStore(async (store) => {
    await store.appendIncidents(LIVES)
    const measures = ['settled', 'handled', 'onTime', 'dueToClose', 'closedDue', 'closed'] as const
    const all = { settled: 2, handled: 2, onTime: 2, dueToClose: 2, closedDue: 2, closed: 2 }
    expect(await totals(store, sliceOf({ basis }), measures)).toEqual(all)
    expect(
      (await listed(store, sliceOf({ basis }), 'handled')).map(({ sourceId }) => sourceId).sort(),
    ).toEqual(['done', 'reopened'])
  }),
)

it.each([
  [1.5, ['done', 'reopened']],
  [2.5, []],
  [3.5, ['reopened']],
])('has open on day %s: %j', (day, expected) =>
  withStore(async (store) => {
    await store.appendIncidents(LIVES)
    const open = await listed(store, sliceOf({ asOfMs: at(day), toMs: at(day) }), 'open')
    expect(open.map(({ sourceId }) => sourceId).sort()).toEqual(expected)
  }),
)
