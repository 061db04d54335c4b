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
  folder = mkdtempSync(join(tmpdir(), 'jingwei-organisations-'))
  await fillGridCity(store)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function run(rows: readonly string[], columns = '{ key: 代码, name: 名称, parent: 上级 }') {
  const [file, mapping] = [join(folder, '单位.csv'), join(folder, 'organisations.yaml')]
  writeFileSync(file, ['代码,名称,上级', ...rows].join('\n'))
  writeFileSync(mapping, `kind: organisations\ncolumns: ${columns}\n`)
  const job = { kind: 'organisations' as const, file, mapping, repair: false, toleranceMeters: 30 }
  return runImport(job, { store, folder, clock: Date.now, onProgress: () => {} })
}

it('gives the city its organisations with their parents; twice changes nothing', async () => {
  const rows = ['11,城市管理局,', '1101,环卫所,11', '12,公安局,']
  expect((await run(rows)).summary).toContain('3 个责任单位 organisations，2 个最上级')
  expect((await store.readCity())?.organisations).toEqual([
    { key: '11', name: { zh: '城市管理局', en: '城市管理局' }, parent: null },
    { key: '1101', name: { zh: '环卫所', en: '环卫所' }, parent: '11' },
    { key: '12', name: { zh: '公安局', en: '公安局' }, parent: null },
  ])
  const { seq } = await store.head()
  expect((await run(rows)).summary).toContain('unchanged')
  expect((await store.head()).seq).toBe(seq)
})

it('names every row that does not fit, and stores nothing', async () => {
  const before = (await store.readCity())?.organisations
  await expect(run(['1,a,9', ',b,', '1,c,', '2,d,3', '3,e,2'])).rejects.toThrow(
    /row 3: no key.*\nrow 4: 1 stands there twice.*\nrow 2: the parent 9.*\nrow 5: 2 is above itself.*\nrow 6: 3/s,
  )
  await expect(run(['1.4E+14,a,'])).rejects.toThrow(/row 2: 代码 is 1.4E\+14/)
  await expect(run(['1,a,'], '{ key: 编码 }')).rejects.toThrow(/编码/)
  expect((await store.readCity())?.organisations).toEqual(before)
})
