import { describe, expect, it } from 'vitest'
import {
  formatInstant,
  frameOf,
  largestProblems,
  sumCloses,
  sumParts,
} from '../../../web/admin/importFigures.ts'
import { incidentReport, unitsReport } from './reports.ts'

describe('the sum of a report', () => {
  it('puts every row read into exactly one part', () => {
    const parts = sumParts(incidentReport)
    expect(parts.map((part) => part.fate)).toEqual(['located', 'unlocated', 'duplicates', 'rejected'])
    expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(408_211)
    expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1)
    expect(sumCloses(incidentReport)).toBe(true)
  })

  it('does not close when a row is lost, a cause or a rejection missing', () => {
    expect(sumCloses({ ...incidentReport, located: 393_186 })).toBe(false)
    expect(sumCloses({ ...incidentReport, rejections: incidentReport.rejections.slice(1) })).toBe(false)
    const unlocated = { ...incidentReport.unlocated, byCause: { outside: 554 } }
    expect(sumCloses({ ...incidentReport, unlocated })).toBe(false)
  })

  it('has no shares of nothing', () => {
    const parts = sumParts({ ...incidentReport, read: 0 })
    expect(parts.every((part) => part.share === 0)).toBe(true)
  })
})

describe('the frame of the problem map', () => {
  it('keeps every point inside and north up', () => {
    const points = unitsReport.problems.map((problem) => problem.at)
    const frame = frameOf(points, 530, 24)
    for (const at of points) {
      const [x, y] = frame.project(at)
      expect(x).toBeGreaterThanOrEqual(23.9)
      expect(x).toBeLessThanOrEqual(506.1)
      expect(y).toBeGreaterThanOrEqual(23.9)
      expect(y).toBeLessThanOrEqual(frame.height - 23.9)
    }
    expect(frame.project([112, 37])[1]).toBeLessThan(frame.project([112, 36])[1])
  })

  it('gives a lone point room', () => {
    const frame = frameOf([[112, 36]], 530, 24)
    const [x, y] = frame.project([112, 36])
    expect(x).toBeCloseTo(265)
    expect(y).toBeCloseTo(frame.height / 2)
  })
})

describe('lists and times', () => {
  it('shows the largest problems first', () => {
    expect(largestProblems(unitsReport.problems, 2).map((problem) => problem.areaSquareMeters)).toEqual([
      39_000, 38_000,
    ])
  })

  it("writes an instant in the city's zone, and survives a zone the browser does not know", () => {
    expect(formatInstant('2026-11-22T02:18:00.000Z', 'Asia/Shanghai')).toBe('2026-11-22 10:18')
    expect(formatInstant('2026-11-22T02:18:00.000Z', 'Mars/Olympus')).toMatch(/^2026-11-2\d \d\d:18$/)
  })
})
