// The catalogue of metrics: one named formula each, shared by server and web. A change of any formula or
// break raises CATALOGUE_VERSION, since pinned links must give the same figures for ever.
import type { Text } from '../model/text.ts'
import { DURATION_MEASURES } from './durations.ts'
import { type Base, type Measure, type Metric, type MetricId, OLDEST_OPEN } from './metric.ts'
import { risingRound } from './roundBreaks.ts'

export const CATALOGUE_VERSION = 4

const PERCENT: Text = { zh: '%', en: '%' }
const MATTERS: Text = { zh: '件', en: 'incidents' }
const HOURS: Text = { zh: '小时', en: 'h' }

function rate(
  id: MetricId,
  name: Text,
  [numerator, denominator]: [Measure, Measure],
  formula: Text,
  rest: Partial<Metric> = {},
): Metric {
  const digits = { digits: 1, target: null, better: 'high' as const, breaks: [0.8, 0.9, 0.95, 0.97] }
  return { id, name, unit: PERCENT, kind: 'rate', numerator, denominator, formula, ...digits, ...rest }
}

function density(
  id: MetricId,
  name: Text,
  unit: Text,
  denominator: Base,
  formula: Text,
  breaks: readonly number[],
): Metric {
  const rest = {
    kind: 'density' as const,
    numerator: 'received' as const,
    target: null,
    better: null,
    digits: 2,
    // What is received a day is not more in a longer window.
    breaksGrow: denominator !== 'days',
  }
  return { id, name, unit, denominator, formula, breaks, ...rest }
}

function duration(
  id: MetricId,
  name: Text,
  numerator: Measure,
  formula: Text,
  breaks: readonly number[],
  quantile?: number,
): Metric {
  const fixed = { unit: HOURS, kind: 'duration' as const, target: null, better: 'low' as const, digits: 1 }
  const of = quantile === undefined ? { denominator: null } : { denominator: 'timed' as const, quantile }
  return { id, name, numerator, formula, breaks, ...fixed, ...of }
}

function count(
  id: MetricId,
  name: Text,
  numerator: Measure,
  formula: Text,
  rest: Partial<Metric> = {},
): Metric {
  const fixed = { unit: MATTERS, kind: 'count' as const, denominator: null, target: null, digits: 0 }
  return { id, name, numerator, formula, better: null, breaks: [1, 20, 100, 500, 2000], ...fixed, ...rest }
}

export const METRICS: readonly Metric[] = [
  count(
    'received',
    { zh: '接收量', en: 'Received' },
    'received',
    { zh: '时段内接收的事件数', en: 'incidents received in the window' },
    { breaksGrow: true },
  ),
  density(
    'density',
    { zh: '密度', en: 'Density' },
    { zh: '件/km²', en: '/km²' },
    'areaSquareKilometers',
    { zh: '时段内接收的事件数 ÷ 面积(平方千米)', en: 'received in the window ÷ area in square kilometres' },
    [0.1, 0.25, 0.75, 2, 5],
  ),
  density(
    'perThousandHouseholds',
    { zh: '每千户接收量', en: 'Per 1,000 households' },
    { zh: '件/千户', en: '/1,000 households' },
    'thousandHouseholds',
    { zh: '时段内接收的事件数 ÷ 千户数', en: 'received in the window ÷ thousands of households' },
    [2, 5, 10, 20, 40],
  ),
  density(
    'perGrid',
    { zh: '每格接收量', en: 'Per grid' },
    { zh: '件/网格', en: '/grid' },
    'grids',
    { zh: '时段内接收的事件数 ÷ 网格数', en: 'received in the window ÷ number of grids' },
    [0.5, 1, 2, 4, 8],
  ),
  density(
    'perStaff',
    { zh: '人均接收量', en: 'Per grid worker' },
    { zh: '件/人', en: '/worker' },
    'staff',
    { zh: '时段内接收的事件数 ÷ 专职网格员人数', en: 'received in the window ÷ number of grid workers' },
    [0.5, 1, 2, 4, 8],
  ),
  density(
    'perDay',
    { zh: '日均接收量', en: 'Per day' },
    { zh: '件/日', en: '/day' },
    'days',
    { zh: '时段内接收的事件数 ÷ 时段天数', en: 'received in the window ÷ days of the window' },
    [0.1, 1, 5, 20, 100],
  ),
  rate(
    'handledRate',
    { zh: '接收处置率', en: 'Handled rate' },
    ['handled', 'settled'],
    {
      zh: '时段内办结或到期的事件中(不含不予受理、作废),截至统计时刻已处置数 ÷ 全部数',
      en: 'of the incidents handled or due in the window, neither refused nor voided: handled by now ÷ all',
    },
    { target: 0.97, digits: 2, breaks: [0.95, 0.97] },
  ),
  rate('onTimeRate', { zh: '按期处置率', en: 'On-time rate' }, ['onTime', 'settled'], {
    zh: '时段内办结或到期的事件中(不含不予受理、作废),期限内处置数 ÷ 全部数',
    en: 'of the incidents handled or due in the window, neither refused nor voided: handled by the deadline ÷ all',
  }),
  rate('responseRate', { zh: '及时响应率', en: 'Timely response rate' }, ['responded', 'respondable'], {
    zh: '时段内办结或到期且规定响应时限的事件中(不含不予受理、作废),时限内响应数 ÷ 全部数',
    en: 'of those handled or due in the window with a response limit, neither refused nor voided: responded within it ÷ all',
  }),
  rate('acceptRate', { zh: '受理率', en: 'Acceptance rate' }, ['accepted', 'received'], {
    zh: '时段内接收的事件中,已受理数 ÷ 接收数',
    en: 'of the incidents received in the window: accepted ÷ received',
  }),
  rate('closeRate', { zh: '结案率', en: 'Closure rate' }, ['closedDue', 'dueToClose'], {
    zh: '时段内到期或结案的事件中(不含不予受理、作废),已结案数 ÷ 应结案数',
    en: 'of the incidents due or closed in the window, neither refused nor voided: closed ÷ due to close',
  }),
  rate(
    'reworkRate',
    { zh: '返工率', en: 'Rework rate' },
    ['reworked', 'handledInWindow'],
    {
      zh: '时段内处置的事件中,退回返工数 ÷ 处置数',
      en: 'of those handled in the window: sent back ÷ handled',
    },
    { better: 'low', breaks: [0.01, 0.02, 0.05, 0.1] },
  ),
  rate(
    'extendRate',
    { zh: '延期率', en: 'Extension rate' },
    ['extended', 'handledInWindow'],
    { zh: '时段内处置的事件中,延期数 ÷ 处置数', en: 'of those handled in the window: extended ÷ handled' },
    { better: 'low', breaks: [0.01, 0.02, 0.05, 0.1] },
  ),
  rate(
    'satisfiedRate',
    { zh: '满意率', en: 'Satisfied rate' },
    ['satisfied', 'rated'],
    { zh: '时段内评价的事件中,满意数 ÷ 评价数', en: 'of those rated in the window: satisfied ÷ rated' },
    { breaks: [0.8, 0.85, 0.9, 0.95] },
  ),
  count(
    'open',
    { zh: '在办', en: 'Open' },
    'open',
    {
      zh: '时段末尚未处置、结案,也未作废、不予受理的事件数,重开的计入',
      en: 'neither handled, closed, refused nor voided at the end of the window, or reopened since',
    },
    { better: 'low', breaks: [1, 5, 20, 100, 500] },
  ),
  count(
    'overdue',
    { zh: '超期', en: 'Overdue' },
    'overdue',
    { zh: '在办事件中已过处置期限的事件数', en: 'open incidents whose deadline has passed' },
    { better: 'low', breaks: [1, 2, 5, 20, 100] },
  ),
  rate(
    'closedWithin7Rate',
    { zh: '七日办结率', en: 'Closed within 7 days' },
    ['closedWithin7', 'observed7'],
    {
      zh: '时段内接收且已满七日的事件中,七日内结案数 ÷ 全部数',
      en: 'of those received in the window at least 7 days ago: closed within 7 days ÷ all',
    },
    { breaks: [0.5, 0.7, 0.85, 0.95] },
  ),
  rate(
    'selfClosedShare',
    { zh: '自结占比', en: 'Self-closed share' },
    ['selfClosed', 'received'],
    {
      zh: '时段内接收的事件中,由上报人自行办结数 ÷ 接收数',
      en: 'of those received in the window: closed by their own reporter ÷ received',
    },
    { better: null, breaks: [0.2, 0.4, 0.6, 0.8] },
  ),
  duration(
    'medianHours',
    { zh: '办结时长中位数', en: 'Median time to completion' },
    'ended',
    {
      zh: '时段内接收的事件,半数在此时长内办结;未办结的按截尾计(寿命表法,误差不超过√2倍)',
      en: 'of those received in the window half ended within it; open ones censored (life table, within a factor of √2)',
    },
    [6, 24, 72, 168, 336],
    0.5,
  ),
  duration(
    'p90Hours',
    { zh: '九成办结时长', en: '90% completed within' },
    'ended',
    {
      zh: '时段内接收的事件,九成在此时长内办结;未办结的按截尾计(寿命表法,误差不超过√2倍)',
      en: 'of those received in the window 90% ended within it; open ones censored (life table, within a factor of √2)',
    },
    [24, 72, 168, 336, 720],
    0.9,
  ),
  duration(
    'oldestOpen',
    { zh: '最久在办', en: 'Oldest open' },
    OLDEST_OPEN,
    {
      zh: '时段末尾最早接收的在办事件已历时',
      en: 'age of the oldest open incident at the end of the window',
    },
    [24, 72, 168, 720, 2160],
  ),
]

const byId = new Map(METRICS.map((metric) => [metric.id, metric]))

export const findMetric = (id: MetricId): Metric | null => byId.get(id) ?? null

/** @throws on an id that is not in the catalogue. */
export function metricOf(id: MetricId): Metric {
  const metric = byId.get(id)
  if (!metric) throw new Error(`no metric "${id}"; known: ${[...byId.keys()].join(', ')}`)
  return metric
}

/** What breaks are set for: a window of so many days, and for counts a level of so many units. */
const BREAKS_DAYS = 30
const BREAKS_UNITS = 150

/**
 * Breaks of a metric over a window of so many days, on a level of so many units. What grows with the window is cut at the
 * same figure a day in every window: 0.25 a km² in 30 days is 3.04 in a year, to three digits, so that the legend says what
 * is done. Counts are shared among the units: where those are more than 150 the breaks are less, whole numbers of 1, 2 or 5 and zeros.
 */
export function breaksFor(
  { breaksGrow, kind }: Pick<Metric, 'breaksGrow' | 'kind'>,
  breaks: readonly number[],
  { days, units }: { readonly days: number; readonly units: number },
): readonly number[] {
  const grown = breaksGrow && days > 0 ? days / BREAKS_DAYS : 1
  const share = kind === 'count' ? grown * Math.min(1, BREAKS_UNITS / units) : grown
  if (share === 1) return breaks
  return kind === 'count'
    ? risingRound(breaks.map((value) => value * share))
    : breaks.map((value) => Number((value * share).toPrecision(3)))
}

/** The default scale, for 30 days: rows by density (lowest first), columns by the headline rate (best first). */
export const BIVARIATE = {
  density: { metric: 'density', breaks: [0.25, 0.75] },
  rate: { metric: 'handledRate', breaks: [0.95, 0.97] },
} as const

/** What the store must count to give these metrics, without repeats. */
export function measuresOf(metrics: readonly Metric[]): Measure[] {
  return [
    ...new Set(
      metrics.flatMap((metric) =>
        metric.quantile !== undefined
          ? [metric.numerator, metric.denominator as Measure, ...DURATION_MEASURES]
          : metric.kind === 'rate'
            ? [metric.numerator, metric.denominator as Measure]
            : [metric.numerator],
      ),
    ),
  ]
}
