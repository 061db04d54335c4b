// Rows in, batches out: each row is read, counted, and gathered, or refused with its line, field and reason.
import type { CellTable } from './cellTable.ts'
import type { IncidentBatch } from './incidentBatch.ts'
import type { IncidentReader } from './readIncident.ts'
import type { Remarks } from './remarks.ts'
import type { Tally } from './tally.ts'

export type RejectedRow = readonly [line: number, field: string, reason: string, value: string]

export interface IntakeParts {
  readonly reader: IncidentReader
  readonly tally: Tally
  readonly batch: IncidentBatch
  readonly remarks: Remarks
  readonly onRejected: (row: RejectedRow) => void
}

/** @returns the row to go on with: the table's end, or earlier where the batch is full. */
export function takeRows(
  { reader, tally, batch, remarks, onRejected }: IntakeParts,
  table: CellTable,
  from: number,
): number {
  const { row } = reader
  // An id made of the row's content stands in no table; it is of ASCII.
  const sourceId = (): string =>
    row.idBytes === table.bytes
      ? table.text(row.idStart, row.idEnd)
      : String.fromCharCode(...row.idBytes.subarray(row.idStart, row.idEnd))
  let at = from
  for (; at < table.rows && !batch.isFull; at++) {
    const refused = reader.read(table, at)
    if (refused) {
      tally.addRejection(refused, table.lines[at])
      onRejected([table.lines[at], refused.field, refused.reason, refused.example])
    } else if (row.isFirst) {
      tally.addStored(row)
      remarks.add(row, table.lines[at], sourceId)
      batch.add(row)
    } else tally.addDuplicate()
  }
  return at
}
