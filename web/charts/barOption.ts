// Horizontal bars, one a row: name, bar (or two parts), figures in words at the end. Bars start at 0.
import type { EChartsCoreOption } from './echarts.ts'
import { categoryAxis, labelStyle, STILL } from './options.ts'
import type { Tokens } from './useTokens.ts'

export interface BarRow {
  readonly key: string
  readonly name: string
  /** Parts of the bar from its foot: one, or one and a part that is bad. */
  readonly parts: readonly number[]
  /** At the end of the row. */
  readonly words: string
  /** Not chosen, while others are. */
  readonly isDimmed: boolean
  /** 1 for a part of the row above. */
  readonly depth: number
}

export const BAR_ROW = 21
/** Of 12 px type: a Hanzi is one em, other characters about 0.56; a little more, so that nothing is cut by a hair. */
const EM = 12
const NARROW_EM = 0.62
const NAME_LIMITS = { least: 100, most: 152 } as const
const GAP = 14

/** About how wide words are, in pixels. */
const widthOf = (words: string): number =>
  EM * [...words].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : NARROW_EM), 0)
const widest = (all: readonly string[]): number => Math.ceil(Math.max(0, ...all.map(widthOf)))

/** Room left of the bars for names and right of them for figures: neither covers a bar. */
export function barMargins(rows: readonly Pick<BarRow, 'name' | 'words' | 'depth'>[]) {
  const names = widest(rows.map((row) => `${'  '.repeat(row.depth)}${row.name}`))
  const name = Math.min(NAME_LIMITS.most, Math.max(NAME_LIMITS.least, names))
  return { name, left: name + GAP, right: widest(rows.map((row) => row.words)) + GAP }
}

export function barOption(rows: readonly BarRow[], tokens: Tokens): EChartsCoreOption {
  const longest = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part, 0)))
  const colours = [tokens.barOn, tokens.warn]
  const parts = Math.max(1, ...rows.map((row) => row.parts.length))
  const names = rows.map((row) => `${'  '.repeat(row.depth)}${row.name}`)
  const { name, left, right } = barMargins(rows)
  return {
    ...STILL,
    grid: { left, right, top: 0, bottom: 0 },
    xAxis: { type: 'value', min: 0, max: longest, show: false },
    yAxis: [
      {
        ...categoryAxis(tokens, names),
        inverse: true,
        axisLabel: {
          ...labelStyle(tokens, tokens.ink),
          fontSize: 12,
          width: name,
          overflow: 'truncate',
          align: 'left',
          margin: left - 8,
        },
      },
      {
        ...categoryAxis(
          tokens,
          rows.map((row) => row.words),
        ),
        inverse: true,
        position: 'right',
        axisLabel: { ...labelStyle(tokens), fontSize: 12, align: 'right', margin: right - 4 },
      },
    ],
    series: Array.from({ length: parts }, (_, part) => ({
      type: 'bar',
      stack: 'all',
      barWidth: 9,
      data: rows.map((row) => ({
        value: row.parts[part] ?? 0,
        itemStyle: { color: colours[part], opacity: row.isDimmed ? 0.28 : row.depth > 0 ? 0.7 : 1 },
      })),
      emphasis: { disabled: true },
    })),
  }
}
