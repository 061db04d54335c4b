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

export function barOption(rows: readonly BarRow[], tokens: Tokens): EChartsCoreOption {
  const longest = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part, 0)))
  const colours = [tokens.barOn, tokens.warn]
  const parts = Math.max(1, ...rows.map((row) => row.parts.length))
  const names = rows.map((row) => `${'  '.repeat(row.depth)}${row.name}`)
  return {
    ...STILL,
    grid: { left: 112, right: 96, top: 0, bottom: 0 },
    xAxis: { type: 'value', min: 0, max: longest, show: false },
    yAxis: [
      {
        ...categoryAxis(tokens, names),
        inverse: true,
        axisLabel: {
          ...labelStyle(tokens, tokens.ink),
          fontSize: 12,
          width: 100,
          overflow: 'truncate',
          align: 'left',
          margin: 104,
        },
      },
      {
        ...categoryAxis(
          tokens,
          rows.map((row) => row.words),
        ),
        inverse: true,
        position: 'right',
        axisLabel: { ...labelStyle(tokens), fontSize: 12, align: 'right', margin: 88 },
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
