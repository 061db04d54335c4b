// Stored rows a person may want to look at: closed before they opened, or lying outside every unit. The first few
// thousand of each; the counts are the tally's. A sensitive matter's place is not in its record, so not here either.
import { SCALE } from '#data/coverage/coverage.ts'
import type { Reading } from '#data/ingest/readIncident.ts'
import type { ImportRemark } from '#data/model/report.ts'

const MOST_OF_EACH = 3000

export function createRemarks(): {
  add(reading: Reading, line: number): void
  list(): readonly ImportRemark[]
} {
  const lists = { 'closed-before-opened': [], outside: [] } as Record<ImportRemark['remark'], ImportRemark[]>
  const note = (remark: ImportRemark['remark'], { sourceId, x, y }: Reading['record'], row: number): void => {
    if (lists[remark].length >= MOST_OF_EACH) return
    const at: ImportRemark['at'] = x === null || y === null ? null : [x / SCALE, y / SCALE]
    lists[remark].push({ remark, row, sourceId, at })
  }
  return {
    add({ record, closedBeforeOpened }, line) {
      if (closedBeforeOpened) note('closed-before-opened', record, line)
      if (record.unlocatedCause === 'outside') note('outside', record, line)
    },
    list: () => Object.values(lists).flat(),
  }
}
