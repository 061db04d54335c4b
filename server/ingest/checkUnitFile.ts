// A unit file read and judged as a coverage, in the import thread: nothing is written.
import { type CheckStep, checkUnits, type UnitsFindings } from '#data/coverage/checkUnits.ts'
import type { Coverage } from '#data/coverage/coverage.ts'
import { contentHash, encodeCoverage } from '#data/coverage/serialise.ts'
import type { UnitMapping } from '#data/ingest/mapping.ts'
import { drawOutlines } from '#data/ingest/outlines.ts'
import { droppedColumns } from '#data/ingest/propose.ts'
import { type UnitId, unitId } from '#data/model/ids.ts'
import type { UnitsReport } from '#data/model/report.ts'
import type { Unit } from '#data/model/unit.ts'
import type { UnitsPreview } from '#data/model/uploads.ts'
import type { PublishedVersion } from '../store/store.ts'
import { type DraftUnit, draftUnits } from './draftUnits.ts'
import type { TellProgress } from './importJob.ts'
import { readUnitFile } from './unitFiles/readUnitFile.ts'
import type { UnitFile } from './unitFiles/unitFile.ts'

export interface UnitFileQuestion {
  readonly file: string
  readonly mapping: UnitMapping
  /** The newest version: known codes keep their ids. */
  readonly current: Pick<PublishedVersion, 'units' | 'coverage'> | null
  readonly toleranceMeters: number
  readonly repair: boolean
}

export interface UnitFileCheck {
  readonly outcome: UnitsReport['outcome']
  readonly format: string
  readonly findings: UnitsFindings
  readonly units: readonly Unit[]
  readonly coverage: Coverage
  readonly outlines: UnitsReport['outlines']
  readonly droppedColumns: readonly string[]
  /** Units the file has of each level of the mapping. */
  readonly levels: readonly { readonly key: string; readonly units: number }[]
  readonly against: UnitsPreview['against']
}

/** What a mapping is drafted from. */
export type UnitSample = Pick<UnitFile, 'format' | 'datum'> & {
  readonly properties: readonly UnitFile['features'][number]['properties'][]
}

const SAMPLE_FEATURES = 200

/** @throws IngestError where the file cannot be read or mapped so. */
export async function checkUnitFile(
  { file: path, mapping, current, toleranceMeters, repair }: UnitFileQuestion,
  tell: TellProgress,
): Promise<UnitFileCheck> {
  tell({ doing: { zh: '读取单元文件', en: 'Reading units' }, progress: 0 })
  const file = await readUnitFile(path)
  const drafts = draftUnits(file, mapping)
  const units = numberUnits(drafts, current?.units ?? [])
  const codes = new Map(units.map(({ id, code }) => [id as number, code]))
  const check = checkUnits(
    units.map((unit, i) => ({ ...unit, polygons: drafts[i].polygons })),
    {
      codeOf: (id) => codes.get(id) ?? String(id),
      toleranceMeters,
      repair,
      onStep: (step) => tell(CHECKING[step]),
    },
  )
  const { coverage } = check.build
  const isSame = current !== null && isUnchanged(current, units, coverage)
  return {
    outcome: check.outcome !== 'refused' && isSame ? 'unchanged' : check.outcome,
    format: file.format,
    findings: check.findings,
    units,
    coverage,
    outlines: drawOutlines(drafts),
    droppedColumns: personalProperties(file),
    levels: countLevels(file, mapping),
    against: current && compareCodes(current.units, units),
  }
}

const CHECKING: Readonly<Record<CheckStep, Parameters<TellProgress>[0]>> = {
  overlay: { doing: { zh: '叠合边界', en: 'Laying boundaries over each other' }, progress: 0.2 },
  settle: { doing: { zh: '查找缝隙与重叠', en: 'Looking for gaps and overlaps' }, progress: 0.6 },
  assemble: { doing: { zh: '整理边界', en: 'Putting borders together' }, progress: 0.75 },
}

/** @throws IngestError where the file cannot be read. */
export async function sampleUnitFile(path: string): Promise<UnitSample> {
  const { features, format, datum } = await readUnitFile(path)
  return { format, datum, properties: features.slice(0, SAMPLE_FEATURES).map(({ properties }) => properties) }
}

/** Known codes keep their ids; new ones get ids never used before. */
function numberUnits(drafts: readonly DraftUnit[], known: readonly Unit[]): Unit[] {
  const ids = new Map<string, UnitId>(known.map(({ code, id }) => [code, id]))
  let next = known.reduce((most, { id }) => Math.max(most, id), 0) + 1
  for (const { code } of drafts) if (!ids.has(code)) ids.set(code, unitId(next++))
  return drafts.map(({ polygons: _, parentCode, ...unit }) => ({
    ...unit,
    id: ids.get(unit.code) as UnitId,
    parentId: parentCode === null ? null : (ids.get(parentCode) as UnitId),
  }))
}

function compareCodes(known: readonly Unit[], units: readonly Unit[]): UnitsPreview['against'] {
  const codes = new Set(units.map(({ code }) => code))
  const kept = known.filter(({ code }) => codes.has(code)).length
  return { kept, added: codes.size - kept, gone: known.length - kept }
}

function isUnchanged(
  current: Pick<PublishedVersion, 'units' | 'coverage'>,
  units: readonly Unit[],
  coverage: Coverage,
): boolean {
  const print = (list: readonly Unit[]): string =>
    JSON.stringify(
      [...list]
        .sort((a, b) => a.id - b.id)
        .map(({ id, code, name, level, parentId, households, population }) => [
          id,
          code,
          name,
          level,
          parentId,
          households,
          population,
        ]),
    )
  return (
    print(current.units) === print(units) &&
    contentHash(encodeCoverage(current.coverage)) === contentHash(encodeCoverage(coverage))
  )
}

function personalProperties({ features }: UnitFile): string[] {
  const headers = [...new Set(features.slice(0, 50).flatMap(({ properties }) => Object.keys(properties)))]
  const rows = features
    .slice(0, 50)
    .map(({ properties }) => headers.map((key) => String(properties[key] ?? '')))
  // A unit's own name is no person's.
  return droppedColumns({ file: '', headers, rows }).filter((header) => !/^name$/i.test(header))
}

function countLevels({ features }: UnitFile, { columns, levels }: UnitMapping): UnitFileCheck['levels'] {
  const codes = new Map<string, Set<string>>(levels.map(({ key }) => [key, new Set()]))
  for (const { properties } of features) {
    const level =
      columns.level === undefined ? levels.at(-1)?.key : String(properties[columns.level] ?? '').trim()
    codes.get(level ?? '')?.add(String(properties[columns.code] ?? ''))
  }
  return levels.map(({ key }, index) => ({
    key,
    // Without one of its own the file gets the root.
    units: codes.get(key)?.size || (index === 0 ? 1 : 0),
  }))
}
