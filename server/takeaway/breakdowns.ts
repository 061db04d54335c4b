// Tables of the slice by its own dimensions, and of the evidence of a level: from the same answers the charts show.
import { measuresOf, metricOf } from '#data/metrics/catalogue.ts'
import { rowsWithin } from '#data/metrics/evidence.ts'
import { isCountedMeasure } from '#data/metrics/metric.ts'
import type { City } from '#data/model/city.ts'
import type { Slice } from '#data/model/slice.ts'
import { dimensionTable, hoursTable, type ListedDimension } from '#data/tables/breakdownTables.ts'
import { evidenceTable } from '#data/tables/evidenceTable.ts'
import { type NamedLine, say } from '#data/tables/sliceWords.ts'
import type { Table } from '#data/tables/table.ts'
import { rowsOfDimension } from '../breakdownRows.ts'
import { createEvidence } from '../evidence.ts'
import { explain } from '../explain.ts'
import { sensitiveLevel } from '../incidentView.ts'
import { violation } from '../problem.ts'
import { idsWithin, isShown } from '../routes/route.ts'
import { privacyOf } from '../slices/sliceService.ts'
import type { TableParts, TableQuestion } from './tables.ts'

/** Of what is open: nothing else has an age. */
const AGE_METRICS = ['open', 'overdue']

/** A breakdown leaves its own filter out, so that a chart can widen it; a file holds what its cover says. */
function isAsked(by: ListedDimension | 'hourWeekday', key: string, slice: Slice, city: City): boolean {
  const among = (chosen: readonly unknown[], value: unknown) => chosen.length === 0 || chosen.includes(value)
  if (by === 'hourWeekday') {
    const [day, hour] = key.split('-').map(Number)
    return among(slice.weekday, day) && among(slice.hour, hour)
  }
  if (by !== 'organisation') return among(slice[by], key)
  const parents = new Map(city.organisations?.map((each) => [each.key, each.parent]))
  const seen = new Set<string>()
  for (let at: string | null | undefined = key; at != null && !seen.has(at); at = parents.get(at)) {
    if (among(slice.organisation, at)) return true
    seen.add(at)
  }
  return false
}

async function rowsBy(
  by: ListedDimension | 'hourWeekday',
  metrics: readonly string[],
  { version, row, within, slice }: TableQuestion,
  { store }: TableParts,
) {
  const known = metrics.map(metricOf)
  const unitIds = within === null ? null : idsWithin(version, within)
  const stored = await store.breakdown(slice, unitIds, [by], measuresOf(known).filter(isCountedMeasure))
  const kept = (stored.get(by) ?? []).filter(({ key }) => isAsked(by, key, slice, version.city))
  return rowsOfDimension(by, kept, {
    ...{ city: version.city, metrics: known, level: version.table.level[row] },
    privacy: privacyOf(slice, version),
    sensitive: version.sensitive,
  })
}

/** Densities and times to completion are told by unit only. */
export async function dimension(
  name: string,
  by: ListedDimension,
  question: TableQuestion,
  parts: TableParts,
): Promise<Table> {
  const asked = question.metrics.filter((id) => ['count', 'rate'].includes(metricOf(id).kind))
  const metrics = by === 'age' ? AGE_METRICS : asked.length > 0 ? asked : ['received']
  const rows = await rowsBy(by, metrics, question, parts)
  return dimensionTable(name, by, rows, metrics, question.version.city, question.lang)
}

export async function hours(
  name: string,
  question: TableQuestion,
  parts: TableParts,
): Promise<{ table: Table; remarks: readonly NamedLine[] }> {
  const { version, within, slice, lang } = question
  const unitIds = within === null ? null : idsWithin(version, within)
  const [rows, midnight] = await Promise.all([
    rowsBy('hourWeekday', ['received'], question, parts),
    parts.store.midnightCounts(slice, unitIds),
  ])
  const untimed = midnight
    .filter(({ received, atMidnight }) => received > 0 && received === atMidnight)
    .map(({ source }) => version.city.sources.find(({ key }) => key === source)?.name ?? null)
    .flatMap((found) => (found ? [say(found, lang)] : []))
  const isEnglish = lang === 'en'
  const remark = {
    name: isEnglish ? 'Without a time' : '没有时刻',
    value: isEnglish
      ? `${untimed.join(', ')}: dates without a time of day stand at 0 h`
      : `${untimed.join('、')}的日期没有时刻，记在 0 时`,
  }
  return { table: hoursTable(name, rows, lang), remarks: untimed.length > 0 ? [remark] : [] }
}

const METHODS = {
  zh: [
    ['升档、降档', '再多或再少几件会改变本单元在图上的一档；空白为达不到'],
    ['平滑值', '经验贝叶斯，向上级均值靠拢（Marshall 1991）；可靠度为本单元自身所占比重'],
    ['漏斗图位置', '95% 与 99.8% 控制限（Spiegelhalter 2005）'],
    ['Gi*', 'Getis–Ord，与相邻单元一起；双侧 p 经 Benjamini–Hochberg 校正'],
    ['实际÷预期', '按本单元类别构成、以全体各类别水平推算；率以高为优者为未达标件数；Byar 95% 区间'],
    ['上报', '与户密度相近单元的典型水平相比；偏少不等于漏报，请核实人员或数据接入'],
  ],
  en: [
    [
      'Up, down',
      'the fewest matters that carry the unit into another class of the map; empty: not within reach',
    ],
    [
      'Smoothed',
      'empirical Bayes towards the parent’s mean (Marshall 1991); reliability: share of its own figure',
    ],
    ['On the funnel', '95% and 99.8% limits (Spiegelhalter 2005)'],
    ['Gi*', 'Getis–Ord with neighbours; two-sided p after Benjamini and Hochberg'],
    [
      'Observed ÷ expected',
      'for the unit’s mix of categories; of a rate where high is good, those not achieved; Byar 95%',
    ],
    ['Reporting', 'against places of like density of households; few is not proof: check staffing or feed'],
  ],
} as const

/** At village level and up: no unit below is compared with others. */
export async function evidence(
  name: string,
  question: TableQuestion,
  { slices }: TableParts,
): Promise<{ table: Table; remarks: readonly NamedLine[] }> {
  const { version, row, slice, metrics, lang } = question
  const id = metrics.find((each) => ['rate', 'density'].includes(metricOf(each).kind))
  if (id === undefined) throw violation('metrics', 'evidence is of a rate or a density', 422)
  const level = Math.min(question.level, sensitiveLevel(version))
  const rows = rowsWithin(version.table, row, level).filter((each) => isShown(version, each))
  const found = await createEvidence({ version, slices, slice, metric: metricOf(id), level, rows })
  const explained = rows.map((each) => explain(version, metricOf(id), found, each))
  const table = evidenceTable(name, explained, id, lang)
  const why =
    lang === 'en'
      ? 'no unit below village level is compared with others'
      : '村社以下单元不与同级比较，没有可列的行'
  return {
    table: table.rows.length > 0 ? table : { ...table, rows: [[why]] },
    remarks: METHODS[lang === 'en' ? 'en' : 'zh'].map(([head, value]) => ({ name: head, value })),
  }
}
