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

/** Decimals that leave two significant digits. */
const decimalsOf = (value: number): number => Math.min(8, 1 - Math.floor(Math.log10(Math.abs(value))))

/** With the digits given, and below 0.1 with two significant ones: 0.0049 is not 0.00. */
const groupedSmall = (value: number, digits: number): string =>
  grouped(value, value !== 0 && Math.abs(value) < 0.1 ? decimalsOf(value) : digits)

/** A mean of counts: whole from 10 on, below with two significant digits: 525, 5.3, 0.37. */
export const formatMean = (value: number): string =>
  value === 0 || value >= 9.95 ? formatCount(value) : grouped(value, decimalsOf(value))

/** Figure of any metric: rates as per cent with one decimal, counts whole, densities with the metric's digits or more. */
export function formatFigure(
  value: number,
  metric: { readonly kind: 'count' | 'rate' | 'density' | 'duration'; readonly digits: number },
  breaks: readonly number[] = [],
): string {
  if (metric.kind === 'rate') return formatShare(value, 1, breaks)
  if (metric.kind === 'count') return formatCount(value)
  return metric.kind === 'density' ? groupedSmall(value, metric.digits) : grouped(value, metric.digits)
}

/** 97.4–97.8 for shares, in per cent; others with the digits given. */
export const formatInterval = (low: number, high: number, isShare: boolean, digits = 1): string =>
  isShare
    ? `${formatShare(low, digits)}–${formatShare(high, digits)}`
    : `${groupedSmall(low, digits)}–${groupedSmall(high, digits)}`

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
