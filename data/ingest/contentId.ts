// The id of a row where its source gives none: a hash of what the mapped columns hold, and which of the rows alike in its
// file it is. The same file again has the same ids, however its rows or columns are ordered; other rows are other matters.
import { createContentHash } from '../tiles/contentHash.ts'
import { type CellTable, cellAt } from './cellTable.ts'
import type { IncidentRow } from './incidentRow.ts'
import { INCIDENT_FIELDS } from './mapping.ts'
import type { ColumnIndex } from './readIncident.ts'
import type { SourceIdReader } from './readSourceId.ts'
import { TextIndex } from './textIndex.ts'

export function createContentIdReader(column: ColumnIndex, row: IncidentRow): SourceIdReader {
  const fields = INCIDENT_FIELDS.map((field, number) => ({ number, at: column[field] })).filter(
    ({ at }) => at >= 0,
  )
  const known = new TextIndex()
  /** Rows taken of each. */
  const taken: number[] = []
  return {
    read: (table, at) => {
      const hash = createContentHash()
      for (const { number, at: place } of fields) addCell(hash, number, table, cellAt(table, at, place))
      write(row, hash.key())
      return null
    },
    take: () => {
      const n = known.add(row.idBytes, row.idStart, row.idEnd)
      taken[n] = (taken[n] ?? 0) + 1
      if (taken[n] > 1) write(row, `${String.fromCharCode(...row.idBytes)}-${taken[n]}`)
      row.isFirst = true
    },
  }
}

/** An empty cell adds nothing: a column mapped later that holds nothing leaves the id as it is. */
function addCell(
  hash: ReturnType<typeof createContentHash>,
  field: number,
  { bytes, starts, ends }: CellTable,
  cell: number,
): void {
  if (cell < 0) return
  let [start, end] = [starts[cell], ends[cell]]
  while (start < end && bytes[start] <= 32) start++
  while (start < end && bytes[end - 1] <= 32) end--
  if (start === end) return
  // Above any byte, so that where a cell ends is part of what is hashed.
  hash.add(256 + field)
  for (let at = start; at < end; at++) hash.add(bytes[at])
}

/** @param id of ASCII. */
function write(row: IncidentRow, id: string): void {
  row.idBytes = Uint8Array.from(id, (letter) => letter.charCodeAt(0))
  row.idStart = 0
  row.idEnd = row.idBytes.length
}
