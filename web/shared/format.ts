// Figures in words, as the specification of the interface writes them, in both languages. Pure: zone and
// language are passed in. The unit of a figure is set apart from it in type, so they come apart here.
import { grouped, type Lang, MINUS } from '#data/text/figures.ts'

export {
  formatBreak,
  formatClasses,
  formatCount,
  formatFigure,
  formatInterval,
  formatMean,
  formatShare,
  type Lang,
} from '#data/text/figures.ts'

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

/** 8 天 4 时, 3 时 20 分, 12 分; 8 d 4 h. Two largest units. */
export function formatDuration(ms: number, lang: Lang): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const [d, h, m] = lang === 'en' ? ['d', 'h', 'min'] : ['天', '时', '分']
  // By itself a unit of Chinese has its whole name: 12 分 alone would be points.
  const [hoursAlone, minutesAlone] = lang === 'en' ? [h, m] : ['小时', '分钟']
  if (days > 0) return hours > 0 ? `${days} ${d} ${hours} ${h}` : `${days} ${d}`
  if (hours > 0) return rest > 0 ? `${hours} ${h} ${rest} ${m}` : `${hours} ${hoursAlone}`
  return `${rest} ${minutesAlone}`
}

/** 12.5 小时, 12.5 h: hours that are no part of a day, such as those of work. */
export function formatHours(ms: number, lang: Lang): string {
  const hours = Math.max(0, Math.round(ms / 360_000) / 10)
  return `${hours} ${lang === 'en' ? 'h' : '小时'}`
}

/** 8 秒前, 12 分钟前, 3 小时前, 2 天前; 8 s ago. */
export const formatAge = (ms: number, lang: Lang): string =>
  `${formatWhile(ms, lang)}${lang === 'en' ? ' ago' : '前'}`

/** 8 秒, 12 分钟, 3 小时, 2 天; 8 s. The largest unit. */
export function formatWhile(ms: number, lang: Lang): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const steps: [number, string, string][] = [
    [86_400, '天', 'd'],
    [3_600, '小时', 'h'],
    [60, '分钟', 'min'],
    [1, '秒', 's'],
  ]
  const [size, zh, en] = steps.find(([limit]) => seconds >= limit) ?? steps[3]
  return `${Math.floor(seconds / size)} ${lang === 'en' ? en : zh}`
}
