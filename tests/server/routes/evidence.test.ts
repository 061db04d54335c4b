// Evidence over HTTP: the answer keeps its contract, agrees with the slice, and refuses what it cannot say.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tileJsonSchema } from '#data/model/api.ts'
import { evidenceResponseSchema } from '#data/model/evidence.ts'
import { classesResponseSchema, sliceResponseSchema } from '#data/model/figuresApi.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'

test('tells the figures of the slice with what they stand on', async () => {
  const body = await server.json(`/api/evidence?${YEAR}&level=village`, evidenceResponseSchema)
  const slice = await server.json(`/api/slice?${YEAR}&level=village&metrics=handledRate`, sliceResponseSchema)
  expect(body.units.map(({ id, figure }) => [id, figure])).toEqual(
    slice.rows.map(({ id, figures }) => [id, figures.handledRate]),
  )
  const totals = body.units.reduce(
    ([k, n], { figure }) => [k + figure.numerator, n + (figure.denominator ?? 0)],
    [0, 0],
  )
  expect(body.funnel?.centre).toBeCloseTo(totals[0] / totals[1], 12)
  // Expected values sum to what was observed: what is not handled, over all categories.
  const mixes = body.units.flatMap(({ mix }) => mix ?? [])
  const observed = mixes.reduce((sum, mix) => sum + mix.observed, 0)
  expect(observed).toBe(totals[1] - totals[0])
  expect(mixes.reduce((sum, mix) => sum + mix.expected, 0)).toBeCloseTo(observed, 9)
})

test('explains a unit: neighbours, parent, and the fewest matters that change its class', async () => {
  const body = await server.json(`/api/evidence?${YEAR}&level=village&unit=104`, evidenceResponseSchema)
  const { explained } = body
  const { figure } = body.units.find(({ code }) => code === '104')!
  expect(explained?.unit.figure).toEqual(figure)
  expect(explained?.id).toBe(204)
  expect(explained?.neighbours.length).toBeGreaterThan(0)
  expect(explained?.neighbours.map(({ id }) => id)).not.toContain(204)
  const { up } = explained!
  if (up.matters !== null) {
    const n = figure.denominator!
    expect((figure.numerator + up.matters) / n).toBeGreaterThanOrEqual(up.at!)
    expect((figure.numerator + up.matters - 1) / n).toBeLessThan(up.at!)
  }
})

test('of a density has neither funnel nor mix', async () => {
  const body = await server.json(`/api/evidence?${YEAR}&level=village&metric=density`, evidenceResponseSchema)
  expect(body.funnel).toBeNull()
  expect(body.units.every(({ mix }) => mix === null)).toBe(true)
})

test('refuses what it cannot say', async () => {
  expect(await server.problem('/api/evidence?metric=open', 422)).toHaveProperty('metric')
  expect(await server.problem('/api/evidence?metric=happiness', 422)).toHaveProperty('metrics')
  expect(await server.problem('/api/evidence?level=grid', 422)).toHaveProperty('level')
  expect(await server.problem('/api/evidence?level=village&unit=nowhere', 422)).toHaveProperty('unit')
})

test('is small without rows: who stands out in full, the others by columns', async () => {
  const full = await server.json(`/api/evidence?${YEAR}&level=village`, evidenceResponseSchema)
  const brief = await server.json(`/api/evidence?${YEAR}&level=village&rows=none`, evidenceResponseSchema)
  expect(brief.units).toEqual([])
  expect({ ...brief, units: full.units }).toEqual(full)
  const told = full.units.filter(({ figure }) => figure.value !== null && figure.denominator)
  expect(brief.points?.id).toEqual(told.map(({ id }) => id))
  expect(brief.points?.denominator).toEqual(told.map(({ figure }) => figure.denominator))
  expect(brief.standOuts.spots.count).toBe(full.units.filter(({ spot }) => spot?.kind).length)
})

test('smooths a unit alike from wherever it is looked at, on the map, in the slice and in the legend', async () => {
  const query = `${YEAR}&level=village&metrics=handledRate&figures=smoothed`
  const evidence = await server.json(`/api/evidence?${YEAR}&level=village`, evidenceResponseSchema)
  const slice = await server.json(`/api/slice?${query}`, sliceResponseSchema)
  expect(slice.rows.map(({ id, smoothed }) => [id, smoothed?.handledRate.value ?? null])).toEqual(
    evidence.units.map(({ id, smoothed }) => [id, smoothed]),
  )
  // What is counted stays as counted.
  const raw = await server.json(`/api/slice?${YEAR}&level=village&metrics=handledRate`, sliceResponseSchema)
  expect(slice.rows.map(({ figures }) => figures)).toEqual(raw.rows.map(({ figures }) => figures))
  const classes = await server.json(`/api/classes?${query}`, classesResponseSchema)
  const { breaks } = classes
  const expected = new Array(breaks[0].length + 1).fill(0)
  for (const { smoothed } of evidence.units)
    if (smoothed !== null) expected[breaks[0].filter((at) => smoothed >= at).length]++
  expect(classes.counts[0]).toEqual(expected)
  expect(classes.few).toBe(0)

  const tileJson = await server.json(
    `/api/tiles/current/village.json?${query.replace('level=village&', '')}`,
    tileJsonSchema,
  )
  const address = new URL(tileJson.tiles[0].replace('{z}/{x}/{y}', '0/0/0'))
  expect(address.searchParams.get('figures')).toBe('smoothed')
  const sheet = await server.request(`/api/map.svg?${query}&sheet=a4l`)
  expect(await sheet.text()).toContain('经验贝叶斯平滑值')
})
