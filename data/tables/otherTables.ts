// Received by day, figures by category, and incidents, as tables.
import { metricOf } from '../metrics/catalogue.ts'
import type { Figure, MetricId } from '../metrics/metric.ts'
import type { City } from '../model/city.ts'
import type { IncidentSummary } from '../model/incidentsApi.ts'
import { localDay, localTime } from '../text/days.ts'
import type { Lang } from '../text/figures.ts'
import { metricCells, metricColumns, STATE_WORDS } from './metricColumns.ts'
import { say } from './sliceWords.ts'
import type { Cell, Table, TableColumn } from './table.ts'

const text = (header: string): TableColumn => ({ header, kind: 'text' })

export function seriesTable(
  name: string,
  days: readonly { day: string; received: number | null }[],
  lang: Lang,
): Table {
  const isEnglish = lang === 'en'
  const columns: TableColumn[] = [
    text(isEnglish ? 'Day' : '日期'),
    { header: isEnglish ? 'Received' : '接收量(件)', kind: 'count' },
  ]
  if (days.every(({ received }) => received !== null))
    return { name, columns, rows: days.map(({ day, received }) => [day, received]) }
  const hidden = say(STATE_WORDS.hidden, lang)
  return {
    name,
    columns: [...columns, text(isEnglish ? 'Remark' : '说明')],
    rows: days.map(({ day, received }) => [day, received, received === null ? hidden : '']),
  }
}

export interface CategoryGroup {
  readonly code: string
  readonly figures: Readonly<Record<MetricId, Figure>>
}

/** @param groups a category's code and its figures by metric */
export function categoryTable(
  name: string,
  groups: readonly CategoryGroup[],
  metrics: readonly MetricId[],
  city: Pick<City, 'categories'>,
  lang: Lang,
): Table {
  const isEnglish = lang === 'en'
  const known = metrics.map(metricOf)
  return {
    name,
    columns: [
      text(isEnglish ? 'Code' : '代码'),
      text(isEnglish ? 'Category' : '类别'),
      ...known.flatMap((metric) => metricColumns(metric, lang)),
    ],
    rows: groups.map(({ code, figures }) => {
      const found = city.categories.find((category) => category.code === code)
      return [
        code,
        found ? say(found.name, lang) : code,
        ...known.flatMap((metric) => metricCells(metric, figures[metric.id], lang)),
      ]
    }),
  }
}

const STATES: Readonly<Record<IncidentSummary['state'], readonly [zh: string, en: string]>> = {
  open: ['在办', 'open'],
  overdue: ['超期', 'overdue'],
  handled: ['已处置', 'handled'],
  closed: ['已结案', 'closed'],
  voided: ['作废', 'voided'],
  refused: ['不予受理', 'refused'],
}

/** In the order of the heads. */
const INCIDENT_WIDTHS = [18, 14, 10, 18, 10, 18, 22, 46, 17, 17, 10, 13, 13]

export function incidentColumns(lang: Lang): TableColumn[] {
  const headers =
    lang === 'en'
      ? [
          'No.',
          'Source',
          'Category code',
          'Category',
          'Urgency',
          'Unit code',
          'Unit',
          'Within',
          'Received',
          'Deadline',
          'State',
          'Longitude',
          'Latitude',
        ]
      : [
          '编号',
          '来源',
          '类别代码',
          '类别',
          '紧急程度',
          '单元代码',
          '单元',
          '上级',
          '接收时间',
          '处置期限',
          '状态',
          '经度',
          '纬度',
        ]
  return headers.map((header, i) => ({
    header,
    kind: i >= headers.length - 2 ? 'coordinate' : 'text',
    width: INCIDENT_WIDTHS[i],
  }))
}

/** Times in the city's zone, as people read them. */
export function incidentCells(incident: IncidentSummary, city: City, lang: Lang): Cell[] {
  const nameOf = (found: { name: { zh: string; en: string } } | undefined, otherwise: string): string =>
    found ? say(found.name, lang) : otherwise
  const at = (instant: string | null): string | null => {
    if (instant === null) return null
    const ms = Date.parse(instant)
    return `${localDay(ms, city.zone)} ${localTime(ms, city.zone)}`
  }
  const { category, source, urgency, unit, lngLat } = incident
  return [
    incident.sourceId,
    nameOf(
      city.sources.find(({ key }) => key === source),
      source,
    ),
    category,
    nameOf(
      city.categories.find(({ code }) => code === category),
      category,
    ),
    nameOf(
      city.urgencies.find(({ key }) => key === urgency),
      urgency,
    ),
    unit?.code ?? null,
    unit?.name ?? null,
    unit?.path.join(' / ') ?? null,
    at(incident.receivedAt),
    at(incident.deadlineAt),
    STATES[incident.state][lang === 'en' ? 1 : 0],
    lngLat?.[0] ?? null,
    lngLat?.[1] ?? null,
  ]
}
