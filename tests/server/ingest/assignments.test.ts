// Assignments from a table: gathered by matter, the report's sum closing, the second import changing nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createAssignmentIntake } from '#data/ingest/assignmentIntake.ts'
import { assignmentMappingSchema } from '#data/ingest/mapping.ts'
import { looksLikeAssignments, proposeAssignments } from '#data/ingest/proposeAssignments.ts'
import { createAssignmentReader } from '#data/ingest/readAssignment.ts'
import type { AssignmentReport } from '#data/model/report.ts'
import { runImport } from '../../../server/ingest/runImport.ts'
import { printReport } from '../../../server/ingest/terminalReport.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { fillGridCity, gridIncidents } from '../../fixtures/gridCity.ts'

let store: Store
let folder: string
const [{ source, sourceId: first }, { sourceId: second }] = gridIncidents()
beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  folder = mkdtempSync(join(tmpdir(), 'jingwei-assignments-'))
  await fillGridCity(store)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const HEADERS = ['工单号', '承办单位', '角色', '派遣时间', '办结时间', '退回时间', '截止时间']
const ROWS = [
  [first, 'town', '主办', '2026-06-01 08:00', '', '2026-06-02 09:00', '2026-06-02 08:00'],
  [second, 'bureau', '主办', '2026-06-03', '2026-06-05', '', ''],
  [first, 'bureau', '主办', '2026-06-02 10:00', '', '', '2026-06-09'],
  [first, 'fire', '协办', '2026-06-02 10:00', '', '', ''],
  [first, 'fire', '协办', '2026-06-02 10:00', '', '', ''],
  ['nobody', 'bureau', '主办', '2026-06-03', '', '', ''],
  [first, 'fire', '旁观', '2026-06-03', '', '', ''],
  [first, '', '主办', '2026-06-03', '', '', ''],
  [first, 'fire', '', '2026-06-31', '', '', ''],
  [first, 'fire', '', '2026-06-05', '2026-06-04', '', ''],
  [first, 'fire', '', '2026-06-05', '2026-06-06', '2026-06-07', ''],
]
const COLUMNS =
  '{ sourceId: 工单号, organisation: 承办单位, role: 角色, assigned: 派遣时间, completed: 办结时间, returned: 退回时间, deadline: 截止时间 }'

async function run(file: string, of: string = source) {
  const mapping = join(folder, 'assignments.yaml')
  writeFileSync(mapping, `kind: assignments\nsource: ${of}\nzone: Asia/Shanghai\ncolumns: ${COLUMNS}\n`)
  const job = { kind: 'assignments' as const, file, mapping, repair: false, toleranceMeters: 30 }
  const { report } = await runImport(job, { store, folder, clock: Date.now, onProgress: () => {} })
  return { ...report!, part: report!.parts[0] as AssignmentReport }
}
function csv(rows: readonly (readonly string[])[] = ROWS): string {
  const file = join(folder, '派遣.csv')
  writeFileSync(file, [HEADERS, ...rows].map((row) => row.join(',')).join('\n'))
  return file
}

it('gives matters their assignments; every row is told, and twice changes nothing', async () => {
  const { id, part, ...rest } = await run(csv())
  expect(part).toMatchObject({ read: 11, stored: 4, unknown: 1, duplicates: 1, rejected: 5 })
  expect(part).toMatchObject({ unknownIds: ['nobody'], matters: { updated: 2, unchanged: 0, unknown: 1 } })
  expect(part.rejections.map(({ reason }) => reason).sort()).toEqual([
    'empty',
    'ends-before-begins',
    'not-a-date',
    'two-ends',
    'unknown-role',
  ])
  const [matter] = await store.findIncidents([source], first)
  const at = (text: string) => Date.parse(`${text}+08:00`)
  expect(matter).toMatchObject({
    organisation: 'bureau',
    assignments: [
      {
        ...{ organisation: 'town', role: 'lead', outcome: 'returned', fromAt: at('2026-06-01T08:00') },
        ...{ toAt: at('2026-06-02T09:00'), deadlineAt: at('2026-06-02T08:00') },
      },
      { organisation: 'bureau', role: 'lead', toAt: null, outcome: null },
      { organisation: 'fire', role: 'support', fromAt: at('2026-06-02T10:00') },
    ],
  })
  const refused = readFileSync(join(folder, 'imports', id, 'rejected.csv'), 'utf8')
  expect(refused).toContain('"7","工单号","unknown-incident","nobody"')
  expect(refused.trimEnd().split('\r\n')).toHaveLength(1 + 5 + 1)
  expect(printReport({ id, ...rest })).toMatch(/11 = 4 \+ 1 \+ 1 \+ 5 {2}合得上/)
  const { seq } = await store.head()
  const again = await run(csv())
  expect((await store.head()).seq).toBe(seq)
  expect(again.part.matters).toEqual({ updated: 0, unchanged: 2, unknown: 1 })
})

it('reads the same from a workbook and from lines of JSON', async () => {
  await run(csv())
  const { seq } = await store.head()
  const book = new exceljs.Workbook()
  book.addWorksheet('派遣').addRows([HEADERS, ...ROWS])
  const [xlsx, ndjson] = [join(folder, 'a.xlsx'), join(folder, 'a.ndjson')]
  await book.xlsx.writeFile(xlsx)
  const objects = ROWS.map((row) => Object.fromEntries(HEADERS.map((header, at) => [header, row[at]])))
  writeFileSync(ndjson, objects.map((each) => JSON.stringify(each)).join('\n'))
  for (const file of [xlsx, ndjson]) {
    const { part } = await run(file)
    expect(part).toMatchObject({ read: 11, stored: 4, unknown: 1, duplicates: 1, rejected: 5 })
    expect(part.matters).toEqual({ updated: 0, unchanged: 2, unknown: 1 })
  }
  expect((await store.head()).seq).toBe(seq)
})

it('asks for the incidents first, naming the sources there are', async () => {
  await expect(run(csv(), 'elsewhere')).rejects.toThrow(new RegExp(`no incidents.*elsewhere.*${source}`))
})

it('is told from a table of incidents by its columns, and drafted', () => {
  expect(looksLikeAssignments(HEADERS)).toBe(true)
  expect(looksLikeAssignments(['工单号', '受理时间', '派遣时间', '处置单位', '经度'])).toBe(false)
  const sample = { file: 'a.csv', headers: HEADERS, rows: ROWS }
  const { mapping } = proposeAssignments(sample, 'Asia/Shanghai', ['grid'])
  expect(mapping).toMatchObject({
    source: 'grid',
    columns: { sourceId: '工单号', organisation: '承办单位', role: '角色', assigned: '派遣时间' },
  })
  expect(assignmentMappingSchema.safeParse(mapping).success).toBe(true)
})

it('puts every row of any table in exactly one place', () => {
  const mapping = assignmentMappingSchema.parse({
    ...{ kind: 'assignments', source: 'grid', zone: 'Asia/Shanghai' },
    columns: { sourceId: 'id', organisation: 'by', role: 'role', assigned: 'from', returned: 'back' },
  })
  const cell = fc.constantFrom('', 'a', 'b', '主办', '协办', '2026-01-01', '2026-01-02', '1.4E+14')
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { maxLength: 60 }), (rows) => {
      const intake = createAssignmentIntake(
        createAssignmentReader(mapping, ['id', 'by', 'role', 'from', 'back']),
      )
      rows.forEach((values, at) => {
        intake.take(at + 2, values)
      })
      const { read, duplicates, rejected, rejections, roles } = intake.counts()
      const kept = [...intake.matters.values()].reduce((sum, each) => sum + each.assignments.length, 0)
      expect(read).toBe(rows.length)
      expect(kept + duplicates + rejected).toBe(read)
      expect(roles.lead + roles.support).toBe(kept)
      expect(rejections.reduce((sum, each) => sum + each.rows, 0)).toBe(rejected)
    }),
  )
})
