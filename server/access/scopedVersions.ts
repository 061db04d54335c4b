// Versions as an account confined to a unit has them: at home at its top, every unit with its standing.
import type { UnitId } from '#data/model/ids.ts'
import type { LoadedVersion, VersionService } from '../versions.ts'
import { INSIDE, standingsOf } from './standings.ts'

export interface ScopedVersions extends VersionService {
  /** Units that are the account's own in the version in force, or in one of those it has looked at. */
  ownUnits(): Promise<ReadonlySet<UnitId>>
}

export function scopeVersions(versions: VersionService, code: string): ScopedVersions {
  let inForce: LoadedVersion | null = null
  let scoped = new Map<LoadedVersion, LoadedVersion>()
  let own = new Set<UnitId>()

  /** Standings are as of the version in force: a new one makes them anew. */
  async function follow(): Promise<LoadedVersion | null> {
    const current = await versions.current()
    if (current !== inForce) {
      inForce = current
      scoped = new Map()
      own = new Set()
      if (current) bind(current, current)
    }
    return current
  }

  function bind(version: LoadedVersion, current: LoadedVersion): LoadedVersion {
    const known = scoped.get(version)
    if (known) return known
    const { table } = version
    const standings = standingsOf(table, code, current.table)
    const top = table.rowOfCode(code)
    const bound = { ...version, homeRow: top >= 0 ? top : version.homeRow, standings }
    scoped.set(version, bound)
    standings.forEach((standing, row) => {
      if (standing === INSIDE) own.add(table.units[row].id)
    })
    return bound
  }

  return {
    city: versions.city,
    list: versions.list,
    currentId: versions.currentId,
    async load(id) {
      const [version, current] = await Promise.all([versions.load(id), follow()])
      return version && current ? bind(version, current) : null
    },
    async current() {
      const current = await follow()
      return current && bind(current, current)
    },
    async ownUnits() {
      await follow()
      return own
    },
  }
}
