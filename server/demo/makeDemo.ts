// Fills an empty store with the demo world. The version is published last: a folder without one is an unfinished
// demo, and making it again writes the same.
import { createLocator } from '#data/coverage/locator.ts'
import { DEMO_CITY } from '#data/demo/demoCity.ts'
import { createIncidentGenerator, dayOf } from '#data/demo/incidents.ts'
import { maskFuture } from '#data/demo/life.ts'
import { demoOrganisations } from '#data/demo/organisations.ts'
import { premisesOf } from '#data/demo/premises.ts'
import { createDemoWorld } from '#data/demo/world.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Text } from '#data/model/text.ts'
import type { Store } from '../store/store.ts'
import { writeDemoMark } from './demoMark.ts'

export interface DemoProgress {
  readonly doing: Text
  /** 0–1 over the whole. */
  readonly progress: number
}

export interface MakeDemoOptions {
  readonly nowMs: number
  readonly seed: number
  readonly onProgress: (progress: DemoProgress) => void
}

const DAYS = 2 * 365
const BATCH = 25_000
/** Share of the whole taken by drawing boundaries; the rest is incidents. */
const DRAWING = 0.55
const DRAW: Text = { zh: '正在划分网格边界', en: 'Drawing grid boundaries' }
const WRITE: Text = { zh: '正在生成两年事件', en: 'Making two years of incidents' }

export async function makeDemo(store: Store, { nowMs, seed, onProgress }: MakeDemoOptions): Promise<void> {
  const tell = async (doing: Text, progress: number): Promise<void> => {
    onProgress({ doing, progress })
    await new Promise((resolve) => setImmediate(resolve))
  }
  await tell(DRAW, 0)
  const { units, coverage, grids } = await createDemoWorld(seed, (share) => tell(DRAW, share * DRAWING))
  const unitAt = createLocator(coverage)
  const referenceDay = dayOf(nowMs)
  const generator = createIncidentGenerator({ grids, seed, referenceDay, unitAt })
  await store.writeCity({ ...DEMO_CITY, organisations: demoOrganisations(units) })
  await store.writePremises(
    'demo',
    grids.flatMap((grid) => premisesOf(grid, seed, unitAt)),
  )
  let batch: IncidentRecord[] = []
  for (let day = referenceDay - DAYS; day <= referenceDay; day++) {
    for (const record of generator.ofDay(day))
      if (record.moments.received <= nowMs) batch.push(maskFuture(record, nowMs))
    if (batch.length < BATCH && day < referenceDay) continue
    await store.appendIncidents(batch)
    batch = []
    await tell(WRITE, DRAWING + (1 - DRAWING) * (1 - (referenceDay - day) / DAYS))
  }
  await writeDemoMark(store, { seed, referenceDay, fedUntilMs: nowMs, grids })
  await store.publishVersion({
    effectiveFrom: new Date((referenceDay - DAYS) * 86_400_000).toISOString().slice(0, 10),
    note: '演示边界（合成） Demo boundaries (synthetic)',
    units,
    coverage,
  })
}
