// Counts where every row of an incident file went, as it is read. The sum closes:
// read = stored (located + unlocated) + duplicates + rejected.
import type { UnitId } from '../model/ids.ts'
import { UNLOCATED_CAUSES } from '../model/incident.ts'
import type { IncidentReport } from '../model/report.ts'
import { IdCounts } from './idCounts.ts'
import { CAUSES, type IncidentRow, type Rejection } from './incidentRow.ts'
import { PointCounts } from './pointCounts.ts'
import { createZone, DAY_MS } from './zone.ts'

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
  | 'deadlinesUnread'
  | 'codeAgainstCoordinates'
  | 'piles'
  | 'hours'
  | 'months'
  | 'span'
  | 'topUnits'
>

/** A point used more often than this, and by more than 1 % of the rows, is a default, not a place. */
const PILE_ROWS = 100

const HOUR_MS = 3_600_000
/** 1800-01-01. */
const FIRST_DAY = -62_091

export interface Tally {
  addRejection(rejection: Rejection, line: number): void
  addStored(row: IncidentRow): void
  addDuplicate(): void
  report(): TallyReport
}

export function createTally({ zone, isNear, nameOf }: TallyContext): Tally {
  const { toLocal } = createZone(zone)
  let read = 0
  let located = 0
  let duplicates = 0
  let rejected = 0
  let closedBeforeOpened = 0
  let deadlinesUnread = 0
  let near = 0
  const byCauseCode = CAUSES.map(() => 0)
  const agreement = { compared: 0, agree: 0, differ: 0 }
  const rejections = new Map<
    string,
    { field: string; reason: string; example: string; firstRow: number; rows: number }
  >()
  const hours = new Array<number>(24).fill(0)
  /** By local day since FIRST_DAY; what is before is not told apart. */
  const days = new IdCounts()
  const units = new IdCounts()
  const points = new PointCounts()

  function addRejection({ field, reason, example }: Rejection, line: number): void {
    read++
    rejected++
    const key = `${field}\n${reason}`
    const known = rejections.get(key)
    if (known) known.rows++
    else rejections.set(key, { field, reason, example, firstRow: line, rows: 1 })
  }

  function addStored(row: IncidentRow): void {
    read++
    if (row.closedBeforeOpened) closedBeforeOpened++
    if (row.deadlineUnread) deadlinesUnread++
    if (row.byCode > 0 && row.byPoint > 0) {
      agreement.compared++
      agreement[row.byCode === row.byPoint ? 'agree' : 'differ']++
    }
    byCauseCode[row.causeCode]++
    if (row.unitId > 0) {
      located++
      units.add(row.unitId)
    } else if (CAUSES[row.causeCode] === 'outside' && isNear(row.pointX, row.pointY)) near++
    if (!Number.isNaN(row.x)) points.add(row.x, row.y)
    const local = toLocal(row.received)
    const day = Math.floor(local / DAY_MS)
    hours[Math.floor((local - day * DAY_MS) / HOUR_MS)]++
    days.add(Math.max(0, day - FIRST_DAY))
  }

  function unlocated(): TallyReport['unlocated'] {
    const byCause = Object.fromEntries(
      UNLOCATED_CAUSES.map((cause) => [cause, byCauseCode[CAUSES.indexOf(cause)]]),
    )
    const total = Object.values(byCause).reduce((sum, rows) => sum + rows, 0)
    return { total, byCause, outsideWithin50Meters: near }
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
      unlocated: unlocated(),
      rejections: [...rejections.values()].sort((a, b) => b.rows - a.rows),
      closedBeforeOpened,
      deadlinesUnread,
      codeAgainstCoordinates: agreement,
      piles: points.atLeast(Math.max(PILE_ROWS, read * 0.01)),
      hours,
      ...calendarOf(days),
      topUnits: units
        .list()
        .sort((a, b) => b[1] - a[1])
        .slice(0, 5)
        .map(([unitId, rows]) => ({ unitId, name: nameOf(unitId as UnitId), rows })),
    }),
  }
}

function calendarOf(days: IdCounts): Pick<TallyReport, 'months' | 'span'> {
  const dates = days
    .list()
    .map(([day, rows]) => ({ date: new Date((FIRST_DAY + day) * DAY_MS).toISOString().slice(0, 10), rows }))
  const months = new Map<string, number>()
  for (const { date, rows } of dates) months.set(date.slice(0, 7), (months.get(date.slice(0, 7)) ?? 0) + rows)
  const first = dates[0]
  return {
    months: [...months].map(([month, rows]) => ({ month, rows })),
    span: first ? { first: first.date, last: dates[dates.length - 1].date } : null,
  }
}
