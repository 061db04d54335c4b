// Organisations with their parents → the city: the file is the whole tree and takes the place of the one before.
import { basename } from 'node:path'
import { isScientific } from '#data/ingest/columns.ts'
import { type OrganisationRow, organisationTree, type TreeFault } from '#data/ingest/organisationTree.ts'
import type { Store } from '../store/store.ts'
import type { ImportJob } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { requireColumns } from './requireColumns.ts'
import { openTable } from './tables/openTable.ts'

const WORDS: Readonly<Record<TreeFault['code'], (key: string) => string>> = {
  'empty-code': () => 'no key (没有标识)',
  'code-twice': (key) => `${key} stands there twice (标识重复)`,
  'unknown-parent': (key) => `the parent ${key} is not in the file (上级不在文件里)`,
  'parent-circle': (key) => `${key} is above itself (上下级成环)`,
}
const MOST_TOLD = 20

/** @returns one line. @throws IngestError naming every row that does not fit. */
export async function importOrganisations(store: Store, job: ImportJob): Promise<string> {
  const { columns } = readMapping(job.mapping, 'organisations')
  const city = await store.readCity()
  if (!city)
    throw new IngestError(
      'no-city',
      'there is no city yet to have organisations',
      '先运行 jingwei import units',
    )
  const source = await openTable(job.file)
  requireColumns(source.headers, columns)
  const at = (name: string | undefined): number => (name === undefined ? -1 : source.headers.indexOf(name))
  const places = {
    key: at(columns.key),
    name: at(columns.name),
    en: at(columns.nameEn),
    parent: at(columns.parent),
  }
  const rows: OrganisationRow[] = []
  for await (const chunk of source.rows())
    for (const { line, values } of chunk) {
      const text = (place: number): string => (values[place] ?? '').trim()
      refuseRounded(line, columns.key, text(places.key))
      const row = {
        key: text(places.key),
        name: text(places.name),
        nameEn: text(places.en),
        parent: text(places.parent),
      }
      rows.push({ line, ...row })
    }
  const { organisations, faults } = organisationTree(rows)
  if (faults.length > 0)
    throw new IngestError(
      faults[0].code,
      faults
        .slice(0, MOST_TOLD)
        .map(({ line, code, key }) => `row ${line}: ${WORDS[code](key)}`)
        .join('\n'),
      '改正以上各行后重试 (mend these rows)',
    )
  const isSame = JSON.stringify(city.organisations ?? []) === JSON.stringify(organisations)
  if (!isSame) await store.writeCity({ ...city, organisations: [...organisations] })
  const roots = organisations.filter(({ parent }) => parent === null).length
  return `${basename(job.file)}: ${organisations.length} 个责任单位 organisations，${roots} 个最上级 at the top${isSame ? '，未变 unchanged' : ''}`
}

function refuseRounded(line: number, column: string, key: string): void {
  if (!isScientific(key)) return
  throw new IngestError(
    'scientific-code',
    `row ${line}: ${column} is ${key}; its digits are lost`,
    '把该列设为文本格式后重新导出 (format the column as text and export again)',
  )
}
