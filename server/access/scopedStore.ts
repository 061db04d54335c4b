// What routes may ask of the store, and the same for a confined account: every question is narrowed to its own units or to
// its own organisation's matters, whatever the route asked. A question that is not in this list cannot be asked by a route.
import type { City } from '#data/model/city.ts'
import type { UnitId } from '#data/model/ids.ts'
import type { Slice } from '#data/model/slice.ts'
import type { Store, StoredIncident } from '../store/store.ts'
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
      return ({ organisation }) => organisation !== null && isOfOrganisation(city, organisation, code)
    },
    hasUnlocated: true,
  })
}

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
    // When a source last spoke is everybody's to know; how much of it there is is a figure of the city.
    sourceStates: async () => (await store.sourceStates()).map((state) => ({ ...state, count: null })),
  }
}
