// Boundaries that are refused leave everything as it was; those that are taken come with their settings at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { UnitMapping } from '#data/ingest/mapping.ts'
import type { ImportResult } from '../../../server/ingest/importJob.ts'
import { runImport } from '../../../server/ingest/runImport.ts'
import { GRID_CITY, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from '../routes/testServer.ts'

let server: TestServer
let folder: string
beforeEach(async () => {
  server = await createTestServer()
  folder = mkdtempSync(join(tmpdir(), 'jingwei-refused-'))
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ring = [
  [113, 36],
  [113.1, 36],
  [113.1, 36.1],
  [113, 36.1],
  [113, 36],
]
const AREA = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: '101', name: '一片' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    },
  ],
}

const MAPPING = {
  kind: 'units',
  city: { name: { zh: '别市', en: 'Other' }, zone: GRID_CITY.zone },
  levels: GRID_CITY.levels,
  root: { code: 'ROOT', name: '别市' },
  columns: { code: 'code', name: 'name' },
  effectiveFrom: '2026-07-01',
} as const

function run(changes: Partial<UnitMapping>): Promise<ImportResult> {
  const [file, mapping] = [join(folder, 'areas.geojson'), join(folder, 'units.yaml')]
  writeFileSync(file, JSON.stringify(AREA))
  writeFileSync(mapping, stringify({ ...MAPPING, ...changes }))
  const job = { kind: 'units' as const, file, mapping, repair: false, toleranceMeters: 30 }
  return runImport(job, { store: server.store, folder, clock: () => NOW_MS, onProgress: () => {} })
}

const QUESTIONS = [
  ...['city', 'slice?level=grid', 'classes', 'incidents', 'incidents/1', 'units', 'map.svg?level=grid'],
  ...['series', 'breakdown?by=category', 'tiles/current/grid.json', 'imports'],
].map((path) => `/api/${path}`)

async function answers(): Promise<string[]> {
  const found = QUESTIONS.map(async (path) => {
    const response = await server.request(path)
    expect(response.status, path).toBe(200)
    return `${path} ${await response.text()}`
  })
  return Promise.all(found)
}

it.each<[string, Partial<UnitMapping>]>([
  ['date-not-rising', { effectiveFrom: '2020-01-01' }],
  ['levels-differ', { levels: [GRID_CITY.levels[0], { ...GRID_CITY.levels[1], key: 'hood' }] }],
  ['levels-differ', { levels: GRID_CITY.levels.slice(0, 2) }],
  ['zone-differs', { city: { ...MAPPING.city, zone: 'America/New_York' } }],
])('are refused as %s and write nothing', async (code, changes) => {
  const before = await answers()
  const head = await server.store.head()
  await expect(run(changes)).rejects.toMatchObject({ code })
  expect(await server.store.head()).toEqual(head)
  expect(await server.store.readCity()).toEqual(GRID_CITY)
  expect(await answers()).toEqual(before)
})

it('of the same levels and zone are taken, in one commit with the name they bring', async () => {
  const { seq } = await server.store.head()
  expect((await run({})).isStored).toBe(true)
  expect((await server.store.head()).seq).toBe(seq + 1)
  expect(await server.store.readCity()).toMatchObject({ name: MAPPING.city.name, zone: GRID_CITY.zone })
  expect(await server.store.listVersions()).toHaveLength(2)
  // Scheduled: until its day the boundaries there are hold, and every answer stands.
  await answers()
})
