import fc from 'fast-check'
import { expect, it } from 'vitest'
import { incidentMappingSchema } from '#data/ingest/mapping.ts'
import { createRowReader, isRejection } from '#data/ingest/readIncident.ts'
import { createTally } from '#data/ingest/tally.ts'
import { unitId } from '#data/model/ids.ts'

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
  createRowReader({
    mapping,
    headers,
    toWgs84: (lng, lat) => [lng, lat],
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

it('accounts for every row, whatever is in the file', () => {
  fc.assert(
    fc.property(fc.array(dirty, { maxLength: 60 }), (rows) => {
      const tally = createTally({ zone: 'Asia/Shanghai', isNear: () => false, nameOf: String })
      const seen = new Set<string>()
      const read = reader()
      rows.forEach((row, index) => {
        const result = read(row, index + 2)
        if (isRejection(result)) tally.addRejection(result, index + 2)
        else if (seen.has(result.record.sourceId)) tally.addDuplicate()
        else {
          seen.add(result.record.sourceId)
          tally.addStored(result)
        }
      })
      const report = tally.report()
      expect(report.read).toBe(rows.length)
      expect(report.read).toBe(report.located + report.unlocated.total + report.duplicates + report.rejected)
      expect(report.rejections.reduce((sum, each) => sum + each.rows, 0)).toBe(report.rejected)
      expect(report.hours.reduce((sum, count) => sum + count, 0)).toBe(
        report.located + report.unlocated.total,
      )
    }),
  )
})

it('keeps no place of a sensitive matter, and counts it higher up', () => {
  const result = reader()(['1', '2026-11-22', '', '垃圾', '113.1', '36.2', 'A'], 2)
  expect(result).toMatchObject({ record: { unitId: 1, x: null, y: null, category: '04' } })
})

it('refuses a code that lost its digits, naming the field', () => {
  expect(reader()(['1', '2026-11-22', '', '路灯', '', '', '1.4E+14'], 2)).toEqual({
    field: 'code',
    reason: 'scientific-code',
    example: '1.4E+14',
  })
})
