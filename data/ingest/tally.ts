// Counts where every row of an incident file went, as it is read. The sum closes:
// read = stored (located + unlocated) + duplicates + rejected.
import { SCALE } from '../coverage/coverage.ts'
import type { UnitId } from '../model/ids.ts'
import { UNLOCATED_CAUSES } from '../model/incident.ts'
import type { IncidentReport } from '../model/report.ts'
import { createLocalClock } from './instants.ts'
import type { Reading, Rejection } from './readIncident.ts'

export interface TallyContext {
  readonly zone: string
  /** A point this near to a border (metres) counts as nearly inside. */
  readonly isNear: (x: number, y: number) => boolean
  readonly nameOf: (unitId: UnitId) => string
}

export type TallyReport = Pick<
  IncidentReport,
  | 'read'
  | 'located'
  | 'unlocated'
  | 'duplicates'
  | 'rejected'
  | 'rejections'
  | 'closedBeforeOpened'
  | 'codeAgainstCoordinates'
  | 'piles'
  | 'hours'
  | 'months'
  | 'span'
  | 'topUnits'
>

/** A point used more often than this, and by more than 1 % of the rows, is a default, not a place. */
const PILE_ROWS = 100

/** Points within about a metre share a key: whole hundreds of 1e-7 degree, both in one exact integer. */
const metreKey = (x: number, y: number): number =>
  (Math.round(x / 100) + 18_000_000) * 2 ** 25 + Math.round(y / 100) + 9_000_000

const placeOf = (key: number): { x: number; y: number } => ({
  x: (Math.floor(key / 2 ** 25) - 18_000_000) * 100,
  y: ((key % 2 ** 25) - 9_000_000) * 100,
})

export function createTally({ zone, isNear, nameOf }: TallyContext) {
  const clock = createLocalClock(zone)
  let read = 0
  let located = 0
  let duplicates = 0
  let rejected = 0
  let closedBeforeOpened = 0
  let near = 0
  const byCause: Record<string, number> = Object.fromEntries(UNLOCATED_CAUSES.map((cause) => [cause, 0]))
  const agreement = { compared: 0, agree: 0, differ: 0 }
  const rejections = new Map<
    string,
    { field: string; reason: string; example: string; firstRow: number; rows: number }
  >()
  const hours = new Array<number>(24).fill(0)
  const months = new Map<string, number>()
  const units = new Map<UnitId, number>()
  const points = new Map<number, number>()
  let [first, last] = [Infinity, -Infinity]

  function addRejection({ field, reason, example }: Rejection, line: number): void {
    read++
    rejected++
    const key = `${field}\n${reason}`
    const known = rejections.get(key)
    if (known) known.rows++
    else rejections.set(key, { field, reason, example, firstRow: line, rows: 1 })
  }

  function addStored({ record, point, byCode, byPoint, closedBeforeOpened: odd }: Reading): void {
    read++
    if (odd) closedBeforeOpened++
    if (byCode !== null && byPoint !== null) {
      agreement.compared++
      agreement[byCode === byPoint ? 'agree' : 'differ']++
    }
    if (record.unitId !== null) {
      located++
      units.set(record.unitId, (units.get(record.unitId) ?? 0) + 1)
    } else if (record.unlocatedCause !== null) {
      byCause[record.unlocatedCause]++
      if (record.unlocatedCause === 'outside' && point && isNear(point.x, point.y)) near++
    }
    if (record.x !== null && record.y !== null) {
      const key = metreKey(record.x, record.y)
      points.set(key, (points.get(key) ?? 0) + 1)
    }
    const { received } = record.moments
    const local = clock(received)
    hours[local.hour]++
    months.set(local.month, (months.get(local.month) ?? 0) + 1)
    first = Math.min(first, received)
    last = Math.max(last, received)
  }

  function piles(): TallyReport['piles'] {
    const least = Math.max(PILE_ROWS, read * 0.01)
    return [...points]
      .filter(([, rows]) => rows >= least)
      .sort((a, b) => b[1] - a[1])
      .map(([key, rows]) => {
        const { x, y } = placeOf(key)
        return { lng: x / SCALE, lat: y / SCALE, rows }
      })
  }

  return {
    addRejection,
    addStored,
    addDuplicate: (): void => {
      read++
      duplicates++
    },
    report: (): TallyReport => ({
      read,
      located,
      duplicates,
      rejected,
      unlocated: {
        total: Object.values(byCause).reduce((sum, count) => sum + count, 0),
        byCause,
        outsideWithin50Meters: near,
      },
      rejections: [...rejections.values()].sort((a, b) => b.rows - a.rows),
      closedBeforeOpened,
      codeAgainstCoordinates: agreement,
      piles: piles(),
      hours,
      months: [...months].sort().map(([month, rows]) => ({ month, rows })),
      span: read > 0 && first <= last ? { first: clock(first).day, last: clock(last).day } : null,
      topUnits: [...units]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 5)
        .map(([unitId, rows]) => ({ unitId, name: nameOf(unitId), rows })),
    }),
  }
}
