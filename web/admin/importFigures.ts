// Figures of an import report as its page shows them: where each row went, and whether the sum closes.
import type { AssignmentReport, CoverageProblem, IncidentReport, Outlines } from '#data/model/report.ts'

export type RowFate = 'located' | 'unlocated' | 'stored' | 'unknown' | 'duplicates' | 'rejected'

export interface SumPart {
  readonly fate: RowFate
  readonly rows: number
  /** Of the rows read, 0–1; 0 if none was read. */
  readonly share: number
}

const shared = (read: number, rows: readonly (readonly [RowFate, number])[]): SumPart[] =>
  rows.map(([fate, count]) => ({ fate, rows: count, share: read === 0 ? 0 : count / read }))

export const sumParts = ({ read, located, unlocated, duplicates, rejected }: IncidentReport): SumPart[] =>
  shared(read, [
    ['located', located],
    ['unlocated', unlocated.total],
    ['duplicates', duplicates],
    ['rejected', rejected],
  ])

export const assignmentSumParts = (report: AssignmentReport): SumPart[] =>
  shared(report.read, [
    ['stored', report.stored],
    ['unknown', report.unknown],
    ['duplicates', report.duplicates],
    ['rejected', report.rejected],
  ])

/** Every row read is in exactly one part, and the causes and rejections add up to theirs. */
export function sumCloses(report: IncidentReport): boolean {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  return (
    total(sumParts(report).map((part) => part.rows)) === report.read &&
    report.stored === report.located + report.unlocated.total &&
    total(Object.values(report.unlocated.byCause)) === report.unlocated.total &&
    total(report.rejections.map((rejection) => rejection.rows)) === report.rejected
  )
}

/** Largest first; the file's order among equals. */
export const largestProblems = (problems: readonly CoverageProblem[], limit: number): CoverageProblem[] =>
  [...problems].sort((a, b) => b.areaSquareMeters - a.areaSquareMeters).slice(0, limit)

export interface Frame {
  readonly width: number
  readonly height: number
  readonly project: (at: readonly [number, number]) => readonly [number, number]
}

/**
 * Fits points into a width: equirectangular, true to scale at their middle latitude. A lone point, or points
 * on a line, get room around them.
 */
export function frameOf(
  points: readonly (readonly [number, number])[],
  width: number,
  margin: number,
): Frame {
  const spread = (values: number[]): [number, number] => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const value of values) {
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
    const room = Math.max(0, 0.01 - (most - least)) / 2
    return [least - room, most + room]
  }
  const [west, east] = spread(points.map((at) => at[0]))
  const [south, north] = spread(points.map((at) => at[1]))
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const inner = width - 2 * margin
  const tallest = width * 0.85 - 2 * margin
  const scale = Math.min(inner / ((east - west) * squeeze), tallest / (north - south))
  const height = (north - south) * scale + 2 * margin
  const left = (width - (east - west) * squeeze * scale) / 2
  return {
    width,
    height,
    project: ([lng, lat]) => [left + (lng - west) * squeeze * scale, margin + (north - lat) * scale],
  }
}

/** 2026-11-22 10:18 in a zone; in the reader's own where the browser does not know it. */
export function formatInstant(iso: string, zone: string | null): string {
  const style: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: 'short' }
  const at = new Date(iso)
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...style, timeZone: zone ?? undefined }).format(at)
  } catch {
    return new Intl.DateTimeFormat('sv-SE', style).format(at)
  }
}

/** All rings of a flat picture as one SVG path in the frame's pixels. */
export function outlinePath({ west, south, stepDegrees, rings }: Outlines, frame: Frame): string {
  return rings
    .map((ring) => {
      const parts: string[] = []
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = frame.project([west + ring[i] * stepDegrees, south + ring[i + 1] * stepDegrees])
        parts.push(`${x.toFixed(1)} ${y.toFixed(1)}`)
      }
      return `M${parts.join('L')}Z`
    })
    .join('')
}

/** 1.4 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)))
  const value = bytes / 1024 ** power
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}
