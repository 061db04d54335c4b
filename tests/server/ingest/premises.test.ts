import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runImport } from '../../../server/ingest/runImport.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { fillGridCity } from '../../fixtures/gridCity.ts'

let store: Store
let folder: string

beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  folder = mkdtempSync(join(tmpdir(), 'jingwei-premises-'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function run(csv: string, columns: string) {
  const [file, mapping] = [join(folder, 'premises.csv'), join(folder, 'premises.yaml')]
  writeFileSync(file, csv)
  writeFileSync(mapping, `kind: premises\ncolumns: ${columns}\n`)
  const job = { kind: 'premises' as const, file, mapping, repair: false, toleranceMeters: 30 }
  return runImport(job, { store, folder, clock: Date.now, onProgress: () => {} })
}

it('says that units must come first', async () => {
  await expect(run('code,hh\n1,2\n', '{ unitCode: code, households: hh }')).rejects.toThrow(/no units yet/)
})

it('counts households, and those whose unit is not known', async () => {
  await fillGridCity(store)
  const { summary } = await run('code,hh\nnowhere,2\nnobody,40\n', '{ unitCode: code, households: hh }')
  expect(summary).toContain('42')
  expect(summary).toContain('2 处无单元')
})

it('refuses a mapped column that the file has not, and a count that is none, naming the row', async () => {
  await fillGridCity(store)
  await expect(run('code,hh\n1,2\n', '{ lng: x, lat: y, households: hh }')).rejects.toThrow(
    /"x" \(lng\), "y" \(lat\)/,
  )
  await expect(run('code,hh\n1,2\n2,many\n', '{ unitCode: code, households: hh }')).rejects.toThrow(
    /row 3: "many"/,
  )
})

it('changes nothing when imported again, and replaces the file when it has changed', async () => {
  await fillGridCity(store)
  const columns = '{ unitCode: code, lng: x, lat: y, households: hh }'
  const csv = 'code,x,y,hh\nnowhere,,,2\nnobody,112.1,36.1,40\n'
  await run(csv, columns)
  const { seq } = await store.head()
  await run(csv, columns)
  expect((await store.head()).seq).toBe(seq)
  await run(csv.replace('40', '41'), columns)
  expect((await store.head()).seq).toBe(seq + 1)
})
