// Cells as they are found, made into a CellTable; grows as needed.
import type { CellTable } from '#data/ingest/cellTable.ts'

export class CellBuilder {
  cells = 0
  #rows = 0
  #starts = new Int32Array(1 << 12)
  #ends = new Int32Array(1 << 12)
  #first = new Int32Array(1 << 9)
  #lines = new Int32Array(1 << 9)

  add(start: number, end: number): void {
    if (this.cells === this.#starts.length) {
      this.#starts = doubled(this.#starts)
      this.#ends = doubled(this.#ends)
    }
    this.#starts[this.cells] = start
    this.#ends[this.cells++] = end
  }

  shorten(cell: number, bytes: number): void {
    this.#ends[cell] -= bytes
  }

  endOf(cell: number): number {
    return this.#ends[cell]
  }

  /** The cells added since the last row are a row that starts at a line. */
  endRow(line: number): void {
    if (this.#rows + 1 === this.#first.length) {
      this.#first = doubled(this.#first)
      this.#lines = doubled(this.#lines)
    }
    this.#lines[this.#rows++] = line
    this.#first[this.#rows] = this.cells
  }

  /** Drops the cells added since the last row. */
  dropRow(): void {
    this.cells = this.#first[this.#rows]
  }

  build(bytes: Buffer): CellTable {
    return {
      rows: this.#rows,
      bytes,
      starts: this.#starts.subarray(0, this.cells),
      ends: this.#ends.subarray(0, this.cells),
      first: this.#first.subarray(0, this.#rows + 1),
      lines: this.#lines.subarray(0, this.#rows),
      text: (start, end) => bytes.toString('utf8', start, end),
    }
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2)
  longer.set(array)
  return longer
}
