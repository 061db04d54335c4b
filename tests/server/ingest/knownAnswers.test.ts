// Imports of real files whose answers others have counted. Where ours differ it is said why.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { proposeIncidents, proposeUnits } from '#data/ingest/propose.ts'
import type { IncidentReport, UnitsReport } from '#data/model/report.ts'
import { importReportSchema } from '#data/model/report.ts'
import type { ImportJob, ImportResult } from '../../../server/ingest/importJob.ts'
import { writeProposal } from '../../../server/ingest/mappingFile.ts'
import { runImport } from '../../../server/ingest/runImport.ts'
import { openTable } from '../../../server/ingest/tables/openTable.ts'
import { readUnitFile } from '../../../server/ingest/unitFiles/readUnitFile.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { describeWithData, testData } from '../../setup/testData.ts'

let store: Store
let folder: string
let clockMs = Date.UTC(2026, 10, 22)

beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  folder = mkdtempSync(join(tmpdir(), 'jingwei-import-'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function propose(
  kind: 'units' | 'incidents',
  path: string,
  zone: string,
  edit: (yaml: string) => string,
): Promise<string> {
  const proposal =
    kind === 'units'
      ? proposeUnits(
          basename(path),
          (await readUnitFile(path)).features.map(({ properties }) => properties),
          zone,
        )
      : await proposeRows(path, zone)
  const file = join(folder, `${kind}.yaml`)
  writeFileSync(file, edit(writeProposal(proposal)))
  return file
}

async function proposeRows(path: string, zone: string) {
  const table = await openTable(path)
  for await (const rows of table.rows())
    return proposeIncidents(
      { file: basename(path), headers: table.headers, rows: rows.map(({ values }) => values) },
      zone,
    )
  throw new Error('no rows')
}

/** Proposes a mapping, edits it, runs it. */
async function run(
  kind: 'units' | 'incidents',
  name: string,
  zone: string,
  options: Partial<ImportJob> & { edit?: (yaml: string) => string } = {},
): Promise<ImportResult> {
  const file = testData(name) as string
  const mapping = await propose(kind, file, zone, options.edit ?? ((yaml) => yaml))
  const job = { kind, file, mapping, repair: false, toleranceMeters: 30, ...options }
  clockMs += 1000
  return runImport(job, { store, folder, clock: () => clockMs, onProgress: () => {} })
}

const incidentsOf = ({ report }: ImportResult) => importReportSchema.parse(report).parts[0] as IncidentReport
const unitsOf = ({ report }: ImportResult) => importReportSchema.parse(report).parts[0] as UnitsReport

const AREAS = 'incidents/chicago/community_areas.geojson'
const SANITATION = 'incidents/chicago/311_sanitation_code_complaints.csv.gz'
const CRIMES = 'incidents/chicago/crimes_2022.csv.gz'

describeWithData('Chicago', [AREAS, SANITATION, CRIMES], () => {
  const withoutCode = (yaml: string): string => yaml.replace(/^ {2}unitCode: .*\n/m, '')

  it('is a clean coverage of 77 areas', async () => {
    const report = unitsOf(await run('units', AREAS, 'America/Chicago'))
    expect(report).toMatchObject({
      outcome: 'stored',
      gaps: { count: 0 },
      // Two enclaves of other municipalities, and a hole in a single area.
      openings: { count: 3 },
      overlaps: { pairs: 0 },
      selfCrossings: { count: 0 },
    })
    // 77 areas and the city above them, which has no polygon of its own.
    expect(report).toMatchObject({ units: 78, unitsWithoutPolygon: 1 })
  })

  it('has 74,401 requests, 375 of them twice, 202 rows in no area', async () => {
    await run('units', AREAS, 'America/Chicago')
    const report = incidentsOf(await run('incidents', SANITATION, 'America/Chicago', { edit: withoutCode }))
    expect(report).toMatchObject({ read: 74_401, duplicates: 375, rejected: 0 })
    expect(report.read).toBe(report.located + report.unlocated.total + report.duplicates + report.rejected)
    // Others count 202 of 74,377 rows in no area. 62 of those lie on the outline itself (geocoded to the corner where
    // it runs, within the grid's 1 cm): for us a point on a border belongs to the unit with the lowest id.
    const { outside, 'no-coordinates': without } = report.unlocated.byCause
    expect(outside).toBe(140)
    // 24 rows have none; of these, too, some repeat an id.
    expect(without).toBeLessThanOrEqual(24)
    expect(report.droppedColumns).toContain('Street_Address')
  })

  it('agrees with its own area codes as others counted, repeats apart', async () => {
    await run('units', AREAS, 'America/Chicago')
    const { codeAgainstCoordinates } = incidentsOf(await run('incidents', SANITATION, 'America/Chicago'))
    // 73,040 over all rows; 375 of them are repeats, most of which agree too.
    expect(codeAgainstCoordinates.agree).toBeGreaterThan(73_040 - 375)
    expect(codeAgainstCoordinates.agree).toBeLessThanOrEqual(73_040)
  })

  it('changes nothing when imported again', async () => {
    await run('units', AREAS, 'America/Chicago')
    expect(unitsOf(await run('units', AREAS, 'America/Chicago')).outcome).toBe('unchanged')
    const first = incidentsOf(await run('incidents', SANITATION, 'America/Chicago'))
    const again = incidentsOf(await run('incidents', SANITATION, 'America/Chicago'))
    expect(first.inserted).toBe(74_026)
    expect(again).toMatchObject({ inserted: 0, updated: 0, unchanged: 74_026 })
  })

  it('places crimes without coordinates by their area code', async () => {
    await run('units', AREAS, 'America/Chicago')
    const report = incidentsOf(await run('incidents', CRIMES, 'America/Chicago'))
    expect(report).toMatchObject({ read: 215_551, located: 215_551 - report.unlocated.total })
    expect(report.unlocated.total).toBeLessThan(10)
  })
})

const NEIGHBOURHOODS = 'incidents/san-francisco/neighbourhoods.geojson'
const REQUESTS = 'incidents/san-francisco/311_service_requests.csv'

describeWithData('San Francisco', [NEIGHBOURHOODS, REQUESTS], () => {
  it('has 4,264 requests at 0, 0 and 3 of 5,736 in no neighbourhood; 17 closed before opened', async () => {
    await run('units', NEIGHBOURHOODS, 'America/Los_Angeles', { repair: true })
    const report = incidentsOf(await run('incidents', REQUESTS, 'America/Los_Angeles'))
    expect(report).toMatchObject({
      read: 10_000,
      located: 5_733,
      rejected: 0,
      closedBeforeOpened: 17,
      unlocated: { byCause: { 'zero-coordinates': 4_264, outside: 3 } },
      droppedColumns: ['status_notes', 'incident_address'],
    })
  })
})

const COUNTIES = 'boundaries/datav-2021/shanxi_counties_117_merged.geojson'

describeWithData('117 counties of eleven files', [COUNTIES], () => {
  it('are refused with the list, and nothing is stored', async () => {
    const result = await run('units', COUNTIES, 'Asia/Shanghai')
    const report = unitsOf(result)
    expect(result.isStored).toBe(false)
    expect(report).toMatchObject({ outcome: 'refused', overlaps: { pairs: 95, touchingPairs: 303 } })
    expect(report.selfCrossings.units).toEqual(['140311', '140525'])
    // 1,329 in floating point; on the grid of 1e-7 degree a few close or join.
    expect(Math.abs(report.gaps.count - 1_329)).toBeLessThan(10)
    expect(await store.listVersions()).toEqual([])
  })

  it('are mended within a tolerance, each mend listed', async () => {
    const report = unitsOf(
      await run('units', COUNTIES, 'Asia/Shanghai', { repair: true, toleranceMeters: 3_000 }),
    )
    expect(report.outcome).toBe('repaired')
    expect(report.problems.every(({ mended }) => mended)).toBe(true)
    expect((await store.listVersions()).length).toBe(1)
  })
})
