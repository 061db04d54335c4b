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
