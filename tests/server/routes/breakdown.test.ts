import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breakdownResponseSchema, sliceResponseSchema } from '#data/model/figuresApi.ts'
import { DIMENSIONS } from '#data/model/slice.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'
const ask = (query: string) => server.json(`/api/breakdown?${YEAR}&${query}`, breakdownResponseSchema)
const roots = (body: Awaited<ReturnType<typeof ask>>, by: string) =>
  body.dimensions.find((each) => each.by === by)!.rows.filter((row) => row.parent === null)

describe('a breakdown', () => {
  test('sums to the slice in every dimension that is not filtered, whatever else is', async () => {
    const filter = fc.record({
      category: fc.constantFrom('', '01', '04'),
      source: fc.constantFrom('', 'worker', 'calls'),
      hour: fc.constantFrom('', '8,9,10', '0,1,2,3,4,5'),
      weekday: fc.constantFrom('', '1,2', '6,7'),
    })
    await fc.assert(
      fc.asyncProperty(filter, fc.constantFrom('id:100', '104', 'id:201'), async (filters, within) => {
        const asked = Object.entries(filters).filter(([, value]) => value !== '')
        const query = [['within', within], ...asked].map((pair) => pair.join('=')).join('&')
        const metrics = 'metrics=received,open,overdue,handledRate'
        const slice = await server.json(`/api/slice?${YEAR}&${query}&${metrics}`, sliceResponseSchema)
        const told = await ask(`by=${DIMENSIONS.join()}&${query}&${metrics}`)
        const free = DIMENSIONS.filter(
          (by) => by !== 'age' && !asked.some(([key]) => by.toLowerCase().includes(key)),
        )
        for (const by of free)
          for (const metric of ['received', 'open', 'overdue', 'handledRate'])
            expect(
              roots(told, by).reduce((sum, row) => sum + row.figures[metric].numerator, 0),
              `${by} ${metric} ${query}`,
            ).toBe(slice.unit.figures[metric].numerator)
        expect(roots(told, 'age').reduce((sum, row) => sum + row.figures.open.numerator, 0)).toBe(
          slice.unit.figures.open.numerator,
        )
      }),
      { numRuns: 40 },
    )
  })

  test('shows what is not chosen in the dimension that is filtered, and filters the others', async () => {
    const all = await ask('within=id:100&by=category,source')
    const some = await ask('within=id:100&by=category,source&category=04')
    expect(roots(some, 'category')).toEqual(roots(all, 'category'))
    const received = (body: typeof all, by: string) =>
      roots(body, by).reduce((sum, row) => sum + row.figures.received.numerator, 0)
    expect(received(some, 'source')).toBeLessThan(received(all, 'source'))
  })

  test('puts sub-categories under theirs and keeps small sensitive counts back', async () => {
    const body = await ask('within=1&by=category&metrics=received'.replace('within=1', 'within=id:3'))
    const rows = body.dimensions[0].rows
    const family = rows.find((row) => row.key === '0101')!
    expect(family.parent).toBe('01')
    expect(family.figures.received.state).toBe('hidden')
    expect(family.name?.en).toBe('Family')
  })

  test('tells rates with their interval', async () => {
    const [row] = roots(await ask('within=id:100&by=source'), 'source').filter(
      (each) => each.key === 'worker',
    )
    const { value, low, high, denominator } = row.figures.handledRate
    expect(denominator).toBeGreaterThan(20)
    expect(low! < value! && value! < high!).toBe(true)
  })

  test('sets rows beside their own earlier windows, as a question about those would have it', async () => {
    const of = (from: string, to: string) =>
      `from=${from}T00:00:00Z&to=${to}T00:00:00Z&by=organisation,source`
    const path = (query: string) => server.json(`/api/breakdown?${query}`, breakdownResponseSchema)
    const now = await path(`${of('2026-05-01', '2026-06-01')}&compare=previous,lastYear`)
    const before = await path(of('2026-03-31', '2026-05-01'))
    for (const by of ['organisation', 'source'])
      for (const row of roots(now, by))
        expect(row.previous, row.key).toEqual(roots(before, by).find(({ key }) => key === row.key)?.figures)
    expect(roots(now, 'source').some((row) => row.previous !== undefined)).toBe(true)
    expect(roots(before, 'source').some((row) => row.previous !== undefined)).toBe(false)
  })

  test('names sources whose dates have no time', async () => {
    const at = (day: number) => Date.UTC(2026, 3, day) - 8 * 3_600_000
    const [template] = (await import('../../fixtures/gridCity.ts')).gridIncidents()
    const fresh = await createTestServer()
    await fresh.store.appendIncidents(
      Array.from({ length: 9 }, (_, n) => ({
        ...{ ...template, source: 'dates', sourceId: `d${n}`, moments: { received: at(n + 1) } },
      })),
    )
    const body = await fresh.json(`/api/breakdown?${YEAR}&by=hourWeekday`, breakdownResponseSchema)
    expect(body.untimed).toEqual({ sources: ['dates'], received: 9 })
    await fresh.close()
  })

  test('refuses what cannot be met', async () => {
    expect(await server.problem('/api/breakdown?by=colour', 422)).toHaveProperty('by')
    expect(await server.problem('/api/breakdown?by=', 422)).toHaveProperty('by')
    expect(await server.problem('/api/breakdown?by=age&metrics=density', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/breakdown?by=age&compare=future', 400)).toHaveProperty('compare')
    expect(await server.problem('/api/breakdown?by=age&hour=25', 400)).toHaveProperty('hour')
    expect(await server.problem('/api/breakdown?by=age&within=nowhere', 422)).toHaveProperty('within')
  })
})
