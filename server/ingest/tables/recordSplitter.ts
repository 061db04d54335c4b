// Splits delimited text (RFC 4180 and what people make of it) into records, byte by byte: the special characters are
// ASCII, which no other character of UTF-8 contains. Cells are ranges of the bytes; only doubled quotes are rewritten.
// Agrees with csv-parse (relax_quotes, relax_column_count, skip_empty_lines), which a property test holds it to.
import type { CellTable } from '#data/ingest/cellTable.ts'
import { IngestError } from '../ingestError.ts'
import { CellBuilder } from './cellBuilder.ts'

/** A quoted value longer than this is a quote that was never closed, not a value. */
const MAX_RECORD_BYTES = 1 << 20
const QUOTE = 0x22
const RETURN = 0x0d
const LINE_FEED = 0x0a
/** More bytes are needed. */
const MORE = -1

/** A cell whose quotes up to `end` are doubled. */
interface Doubled {
  readonly cell: number
  readonly from: number
  readonly end: number
}

export class RecordSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #line = 1
  #bytes: Buffer = Buffer.alloc(0)
  #cells = new CellBuilder()
  #doubled: Doubled[] = []
  #isLast = false
  readonly #delimiter: number
  readonly #newline: number

  /** @param newline '\r' only for files that have no '\n' at all; a '\r' before '\n' is never part of a value. */
  constructor(delimiter: string, newline: '\n' | '\r' = '\n') {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#newline = newline.charCodeAt(0)
  }

  /** The records completed by these bytes, which are left as they are; with `isLast` also the one without a line break. */
  push(piece: Buffer, isLast = false): CellTable {
    this.#bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    this.#cells = new CellBuilder()
    this.#doubled = []
    this.#isLast = isLast
    let position = 0
    while (position < this.#bytes.length) {
      const next = this.#record(position)
      if (next === MORE) {
        this.#cells.dropRow()
        break
      }
      position = next
    }
    this.#rest = this.#bytes.subarray(position)
    if (this.#rest.length > MAX_RECORD_BYTES || (isLast && this.#rest.length > 0)) throw this.#unclosed()
    return this.#cells.build(this.#doubled.length > 0 ? this.#undoubled() : this.#bytes)
  }

  /** Adds the record's cells as a row; returns where the next one starts. */
  #record(start: number): number {
    const bytes = this.#bytes
    const cells = this.#cells.cells
    let at = start
    let isQuoted = false
    for (;;) {
      if (bytes[at] === QUOTE) {
        isQuoted = true
        at = this.#quotedValue(at)
      } else at = this.#plainValue(at, at)
      if (at === MORE) return MORE
      if (at < bytes.length && bytes[at] === this.#delimiter) {
        at++
        if (at === bytes.length && !this.#isLast) return MORE
      } else break
    }
    const next = at + (bytes[at] === RETURN && this.#newline === LINE_FEED ? 2 : 1)
    const isBlank = !isQuoted && this.#cells.cells === cells + 1 && this.#cells.endOf(cells) === start
    if (isBlank) this.#cells.dropRow()
    else this.#cells.endRow(this.#line)
    this.#line += isQuoted ? this.#lineBreaks(start, next) : 1
    return Math.min(next, bytes.length)
  }

  /** Adds bytes[start … the next delimiter or line break, sought from `from`); returns its index. */
  #plainValue(start: number, from: number): number {
    const bytes = this.#bytes
    const [delimiter, newline] = [this.#delimiter, this.#newline]
    const length = bytes.length
    let at = from
    while (at < length && bytes[at] !== delimiter && bytes[at] !== newline) at++
    if (at === length && !this.#isLast) return MORE
    const isBeforeReturn =
      at < length && bytes[at] === LINE_FEED && newline === LINE_FEED && at > from && bytes[at - 1] === RETURN
    this.#cells.add(start, isBeforeReturn ? at - 1 : at)
    return at
  }

  #quotedValue(start: number): number {
    const bytes = this.#bytes
    let from = start + 1
    let hasDoubled = false
    for (;;) {
      const close = bytes.indexOf(QUOTE, from)
      if (close < 0) return MORE
      // What follows the quote decides what it is; '\r' needs one character more.
      if (close + 2 >= bytes.length && !this.#isLast) return MORE
      if (bytes[close + 1] === QUOTE) {
        hasDoubled = true
        from = close + 2
        continue
      }
      const cell = this.#cells.cells
      const isWhole = this.#endsValue(close + 1)
      if (isWhole) this.#cells.add(start + 1, close)
      // Not a quoted value after all (`"A" block`): its quotes are text, up to the next delimiter.
      const stop = isWhole ? close + 1 : this.#plainValue(start, close)
      if (hasDoubled && stop !== MORE) this.#doubled.push({ cell, from: start + 1, end: close })
      return stop
    }
  }

  #endsValue(at: number): boolean {
    const byte = this.#bytes[at]
    if (at >= this.#bytes.length || byte === this.#delimiter || byte === this.#newline) return true
    return this.#newline === LINE_FEED && byte === RETURN && this.#bytes[at + 1] === LINE_FEED
  }

  /** A copy of the bytes in which every doubled quote of a value is one. */
  #undoubled(): Buffer {
    const bytes = Buffer.from(this.#bytes)
    for (const { cell, from, end } of this.#doubled) {
      // The record it stood in may have been cut off.
      if (cell >= this.#cells.cells) continue
      let to = from
      for (let at = from; at < end; at++) {
        bytes[to++] = bytes[at]
        if (bytes[at] === QUOTE) at++
      }
      const stop = this.#cells.endOf(cell)
      bytes.copyWithin(to, end, stop)
      this.#cells.shorten(cell, end - to)
    }
    return bytes
  }

  #lineBreaks(start: number, end: number): number {
    let count = 0
    for (let at = this.#bytes.indexOf(this.#newline, start); at >= 0 && at < end; count++)
      at = this.#bytes.indexOf(this.#newline, at + 1)
    return count
  }

  #unclosed(): IngestError {
    return new IngestError(
      'unclosed-quote',
      `line ${this.#line}: a quote is never closed (第 ${this.#line} 行的引号没有配对)`,
      '请补上或删去该引号 (close the quote or delete it)',
    )
  }
}
