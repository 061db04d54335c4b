// Cells of 24 hours × 7 weekdays in six fixed classes of the sequential ramp, gap 1.
import type { EChartsCoreOption } from './echarts.ts'
import { categoryAxis, labelStyle, STILL } from './options.ts'
import type { Tokens } from './useTokens.ts'

export interface HeatCell {
  readonly column: number
  readonly row: number
  readonly value: number
  readonly isDimmed: boolean
}

export const HEAT_CLASSES = 6

/** Upper ends of the classes: a sixth of the highest each, whole numbers. */
export function heatBreaks(highest: number): number[] {
  return Array.from({ length: HEAT_CLASSES - 1 }, (_, i) => Math.ceil(((i + 1) * highest) / HEAT_CLASSES))
}

export function heatOption(
  cells: readonly HeatCell[],
  columns: readonly string[],
  rows: readonly string[],
  ramp: readonly string[],
  tokens: Tokens,
): EChartsCoreOption {
  const breaks = heatBreaks(Math.max(1, ...cells.map((cell) => cell.value)))
  const pieces = ramp.map((color, i) => ({
    ...(i > 0 ? { gte: breaks[i - 1] } : {}),
    ...(i < breaks.length ? { lt: breaks[i] } : {}),
    color,
  }))
  return {
    ...STILL,
    grid: { left: 22, right: 0, top: 0, bottom: 18 },
    visualMap: { type: 'piecewise', show: false, pieces, dimension: 2 },
    xAxis: {
      ...categoryAxis(tokens, columns),
      axisLabel: {
        ...labelStyle(tokens),
        interval: (index: number) => index % 6 === 0 || index === columns.length - 1,
      },
    },
    yAxis: {
      ...categoryAxis(tokens, rows),
      inverse: true,
      axisLabel: { ...labelStyle(tokens), interval: 0 },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell) => ({
          value: [cell.column, cell.row, cell.value],
          itemStyle: { borderColor: tokens.panel, borderWidth: 1, opacity: cell.isDimmed ? 0.28 : 1 },
        })),
        emphasis: { disabled: true },
      },
    ],
  }
}
