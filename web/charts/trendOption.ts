// Lines of a trend: now in ink, last year dashed, the normal range a band. A day the window cuts is a hollow dot on a
// dotted line. Lines are labelled at their end, apart from one another and above the axis.
import type { EChartsCoreOption } from './echarts.ts'
import { categoryAxis, labelStyle, niceTop, STILL, valueAxis } from './options.ts'
import type { Tokens } from './useTokens.ts'

export interface TrendPoint {
  readonly label: string
  readonly now: number
  readonly isPartial: boolean
  readonly lastYear: number | null
  readonly low: number | null
  readonly high: number | null
}

export interface TrendWords {
  readonly now: string
  readonly lastYear: string
  readonly count: (value: number) => string
  /** A dotted line at a point, in few words. */
  readonly event: { readonly index: number; readonly words: string } | null
}

export const TREND_HEIGHT = 124
const GRID = { left: 38, right: 62, top: 10, bottom: 20 }
const LABEL = 13

/** How far two end labels are moved to stand apart and above the axis; pixels, down is positive. */
export function endOffsets(now: number, before: number | null, top: number): [number, number] {
  const height = TREND_HEIGHT - GRID.top - GRID.bottom
  const y = (value: number) => height * (1 - value / top)
  const lowest = height - 4
  if (before === null) return [Math.min(0, lowest - y(now)), 0]
  const isNowAbove = now >= before
  const [upper, lower] = isNowAbove ? [y(now), y(before)] : [y(before), y(now)]
  const gap = Math.max(0, LABEL - (lower - upper)) / 2
  const low = Math.min(lowest, lower + gap)
  const high = Math.min(upper - gap, low - LABEL)
  return isNowAbove ? [high - upper, low - lower] : [low - lower, high - upper]
}

export function trendOption(
  points: readonly TrendPoint[],
  words: TrendWords,
  tokens: Tokens,
): EChartsCoreOption {
  const top = niceTop(Math.max(1, ...points.flatMap((p) => [p.now, p.lastYear ?? 0, p.high ?? 0])))
  const last = points.length - 1
  const isPartial = points[last]?.isPartial ?? false
  const hasLastYear = points.some((p) => p.lastYear !== null)
  const [nowOffset, oldOffset] = endOffsets(points[last]?.now ?? 0, points[last]?.lastYear ?? null, top)
  const line = (name: string, data: (number | null)[], rest: object) => ({
    ...{ type: 'line', name, data, symbol: 'none', emphasis: { disabled: true }, ...rest },
  })
  const endLabel = (text: string, colour: string, weight: number, offset: number) => ({
    endLabel: {
      ...labelStyle(tokens, colour),
      ...{ show: true, formatter: text, fontWeight: weight, distance: 8, offset: [0, offset] },
    },
  })
  const nowEnd = endLabel(words.now, tokens.ink, 600, nowOffset)
  const now = points.map((p) => (p.isPartial ? null : p.now))
  const isCut = (i: number) => points[i]?.isPartial ?? false
  const cut = points.map((p, i) => (isCut(i) || isCut(i - 1) || isCut(i + 1) ? p.now : null))
  const dot = { symbolSize: 6, showSymbol: true, showAllSymbol: true }
  const marks = words.event && {
    markLine: {
      ...{ symbol: 'none', silent: true, animation: false, data: [{ xAxis: words.event.index }] },
      lineStyle: { color: tokens.ink3, type: 'dotted', width: 1 },
      label: {
        ...labelStyle(tokens),
        formatter: words.event.words,
        position: 'end',
        rotate: 0,
        distance: [4, -14],
        align: 'left',
      },
    },
  }
  return {
    ...STILL,
    grid: GRID,
    xAxis: {
      ...categoryAxis(
        tokens,
        points.map((p) => p.label),
      ),
      boundaryGap: false,
      axisLabel: { ...labelStyle(tokens), interval: everyThird(points.length) },
    },
    yAxis: valueAxis(tokens, top, words.count),
    series: [
      line(
        'low',
        points.map((p) => p.low),
        { stack: 'band', lineStyle: { opacity: 0 } },
      ),
      line(
        'band',
        points.map((p) => (p.low === null || p.high === null ? null : p.high - p.low)),
        {
          ...{ stack: 'band', lineStyle: { opacity: 0 } },
          areaStyle: { color: tokens.ink3, opacity: 0.16 },
        },
      ),
      line(
        'before',
        points.map((p) => p.lastYear),
        {
          lineStyle: { color: tokens.ink3, width: 1.3, type: 'dashed' },
          // A line without a point has no end: its label would be drawn at NaN.
          ...(hasLastYear ? endLabel(words.lastYear, tokens.ink3, 400, oldOffset) : {}),
        },
      ),
      line('now', now, {
        lineStyle: { color: tokens.ink, width: 1.8 },
        ...(isPartial ? {} : nowEnd),
        ...marks,
      }),
      line('cut', cut, {
        ...dot,
        symbol: (_: unknown, params: { dataIndex: number }) =>
          isCut(params.dataIndex) ? 'emptyCircle' : 'none',
        lineStyle: { color: tokens.ink, width: 1.4, type: 'dotted' },
        itemStyle: { color: tokens.ink },
        ...(isPartial ? nowEnd : {}),
      }),
    ],
  }
}

/** Four dates of a window: the first, the last, two between. */
const everyThird = (count: number) => (index: number) => {
  const wanted = [0, Math.round((count - 1) / 3), Math.round(((count - 1) * 2) / 3), count - 1]
  return wanted.includes(index)
}
