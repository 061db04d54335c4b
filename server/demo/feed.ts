// The demo's running clock: every few seconds writes the matters and moments that have become due. What was due
// while the server slept is caught up at once; writing twice changes nothing.
import { createLocator } from '#data/coverage/locator.ts'
import { createIncidentGenerator, dayOf, type IncidentGenerator } from '#data/demo/incidents.ts'
import { LIFE_DAYS, maskFuture } from '#data/demo/life.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Store } from '../store/store.ts'
import { readDemoClock, readDemoMark, writeDemoClock } from './demoMark.ts'

export interface DemoFeedOptions {
  readonly store: Store
  readonly clock: () => number
  readonly everyMs?: number
  readonly onError: (error: unknown) => void
}

/** How far a restart may look back twice: writing again changes nothing. */
const REMEMBER_MS = 60_000

/** @returns its stop; null where the store holds no demo. */
export async function startDemoFeed(options: DemoFeedOptions): Promise<(() => Promise<void>) | null> {
  const { store, clock, everyMs = 5_000, onError } = options
  const mark = await readDemoMark(store)
  // The demo's own version, the first: its grids are the ones the generator places matters in.
  const summary = (await store.listVersions())[0]
  const version = summary ? await store.readVersion(summary.id) : null
  if (!mark || !version) return null
  const generator = createIncidentGenerator({ ...mark, unitAt: createLocator(version.coverage) })
  const lives = createLives(generator)
  let fedUntilMs = Math.max(mark.fedUntilMs, await readDemoClock(store))
  let rememberedMs = fedUntilMs
  let isStopped = false
  let running = Promise.resolve()
  const feed = async (): Promise<void> => {
    const nowMs = clock()
    const due = await lives.dueBetween(fedUntilMs, nowMs)
    if (due.length > 0) await store.appendIncidents(due)
    fedUntilMs = nowMs
    if (nowMs - rememberedMs < REMEMBER_MS) return
    await writeDemoClock(store, nowMs)
    rememberedMs = nowMs
  }
  const loop = (): void => {
    if (isStopped) return
    running = feed().catch(onError)
    void running.then(() => {
      if (!isStopped) timer = setTimeout(loop, everyMs)
    })
  }
  let timer = setTimeout(loop, 500)
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await running
  }
}

/** When something of a record becomes known: its moments, and its assignments' beginnings and ends. */
const instantsOf = ({ moments, assignments = [] }: IncidentRecord): number[] =>
  [...Object.values(moments), ...assignments.flatMap(({ fromAt, toAt }) => [fromAt, toAt])].filter(
    (at) => typeof at === 'number',
  )

/** Days are generated once; of each, what may still change is kept. */
function createLives(generator: IncidentGenerator) {
  const days = new Map<number, IncidentRecord[]>()
  const ofDay = async (day: number, fromMs: number): Promise<IncidentRecord[]> => {
    const known = days.get(day)
    if (known) return known
    // Others are answered between two days of the first, long look back.
    await new Promise((resolve) => setImmediate(resolve))
    const records = generator.ofDay(day).filter((record) => Math.max(...instantsOf(record)) > fromMs)
    days.set(day, records)
    return records
  }
  const happens = (record: IncidentRecord, fromMs: number, toMs: number): boolean =>
    instantsOf(record).some((at) => at > fromMs && at <= toMs)
  return {
    /** Records with a moment in (fromMs, toMs], masked to toMs. */
    async dueBetween(fromMs: number, toMs: number): Promise<IncidentRecord[]> {
      const first = dayOf(fromMs) - LIFE_DAYS
      for (const day of days.keys()) if (day < first) days.delete(day)
      const due: IncidentRecord[] = []
      for (let day = first; day <= dayOf(toMs); day++)
        for (const record of await ofDay(day, fromMs))
          if (happens(record, fromMs, toMs)) due.push(maskFuture(record, toMs))
      return due
    },
  }
}
