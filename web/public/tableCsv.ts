// A public table as a file: an empty cell where a count is left out.
import type { PublicTable } from '#data/model/publication.ts'
import { csvHead, csvLine } from '#data/tables/csv.ts'
import type { TableColumn } from '#data/tables/table.ts'
import type { PublicWords } from '../locales/public.zh-CN.ts'
import type { TextTools } from '../locales/text.ts'

export function tableCsv(
  { groups, rows, counts }: PublicTable,
  text: Pick<TextTools, 'lang' | 'name'>,
  words: Pick<PublicWords, 'unit' | 'total' | 'remainder'>,
): string {
  const names = groups.map(({ name }) => text.name(name))
  const columns: TableColumn[] = [
    { header: text.lang === 'en' ? 'Code' : '代码', kind: 'text' },
    { header: words.unit, kind: 'text' },
    ...[...names, words.total].map((header) => ({ header, kind: 'count' as const })),
  ]
  const lines = rows.map(({ code, name }, row) =>
    csvLine([code, name ?? words.remainder, ...counts[row]], columns),
  )
  return csvHead(columns) + lines.join('')
}
