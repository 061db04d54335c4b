// Deadlines in hours of work: by the calendar of the mapping, which becomes the city's, or by the city's own.
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
  folder = mkdtempSync(join(tmpdir(), 'jingwei-working-'))
  await fillGridCity(store)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const CALENDAR = `workingTime:
  weekdays: [1, 2, 3, 4, 5]
  hours: [{ from: '08:30', to: '12:00' }, { from: '14:30', to: '18:00' }]
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05']
  workdays: ['2026-10-10']
`
/** The eve of the holidays: a Wednesday. */
const ROWS = ['id,at,kind', 'a,2026-09-30 16:00,litter', 'b,2026-10-09 17:00,litter']

async function run(settings: string) {
  const [file, mapping] = [join(folder, 'calls.csv'), join(folder, 'calls.yaml')]
  writeFileSync(file, ROWS.join('\n'))
  writeFileSync(
    mapping,
    `kind: incidents
source: { key: calls, name: { zh: 来电, en: Calls } }
zone: Asia/Shanghai
columns: { sourceId: id, received: at, category: kind }
deadlineHours: 7
${settings}`,
  )
  const job = { kind: 'incidents' as const, file, mapping, repair: false, toleranceMeters: 30 }
  await runImport(job, { store, folder, clock: Date.now, onProgress: () => {} })
  const found = await Promise.all(['a', 'b'].map((id) => store.findIncidents(['calls'], id)))
  return found.map(([{ deadlineAt }]) =>
    new Date(Number(deadlineAt) + 8 * 3_600_000).toISOString().slice(0, 16),
  )
}

it('leaves nights, holidays and lunch out, and takes days worked instead', async () => {
  expect(await run(`deadlineClock: working\n${CALENDAR}`)).toEqual(['2026-10-06T16:00', '2026-10-10T17:00'])
  const city = await store.readCity()
  expect(city?.workingTime?.holidays).toContain('2026-10-01')
  expect(city?.categories.find(({ code }) => code === 'litter')?.deadlineClock).toBe('working')
})

it('counts by the calendar the city has by then, and by the clock where nothing is said', async () => {
  await run(`deadlineClock: working\n${CALENDAR}`)
  expect(await run('deadlineClock: working\n')).toEqual(['2026-10-06T16:00', '2026-10-10T17:00'])
  expect(await run('')).toEqual(['2026-09-30T23:00', '2026-10-10T00:00'])
})

it('says so where nobody told when is worked, or the day ends before it begins', async () => {
  await expect(run('deadlineClock: working\n')).rejects.toThrow(/neither the mapping nor the city/)
  await expect(run(`deadlineClock: working\n${CALENDAR.replace('08:30', '13:30')}`)).rejects.toThrow(
    /workingTime.hours/,
  )
})
