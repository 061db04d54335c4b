// Incidents as a table: what the list on the screen shows of each, with its codes, its moments and its place. Times are in
// the city's zone, as people read them.
import type { City } from '../model/city.ts'
import type { IncidentSummary } from '../model/incidentsApi.ts'
import type { Text } from '../model/text.ts'
import { localDay, localTime } from '../text/days.ts'
import type { Lang } from '../text/figures.ts'
import { say } from './sliceWords.ts'
import type { Cell, CellKind, TableColumn } from './table.ts'

export interface ListedCase extends IncidentSummary {
  /** As told by `toldAtMs`; null: not yet. */
  readonly handledAt: string | null
  readonly closedAt: string | null
  /** The moment of the table: what has not ended lasts until then. */
  readonly toldAtMs: number
}

interface Words {
  readonly city: City
  readonly lang: Lang
}
type Column = readonly [
  zh: string,
  en: string,
  width: number,
  cell: (of: ListedCase, words: Words) => Cell,
  kind?: CellKind,
]

const STATES: Readonly<Record<IncidentSummary['state'], Text>> = {
  open: { zh: '在办', en: 'open' },
  overdue: { zh: '超期', en: 'overdue' },
  handled: { zh: '已处置', en: 'handled' },
  closed: { zh: '已结案', en: 'closed' },
  voided: { zh: '作废', en: 'voided' },
  refused: { zh: '不予受理', en: 'refused' },
}
const HOUR_MS = 3_600_000

const nameOf = (found: { readonly name: Text } | undefined, key: string | null, lang: Lang): string | null =>
  found ? say(found.name, lang) : key

function at(instant: string | null, { city: { zone } }: Words): string | null {
  if (instant === null) return null
  const ms = Date.parse(instant)
  return `${localDay(ms, zone)} ${localTime(ms, zone)}`
}

/** Hours from received to the end; of what has not ended, so far. */
const lasted = ({ receivedAt, endedAt, toldAtMs }: ListedCase): number =>
  ((endedAt === null ? toldAtMs : Date.parse(endedAt)) - Date.parse(receivedAt)) / HOUR_MS

const keyed = <T extends { readonly key: string }>(list: readonly T[] | undefined, wanted: string | null) =>
  list?.find(({ key }) => key === wanted)

const COLUMNS: readonly Column[] = [
  ['编号', 'No.', 18, ({ sourceId }) => sourceId],
  ['来源', 'Source', 14, ({ source }, { city, lang }) => nameOf(keyed(city.sources, source), source, lang)],
  ['类别代码', 'Category code', 10, ({ category }) => category],
  [
    ...(['类别', 'Category', 18] as const),
    ({ category }, { city, lang }) =>
      nameOf(
        city.categories.find(({ code }) => code === category),
        category,
        lang,
      ),
  ],
  [
    ...(['紧急程度', 'Urgency', 10] as const),
    ({ urgency }, { city, lang }) => nameOf(keyed(city.urgencies, urgency), urgency, lang),
  ],
  ['单元代码', 'Unit code', 18, ({ unit }) => unit?.code ?? null],
  ['单元', 'Unit', 22, ({ unit }) => unit?.name ?? null],
  ['上级', 'Within', 46, ({ unit }) => unit?.path.join(' / ') ?? null],
  ['接收时间', 'Received', 17, ({ receivedAt }, words) => at(receivedAt, words)],
  ['处置期限', 'Deadline', 17, ({ deadlineAt }, words) => at(deadlineAt, words)],
  ['状态', 'State', 10, ({ state }, { lang }) => say(STATES[state], lang)],
  ['处置时间', 'Handled', 17, ({ handledAt }, words) => at(handledAt, words)],
  ['结案时间', 'Closed', 17, ({ closedAt }, words) => at(closedAt, words)],
  ['历时(小时)', 'Took (hours)', 11, lasted, 'number'],
  [
    ...(['处置层级', 'Handling level', 10] as const),
    ({ handlingLevel }, { city, lang }) => nameOf(keyed(city.levels, handlingLevel), handlingLevel, lang),
  ],
  ['责任单位代码', 'Responsible code', 16, ({ organisation }) => organisation],
  [
    ...(['责任单位', 'Responsible', 24] as const),
    ({ organisation }, { city, lang }) => nameOf(keyed(city.organisations, organisation), organisation, lang),
  ],
  ['经度', 'Longitude', 13, ({ lngLat }) => lngLat?.[0] ?? null, 'coordinate'],
  ['纬度', 'Latitude', 13, ({ lngLat }) => lngLat?.[1] ?? null, 'coordinate'],
]

export const incidentColumns = (lang: Lang): TableColumn[] =>
  COLUMNS.map(([zh, en, width, , kind = 'text']) => ({ header: lang === 'en' ? en : zh, kind, width }))

export const incidentCells = (incident: ListedCase, city: City, lang: Lang): Cell[] =>
  COLUMNS.map(([, , , cell]) => cell(incident, { city, lang }))
