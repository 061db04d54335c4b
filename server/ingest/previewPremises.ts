// What an import of households would make of the first rows: where they lie, how many have no unit.
import { SCALE } from '#data/coverage/coverage.ts'
import { createLocator } from '#data/coverage/locator.ts'
import type { Mapping } from '#data/ingest/mapping.ts'
import type { PremisesPreview } from '#data/model/uploads.ts'
import type { LoadedVersion } from '../versions.ts'
import { cityOutlines } from './cityOutlines.ts'
import { createDatum } from './datum.ts'
import { requireColumns } from './requireColumns.ts'
import type { TableSample } from './uploadSample.ts'

type PremisesMapping = Extract<Mapping, { kind: 'premises' }>

/** @throws IngestError where the mapping names what the file has not. */
export function previewPremises(
  { source, rows, hasMore }: TableSample,
  mapping: PremisesMapping,
  version: LoadedVersion,
): PremisesPreview {
  const { coverage, table } = version
  const outlines = cityOutlines(version)
  requireColumns(source.headers, mapping.columns)
  const toWgs84 = createDatum(mapping.datum)
  const unitAt = createLocator(coverage)
  const at = (column: string | undefined): number =>
    column === undefined ? -1 : source.headers.indexOf(column)
  const { unitCode, lng, lat, households } = mapping.columns
  const [code, x, y, count] = [at(unitCode), at(lng), at(lat), at(households)]
  const points: PremisesPreview['points'] = []
  let [total, withoutUnit] = [0, 0]
  for (const { values } of rows) {
    total += Math.max(0, Math.round(Number(values[count]) || 0))
    const isPlaced = x >= 0 && y >= 0 && values[x].trim() !== ''
    const place = isPlaced ? toWgs84(Number(values[x]), Number(values[y])) : null
    const isInside = place !== null && unitAt(Math.round(place[0] * SCALE), Math.round(place[1] * SCALE)) > 0
    if (place) points.push([place[0], place[1], isInside ? 1 : 0])
    if (!isInside && (code < 0 || table.rowOfCode(values[code].trim()) < 0)) withoutUnit++
  }
  return { kind: 'premises', rows: rows.length, hasMore, households: total, withoutUnit, points, outlines }
}
