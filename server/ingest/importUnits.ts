// A unit file → a published version. It is checked as a coverage first; a dirty file is refused with the list,
// or mended within the tolerance when asked. The same file again publishes nothing.
import { basename } from 'node:path'
import { checkUnits } from '#data/coverage/checkUnits.ts'
import { type Polygon, SCALE } from '#data/coverage/coverage.ts'
import { contentHash, encodeCoverage } from '#data/coverage/serialise.ts'
import type { UnitMapping } from '#data/ingest/mapping.ts'
import { drawOutlines } from '#data/ingest/outlines.ts'
import { droppedColumns } from '#data/ingest/propose.ts'
import type { City } from '#data/model/city.ts'
import { type UnitId, unitId } from '#data/model/ids.ts'
import type { UnitsReport } from '#data/model/report.ts'
import type { Unit } from '#data/model/unit.ts'
import type { PublishedVersion, Store } from '../store/store.ts'
import { createDatum } from './datum.ts'
import type { ImportJob, TellProgress } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { newestVersion } from './newestVersion.ts'
import { readUnitFile } from './unitFiles/readUnitFile.ts'
import type { UnitFile } from './unitFiles/unitFile.ts'

interface DraftUnit extends Omit<Unit, 'id' | 'parentId'> {
  readonly parentCode: string | null
  readonly polygons: readonly Polygon[]
}

export async function importUnits(
  store: Store,
  job: ImportJob,
  tell: TellProgress,
  nowMs: () => number,
): Promise<UnitsReport> {
  const begunMs = nowMs()
  const mapping = readMapping(job.mapping, 'units')
  tell({ doing: { zh: '读取单元文件', en: 'Reading units' }, progress: 0 })
  const file = await readUnitFile(job.file)
  const drafts = draftUnits(file, mapping)
  const current = await newestVersion(store)
  const units = numberUnits(drafts, current)
  tell({ doing: { zh: '检查边界', en: 'Checking boundaries' }, progress: 0.3 })
  const codes = new Map(units.map(({ id, code }) => [id as number, code]))
  const check = checkUnits(
    units.map((unit, i) => ({ ...unit, polygons: drafts[i].polygons })),
    { codeOf: (id) => codes.get(id) ?? String(id), toleranceMeters: job.toleranceMeters, repair: job.repair },
  )
  const isSame = current !== null && isUnchanged(current, units, check.build.coverage)
  const outcome = check.outcome === 'refused' ? 'refused' : isSame ? 'unchanged' : check.outcome
  if (outcome === 'stored' || outcome === 'repaired') {
    tell({ doing: { zh: '发布边界', en: 'Publishing boundaries' }, progress: 0.8 })
    await store.writeCity(cityOf(mapping, await store.readCity()))
    await store.publishVersion({
      effectiveFrom: mapping.effectiveFrom,
      note: basename(job.file),
      units,
      coverage: check.build.coverage,
    })
  }
  return {
    kind: 'units',
    file: basename(job.file),
    format: file.format,
    datum: mapping.datum,
    elapsedMs: nowMs() - begunMs,
    ...check.findings,
    outcome,
    outlines: drawOutlines(drafts),
    droppedColumns: personalProperties(file),
  }
}

/** @throws IngestError naming the feature where a code is missing, twice, or its parent or level unknown. */
function draftUnits(file: UnitFile, mapping: UnitMapping): DraftUnit[] {
  const { columns, levels, root } = mapping
  const toWgs84 = createDatum(mapping.datum === 'WGS84' && file.datum ? file.datum : mapping.datum)
  const levelIndex = new Map(levels.map(({ key }, index) => [key, index]))
  const drafts = new Map<string, DraftUnit>()
  const rootDraft: DraftUnit = { ...EMPTY, code: root.code, name: root.name, level: 0, parentCode: null }
  file.features.forEach(({ properties, polygons }, index) => {
    const text = (key: string | undefined): string => String((key && properties[key]) ?? '').trim()
    const code = text(columns.code)
    const at = `${file.format} feature ${index + 1}`
    if (code === '') throw new IngestError('empty-code', `${at}: no value in ${columns.code}`, '请补上代码')
    if (/^\d(\.\d+)?[Ee]\+\d+$/.test(code))
      throw new IngestError(
        'scientific-code',
        `${at}: ${columns.code} is ${code}; its digits are lost`,
        '把该列设为文本格式后重新导出',
      )
    const level = columns.level === undefined ? levels.length - 1 : levelIndex.get(text(columns.level))
    if (level === undefined)
      throw new IngestError(
        'unknown-level',
        `${at}: level "${text(columns.level)}" is not one of ${[...levelIndex.keys()].join(', ')}`,
        '在 levels 中补上该级',
      )
    const rings = polygons.map((polygon) => polygon.map((ring) => toRing(ring, toWgs84)))
    const known = drafts.get(code)
    if (known && columns.level === undefined && known.name !== text(columns.name))
      throw new IngestError('code-twice', `${at}: code ${code} is also ${known.name}'s`, '代码应当唯一')
    drafts.set(code, {
      code,
      name: text(columns.name) || code,
      level,
      parentCode: text(columns.parent) || (level === 0 ? null : root.code),
      households: numberOf(text(columns.households)),
      population: numberOf(text(columns.population)),
      staff: null,
      polygons: [...(known?.polygons ?? []), ...rings],
    })
  })
  if (![...drafts.values()].some(({ level }) => level === 0)) drafts.set(root.code, rootDraft)
  for (const { code, parentCode } of drafts.values())
    if (parentCode !== null && !drafts.has(parentCode))
      throw new IngestError(
        'unknown-parent',
        `unit ${code}: its parent ${parentCode} is not in the file`,
        '补上上级单元，或改正上级代码',
      )
  return [...drafts.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

const EMPTY = { households: null, population: null, staff: null, polygons: [] }

const numberOf = (text: string): number | null =>
  text === '' || !Number.isFinite(Number(text)) ? null : Number(text)

function toRing(
  ring: readonly (readonly number[])[],
  toWgs84: (x: number, y: number) => readonly [number, number],
): number[] {
  return ring.flatMap(([x, y]) => {
    const [lng, lat] = toWgs84(x, y)
    return [Math.round(lng * SCALE), Math.round(lat * SCALE)]
  })
}

/** Known codes keep their ids; new ones get ids never used before. */
function numberUnits(drafts: readonly DraftUnit[], current: PublishedVersion | null): Unit[] {
  const ids = new Map<string, UnitId>(current?.units.map(({ code, id }) => [code, id]))
  let next = (current?.units.reduce((most, { id }) => Math.max(most, id), 0) ?? 0) + 1
  for (const { code } of drafts) if (!ids.has(code)) ids.set(code, unitId(next++))
  return drafts.map(({ polygons: _, parentCode, ...unit }) => ({
    ...unit,
    id: ids.get(unit.code) as UnitId,
    parentId: parentCode === null ? null : (ids.get(parentCode) as UnitId),
  }))
}

function isUnchanged(
  current: PublishedVersion,
  units: readonly Unit[],
  coverage: Parameters<typeof encodeCoverage>[0],
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

/** What was known of categories and sources stays; name, zone and levels are the mapping's. */
function cityOf({ city, levels, root }: UnitMapping, known: City | null): City {
  return {
    categories: known?.categories ?? [],
    sources: known?.sources ?? [],
    urgencies: known?.urgencies ?? [{ key: 'normal', name: { zh: '一般', en: 'Normal' } }],
    ...city,
    levels,
    homeCode: root.code,
    syntheticBoundaries: false,
    demo: false,
  }
}

function personalProperties({ features }: UnitFile): string[] {
  const headers = [...new Set(features.slice(0, 50).flatMap(({ properties }) => Object.keys(properties)))]
  const rows = features
    .slice(0, 50)
    .map(({ properties }) => headers.map((key) => String(properties[key] ?? '')))
  // A unit's own name is no person's.
  return droppedColumns({ file: '', headers, rows }).filter((header) => !/^name$/i.test(header))
}
