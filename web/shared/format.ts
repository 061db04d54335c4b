// Figures in words, as the specification of the interface writes them, in both languages. Pure: zone and
// language are passed in. The unit of a figure is set apart from it in type, so they come apart here.
export type Lang = 'zh-CN' | 'en'

const MINUS = '−'
const grouped = (value: number, digits: number): string =>
  value
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', MINUS)

/** 19,802. */
export const formatCount = (value: number): string => grouped(Math.round(value), 0)

/**
 * Share 0–1 as per cent without the sign: 97.6. Where rounding would cross a break (shares), one decimal
 * more: 94.97, so that the words never contradict the colour.
 */
export function formatShare(share: number, digits = 1, breaks: readonly number[] = []): string {
  for (let more = digits; more < digits + 3; more++) {
    const rounded = Number((share * 100).toFixed(more)) / 100
    const crosses = breaks.some((at) => share < at !== rounded < at - 1e-12)
    if (!crosses) return grouped(share * 100, more)
  }
  return grouped(share * 100, digits + 3)
}

/** Figure of any metric: rates as per cent with one decimal, counts whole, densities with the metric's digits. */
export function formatFigure(
  value: number,
  metric: { readonly kind: 'count' | 'rate' | 'density'; readonly digits: number },
  breaks: readonly number[] = [],
): string {
  if (metric.kind === 'rate') return formatShare(value, 1, breaks)
  if (metric.kind === 'count') return formatCount(value)
  return grouped(value, metric.digits)
}

/** +0.3, −4.1; 0.0 without a sign. */
export function formatSigned(value: number, digits = 1): string {
  const text = grouped(Math.abs(value), digits)
  if (Number(text.replaceAll(',', '')) === 0) return text
  return (value > 0 ? '+' : MINUS) + text
}

/** Difference of two shares in percentage points: −3.2 个百分点, −3.2 pp. */
export const formatPoints = (difference: number, lang: Lang): string =>
  `${formatSigned(difference * 100)} ${lang === 'en' ? 'pp' : '个百分点'}`

/** Change of a count or density relative to before: +6.1%. */
export const formatRelative = (now: number, before: number): string | null =>
  before > 0 ? `${formatSigned((now / before - 1) * 100)}%` : null

/** 97.4–97.8 for shares, in per cent; others with the digits given. */
export const formatInterval = (low: number, high: number, isShare: boolean, digits = 1): string =>
  isShare
    ? `${formatShare(low, digits)}–${formatShare(high, digits)}`
    : `${grouped(low, digits)}–${grouped(high, digits)}`

/** A break without needless zeros: 0.25, 97. */
export const formatBreak = (value: number, isShare: boolean): string =>
  String(Number((isShare ? value * 100 : value).toFixed(4))).replace('-', MINUS)

/** Classes of ascending breaks, lowest first: < 0.25, 0.25–0.75, ≥ 0.75. Half-open: [0.25, 0.75). */
export function formatClasses(breaks: readonly number[], isShare: boolean): string[] {
  if (breaks.length === 0) return ['']
  const words = breaks.map((value) => formatBreak(value, isShare))
  return [
    `< ${words[0]}`,
    ...words.slice(1).map((word, i) => `${words[i]}–${word}`),
    `≥ ${words[words.length - 1]}`,
  ]
}

/** 8 天 4 时, 3 时 20 分, 12 分; 8 d 4 h. Two largest units. */
export function formatDuration(ms: number, lang: Lang): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const [d, h, m] = lang === 'en' ? ['d', 'h', 'min'] : ['天', '时', '分']
  if (days > 0) return hours > 0 ? `${days} ${d} ${hours} ${h}` : `${days} ${d}`
  if (hours > 0) return rest > 0 ? `${hours} ${h} ${rest} ${m}` : `${hours} ${h}`
  return `${rest} ${m}`
}

/** 8 秒前, 12 分钟前, 3 小时前, 2 天前; 8 s ago. */
export function formatAge(ms: number, lang: Lang): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const steps: [number, string, string][] = [
    [86_400, '天前', 'd ago'],
    [3_600, '小时前', 'h ago'],
    [60, '分钟前', 'min ago'],
    [1, '秒前', 's ago'],
  ]
  const [size, zh, en] = steps.find(([limit]) => seconds >= limit) ?? steps[3]
  return `${Math.floor(seconds / size)} ${lang === 'en' ? en : zh}`
}
