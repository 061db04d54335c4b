// A slice as the fields of a bulletin, in the words of the page. The link is the caller's own, pinned, and only told.

import { sheetWords } from '#data/drawing/words.ts'
import { metricOf } from '#data/metrics/catalogue.ts'
import { rowsWithin } from '#data/metrics/evidence.ts'
import { coverLines, say, sourceWords, windowWords } from '#data/tables/sliceWords.ts'
import { rankRows } from '#data/tables/unitTable.ts'
import { formatCount } from '#data/text/figures.ts'
import type { SliceFigures } from '../slices/sliceService.ts'
import { factOf, zeroWords } from '../takeaway/mapSheet.ts'
import type { TableQuestion } from '../takeaway/tables.ts'
import type { BulletinFields } from './fillTemplate.ts'

const HEADLINE = ['handledRate', 'onTimeRate', 'received', 'open', 'overdue'] as const
export const bulletinMetrics = (metrics: readonly string[]): string[] => [
  ...new Set([...metrics, ...HEADLINE]),
]
/** A table of more rows is a file of its own. */
const MOST_ROWS = 60

export function bulletinFields(
  question: TableQuestion,
  figures: SliceFigures,
  more: { readonly title: string | null; readonly link: string; readonly reviewNumber: string | null },
): BulletinFields {
  const { version, row, level, slice, metrics, lang } = question
  const { city, table } = version
  const unitName = table.units[row].name
  const levelName = say(city.levels[level].name, lang)
  const first = metricOf(metrics[0])
  const cover = coverLines({ slice, city, version: version.summary, lang })
  const rows = rankRows(rowsWithin(table, row, level), first, (each) => figures.figure(first, each))
  const received = figures.figure(metricOf('received'), row).value
  return {
    title:
      more.title ?? (lang === 'en' ? `${unitName}: grid governance bulletin` : `${unitName}网格治理运行简报`),
    subtitle: windowWords(slice, city.zone, lang),
    unitName,
    levelName,
    metricName: say(first.name, lang),
    period: cover[0].value,
    basis: cover[1].value,
    asOf: cover[2].value,
    facts: HEADLINE.map((id) => factOf(id, figures.figure(metricOf(id), row), lang)),
    ranking: rows.slice(0, MOST_ROWS).map((each, i) => rankingRow(question, figures, each, i)),
    rankingNote: noteOf(rows, say(first.name, lang), levelName, { question, received }),
    cover,
    link: more.link,
    source: sourceWords(city, lang),
    isDemo: city.demo === true,
    mark: more.reviewNumber ? sheetWords(lang).review(more.reviewNumber) : sheetWords(lang).internal,
  }
}

function rankingRow(
  { version, metrics, lang }: TableQuestion,
  figures: SliceFigures,
  row: number,
  at: number,
) {
  const first = metricOf(metrics[0])
  const figure = figures.figure(first, row)
  const fact = factOf(first.id, figure, lang)
  const { code, name } = version.table.units[row]
  const [interval = '', ...rest] = figure.value === null ? [] : fact.note.split(' · ')
  return {
    // What cannot be said has no place in an order.
    position: figure.state === 'ok' || figure.state === 'stale' ? String(at + 1) : '–',
    code,
    name,
    value: figure.value === null ? fact.note : `${fact.value}${first.kind === 'rate' ? '%' : ''}`,
    interval: interval.replace(/^\D+95% \D*/, '').replace(/^95% \D*/, ''),
    n: rest.join(' ').replace(/^n /, ''),
    received: formatCount(figures.figure(metricOf('received'), row).value ?? 0),
  }
}

function noteOf(
  rows: readonly number[],
  metric: string,
  level: string,
  { question, received }: { question: TableQuestion; received: number | null },
): string {
  const { lang, row, version, slice } = question
  const isEnglish = lang === 'en'
  const own = version.table.units[row].name
  if (rows.length === 1 && rows[0] === row)
    return isEnglish
      ? `${own} has no finer units; it stands alone.`
      : `${own}以下没有更细的单元，只列本单元。`
  const isCut = rows.length > MOST_ROWS
  const zero = received === 0 ? zeroWords(slice, version.city, level, lang) : ''
  if (isEnglish)
    return `${zero && `${zero}. `}${rows.length} units (${level}) by ${metric}, worst first${isCut ? `; ${MOST_ROWS} listed` : ''}. Overlapping intervals claim no order.`
  return `${zero && `${zero}。`}共 ${rows.length} 个${level}，按${metric}由差到好排列${isCut ? `，列出前 ${MOST_ROWS} 个` : ''}；区间相互重叠的，不作先后论。`
}
