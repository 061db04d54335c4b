// What a figure means, in words: window, basis, as-of, filters, and the numbers that pin it. The same lines stand on a
// sheet, on the cover of a table and in a bulletin, so that none of them can leave the screen without them.
import { CATALOGUE_VERSION } from '../metrics/catalogue.ts'
import type { FigureChoice } from '../metrics/smoothing.ts'
import type { City } from '../model/city.ts'
import { AGE_BUCKETS, type Slice } from '../model/slice.ts'
import type { Text } from '../model/text.ts'
import { addDays, formatDay, localDay, localTime, startOfDayMs } from '../text/days.ts'
import type { Lang } from '../text/figures.ts'

export interface NamedLine {
  readonly name: string
  readonly value: string
}

export interface WordsInput {
  readonly slice: Slice
  readonly city: City
  readonly version: { readonly id: number; readonly effectiveFrom: string }
  readonly lang: Lang
  /** Of the colours of a map; words and figures beside it stay as counted. */
  readonly choice?: FigureChoice
}

export const say = (text: Text, lang: Lang): string => (lang === 'en' ? text.en : text.zh)

const BASIS: Readonly<Record<Slice['basis'], Text>> = {
  default: { zh: '件数按受理，率按到期', en: 'counts by received, rates by due' },
  received: { zh: '按受理', en: 'by received' },
  settled: { zh: '按到期', en: 'by due' },
  closed: { zh: '按结案', en: 'by closed' },
}

const WEEKDAYS_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const SMOOTHED = {
  zh: { name: '图上数值', value: '经验贝叶斯平滑值（Marshall 1991），不可加总' },
  en: { name: 'Map shows', value: 'empirical Bayes smoothed figures (Marshall 1991); they do not add up' },
}

/** Where figures come from, at the foot of what is taken away; of the demo that it is one. */
export function sourceWords({ name, demo }: Pick<City, 'name' | 'demo'>, lang: Lang): string {
  if (lang === 'en')
    return demo ? 'Demo data, not real, Jingwei' : `Source: ${name.en} grid governance data, Jingwei`
  return demo ? '演示数据，非真实情况 · 经纬' : `数据来源：${name.zh}网格治理数据 · 经纬`
}

/** 2026年11月22日 10:42. */
export function instantWords(ms: number, zone: string, lang: Lang): string {
  return `${formatDay(localDay(ms, zone), lang)} ${localTime(ms, zone)}`
}

/** Whole days without clocks, both included; else both instants. */
export function windowWords(slice: Pick<Slice, 'fromMs' | 'toMs'>, zone: string, lang: Lang): string {
  const to = lang === 'en' ? ' to ' : ' 至 '
  const isMidnight = (ms: number): boolean => startOfDayMs(localDay(ms, zone), zone) === ms
  if (!isMidnight(slice.fromMs) || !isMidnight(slice.toMs))
    return `${instantWords(slice.fromMs, zone, lang)}${to}${instantWords(slice.toMs, zone, lang)}`
  const last = addDays(localDay(slice.toMs, zone), -1)
  return `${formatDay(localDay(slice.fromMs, zone), lang)}${to}${formatDay(last, lang)}`
}

/** Names of what is filtered, or null where nothing is. */
export function filterWords(slice: Slice, city: City, lang: Lang): string | null {
  const nameOf = (codes: readonly string[], list: readonly { code: string; name: Text }[]): string[] =>
    codes.map((code) => {
      const found = list.find((item) => item.code === code)
      return found ? say(found.name, lang) : code
    })
  const keyed = (list: readonly { key: string; name: Text }[]) =>
    list.map(({ key, name }) => ({ code: key, name }))
  const filters: (readonly string[])[] = [
    nameOf(slice.category, city.categories),
    nameOf(slice.source, keyed(city.sources)),
    nameOf(slice.urgency, keyed(city.urgencies)),
    slice.organisation,
    nameOf(slice.handlingLevel, keyed(city.levels)),
  ]
  filters.push(...momentWords(slice, lang))
  const joined = filters
    .filter((names) => names.length > 0)
    .map((names) => names.join(lang === 'en' ? ', ' : '、'))
  if (slice.exclusions === 'with') joined.push(lang === 'en' ? 'with excluded matters' : '含不计考核事件')
  return joined.length === 0 ? null : joined.join(lang === 'en' ? '; ' : '；')
}

export const weekdayWords = (day: number, lang: Lang): string =>
  lang === 'en' ? (WEEKDAYS_EN[day - 1] ?? `weekday ${day}`) : `周${'一二三四五六日'[day - 1] ?? day}`

/** 3–7 天. */
export function ageWords(key: string, lang: Lang): string {
  const found = AGE_BUCKETS.find((each) => each.key === key)
  if (!found) return key
  const to = Number.isFinite(found.toDays) ? `–${found.toDays}` : '+'
  return `${found.fromDays}${to} ${lang === 'en' ? 'd' : '天'}`
}

/** Hours and weekdays of the moment received, and ages of what is open. */
function momentWords({ hour, weekday, age }: Slice, lang: Lang): string[][] {
  const isEnglish = lang === 'en'
  const hours = ranges(hour).map(([from, to]) =>
    isEnglish ? `${from}:00–${to + 1}:00` : `${from}–${to + 1} 时`,
  )
  return [
    hours,
    weekday.map((day) => weekdayWords(day, lang)),
    age.map((key) => (isEnglish ? `open ${ageWords(key, lang)}` : `在办 ${ageWords(key, lang)}`)),
  ]
}

/** Consecutive numbers as one range. @param values ascending */
function ranges(values: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = []
  for (const value of values) {
    const last = found[found.length - 1]
    if (last && last[1] === value - 1) last[1] = value
    else found.push([value, value])
  }
  return found
}

/** The lines of a cover, in the order they are read. */
export function coverLines({ slice, city, version, lang, choice }: WordsInput): NamedLine[] {
  const isEnglish = lang === 'en'
  const { zone } = city
  return [
    { name: isEnglish ? 'Period' : '统计时段', value: windowWords(slice, zone, lang) },
    { name: isEnglish ? 'Basis' : '口径', value: say(BASIS[slice.basis], lang) },
    ...(choice === 'smoothed' ? [SMOOTHED[isEnglish ? 'en' : 'zh']] : []),
    { name: isEnglish ? 'As of' : '截至', value: instantWords(slice.asOfMs, zone, lang) },
    {
      name: isEnglish ? 'Filters' : '筛选',
      value: filterWords(slice, city, lang) ?? (isEnglish ? 'none' : '无'),
    },
    { name: isEnglish ? 'Data no.' : '数据序号', value: String(slice.seq) },
    {
      name: isEnglish ? 'Boundaries' : '界线',
      value: isEnglish
        ? `version ${version.id}, from ${formatDay(version.effectiveFrom, lang)}`
        : `第 ${version.id} 版，${formatDay(version.effectiveFrom, lang)}起`,
    },
    {
      name: isEnglish ? 'Formulas' : '公式',
      value: isEnglish ? `catalogue ${CATALOGUE_VERSION}` : `目录第 ${CATALOGUE_VERSION} 版`,
    },
  ]
}

/** The cover in one cell, for a file that has none: what a row means wherever it is pasted. */
export const statement = (lines: readonly NamedLine[], lang: Lang): string =>
  lines.map(({ name, value }) => `${name} ${value}`).join(lang === 'en' ? '; ' : '；')
