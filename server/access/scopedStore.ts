// What routes may ask of the store, and the same for a confined account: every question is narrowed to its own units or to
// its own organisation's matters, whatever the route asked. A question that is not in this list cannot be asked by a route.
import type { City } from '#data/model/city.ts'
import type { UnitId } from '#data/model/ids.ts'
import type { Slice } from '#data/model/slice.ts'
import type { OwnMatters, Store, StoredIncident } from '../store/store.ts'
import { isOfOrganisation } from './organisations.ts'

const QUESTIONS = [
  'head',
  'breakdown',
  'midnightCounts',
  'unlocatedByCause',
  'series',
  'listIncidents',
  'countIncidents',
  'readIncident',
  'readIncidentVersions',
  'findIncidents',
  'points',
  'sourceStates',
] as const satisfies readonly (keyof Store)[]

type SourceState = Awaited<ReturnType<Store['sourceStates']>>[number]
export interface ScopedStore extends Pick<Store, Exclude<(typeof QUESTIONS)[number], 'sourceStates'>> {
  /** `count` null: not told. */
  sourceStates(): Promise<(Omit<SourceState, 'count'> & { readonly count: number | null })[]>
}

interface Confinement {
  /** Units to answer for, of those asked for (null: any). */
  units(asked: ReadonlySet<UnitId> | null): Promise<ReadonlySet<UnitId> | null>
  slice(slice: Slice): Slice
  isOwn(): Promise<(incident: StoredIncident) => boolean>
  /** Matters without a place belong to nobody's unit. */
  readonly hasUnlocated: boolean
  readonly sourceStates: ScopedStore['sourceStates']
}

export function confineToUnits(store: Store, ownUnits: () => Promise<ReadonlySet<UnitId>>): ScopedStore {
  return confine(store, {
    async units(asked) {
      const own = await ownUnits()
      return asked === null ? own : new Set([...asked].filter((id) => own.has(id)))
    },
    slice: (slice) => slice,
    async isOwn() {
      const own = await ownUnits()
      return ({ unitId }) => unitId !== null && own.has(unitId)
    },
    hasUnlocated: false,
    sourceStates: ownSourceStates(store, async () => ({ unitIds: await ownUnits() })),
  })
}

export function confineToOrganisation(
  store: Store,
  readCity: () => Promise<City | null>,
  code: string,
): ScopedStore {
  return confine(store, {
    units: async (asked) => asked,
    slice: (slice) => ({ ...slice, responsible: code }),
    async isOwn() {
      const city = await readCity()
      return (incident) => holders(incident).some((key) => isOfOrganisation(city, key, code))
    },
    hasUnlocated: true,
    sourceStates: ownSourceStates(store, async () => ({ responsible: code })),
  })
}

const MINUTE_MS = 60_000

/**
 * Sources that have sent matters of one's own: when the newest of those came in. How punctual a source is is everybody's to
 * know, when it last delivered to the minute; how much there is of it and when others' matters came in is not.
 */
function ownSourceStates(store: Store, ownMatters: () => Promise<OwnMatters>): ScopedStore['sourceStates'] {
  let kept: { seq: number; newest: ReturnType<Store['newestReceived']> } | null = null
  return async () => {
    const { seq } = await store.head()
    if (kept?.seq !== seq) {
      kept = { seq, newest: ownMatters().then((own) => store.newestReceived(own)) }
      kept.newest.catch(() => {
        kept = null
      })
    }
    const [states, newest] = await Promise.all([store.sourceStates(), kept.newest])
    return states.flatMap((state) => {
      const lastReceivedMs = newest.get(state.source)
      if (lastReceivedMs === undefined) return []
      const lastWrittenMs = Math.floor(state.lastWrittenMs / MINUTE_MS) * MINUTE_MS
      return [{ ...state, count: null, firstReceivedMs: lastReceivedMs, lastReceivedMs, lastWrittenMs }]
    })
  }
}

/** Who is or was responsible: figures charge a matter to whoever held it then, so their list opens for them. */
const holders = ({ organisation, assignments }: StoredIncident): string[] => [
  ...(organisation === null ? [] : [organisation]),
  ...(assignments ?? []).filter(({ role }) => role === 'lead').map((each) => each.organisation),
]

function confine(store: Store, own: Confinement): ScopedStore {
  return {
    head: () => store.head(),
    breakdown: async (slice, ids, by, measures) =>
      store.breakdown(own.slice(slice), await own.units(ids), by, measures),
    midnightCounts: async (slice, ids) => store.midnightCounts(own.slice(slice), await own.units(ids)),
    unlocatedByCause: async (slice) => (own.hasUnlocated ? store.unlocatedByCause(own.slice(slice)) : {}),
    series: async (slice, ids) => store.series(own.slice(slice), await own.units(ids)),
    listIncidents: async (query) =>
      store.listIncidents({
        ...query,
        slice: own.slice(query.slice),
        unitIds: await own.units(query.unitIds),
      }),
    countIncidents: async (query) =>
      store.countIncidents({
        ...query,
        slice: own.slice(query.slice),
        unitIds: await own.units(query.unitIds),
      }),
    points: async (slice, box, cell, limit, ids = null, state = 'all') =>
      store.points(own.slice(slice), box, cell, limit, await own.units(ids), state),
    async readIncident(id, seq) {
      const incident = await store.readIncident(id, seq)
      return incident && (await own.isOwn())(incident) ? incident : null
    },
    async readIncidentVersions(id) {
      const [written, isOwn] = await Promise.all([store.readIncidentVersions(id), own.isOwn()])
      return written.filter(isOwn)
    },
    async findIncidents(sources, sourceId, seq) {
      const [found, isOwn] = await Promise.all([store.findIncidents(sources, sourceId, seq), own.isOwn()])
      return found.filter(isOwn)
    },
    sourceStates: own.sourceStates,
  }
}
