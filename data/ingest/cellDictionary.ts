// What a column of few distinct texts means, worked out once for each text and not for each row.
import { type CellTable, trimmedText } from './cellTable.ts'
import { TextIndex } from './textIndex.ts'

export type CellDictionary<T> = (table: CellTable, cell: number) => T

/** @param read the meaning of a text without blanks around it; '' where there is no cell. */
export function createCellDictionary<T>(read: (text: string) => T): CellDictionary<T> {
  const index = new TextIndex()
  const meanings: T[] = []
  const ofNothing = read('')
  return (table, cell) => {
    if (cell < 0) return ofNothing
    const n = index.add(table.bytes, table.starts[cell], table.ends[cell])
    if (n === meanings.length) meanings.push(read(trimmedText(table, cell)))
    return meanings[n]
  }
}

/** Texts in the order they were first seen. */
export class TextList {
  readonly texts: string[] = []
  readonly #codes = new Map<string, number>()

  codeOf(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.texts.push(text) - 1
      this.#codes.set(text, code)
    }
    return code
  }
}
