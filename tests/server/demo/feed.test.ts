// The demo's running clock on a real store, with the time moved by hand.
import { expect, it, vi } from 'vitest'
import { createLocator } from '../../../data/coverage/locator.ts'
import { createIncidentGenerator, DAY_MS, dayOf } from '../../../data/demo/incidents.ts'
import type { DemoGrid } from '../../../data/demo/world.ts'
import { unitId } from '../../../data/model/ids.ts'
import { readDemoClock, writeDemoMark } from '../../../server/demo/demoMark.ts'
import { startDemoFeed } from '../../../server/demo/feed.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { CITY, COVERAGE, UNITS } from '../store/world.ts'

const MADE_MS = Date.parse('2026-11-20T04:00:00Z')
const id = unitId(Number(COVERAGE.left.find((value) => value > 0)))
const grids: DemoGrid[] = Array.from({ length: 400 }, () => ({
  id,
  villageId: id,
  townshipId: id,
  county: '140403',
  households: 100,
  population: 260,
  isUrban: true,
  x: COVERAGE.xs[0],
  y: COVERAGE.ys[0],
}))

it('writes what fell due since the demo was made, remembers how far, and goes on from there', async () => {
  const store = await openDuckDbStore({ folder: ':memory:', memoryLimit: '200MB' })
  await store.writeCity(CITY)
  await writeDemoMark(store, { seed: 1, referenceDay: dayOf(MADE_MS), fedUntilMs: MADE_MS, grids })
  await store.publishVersion({ effectiveFrom: '2024-11-20', note: '', units: UNITS, coverage: COVERAGE })
  let nowMs = MADE_MS + DAY_MS
  const onError = vi.fn()
  const runUntil = async (untilMs: number): Promise<void> => {
    nowMs = untilMs
    const stop = await startDemoFeed({ store, clock: () => nowMs, everyMs: 20, onError })
    await vi.waitFor(async () => expect(await readDemoClock(store)).toBe(untilMs), { timeout: 20_000 })
    await stop?.()
  }
  await runUntil(MADE_MS + DAY_MS)
  await runUntil(MADE_MS + 2 * DAY_MS)
  const unitAt = createLocator(COVERAGE)
  const generator = createIncidentGenerator({ grids, seed: 1, referenceDay: dayOf(MADE_MS), unitAt })
  const newlyReceived = [0, 1, 2]
    .flatMap((day) => generator.ofDay(dayOf(MADE_MS) + day))
    .filter(({ moments: { received } }) => received > MADE_MS && received <= nowMs)
  const late = (await store.sourceStates()).filter(({ lastReceivedMs }) => lastReceivedMs > MADE_MS)
  expect(late.length).toBeGreaterThan(0)
  const series = await store.series(
    {
      fromMs: MADE_MS + 1,
      toMs: nowMs + 1,
      asOfMs: nowMs + 1,
      seq: (await store.head()).seq,
      basis: 'received',
      category: [],
      source: [],
      urgency: [],
      organisation: [],
      handlingLevel: [],
      hour: [],
      weekday: [],
      age: [],
      exclusions: 'with',
    },
    null,
  )
  expect(series.reduce((sum, { received }) => sum + received, 0)).toBe(newlyReceived.length)
  expect(onError).not.toHaveBeenCalled()
  await store.close()
}, 60_000)
