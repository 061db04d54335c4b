// The id of a row in its own system, and whether an earlier row of the file had it.
import { type CellTable, cellAt } from './cellTable.ts'
import { isScientific } from './columns.ts'
import type { IncidentRow, Rejection } from './incidentRow.ts'
import type { IncidentMapping } from './mapping.ts'
import { TextIndex } from './textIndex.ts'

export interface SourceIdReader {
  /** Fills the id. @returns why not, or null. */
  read(table: CellTable, at: number): Rejection | null
  /** Fills `isFirst` for the row read last; from now on its id is taken. */
  take(): void
}

export function createSourceIdReader(
  column: number,
  mapping: IncidentMapping,
  row: IncidentRow,
): SourceIdReader {
  const field = mapping.columns.sourceId ?? 'sourceId'
  const taken = new TextIndex()
  return {
    read: (table, at) => {
      const cell = cellAt(table, at, column)
      row.idBytes = table.bytes
      row.idStart = cell < 0 ? 0 : table.starts[cell]
      row.idEnd = cell < 0 ? 0 : table.ends[cell]
      if (row.idStart < row.idEnd) trim(table, row)
      if (row.idStart === row.idEnd) return { field, reason: 'empty', example: '' }
      if (!hasExponent(row)) return null
      const text = table.text(row.idStart, row.idEnd)
      return isScientific(text) ? { field, reason: 'scientific-code', example: text } : null
    },
    take: () => {
      const known = taken.size
      row.isFirst = taken.add(row.idBytes, row.idStart, row.idEnd) === known
    },
  }
}

function hasExponent({ idBytes, idStart, idEnd }: IncidentRow): boolean {
  for (let at = idStart; at < idEnd; at++) if (idBytes[at] === 0x45 || idBytes[at] === 0x65) return true
  return false
}

const isMaybeBlank = (byte: number): boolean => byte <= 32 || byte >= 0x80

function trim(table: CellTable, row: IncidentRow): void {
  if (!isMaybeBlank(row.idBytes[row.idStart]) && !isMaybeBlank(row.idBytes[row.idEnd - 1])) return
  const text = table.text(row.idStart, row.idEnd)
  const head = text.trimEnd()
  row.idEnd -= blankBytes(text.slice(head.length))
  row.idStart += blankBytes(head.slice(0, head.length - head.trimStart().length))
}

/** UTF-8 bytes of blanks: those of ASCII have one, U+00A0 two, all others three. */
function blankBytes(blanks: string): number {
  let bytes = 0
  for (const blank of blanks) bytes += blank < '\u0080' ? 1 : blank < '\u0800' ? 2 : 3
  return bytes
}
