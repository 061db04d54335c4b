// Versions as an account confined to a unit has them: at home at its top, every unit with its standing.
import type { UnitId } from '#data/model/ids.ts'
import type { UnitTable } from '#data/model/unit.ts'
import type { LoadedVersion, VersionService } from '../versions.ts'
import { INSIDE, type Standings, standingsOf } from './standings.ts'

export interface ScopedVersions extends VersionService {
  /** Units that are the account's own in the version in force, or in one of those it has looked at. */
  ownUnits(): Promise<ReadonlySet<UnitId>>
}

export function scopeVersions(versions: VersionService, code: string): ScopedVersions {
  let inForce: UnitTable | null = null
  let standings = new WeakMap<UnitTable, Standings>()
  let scoped = new WeakMap<LoadedVersion, LoadedVersion>()
  let own = new Set<UnitId>()

  /** Standings are as of the version in force: a new one makes them anew. */
  async function follow(): Promise<LoadedVersion | null> {
    const current = await versions.current()
    const table = current?.table ?? null
    if (table !== inForce) {
      inForce = table
      standings = new WeakMap()
      scoped = new WeakMap()
      own = new Set()
      if (table) standingsIn(table, table)
    }
    return current
  }

  function standingsIn(table: UnitTable, current: UnitTable): Standings {
    const known = standings.get(table)
    if (known) return known
    const found = standingsOf(table, code, current)
    standings.set(table, found)
    found.forEach((standing, row) => {
      if (standing === INSIDE) own.add(table.units[row].id)
    })
    return found
  }

  function bind(version: LoadedVersion, current: LoadedVersion): LoadedVersion {
    const known = scoped.get(version)
    if (known) return known
    const { table } = version
    const top = table.rowOfCode(code)
    const homeRow = top >= 0 ? top : version.homeRow
    const bound = { ...version, homeRow, standings: standingsIn(table, current.table) }
    scoped.set(version, bound)
    return bound
  }

  return {
    city: versions.city,
    list: versions.list,
    currentId: versions.currentId,
    async load(id, seq) {
      const [version, current] = await Promise.all([versions.load(id, seq), follow()])
      return version && current ? bind(version, current) : null
    },
    async current(seq) {
      const current = await follow()
      const version = seq === undefined ? current : await versions.current(seq)
      return version && current && bind(version, current)
    },
    async ownUnits() {
      await follow()
      return own
    },
  }
}
