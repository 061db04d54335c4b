// Splits delimited text (RFC 4180 and what people make of it) into records. Works by index searches, which run
// at memory speed, and by a native split of every line without quotes; only lines with quotes are walked.
// Agrees with csv-parse (relax_quotes, relax_column_count, skip_empty_lines), which a property test holds it to.
import { IngestError } from '../ingestError.ts'

export interface TextRecord {
  readonly line: number
  readonly values: string[]
}

/** A quoted value longer than this is a quote that was never closed, not a value. */
const MAX_RECORD_CHARACTERS = 1 << 20

export class RecordSplitter {
  private rest = ''
  private line = 1

  constructor(
    private readonly delimiter: string,
    /** '\r' only for files that have no '\n' at all; a '\r' before '\n' is never part of a value. */
    private readonly newline: '\n' | '\r' = '\n',
  ) {}

  /** The records completed by this piece of text; with `isLast` also the one without a line break. */
  push(piece: string, isLast = false): TextRecord[] {
    const text = this.rest + piece
    const records: TextRecord[] = []
    let position = 0
    let quote = text.indexOf('"')
    while (position < text.length) {
      let end = text.indexOf(this.newline, position)
      if (end < 0) {
        if (!isLast) break
        end = text.length
      }
      if (quote >= 0 && quote < position) quote = text.indexOf('"', position)
      if (quote < 0 || quote > end) {
        const stop = this.lineStop(text, position, end)
        if (stop > position)
          records.push({ line: this.line, values: text.slice(position, stop).split(this.delimiter) })
        this.line++
        position = end + 1
      } else {
        const values: string[] = []
        const next = this.quotedRecord(text, position, isLast, values)
        if (next < 0) break
        records.push({ line: this.line, values })
        this.line += this.lineBreaks(text, position, next)
        position = next
      }
    }
    this.rest = text.slice(position)
    if (this.rest.length > MAX_RECORD_CHARACTERS || (isLast && this.rest !== '')) throw this.unclosed()
    return records
  }

  /** Appends the record's values; returns where the next one starts, or -1 where more text is needed. */
  private quotedRecord(text: string, start: number, isLast: boolean, values: string[]): number {
    let position = start
    for (;;) {
      const stop =
        text[position] === '"'
          ? this.quotedValue(text, position, isLast, values)
          : this.plainValue(text, position, isLast, values)
      if (stop < 0) return -1
      if (text[stop] !== this.delimiter) return stop + (text[stop] === '\r' && this.newline === '\n' ? 2 : 1)
      position = stop + 1
    }
  }

  /** Appends the value; returns the index of the delimiter or line break after it, or -1. */
  private plainValue(text: string, start: number, isLast: boolean, values: string[], from = start): number {
    const end = this.valueEnd(text, from, isLast)
    if (end < 0) return -1
    const stop = text[end] === this.delimiter ? end : this.lineStop(text, from, end)
    values.push(text.slice(start, stop))
    return stop
  }

  private quotedValue(text: string, start: number, isLast: boolean, values: string[]): number {
    let value = ''
    let from = start + 1
    for (;;) {
      const close = text.indexOf('"', from)
      if (close < 0) return -1
      // What follows the quote decides what it is; '\r' needs one character more.
      if (close + 2 >= text.length && !isLast) return -1
      if (text[close + 1] === '"') {
        value += text.slice(from, close + 1)
        from = close + 2
        continue
      }
      value += text.slice(from, close)
      if (this.endsValue(text, close + 1)) {
        values.push(value)
        return close + 1
      }
      // Not a quoted value after all (`"A" block`): take its quotes as text, to the next delimiter.
      const stop = this.plainValue(text, close, isLast, values)
      if (stop >= 0) values[values.length - 1] = `"${value}${values[values.length - 1]}`
      return stop
    }
  }

  private endsValue(text: string, at: number): boolean {
    if (at >= text.length || text[at] === this.delimiter || text[at] === this.newline) return true
    return this.newline === '\n' && text[at] === '\r' && text[at + 1] === '\n'
  }

  private valueEnd(text: string, from: number, isLast: boolean): number {
    const newline = text.indexOf(this.newline, from)
    const lineEnd = newline < 0 && isLast ? text.length : newline
    const delimiter = text.indexOf(this.delimiter, from)
    return delimiter >= 0 && (lineEnd < 0 || delimiter < lineEnd) ? delimiter : lineEnd
  }

  /** Where the text of a line ends: before the '\r' of a '\r\n'. */
  private lineStop(text: string, start: number, end: number): number {
    return this.newline === '\n' && end > start && end < text.length && text[end - 1] === '\r' ? end - 1 : end
  }

  private lineBreaks(text: string, start: number, end: number): number {
    let count = 0
    for (let at = text.indexOf(this.newline, start); at >= 0 && at < end; count++)
      at = text.indexOf(this.newline, at + 1)
    return count
  }

  private unclosed(): IngestError {
    return new IngestError(
      'unclosed-quote',
      `line ${this.line}: a quote is never closed (第 ${this.line} 行的引号没有配对)`,
      '请补上或删去该引号 (close the quote or delete it)',
    )
  }
}
