import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createIncidentBatch } from '#data/ingest/incidentBatch.ts'
import { type RejectedRow, takeRows } from '#data/ingest/intake.ts'
import { incidentMappingSchema } from '#data/ingest/mapping.ts'
import { createIncidentReader } from '#data/ingest/readIncident.ts'
import { createRemarks } from '#data/ingest/remarks.ts'
import { createTally } from '#data/ingest/tally.ts'
import { unitId } from '#data/model/ids.ts'
import type { IncidentColumns } from '#data/model/incidentColumns.ts'
import { cellTableOf } from '../../../server/ingest/tables/tableSource.ts'

const mapping = incidentMappingSchema.parse({
  kind: 'incidents',
  source: { key: 'calls', name: { zh: '热线', en: 'Calls' } },
  zone: 'Asia/Shanghai',
  columns: {
    sourceId: 'id',
    received: 'at',
    closed: 'done',
    category: 'kind',
    lng: 'x',
    lat: 'y',
    unitCode: 'code',
  },
  categories: { 垃圾: '04', 路灯: '05' },
  onlyListedCategories: true,
  sensitive: ['04'],
})
const headers = ['id', 'at', 'done', 'kind', 'x', 'y', 'code']
const reader = () =>
  createIncidentReader({
    mapping,
    headers,
    toWgs84: (lng, lat) => (Math.abs(lng) <= 180 ? [lng, lat] : null),
    unitAt: (x) => (x > 0 ? 7 : 0),
    unitOfCode: (code) => (code === 'A' ? unitId(7) : code === 'B' ? unitId(8) : null),
    coarsen: () => unitId(1),
  })

const dirty = fc.tuple(
  fc.constantFrom('1', '2', '3', '4', '', '1.40402E+14'),
  fc.constantFrom('2026-11-22 10:42', '2025/13/02', '', '46348'),
  fc.constantFrom('', '2026-11-23', '2026-11-01', 'x'),
  fc.constantFrom('垃圾', '路灯', '其它2', ''),
  fc.constantFrom('113.1', '0', '', '-5', 'abc'),
  fc.constantFrom('36.2', '0', '', 'abc'),
  fc.constantFrom('A', 'B', 'C', '', '1.4E+14'),
)

const idsOf = ({ length, sourceIds: { bytes, offsets } }: IncidentColumns): string[] =>
  Array.from({ length }, (_, row) => Buffer.from(bytes).toString('utf8', offsets[row], offsets[row + 1]))

/** Takes rows as an import does, in batches of so many. */
function take(rows: readonly (readonly string[])[], capacity = 100) {
  const parts = {
    reader: reader(),
    tally: createTally({ zone: 'Asia/Shanghai', isNear: () => false, nameOf: String }),
    remarks: createRemarks(),
  }
  const batch = createIncidentBatch(mapping.source.key, parts.reader, capacity)
  const rejected: RejectedRow[] = []
  const batches: IncidentColumns[] = []
  const table = cellTableOf(rows.map((values, index) => ({ line: index + 2, values })))
  for (let at = 0; at < table.rows; ) {
    at = takeRows({ ...parts, batch, onRejected: (row) => rejected.push(row) }, table, at)
    batches.push(batch.take())
  }
  return { report: parts.tally.report(), rejected, batches }
}

it('accounts for every row, whatever is in the file', () => {
  fc.assert(
    fc.property(fc.array(dirty, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (rows, capacity) => {
      const { report, rejected, batches } = take(rows, capacity)
      const stored = report.located + report.unlocated.total
      expect(report.read).toBe(rows.length)
      expect(report.read).toBe(stored + report.duplicates + report.rejected)
      expect(report.rejections.reduce((sum, each) => sum + each.rows, 0)).toBe(report.rejected)
      expect(rejected).toHaveLength(report.rejected)
      expect(report.hours.reduce((sum, count) => sum + count, 0)).toBe(stored)
      const ids = batches.flatMap(idsOf)
      expect(ids).toHaveLength(stored)
      expect(new Set(ids).size).toBe(stored)
    }),
  )
})

it('keeps no place of a sensitive matter, and counts it higher up', () => {
  const [batch] = take([['1', '2026-11-22', '', '垃圾', '113.1', '36.2', 'A']]).batches
  expect(batch.texts.category.texts).toEqual(['04'])
  expect(batch.numbers).toMatchObject({
    unitId: Float64Array.of(1),
    x: Float64Array.of(Number.NaN),
    y: Float64Array.of(Number.NaN),
  })
})

it('takes an id once, whatever blanks stand around it', () => {
  const row = (id: string) => [id, '2026-11-22', '', '路灯', '', '', 'A']
  const { report, batches } = take([row('事件1'), row(' 事件1\u3000'), row('\u00a0事件2'), row('事件2\t')])
  expect(idsOf(batches[0])).toEqual(['事件1', '事件2'])
  expect(report.duplicates).toBe(2)
})

it.each([
  [['1', '2026-11-22', '', '路灯', '', '', '1.4E+14'], 'code', 'scientific-code', '1.4E+14'],
  [['1', '2026-11-22', '', '路灯', '113', '', 'A'], 'x', 'bad-coordinates', '113'],
  [['1', '2026-11-22', '', '路灯', '400', '36', 'A'], 'x', 'bad-coordinates', '400, 36'],
  [['1', '', '', '路灯', '', '', 'A'], 'at', 'empty', ''],
  [['1', '2026-02-30', '', '路灯', '', '', 'A'], 'at', 'not-a-date', '2026-02-30'],
  [['1', '2026-11-22', '', '路灯', '', '', 'A', '', 'more'], '#8', 'surplus-values', 'more'],
])('refuses %j, naming the field', (row, field, reason, value) => {
  const { rejected } = take([row])
  expect(rejected).toEqual([[2, field, reason, value]])
})

it('does not mind empty values beyond the last column', () => {
  expect(take([['1', '2026-11-22', '', '路灯', '', '', 'A', '', ' ']]).report.rejected).toBe(0)
})
