// Stored rows a person may want to look at: closed before they opened, or lying outside every unit. The first few
// thousand of each; the counts are the tally's. A sensitive matter's place is not in its row, so not here either.
import { SCALE } from '../coverage/coverage.ts'
import type { ImportRemark } from '../model/report.ts'
import { CAUSES, type IncidentRow } from './incidentRow.ts'

const MOST_OF_EACH = 3000
const OUTSIDE = CAUSES.indexOf('outside')

export interface Remarks {
  /** @param sourceId asked for only where there is a remark. */
  add(row: IncidentRow, line: number, sourceId: () => string): void
  list(): readonly ImportRemark[]
}

export function createRemarks(): Remarks {
  const lists = { 'closed-before-opened': [], outside: [] } as Record<ImportRemark['remark'], ImportRemark[]>
  const note = (
    remark: ImportRemark['remark'],
    { x, y }: IncidentRow,
    row: number,
    sourceId: string,
  ): void => {
    if (lists[remark].length >= MOST_OF_EACH) return
    const at: ImportRemark['at'] = Number.isNaN(x) ? null : [x / SCALE, y / SCALE]
    lists[remark].push({ remark, row, sourceId, at })
  }
  return {
    add(row, line, sourceId) {
      if (row.closedBeforeOpened) note('closed-before-opened', row, line, sourceId())
      if (row.causeCode === OUTSIDE) note('outside', row, line, sourceId())
    },
    list: () => Object.values(lists).flat(),
  }
}
