// The tables that can be taken away, each from the same figures the page shows.
import { metricOf } from '#data/metrics/catalogue.ts'
import { rowsWithin } from '#data/metrics/evidence.ts'
import { isHiddenCount } from '#data/metrics/figures.ts'
import type { MetricId } from '#data/metrics/metric.ts'
import type { Slice } from '#data/model/slice.ts'
import { listMoment } from '#data/model/stockMoment.ts'
import type { ListedDimension } from '#data/tables/breakdownTables.ts'
import { incidentCells, incidentColumns } from '#data/tables/incidentTable.ts'
import { seriesTable } from '#data/tables/otherTables.ts'
import { type NamedLine, say } from '#data/tables/sliceWords.ts'
import type { Table } from '#data/tables/table.ts'
import { rankRows, unitTable } from '#data/tables/unitTable.ts'
import { formatCount, type Lang } from '#data/text/figures.ts'
import type { ScopedStore } from '../access/scopedStore.ts'
import { listedCase, sensitiveLevel } from '../incidentView.ts'
import { idsWithin } from '../routes/route.ts'
import { privacyOf, type SliceService } from '../slices/sliceService.ts'
import { toldSeries } from '../slices/toldSeries.ts'
import type { IncidentListQuery } from '../store/store.ts'
import type { LoadedVersion } from '../versions.ts'
import { dimension, evidence, hours } from './breakdowns.ts'
import { categories } from './categories.ts'
import type { StreamedTable } from './writeTable.ts'

/** Tables by a dimension of the slice. */
const BY: Readonly<Record<string, ListedDimension>> = {
  organisations: 'organisation',
  sources: 'source',
  urgencies: 'urgency',
  handlingLevels: 'handlingLevel',
  ages: 'age',
}
export const TABLES = [
  'ranking',
  'units',
  'organisations',
  'categories',
  'sources',
  'urgencies',
  'handlingLevels',
  'series',
  'hours',
  'ages',
  'evidence',
  'incidents',
] as const
export type TableKey = (typeof TABLES)[number]

export interface TableQuestion {
  readonly version: LoadedVersion
  readonly row: number
  /** null: the whole slice, unlocated matters too (series and incidents). */
  readonly within: number | null
  readonly level: number
  readonly slice: Slice
  readonly metrics: readonly MetricId[]
  readonly lang: Lang
}

export interface MadeTable {
  readonly table: StreamedTable
  /** Lines for the cover beside the slice's own. */
  readonly remarks: readonly NamedLine[]
}

export interface TableParts {
  readonly store: ScopedStore
  readonly slices: SliceService
}

/** More rows than this are not written; a table that is cut says so. */
export const MOST_INCIDENTS = 100_000
const PAGE = 10_000

const NAMES: Readonly<Record<TableKey, { zh: string; en: string }>> = {
  ranking: { zh: '排名', en: 'Ranking' },
  units: { zh: '各单元', en: 'Units' },
  organisations: { zh: '责任单位', en: 'Organisations' },
  categories: { zh: '类别', en: 'Categories' },
  sources: { zh: '来源', en: 'Sources' },
  urgencies: { zh: '紧急程度', en: 'Urgency' },
  handlingLevels: { zh: '处置层级', en: 'Handling level' },
  series: { zh: '日接收', en: 'Daily' },
  hours: { zh: '时段与星期', en: 'Hour and weekday' },
  ages: { zh: '在办时长', en: 'Ageing' },
  evidence: { zh: '依据', en: 'Evidence' },
  incidents: { zh: '事件', en: 'Incidents' },
}
export const tableName = (key: TableKey, lang: Lang): string => say(NAMES[key], lang)

export async function makeTable(
  key: TableKey,
  question: TableQuestion,
  parts: TableParts,
): Promise<MadeTable> {
  const name = tableName(key, question.lang)
  if (key === 'incidents') return incidents(name, question, parts.store)
  if (key === 'series') {
    const ids = question.within === null ? null : idsWithin(question.version, question.within)
    const days = await parts.store.series(question.slice, ids)
    const { level, privacy } = privacyIn(question)
    return whole(seriesTable(name, toldSeries(days, level, privacy), question.lang))
  }
  if (key === 'categories') return whole(await categories(name, question, parts), formulas(question))
  if (key === 'hours' || key === 'evidence') {
    const made = await (key === 'hours' ? hours : evidence)(name, question, parts)
    return whole(made.table, made.remarks)
  }
  if (BY[key]) return whole(await dimension(name, BY[key], question, parts))
  return whole(await units(name, key === 'ranking', question, parts.slices), formulas(question))
}

const whole = (table: Table, remarks: readonly NamedLine[] = []): MadeTable => ({
  table: { ...table, batches: once(table.rows) },
  remarks,
})

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value
}

const formulas = ({ metrics, lang }: TableQuestion): NamedLine[] =>
  metrics.map((id) => ({ name: say(metricOf(id).name, lang), value: say(metricOf(id).formula, lang) }))

async function units(
  name: string,
  isRanked: boolean,
  question: TableQuestion,
  slices: SliceService,
): Promise<Table> {
  const { version, row, level, slice, metrics } = question
  const figures = await slices.figures(slice, version, metrics)
  const rows = rowsWithin(version.table, row, level)
  const first = metricOf(metrics[0])
  return unitTable(
    name,
    {
      table: version.table,
      levels: version.city.levels,
      rows: isRanked ? rankRows(rows, first, (each) => figures.figure(first, each)) : rows,
      metrics,
      figure: figures.figure,
    },
    question.lang,
  )
}

const privacyIn = ({ version, row, slice }: TableQuestion) => ({
  level: version.table.level[row],
  privacy: privacyOf(slice, version),
})

const HIDDEN = {
  zh: '敏感类别：少于 5 件，或在村社以下，不公开',
  en: 'a sensitive category: fewer than 5, or below the village, are withheld',
}

async function incidents(name: string, question: TableQuestion, store: ScopedStore): Promise<MadeTable> {
  const { version, slice, lang, within } = question
  const unitIds = within === null ? null : idsWithin(version, within)
  // Below the village sensitive matters are counted, but not listed.
  const withholdsSensitive = within !== null && version.table.level[within] > sensitiveLevel(version)
  const listed = { slice, unitIds, state: 'all', withholdsSensitive } as const
  const page = (after: IncidentListQuery['after']) =>
    store.listIncidents({ ...listed, sort: 'received', descending: true, after, limit: PAGE })
  const counts = await store.countIncidents(listed)
  const { level, privacy } = privacyIn(question)
  if (isHiddenCount(counts.total, level, privacy))
    return whole({ name, columns: incidentColumns(lang), rows: [[HIDDEN[lang === 'en' ? 'en' : 'zh']]] })
  const first = { rows: await page(null), total: counts.total - counts.withheld }
  const isCut = first.total > MOST_INCIDENTS
  const remark = isCut
    ? lang === 'en'
      ? `${formatCount(first.total)} in all; the newest ${formatCount(MOST_INCIDENTS)} are listed`
      : `共 ${formatCount(first.total)} 件，只列最新的 ${formatCount(MOST_INCIDENTS)} 件`
    : lang === 'en'
      ? `all ${formatCount(first.total)}`
      : `全部 ${formatCount(first.total)} 件`
  const atMs = listMoment(listed.state, slice)
  async function* batches() {
    let rows = first.rows
    for (let written = 0; rows.length > 0; ) {
      yield rows.map((incident) =>
        incidentCells(listedCase(incident, version, slice.asOfMs, atMs), version.city, lang),
      )
      written += rows.length
      const last = rows[rows.length - 1]
      if (rows.length < PAGE || written >= MOST_INCIDENTS) break
      rows = await page({ value: last.sortValue, id: last.id })
    }
    if (isCut) yield [[remark]]
  }
  return {
    table: { name, columns: incidentColumns(lang), batches: batches() },
    remarks: [{ name: lang === 'en' ? 'Rows' : '行数', value: remark }],
  }
}
