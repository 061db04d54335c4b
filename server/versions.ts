// Published versions as the routes need them: unit table, coverage, areas and boxes, loaded once and kept. A version never
// changes, so entries are only dropped to bound memory. The city's settings do: they are given with it each time.
import type { Coverage } from '#data/coverage/coverage.ts'
import { SCALE } from '#data/coverage/coverage.ts'
import type { City } from '#data/model/city.ts'
import { type VersionId, versionId } from '#data/model/ids.ts'
import { createUnitTable, type UnitTable } from '#data/model/unit.ts'
import type { Standings } from './access/standings.ts'
import type { Store, VersionSummary } from './store/store.ts'
import { measureUnits, type UnitGeometry } from './unitGeometry.ts'

interface KeptVersion extends UnitGeometry {
  readonly summary: VersionSummary
  readonly id: VersionId
  readonly table: UnitTable
  readonly coverage: Coverage
}

export interface LoadedVersion extends KeptVersion {
  /** The settings as they were at the sequence asked for. */
  readonly city: City
  /** Codes of categories that are sensitive today: what may be told is not a pin's to say. */
  readonly sensitive: readonly string[]
  /** Sequence of today's settings: what is made of the version is not kept beyond them. */
  readonly citySeq: number
  /** Row of City.homeCode, else of the first root. */
  readonly homeRow: number
  /** How each row stands to the scope of whoever asks; null: to nobody's, all is inside. */
  readonly standings: Standings
}

export interface VersionService {
  city(): Promise<City | null>
  list(): Promise<readonly VersionSummary[]>
  /** The newest version in force today in the city's zone; null: none. */
  currentId(): Promise<VersionId | null>
  /**
   * With the city's settings as they were at a sequence; without one as they are. The same object as long as these are the same.
   * null: no such version.
   */
  load(id: VersionId, seq?: number): Promise<LoadedVersion | null>
  current(seq?: number): Promise<LoadedVersion | null>
}

/** A version of 12,000 grids takes some 20 MB; pins and comparisons rarely need more than a few. */
const KEPT_VERSIONS = 4

export function createVersionService(store: Store, clock: () => number): VersionService {
  const loaded = new Map<VersionId, Promise<KeptVersion | null>>()
  const city = () => store.readCity()
  const withSettings = createSettler()
  const list = atHead(store, async () => [...(await store.listVersions())].sort((a, b) => a.id - b.id))

  function keptVersion(id: VersionId): Promise<KeptVersion | null> {
    let entry = loaded.get(id)
    if (!entry) {
      entry = loadVersion(store, id)
      entry.then(
        (version) => version ?? loaded.delete(id),
        () => loaded.delete(id),
      )
    }
    loaded.delete(id)
    loaded.set(id, entry)
    if (loaded.size > KEPT_VERSIONS) loaded.delete(loaded.keys().next().value as VersionId)
    return entry
  }

  async function load(id: VersionId, seq?: number): Promise<LoadedVersion | null> {
    const version = await keptVersion(id)
    const citySeq = store.citySeq()
    const [now, then] = await Promise.all([
      store.readCity(citySeq),
      seq === undefined ? null : store.readCity(seq),
    ])
    return version && now && withSettings(version, { citySeq, now }, then ?? now)
  }

  async function currentId(): Promise<VersionId | null> {
    const settings = await city()
    if (!settings) return null
    const today = localDate(clock(), settings.zone)
    return (await list()).findLast((version) => version.effectiveFrom <= today)?.id ?? null
  }

  return {
    city,
    list,
    currentId,
    load,
    async current(seq) {
      const id = await currentId()
      return id === null ? null : load(id, seq)
    },
  }
}

interface Today {
  readonly citySeq: number
  readonly now: City
}

/** Settings of so many pins of a version are at hand. */
const KEPT_SETTINGS = 8

/** A version with settings, kept until there are others today. */
function createSettler() {
  const known = new WeakMap<KeptVersion, { citySeq: number; byCity: Map<City, LoadedVersion> }>()
  return (version: KeptVersion, { citySeq, now }: Today, city: City): LoadedVersion => {
    let entry = known.get(version)
    if (entry?.citySeq !== citySeq || entry.byCity.size > KEPT_SETTINGS) {
      entry = { citySeq, byCity: new Map() }
      known.set(version, entry)
    }
    const settled = entry.byCity.get(city) ?? settle(version, { citySeq, now }, city)
    entry.byCity.set(city, settled)
    return settled
  }
}

function settle(version: KeptVersion, { citySeq, now }: Today, city: City): LoadedVersion {
  const home = version.table.rowOfCode(city.homeCode)
  return {
    ...version,
    city,
    sensitive: now.categories.filter((category) => category.sensitive).map(({ code }) => code),
    citySeq,
    homeRow: home >= 0 ? home : version.table.parent.indexOf(-1),
    standings: null,
  }
}

async function loadVersion(store: Store, id: VersionId): Promise<KeptVersion | null> {
  const published = await store.readVersion(id)
  if (!published) return null
  const { units, coverage, ...summary } = published
  const table = createUnitTable(units)
  return { summary, id: versionId(id), table, coverage, ...measureUnits(coverage, table) }
}

/** `read`'s answer, asked again only after something was written. */
function atHead<T>(store: Store, read: () => Promise<T>): () => Promise<T> {
  let known: { seq: number; value: Promise<T> } | null = null
  return async () => {
    const { seq } = await store.head()
    if (known?.seq !== seq) {
      const value = read()
      known = { seq, value }
      value.catch(() => {
        known = null
      })
    }
    return known.value
  }
}

/** yyyy-mm-dd of an instant in an IANA zone. */
export function localDate(ms: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(ms)
}

/** west, south, east, north in degrees of a row; null: no polygon. */
export function boundsOf(version: UnitGeometry, row: number): [number, number, number, number] | null {
  const [west, south, east, north] = version.bounds.subarray(row * 4, row * 4 + 4)
  return Number.isNaN(west) ? null : [west / SCALE, south / SCALE, east / SCALE, north / SCALE]
}

/** The same of everything that has a polygon. */
export function boundsOfAll(version: LoadedVersion): [number, number, number, number] | null {
  const roots = Array.from(version.table.parent.keys()).filter((row) => version.table.parent[row] < 0)
  const boxes = roots.map((row) => boundsOf(version, row)).filter((box) => box !== null)
  if (boxes.length === 0) return null
  const of = (side: number) => boxes.map((box) => box[side])
  return [Math.min(...of(0)), Math.min(...of(1)), Math.max(...of(2)), Math.max(...of(3))]
}
