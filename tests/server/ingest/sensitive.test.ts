// A sensitive matter keeps neither its coordinates nor a unit below the village, whoever calls it sensitive.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { runImport } from '../../../server/ingest/runImport.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { fillGridCity, GRID_CITY, NOW_MS } from '../../fixtures/gridCity.ts'

let store: Store
let folder: string
beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  folder = mkdtempSync(join(tmpdir(), 'jingwei-sensitive-'))
  await fillGridCity(store)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const ROWS = [
  ['plain', '04'],
  ['family', '0101'],
  ['below', '010103'],
  ['beside', '0102'],
]

/** All in the middle of grid 1, as code and as point. */
async function send(more: object = {}) {
  const rows = ROWS.map(([id, category]) => `${id},2026-06-01,${category},113.005,36.005,101001`)
  const file = join(folder, 'rows.csv')
  writeFileSync(file, ['id,at,kind,lng,lat,unit', ...rows].join('\n'))
  const mapping = join(folder, 'rows.yaml')
  const columns = {
    sourceId: 'id',
    received: 'at',
    category: 'kind',
    lng: 'lng',
    lat: 'lat',
    unitCode: 'unit',
  }
  const source = { key: 'calls', name: { zh: '热线', en: 'Hotline' } }
  writeFileSync(mapping, stringify({ kind: 'incidents', source, zone: 'Asia/Shanghai', columns, ...more }))
  const job = { kind: 'incidents', file, mapping, repair: false, toleranceMeters: 0 } as const
  await runImport(job, { store, folder, clock: () => NOW_MS, onProgress: () => {} })
}
async function placeOf(id: string) {
  const [{ unitId, x, y }] = await store.findIncidents(['calls'], id)
  return [unitId, x, y]
}
const FULL = [1, 1_130_050_000, 360_050_000]
const COARSE = [201, null, null]

it('as the city says, with all below, though the mapping says nothing', async () => {
  await send({ sensitive: [] })
  expect(await placeOf('plain')).toEqual(FULL)
  expect(await placeOf('beside')).toEqual(FULL)
  expect(await placeOf('family')).toEqual(COARSE)
  expect(await placeOf('below')).toEqual(COARSE)
})

it('as the mapping says, with all below, and from then on the city too', async () => {
  await send({ sensitive: ['01'] })
  for (const id of ['family', 'below', 'beside']) expect(await placeOf(id), id).toEqual(COARSE)
  expect(await placeOf('plain')).toEqual(FULL)
  const codes = (await store.readCity())?.categories.filter(({ sensitive }) => sensitive)
  expect(codes?.map(({ code }) => code)).toEqual(['01', '0101', '010103', '0102'])
})

it('in the village, wherever that stands among the levels', async () => {
  const [city, , grid] = GRID_CITY.levels
  const levels = [{ ...city, key: 'village' }, { ...grid, key: 'block' }, grid]
  await store.writeCity({ ...GRID_CITY, levels })
  await send()
  expect(await placeOf('family')).toEqual([100, null, null])
})
