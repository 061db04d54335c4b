// One row of the table `npm run bench` prints and ARCHITECTURE.md keeps.
export interface BenchRow {
  readonly measure: string
  /** The bound, as text: "≤ 0.3 µs". */
  readonly reach: string
  /** The figure measured in this run, as text with its unit. */
  readonly value: string
  readonly met: boolean
  /** What was compared with what, sizes, medians. */
  readonly detail: string
}

export function printRows(rows: readonly BenchRow[]): void {
  console.log('| measure | reach | measured | |')
  console.log('|---|---|---|---|')
  for (const row of rows)
    console.log(
      `| ${row.measure} | ${row.reach} | ${row.value} | ${row.met ? 'met' : 'MISSED'} — ${row.detail} |`,
    )
}

/** The upper one of an even number. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]
