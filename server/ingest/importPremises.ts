// Households at buildings and lanes → the store, one file replacing what it gave before.
import { basename } from 'node:path'
import { SCALE } from '#data/coverage/coverage.ts'
import { createLocator } from '#data/coverage/locator.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable } from '#data/model/unit.ts'
import type { PremisesRow, Store } from '../store/store.ts'
import { createDatum } from './datum.ts'
import type { ImportJob, TellProgress } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { requireVersion } from './newestVersion.ts'
import { requireColumns } from './requireColumns.ts'
import { openTable } from './tables/openTable.ts'

/** @returns one line: rows, households, how many without a unit. */
export async function importPremises(store: Store, job: ImportJob, tell: TellProgress): Promise<string> {
  const mapping = readMapping(job.mapping, 'premises')
  const version = await requireVersion(store)
  const table = createUnitTable(version.units)
  const unitAt = createLocator(version.coverage)
  const toWgs84 = createDatum(mapping.datum)
  const source = await openTable(job.file)
  requireColumns(source.headers, mapping.columns)
  const at = (name: string | undefined): number => (name === undefined ? -1 : source.headers.indexOf(name))
  const { unitCode, lng, lat, households, population } = mapping.columns
  const columns = {
    unitCode: at(unitCode),
    lng: at(lng),
    lat: at(lat),
    households: at(households),
    population: at(population),
  }
  const premises: PremisesRow[] = []
  for await (const rows of source.rows()) {
    for (const { line, values } of rows) {
      const count = Number(values[columns.households])
      if (values[columns.households].trim() === '' || !Number.isInteger(count) || count < 0)
        throw new IngestError(
          'bad-households',
          `row ${line}: "${values[columns.households]}" households`,
          '户数应为非负整数',
        )
      const [x, y] =
        columns.lng < 0 || values[columns.lng].trim() === ''
          ? [null, null]
          : toWgs84(Number(values[columns.lng]), Number(values[columns.lat])).map((degrees) =>
              Math.round(degrees * SCALE),
            )
      const byCode = columns.unitCode < 0 ? -1 : table.rowOfCode(values[columns.unitCode].trim())
      const byPoint = x === null || y === null ? 0 : unitAt(x, y)
      premises.push({
        unitId: byCode >= 0 ? table.units[byCode].id : byPoint > 0 ? unitId(byPoint) : null,
        x,
        y,
        households: count,
        population: Number(values[columns.population] ?? 0) || 0,
      })
    }
    tell({ doing: { zh: `已读 ${premises.length} 行`, en: `${premises.length} rows` }, progress: 0.5 })
  }
  await store.writePremises(basename(job.file), premises)
  const total = premises.reduce((sum, row) => sum + row.households, 0)
  const lost = premises.filter((row) => row.unitId === null).length
  return `${basename(job.file)}: ${premises.length.toLocaleString('en')} 处 premises, ${total.toLocaleString('en')} 户 households, ${lost} 处无单元 without a unit`
}
