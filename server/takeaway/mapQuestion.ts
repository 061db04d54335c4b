// What a drawing needs, found once for every kind of it: version, unit, level, slice, classes and geometry. Geometry is kept
// by version, unit, level and frame, since only colours change between slices.

import { type MapGeometry, mapGeometry } from '#data/drawing/mapGeometry.ts'
import type { Frame } from '#data/drawing/projection.ts'
import { type ClassName, classOfRow } from '#data/metrics/classes.ts'
import { evidenceLevel, rowsWithin } from '#data/metrics/evidence.ts'
import type { MetricId } from '#data/metrics/metric.ts'
import type { FigureChoice } from '#data/metrics/smoothing.ts'
import type { Slice } from '#data/model/slice.ts'
import { levelShapes } from '../boundaries/levelShapes.ts'
import { evidenceMeasure, scaleAxes } from '../classCounting.ts'
import type { SliceFigures, SliceService } from '../slices/sliceService.ts'
import { createLru } from '../tiles/lru.ts'
import type { LoadedVersion } from '../versions.ts'

export interface MapQuestion {
  readonly version: LoadedVersion
  readonly row: number
  readonly level: number
  readonly slice: Slice
  readonly metrics: readonly MetricId[]
  readonly choice: FigureChoice
}

export interface MapFigures {
  readonly figures: SliceFigures
  readonly breaks: readonly (readonly number[])[]
  classOf(row: number): ClassName
  /** Of every unit of the level, in code order. */
  readonly classes: readonly ClassName[]
  readonly unlocated: number
}

/** A level as asked for, else the one the evidence carries. */
export async function levelFor(
  slices: SliceService,
  question: Omit<MapQuestion, 'level'>,
  asked: number | null,
): Promise<number> {
  if (asked !== null) return asked
  const { slice, version, metrics, row } = question
  const measures = await slices.measuresByRow(slice, version, ['settled', 'received'])
  return evidenceLevel(version.table, row, evidenceMeasure(measures, metrics, row))
}

export async function mapFigures(
  slices: SliceService,
  { slice, version, metrics, row, level, choice }: MapQuestion,
  extra: readonly MetricId[],
): Promise<MapFigures> {
  const figures = await slices.figures(slice, version, [...new Set([...metrics, ...extra])], choice)
  const axes = scaleAxes(figures.source, metrics, level)
  const classOf = (each: number): ClassName =>
    axes.length === 1 ? classOfRow(each, axes[0]) : classOfRow(each, axes[1], axes[0])
  return {
    figures,
    breaks: axes.map(({ breaks }) => breaks),
    classOf,
    classes: rowsWithin(version.table, row, level).map(classOf),
    unlocated: figures.measures.unlocated.get('received') ?? 0,
  }
}

/** Path text of 12,000 grids on a sheet takes a megabyte. */
const KEPT_BYTES = 48 * 2 ** 20

export type GeometryOf = (
  version: LoadedVersion,
  row: number,
  level: number,
  frame: Frame,
) => { readonly geometry: MapGeometry | null; readonly named: MapGeometry['units'] }

export function createGeometries(): GeometryOf {
  const kept = createLru<{ value: MapGeometry | null }>(KEPT_BYTES)
  const find = (version: LoadedVersion, row: number, level: number, frame: Frame): MapGeometry | null => {
    const key = [version.id, row, level, frame.x, frame.y, frame.width, frame.height].join(' ')
    const known = kept.get(key)
    if (known) return known.value
    const { arcs, rings } = levelShapes(version, level)
    const value = mapGeometry({ table: version.table, arcs, rings, within: row }, frame)
    kept.set(key, { value }, value ? weightOf(value) : 100)
    return value
  }
  return (version, row, level, frame) => {
    const geometry = find(version, row, level, frame)
    const above = coarsestBelow(version, row)
    const named = geometry && above !== null && above < level ? find(version, row, above, frame) : null
    return { geometry, named: named?.units ?? [] }
  }
}

/** The coarsest level that has units below a row; null: none. */
export function coarsestBelow({ table }: LoadedVersion, row: number): number | null {
  const levels = table.childrenOf(row).map((child) => table.level[child])
  return levels.length === 0 ? null : Math.min(...levels)
}

const weightOf = ({ units, borders, outline, context }: MapGeometry): number =>
  units.reduce((sum, { path }) => sum + path.length + 120, 500) +
  borders.reduce((sum, { path }) => sum + path.length, outline.length + context.length)
