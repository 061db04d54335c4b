// Figures in words, as the specification of the interface writes them; shared by the pages and by what is taken away
// (tables, sheets, bulletins), so that the same figure reads the same everywhere.
export type Lang = 'zh-CN' | 'en'

export const MINUS = '−'
/** By number of digits: to make one takes longer than to use it a hundred times. */
const formats = new Map<number, Intl.NumberFormat>()
function formatOf(digits: number): Intl.NumberFormat {
  let format = formats.get(digits)
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    formats.set(digits, format)
  }
  return format
}

/** Thousands apart, a true minus. */
export const grouped = (value: number, digits: number): string =>
  formatOf(digits).format(value).replace('-', MINUS)

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
  metric: { readonly kind: 'count' | 'rate' | 'density' | 'duration'; readonly digits: number },
  breaks: readonly number[] = [],
): string {
  if (metric.kind === 'rate') return formatShare(value, 1, breaks)
  if (metric.kind === 'count') return formatCount(value)
  return grouped(value, metric.digits)
}

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
