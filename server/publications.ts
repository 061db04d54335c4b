// Makes the public tables of a month from the figures as they are now, with what is small left out, once: a second
// publication of a month, from later figures or other boundaries, would give away by its differences what the first kept.
import type { City } from '#data/model/city.ts'
import type { Publication, PublicTable } from '#data/model/publication.ts'
import { type Slice, sliceQuerySchema } from '#data/model/slice.ts'
import { daysInMonth } from '#data/publication/months.ts'
import { suppress } from '#data/publication/suppress.ts'
import { type CountTable, closedTable, type PublicRow, widthOf } from '#data/publication/table.ts'
import { startOfDayMs } from '#data/text/days.ts'
import { violation } from './problem.ts'
import { sliceOf } from './sliceParameters.ts'
import type { SliceService } from './slices/sliceService.ts'
import type { Store } from './store/store.ts'
import type { LoadedVersion } from './versions.ts'

/** Of the stored report that holds a publication. */
export const PUBLICATION_KIND = 'publication'
const idOf = (month: string): string => `publication-${month}`

export async function readPublication(store: Store, month: string): Promise<Publication | null> {
  const report = await store.readReport(idOf(month))
  return report?.kind === PUBLICATION_KIND ? (report.body as Publication) : null
}

/** Newest month first. */
export async function listPublications(store: Store): Promise<Publication[]> {
  const reports = (await store.listReports()).filter(({ kind }) => kind === PUBLICATION_KIND)
  const bodies = await Promise.all(reports.map(({ id }) => store.readReport(id)))
  return bodies
    .flatMap((report) => (report ? [report.body as Publication] : []))
    .sort((a, b) => (a.month < b.month ? 1 : -1))
}

export const writePublication = (store: Store, publication: Publication): Promise<void> =>
  store.writeReport({
    id: idOf(publication.month),
    createdAtMs: Date.parse(publication.publishedAt),
    kind: PUBLICATION_KIND,
    title: publication.month,
    body: publication,
  })

export interface MakeOptions {
  readonly month: string
  readonly level: number
  readonly version: LoadedVersion
  readonly slices: SliceService
  readonly nowMs: number
}

/** @throws HttpProblem where the month is not over */
export async function makePublication(options: MakeOptions): Promise<Publication> {
  const { month, level, version, nowMs } = options
  const { city } = version
  const slice = await monthSlice(options)
  const rows = rowsDownTo(version, level)
  return {
    month,
    publishedAt: new Date(nowMs).toISOString(),
    version: version.id,
    level: city.levels[level].key,
    city: city.name,
    zone: city.zone,
    tables: [await receivedTable(options, slice, rows), await outcomeTable(options, slice, rows)],
  }
}

async function monthSlice({ month, version, slices, nowMs }: MakeOptions): Promise<Slice> {
  const { zone } = version.city
  const [first, after] = daysInMonth(month)
  const [fromMs, toMs] = [startOfDayMs(first, zone), startOfDayMs(after, zone)]
  if (toMs > nowMs) throw violation('month', `${month} is not over in ${zone}`, 422)
  // The same parser as every other question, so that nothing is left out or in by a default of its own.
  const query = sliceQuerySchema.parse({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    asOf: new Date(nowMs).toISOString(),
  })
  return sliceOf(slices, query)
}

/** Rows of the home unit and what lies below it down to a level, parents first. */
function rowsDownTo({ table, homeRow }: LoadedVersion, level: number): number[] {
  const rows = [homeRow]
  // The list grows while it is gone through.
  for (const row of rows) rows.push(...table.childrenOf(row).filter((child) => table.level[child] <= level))
  return rows
}

async function receivedTable(
  { version, slices }: MakeOptions,
  slice: Slice,
  rows: readonly number[],
): Promise<PublicTable> {
  const groups = groupsOf(version.city)
  const columns = await Promise.all(
    groups.map(async ({ codes }) => {
      const counted = await slices.measuresByRow({ ...slice, category: codes }, version, ['received'])
      return counted.columns.get('received') as Float64Array
    }),
  )
  return published('received', version, rows, groups, (row, group) => columns[group][row])
}

async function outcomeTable(
  { version, slices }: MakeOptions,
  slice: Slice,
  rows: readonly number[],
): Promise<PublicTable> {
  const { columns } = await slices.measuresByRow(slice, version, ['onTime', 'settled'])
  const [onTime, settled] = [columns.get('onTime'), columns.get('settled')] as [Float64Array, Float64Array]
  const groups = [
    { key: 'onTime', name: { zh: '按期处置', en: 'Handled in time' } },
    { key: 'late', name: { zh: '未按期处置', en: 'Not in time' } },
  ]
  return published('outcome', version, rows, groups, (row, group) =>
    group === 0 ? onTime[row] : settled[row] - onTime[row],
  )
}

type Group = PublicTable['groups'][number]

/** The first level of the taxonomy: a fixed set, so that no two tables differ by their groups. */
function groupsOf({ categories }: City): (Group & { readonly codes: readonly string[] })[] {
  const tops = categories.filter(
    ({ code }) => !categories.some((other) => other.code !== code && code.startsWith(other.code)),
  )
  return tops.map(({ code, name }) => ({ key: code, name, codes: [code] }))
}

function published(
  key: PublicTable['key'],
  { table, city }: LoadedVersion,
  rows: readonly number[],
  groups: readonly Group[],
  countOf: (row: number, group: number) => number,
): PublicTable {
  const placeOf = new Map(rows.map((row, place) => [row, place]))
  const units: PublicRow[] = rows.map((row) => ({
    code: table.units[row].code ?? `id:${table.units[row].id}`,
    name: table.units[row].name,
    parent: placeOf.get(table.parent[row]) ?? -1,
  }))
  const levels = rows.map((row) => city.levels[table.level[row]].key)
  const closed = closedTable(
    units,
    groups.map(({ key }) => key),
    (place, group) => countOf(rows[place], group),
    '',
  )
  const { isHidden, primary, secondary } = suppress(closed)
  return {
    key,
    groups: groups.map(({ key, name }) => ({ key, name })),
    rows: closed.rows.map(({ code, name, parent }, place) => ({
      code,
      name: place < units.length ? name : null,
      parent,
      level: place < units.length ? levels[place] : levels[parent],
    })),
    counts: shownCounts(closed, isHidden),
    small: primary,
    withThem: secondary,
  }
}

function shownCounts(table: CountTable, isHidden: Uint8Array): (number | null)[][] {
  const width = widthOf(table)
  return table.rows.map((_, row) =>
    Array.from({ length: width }, (_, column) => {
      const cell = row * width + column
      return isHidden[cell] ? null : table.counts[cell]
    }),
  )
}
