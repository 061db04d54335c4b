// Files made from a stored import report. A spreadsheet opens the CSV: it starts with a byte-order mark and
// no cell can start a formula.
import type { ImportReport } from '#data/model/report.ts'

export function rejectedCsv(report: ImportReport): string {
  const lines = [['file', 'first_row', 'rows', 'field', 'reason', 'example']]
  for (const part of report.parts)
    if (part.kind !== 'units')
      for (const { firstRow, rows, field, reason, example } of part.rejections)
        lines.push([part.file, String(firstRow), String(rows), field, reason, example])
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}

export function problemsGeoJson(report: ImportReport): string {
  const features = report.parts.flatMap((part) =>
    part.kind === 'units'
      ? part.problems.map(({ at, ...properties }) => ({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: at },
          properties: { file: part.file, ...properties },
        }))
      : [],
  )
  return JSON.stringify({ type: 'FeatureCollection', features })
}

function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
