// The service on a real store: one count for many who ask, figures with their evidence, tails for tiles.
import { afterEach, expect, it, vi } from 'vitest'
import { STATES } from '#data/metrics/metric.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable } from '#data/model/unit.ts'
import { createSliceService, type SliceVersion } from '../../../server/slices/sliceService.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { CITY, DAY_MS, incident, sliceOf, T0, UNITS } from '../store/world.ts'

const table = createUnitTable(UNITS)
const version: SliceVersion = {
  id: 1,
  table,
  city: CITY,
  sensitive: ['0101'],
  areaSquareMeters: Float64Array.of(8e6, 4e6, 1e6, 3e6, 4e6, 4e6),
}
let store: Store
afterEach(() => store.close())

async function serviceWith(records: Parameters<Store['appendIncidents']>[0]) {
  store = await openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' })
  await store.writeCity(CITY)
  await store.appendIncidents(records)
  const counted = vi.spyOn(store, 'slice')
  return { service: createSliceService({ store, clock: () => T0 + 30 * DAY_MS }), counted }
}

it('counts a slice once however many ask, and later only what is missing', async () => {
  const { service, counted } = await serviceWith([incident('1'), incident('2', { unitId: unitId(4) })])
  const slice = sliceOf({ seq: 2 })
  const all = await Promise.all(
    Array.from({ length: 5 }, () => service.measuresByRow(slice, version, ['received', 'open'])),
  )
  expect(counted).toHaveBeenCalledTimes(1)
  for (const { columns } of all) expect(columns.get('received')).toEqual(Float64Array.of(2, 2, 1, 1, 0, 0))
  await service.measuresByRow(slice, version, ['open', 'overdue'])
  expect(counted).toHaveBeenLastCalledWith(slice, ['overdue'])
  await service.measuresByRow({ ...slice, seq: 1 }, version, ['open'])
  expect(counted).toHaveBeenCalledTimes(3)
})

it('forgets a failure, so that the next who asks is answered', async () => {
  const { service, counted } = await serviceWith([incident('1')])
  counted.mockRejectedValueOnce(new Error('disk'))
  await expect(service.measuresByRow(sliceOf(), version, ['received'])).rejects.toThrow('disk')
  expect((await service.measuresByRow(sliceOf(), version, ['received'])).columns.get('received')![0]).toBe(1)
})

it('gives figures, and says when incidents are at no unit of the version', async () => {
  const { service } = await serviceWith([
    ...Array.from({ length: 30 }, (_, i) =>
      incident(String(i), { moments: { received: T0, handled: T0 + (i < 24 ? 1 : 90) * DAY_MS } }),
    ),
    incident('nowhere', { unitId: null, unlocatedCause: 'outside' }),
  ])
  const result = await service.figures(sliceOf(), version, [
    'handledRate',
    'density',
    'perThousandHouseholds',
  ])
  expect(result.isComplete).toBe(true)
  expect(result.measures.unlocated.get('received')).toBe(1)
  expect(result.figures(2)).toMatchObject({
    handledRate: { value: 0.8, numerator: 24, denominator: 30, state: 'ok' },
    density: { value: 30, denominator: 1 },
    perThousandHouseholds: { value: 100, denominator: 0.3 },
  })
  expect(result.figures(0).perThousandHouseholds.state).toBe('none')
  await store.appendIncidents([incident('elsewhere', { unitId: unitId(999) })])
  expect((await service.figures(sliceOf({ seq: 9 }), version, ['received'])).isComplete).toBe(false)
  await expect(service.figures(sliceOf(), version, ['nonsense'])).rejects.toThrow(/no metric/)
})

it('gives tiles one column a metric and the worst state of each unit', async () => {
  const { service } = await serviceWith(Array.from({ length: 30 }, (_, i) => incident(String(i))))
  const { columns, states } = await service.tailColumns(sliceOf(), version, ['density', 'handledRate'])
  expect([...states].map((state) => STATES[state])).toEqual(['ok', 'ok', 'ok', 'none', 'none', 'none'])
  expect(columns[0][2]).toBe(30)
  expect(columns[1][0]).toBe(0)
  expect(columns[1][3]).toBeNaN()
})

it('tells nothing of a sensitive category below the village, nor counts under five', async () => {
  const { service } = await serviceWith(
    Array.from({ length: 9 }, (_, i) =>
      incident(String(i), { category: '0101', unitId: unitId(i < 6 ? 3 : 6) }),
    ),
  )
  const { figures } = await service.figures(sliceOf({ category: ['0101'] }), version, ['received'])
  expect(table.units.map((_, row) => figures(row).received.state)).toEqual([
    'ok',
    'ok',
    'hidden',
    'hidden',
    'hidden',
    'hidden',
  ])
})
