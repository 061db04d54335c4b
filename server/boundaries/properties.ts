// Properties of a unit in a boundary file: flat, so that any tool shows them as columns.
import type { Figure } from '#data/metrics/metric.ts'
import { standingAt } from '../access/standings.ts'
import type { LoadedVersion } from '../versions.ts'
import type { LevelShapes } from './levelShapes.ts'

export type Properties = Record<string, string | number | boolean | null>
/** Figures of a row by metric; null: boundaries alone. */
export type FiguresOf = ((row: number) => Readonly<Record<string, Figure>>) | null

export function propertiesOf(
  version: LoadedVersion,
  shapes: LevelShapes,
  row: number,
  figuresOf: FiguresOf,
): Properties {
  const unit = version.table.units[row]
  // Borders may be seen; how many live elsewhere is a figure.
  const isTold = standingAt(version.standings, row) !== 'outside'
  const properties: Properties = {
    code: unit.code,
    name: unit.name,
    level: version.city.levels[unit.level].key,
    parentId: unit.parentId,
    households: isTold ? unit.households : null,
    population: isTold ? unit.population : null,
    areaSquareKilometers: version.areaSquareMeters[row] / 1e6,
    coarse: shapes.arcs.coarse[row] === 1,
  }
  for (const [id, figure] of Object.entries(figuresOf?.(row) ?? {})) {
    properties[id] = figure.value
    properties[`${id}State`] = figure.state
    properties[`${id}Numerator`] = figure.numerator
    properties[`${id}Denominator`] = figure.denominator
    properties[`${id}Low`] = figure.low
    properties[`${id}High`] = figure.high
  }
  return properties
}
