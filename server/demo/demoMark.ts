// What the running demo must remember between starts, kept as a report of kind 'demo' beside the imports'.
import type { DemoGrid } from '#data/demo/world.ts'
import type { Store } from '../store/store.ts'

export interface DemoMark {
  readonly seed: number
  readonly referenceDay: number
  /** Everything up to here was written when the demo was made. */
  readonly fedUntilMs: number
  readonly grids: readonly DemoGrid[]
}

const ID = 'demo'
/** Of the stored report that is no import's. */
export const DEMO_KIND = 'demo'
const CLOCK_ID = 'demo-clock'

export const writeDemoMark = (store: Store, mark: DemoMark): Promise<void> =>
  store.writeReport({
    id: ID,
    createdAtMs: mark.fedUntilMs,
    kind: DEMO_KIND,
    title: 'Demo world',
    body: mark,
  })

export async function readDemoMark(store: Store): Promise<DemoMark | null> {
  const report = await store.readReport(ID)
  return report ? (report.body as DemoMark) : null
}

/** Until when the running demo has written all that was due; the head's own time would skip what fell due meanwhile. */
export const writeDemoClock = (store: Store, fedUntilMs: number): Promise<void> =>
  store.writeReport({
    id: CLOCK_ID,
    createdAtMs: fedUntilMs,
    kind: DEMO_KIND,
    title: 'Demo clock',
    body: { fedUntilMs },
  })

/** 0: the clock has not run yet. */
export async function readDemoClock(store: Store): Promise<number> {
  const report = await store.readReport(CLOCK_ID)
  return report ? (report.body as { fedUntilMs: number }).fedUntilMs : 0
}
