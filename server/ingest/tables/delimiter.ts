// Guesses the delimiter and line break of a text table from its beginning: the delimiter under which most
// records are as wide as the first, wider tables first among equals.
import { RecordSplitter } from './recordSplitter.ts'

const CANDIDATES = [',', ';', '\t', '|'] as const
const RECORDS = 100

export interface Dialect {
  readonly delimiter: string
  readonly newline: '\n' | '\r'
}

/** `isWhole`: the sample is the entire file, so its last line counts though no line break follows. */
export function sniffDialect(sample: Buffer, isWhole: boolean): Dialect {
  const newline = !sample.includes('\n') && sample.includes('\r') ? '\r' : '\n'
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of CANDIDATES) {
    const score = scoreOf(sample, { delimiter, newline }, isWhole)
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, newline }
}

/** Share of records as wide as the header, squared so that agreement counts for more than width. */
function scoreOf(sample: Buffer, { delimiter, newline }: Dialect, isWhole: boolean): number {
  const widths = widthsOf(new RecordSplitter(delimiter, newline), sample, isWhole)
  if (widths.length === 0 || widths[0] < 2) return 0
  const share = widths.filter((width) => width === widths[0]).length / widths.length
  return share * share * Math.log2(widths[0])
}

function widthsOf(splitter: RecordSplitter, sample: Buffer, isWhole: boolean): number[] {
  try {
    const { first, rows } = splitter.push(sample, isWhole)
    return Array.from({ length: Math.min(rows, RECORDS) }, (_, row) => first[row + 1] - first[row])
  } catch {
    // Quotes that do not close under this delimiter: not it.
    return []
  }
}
