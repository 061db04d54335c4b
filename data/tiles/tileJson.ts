// TileJSON 3.0 of a level's tiles: where they are, which zooms are offered, and what their layers carry.
import type { TileJson } from '../model/api.ts'
import type { Level } from '../model/city.ts'
import { type ColumnSpec, countsOf, STATE_KEY } from './head.ts'
import { MAX_ZOOM } from './tileBox.ts'

export interface TileJsonOptions {
  /** Address with {z}, {x}, {y}, query included. */
  readonly url: string
  /** Id of the coverage version. */
  readonly version: number
  readonly level: Level
  /** west, south, east, north in degrees. */
  readonly bounds: [number, number, number, number]
  readonly columns: readonly ColumnSpec[] | null
  readonly slice?: TileJson['slice']
  readonly attribution?: string
}

export function tileJson(options: TileJsonOptions): TileJson {
  const { url, version, level, bounds, columns, slice, attribution } = options
  const figures: Record<string, string> = columns
    ? Object.fromEntries([STATE_KEY, ...columns.map((column) => column.key)].map((key) => [key, 'Number']))
    : {}
  const unit = { code: 'String', name: 'String', level: 'String', coarse: 'Boolean', ...figures }
  const count = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, 'Number']))
  return {
    tilejson: '3.0.0',
    tiles: [url],
    vector_layers: [
      { id: 'borders', description: 'Borders, each once', fields: { level: 'String', depth: 'Number' } },
      { id: 'labels', description: 'One point a unit, inside it', fields: unit },
      {
        id: 'meta',
        description: 'What the tile shows and left out, and the sums of its counts over units labelled in it',
        fields: {
          level: 'String',
          ...count(['units', 'coarse', 'labels', 'droppedRings', 'squares']),
          ...count(countsOf(columns).map((column) => column.key)),
        },
      },
      {
        id: 'units',
        description:
          'Units as polygons; feature id is the unit id; level and coarse where they are not the tile’s own',
        fields: unit,
      },
    ],
    scheme: 'xyz',
    minzoom: 0,
    maxzoom: MAX_ZOOM,
    bounds,
    ...(attribution === undefined ? {} : { attribution }),
    ...(slice === undefined ? {} : { slice }),
    version: `${version}.0.0`,
    coverageVersion: version,
    level: level.key,
  }
}
