// The id of a row in its own system, and whether an earlier row of the file had it.
import { type CellTable, cellAt } from './cellTable.ts'
import { isScientific } from './columns.ts'
import type { IncidentRow, Rejection } from './incidentRow.ts'
import type { IncidentMapping } from './mapping.ts'
import { TextIndex } from './textIndex.ts'

export interface SourceIdReader {
  /** Fills `sourceId`. @returns why not, or null. */
  read(table: CellTable, at: number): Rejection | null
  /** Fills `isFirst` for the row read last; from now on its id is taken. */
  take(table: CellTable): void
}

const isMaybeBlank = (byte: number): boolean => byte <= 32 || byte >= 0x80

/** UTF-8 bytes of blanks: those of ASCII have one, U+00A0 two, all others three. */
function blankBytes(blanks: string): number {
  let bytes = 0
  for (const blank of blanks) bytes += blank < '\u0080' ? 1 : blank < '\u0800' ? 2 : 3
  return bytes
}

/** @param column −1: there is none, and the line stands for it. */
export function createSourceIdReader(
  column: number,
  mapping: IncidentMapping,
  row: IncidentRow,
): SourceIdReader {
  const field = mapping.columns.sourceId ?? 'sourceId'
  const taken = new TextIndex()
  let [start, end] = [0, 0]
  return {
    read: (table, at) => {
      if (column < 0) {
        row.sourceId = String(table.lines[at])
        return null
      }
      const cell = cellAt(table, at, column)
      start = cell < 0 ? 0 : table.starts[cell]
      end = cell < 0 ? 0 : table.ends[cell]
      let text = table.text(start, end)
      if (end > start && (isMaybeBlank(table.bytes[start]) || isMaybeBlank(table.bytes[end - 1]))) {
        end -= blankBytes(text.slice(text.trimEnd().length))
        text = text.trimEnd()
        start += blankBytes(text.slice(0, text.length - text.trimStart().length))
        text = text.trimStart()
      }
      row.sourceId = text
      if (text === '') return { field, reason: 'empty', example: '' }
      return isScientific(text) ? { field, reason: 'scientific-code', example: text } : null
    },
    take: (table) => {
      if (column < 0) return
      const known = taken.size
      row.isFirst = taken.add(table.bytes, start, end) === known
    },
  }
}
