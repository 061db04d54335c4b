// The features of a unit file → units with codes, levels, parents and outlines, before they have ids.
import { type Polygon, SCALE } from '#data/coverage/coverage.ts'
import type { UnitMapping } from '#data/ingest/mapping.ts'
import type { Unit } from '#data/model/unit.ts'
import { createDatum } from './datum.ts'
import { IngestError } from './ingestError.ts'
import type { UnitFile } from './unitFiles/unitFile.ts'

export interface DraftUnit extends Omit<Unit, 'id' | 'parentId'> {
  readonly parentCode: string | null
  readonly polygons: readonly Polygon[]
}

/** @throws IngestError naming the feature where a code is missing, twice, or its parent or level unknown. */
export function draftUnits(file: UnitFile, mapping: UnitMapping): DraftUnit[] {
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
