import { expect, it } from 'vitest'
import { createIncidentBatch } from '#data/ingest/incidentBatch.ts'
import { takeRows } from '#data/ingest/intake.ts'
import { type IncidentField, incidentMappingSchema } from '#data/ingest/mapping.ts'
import { createIncidentReader } from '#data/ingest/readIncident.ts'
import { createRemarks } from '#data/ingest/remarks.ts'
import { createTally } from '#data/ingest/tally.ts'
import { cellTableOf } from '../../../server/ingest/tables/tableSource.ts'

const COLUMNS: Partial<Record<IncidentField, string>> = { received: 'at', closed: 'done', category: 'kind' }

/** Ids of the rows of a file that has none, and its remarks. */
function take(
  rows: readonly string[][],
  { headers = ['at', 'done', 'kind', 'text'], columns = COLUMNS } = {},
): { ids: string[]; remarked: string[] } {
  const mapping = incidentMappingSchema.parse({
    kind: 'incidents',
    source: { key: 'calls', name: { zh: '热线', en: 'Calls' } },
    zone: 'Asia/Shanghai',
    columns,
  })
  const reader = createIncidentReader({
    ...{ mapping, headers, unitOfCode: () => null, coarsen: (id) => id },
    toWgs84: (lng, lat) => [lng, lat],
    unitAt: () => 0,
  })
  const batch = createIncidentBatch('calls', reader, 10_000)
  const remarks = createRemarks()
  const tally = createTally({ zone: 'Asia/Shanghai', isNear: () => false, nameOf: String })
  const parts = { reader, tally, batch, remarks, onRejected: () => {} }
  takeRows(parts, cellTableOf(rows.map((values, i) => ({ line: i + 2, values }))), 0)
  const { length, sourceIds } = batch.take()
  const { bytes, offsets } = sourceIds
  const ids = Array.from({ length }, (_, row) =>
    Buffer.from(bytes).toString('utf8', offsets[row], offsets[row + 1]),
  )
  return { ids, remarked: remarks.list().map(({ sourceId }) => sourceId) }
}

const A = ['2026-06-01', '2026-06-02', '垃圾', 'x']
const B = ['2026-06-01', '', '路灯', 'y']

it('is made of the row: the line does not matter, nor do columns that are not mapped', () => {
  const [a, b] = take([A, B]).ids
  expect(a).not.toBe(b)
  expect(take([B, A]).ids).toEqual([b, a])
  expect(take([[...A.slice(0, 3), 'other']]).ids).toEqual([a])
  const turned = [A[2], A[1], A[0]]
  expect(take([turned], { headers: ['kind', 'done', 'at'] }).ids).toEqual([a])
  expect(take([[' 2026-06-01', ...A.slice(1)]]).ids).toEqual([a])
})

it('tells rows alike in one file apart by which of them they are', () => {
  const { ids } = take([A, B, A, A])
  expect(new Set(ids).size).toBe(4)
  expect(take([A, A, B, A]).ids.sort()).toEqual([...ids].sort())
})

it('is another where a mapped value is, and where a value moves to the next column', () => {
  const moved = { columns: { received: 'at', category: 'kind', organisation: 'text' } }
  const [a] = take([['2026-06-01', '', 'ab', 'c']], moved).ids
  const [b] = take([['2026-06-01', '', 'a', 'bc']], moved).ids
  expect(a).not.toBe(b)
  expect(take([B]).ids).not.toEqual(take([[B[0], '2026-06-03', B[2], B[3]]]).ids)
})

it('stays where a column is mapped later that holds nothing', () => {
  const later = { columns: { ...COLUMNS, organisation: 'text' } }
  expect(take([[...A.slice(0, 3), '']], later).ids).toEqual(take([A]).ids)
})

it('is told in remarks as it is stored', () => {
  const late = ['2026-06-05', '2026-06-02', '垃圾', '']
  const { ids, remarked } = take([A, late, late])
  expect(remarked.filter((id) => id === ids[2]).length).toBeGreaterThan(0)
})

it('differs over thousands of rows that differ little', () => {
  const rows = Array.from({ length: 9_000 }, (_, n) => [
    `2026-06-01 ${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`,
    '',
    `k${n}`,
    '',
  ])
  expect(new Set(take(rows).ids).size).toBe(rows.length)
})
