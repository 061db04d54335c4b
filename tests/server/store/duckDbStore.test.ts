// The DuckDB adapter: the conformance suite, and what only a file on disk can go through.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { ACCOUNT, accountConformance } from './accountConformance.ts'
import { storeConformance } from './conformance.ts'
import { CITY, COVERAGE, incident, sliceOf, UNITS } from './world.ts'

const root = mkdtempSync(join(tmpdir(), 'jingwei-store-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
const folder = () => join(root, String(++folders))

storeConformance('DuckDB in memory', () => openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' }))
storeConformance('DuckDB on disk', () => openDuckDbStore({ folder: folder(), memoryLimit: '200MB' }))

accountConformance('DuckDB in memory', () => openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' }))
accountConformance('DuckDB on disk', () => openDuckDbStore({ folder: folder(), memoryLimit: '200MB' }))

describe('the DuckDB store on disk', () => {
  it('has everything again after it is closed and opened', async () => {
    const path = folder()
    const first = await openDuckDbStore({ folder: path })
    await first.writeCity(CITY)
    await first.publishVersion({ effectiveFrom: '2025-01-01', note: '', units: UNITS, coverage: COVERAGE })
    await first.appendIncidents([incident('1'), incident('2', { category: '0101' })])
    await first.accounts.writeAccount(ACCOUNT)
    await first.writeCity({ ...CITY, homeCode: '11' })
    const head = await first.head()
    await first.close()
    const second = await openDuckDbStore({ folder: path })
    expect(await second.head()).toEqual(head)
    expect(await second.readCity()).toEqual({ ...CITY, homeCode: '11' })
    expect(await second.readCity(3)).toEqual(CITY)
    expect(second.citySeq()).toBe(4)
    expect(await second.accounts.readAccounts()).toEqual([ACCOUNT])
    expect(
      (await second.slice(sliceOf({ category: ['01'] }), ['received'])).measures.get('received'),
    ).toEqual(Float64Array.of(1))
    expect(await second.appendIncidents([incident('2', { category: '0101' }), incident('3')])).toEqual({
      seq: 5,
      inserted: 1,
      updated: 0,
      unchanged: 1,
    })
    await second.close()
  })

  it('closes when those who read have read: each has its answer or is refused, and so is whoever comes later', async () => {
    const store = await openDuckDbStore({ folder: folder() })
    await store.appendIncidents([incident('1')])
    const readings = Array.from({ length: 40 }, () => store.slice(sliceOf(), ['received']))
    const closing = store.close()
    for (const reading of await Promise.allSettled(readings))
      if (reading.status === 'rejected') expect(reading.reason).toMatchObject({ code: 'closed' })
      else expect(reading.value.measures.get('received')).toEqual(Float64Array.of(1))
    await closing
    await expect(store.slice(sliceOf(), ['received'])).rejects.toMatchObject({ code: 'closed' })
    await expect(store.appendIncidents([incident('2')])).rejects.toMatchObject({ code: 'closed' })
  })

  it('says that the folder is open already', async () => {
    const path = folder()
    const store = await openDuckDbStore({ folder: path })
    await expect(openDuckDbStore({ folder: path })).rejects.toMatchObject({ code: 'locked' })
    await store.close()
  })
})
