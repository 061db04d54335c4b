// A sensitive category, few of which there are, is told by no answer: figures, rows of charts, days, lists and their files
// hide it alike, and tell it alike where there are enough.
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HIDDEN_N } from '#data/metrics/thresholds.ts'
import { seriesResponseSchema, sliceResponseSchema } from '#data/model/figuresApi.ts'
import { incidentListSchema } from '#data/model/incidentsApi.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const SPANS = [
  'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z',
  'from=2026-05-20T00:00:00Z&to=2026-06-03T00:00:00Z',
  'from=2026-05-20T00:00:00Z&to=2026-05-21T00:00:00Z',
]
/** The city, a county's worth, villages and grids. */
const PLACES = ['id:100', '101', '102', '103', '101001', '102008', '104016']
const FAMILY = 'category=0101'

async function csv(name: string, query: string): Promise<Record<string, string>[]> {
  const response = await server.request(`/api/tables/${name}.csv?${query}&lang=en`)
  expect(response.status).toBe(200)
  return parse(Buffer.from(await response.arrayBuffer()), { bom: true, columns: true })
}

const seen = { hidden: 0, told: 0 }
test.each(SPANS.flatMap((span) => PLACES.map((place) => [span, place])))('%s in %s', async (span, place) => {
  const query = `${span}&${FAMILY}&within=${place}`
  const { unit } = await server.json(`/api/slice?${query}&metrics=received,open`, sliceResponseSchema)
  const { received } = unit.figures
  const { days } = await server.json(`/api/series?${query}`, seriesResponseSchema)
  const list = await server.json(`/api/incidents?${query}&limit=2`, incidentListSchema)
  const dayRows = await csv('series', query)
  const caseRows = await csv('incidents', query)
  if (received.state === 'hidden') {
    seen.hidden++
    expect(days.every((day) => day.received === null)).toBe(true)
    expect(list).toMatchObject({
      total: null,
      withheld: 0,
      rows: [],
      nextCursor: null,
      organisationNames: {},
    })
    expect(dayRows.every((row) => row.Received === '' && row.Remark === 'not public')).toBe(true)
    expect(caseRows).toHaveLength(1)
    expect(JSON.stringify(caseRows)).toContain('withheld')
    // Nor does a cursor of one's own making get at the rows.
    const cursor = Buffer.from(`${Date.parse('2027-01-01')}.999999.900.0`).toString('base64url')
    const forged = await server.json(`/api/incidents?${query}&cursor=${cursor}`, incidentListSchema)
    expect(forged).toMatchObject({ total: null, rows: [] })
  } else {
    seen.told++
    expect(list.total).toBe(received.numerator)
    expect(caseRows).toHaveLength(received.numerator)
    for (const day of days)
      expect(day.received === null || day.received === 0 || day.received >= HIDDEN_N).toBe(true)
  }
  const open = await server.json(`/api/incidents?${query}&state=open`, incidentListSchema)
  expect(open.total).toBe(unit.figures.open.state === 'hidden' ? null : unit.figures.open.numerator)
})

test('both were asked', () => {
  expect(seen.hidden).toBeGreaterThan(3)
  expect(seen.told).toBeGreaterThan(1)
})

test('below the village not even that there is none is told', async () => {
  const query = `from=2026-05-20T00:00:00Z&to=2026-05-20T01:00:00Z&${FAMILY}&within=101001`
  const list = await server.json(`/api/incidents?${query}`, incidentListSchema)
  expect(list.total).toBe(null)
})
