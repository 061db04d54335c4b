// Tiles of a synthetic city of 12,000 grids: the tail of a new slice, and a cold tile against geojson-vt + vt-pbf.
// Both sides run in turn over the same tiles in one process; medians of the passes.
import type { Feature, FeatureCollection, MultiPolygon } from 'geojson'
import GeoJSONVT from 'geojson-vt'
import { fromGeojsonVt } from 'vt-pbf'
import { SCALE } from '#data/coverage/coverage.ts'
import { polygonsOf } from '#data/coverage/rings.ts'
import { type ColumnSpec, encodeHead } from '#data/tiles/head.ts'
import { createLevelShape, type LevelShape } from '#data/tiles/levelShape.ts'
import { encodeTail, joinParts, rowsOf, type TailColumn, tailFigures, tileParts } from '#data/tiles/tail.ts'
import { buildTileGeometry, contentKey, cutTile } from '#data/tiles/tileGeometry.ts'
import { createZoomShape, type ZoomShape } from '#data/tiles/zoomShape.ts'
import { MESH_LEVELS, type Mesh, raggedMesh, seededRandom } from '../fixtures/raggedMesh.ts'
import { tilesOf } from '../fixtures/tiles.ts'
import { type BenchRow, median } from './row.ts'

const ZOOMS = [8, 9, 10, 11, 12, 13]
const GRID = 4
const TILES_A_ZOOM = 80
const SPECS: readonly ColumnSpec[] = [
  { key: 'received', kind: 'uint' },
  { key: 'density', kind: 'float' },
  { key: 'handledRate', kind: 'float' },
]

interface World {
  readonly mesh: Mesh
  readonly shape: LevelShape
  readonly zooms: ReadonlyMap<number, ZoomShape>
  readonly tiles: readonly (readonly [z: number, x: number, y: number])[]
}

let made: World | null = null

function world(): World {
  if (made) return made
  // 120 × 100 cells of about 900 m: a prefecture's plain, some 35 vertices a grid.
  const mesh = raggedMesh({ columns: 120, rows: 100, detail: 8, seed: 1, cell: 90_000, unsplit: 0.02 })
  const shape = createLevelShape(mesh.coverage, mesh.table, MESH_LEVELS, GRID)
  const zooms = new Map(ZOOMS.map((zoom) => [zoom, createZoomShape(shape, zoom, false)]))
  const tiles = ZOOMS.flatMap((z) => {
    const all = tilesOf(mesh, z)
    const step = Math.max(1, all.length / TILES_A_ZOOM)
    const picked = Array.from(
      { length: Math.min(all.length, TILES_A_ZOOM) },
      (_, i) => all[Math.floor(i * step)],
    )
    return picked.map(([x, y]) => [z, x, y] as const)
  })
  made = { mesh, shape, zooms, tiles }
  return made
}

interface Slice {
  readonly columns: readonly TailColumn[]
  readonly states: Uint8Array
}

function newSlice(rows: number, seed: number): Slice {
  const random = seededRandom(seed)
  const column = (most: number) => Float64Array.from({ length: rows }, () => random() * most)
  return {
    columns: SPECS.map((spec) => ({ ...spec, values: column(spec.kind === 'uint' ? 3000 : 1) })),
    states: Uint8Array.from({ length: rows }, () => (random() < 0.8 ? 0 : 2)),
  }
}

/** Encoding the tail of a new slice, values in memory: every tile of z 8–13 once a pass, another slice each pass. */
export async function benchTail(passes = 15): Promise<BenchRow[]> {
  const { mesh, zooms, tiles } = world()
  const heads = tiles.map(([z, x, y]) => {
    const geometry = buildTileGeometry(cutTile(zooms.get(z)!, x, y))
    const head = encodeHead(geometry, SPECS)
    return { head, rows: rowsOf(geometry, mesh.table), units: geometry.units.length }
  })
  const times: number[] = []
  for (let pass = 0; pass < passes; pass++) {
    const slice = newSlice(mesh.table.length, pass)
    const start = performance.now()
    const figures = tailFigures(slice.columns, slice.states, mesh.table)
    for (const { head, rows } of heads) tileParts(head, encodeTail(head, rows, figures))
    if (pass >= 3) times.push((performance.now() - start) * 1000)
  }
  const micros = median(times)
  const features = heads.reduce((sum, { units }) => sum + units, 0)
  const detail = `${heads.length} tiles, ${features} polygons (their labels written too, not counted), 3 metrics + state`
  const aFeature = micros / features
  const aTile = micros / heads.length
  return [
    {
      measure: 'tail of a new slice, a feature, mean over z 8–13',
      reach: '≤ 0.3 µs',
      value: `${aFeature.toFixed(3)} µs`,
      met: aFeature <= 0.3,
      detail,
    },
    {
      measure: 'tail of a new slice, a tile, mean over z 8–13',
      reach: '≤ 60 µs',
      value: `${aTile.toFixed(1)} µs`,
      met: aTile <= 60,
      detail,
    },
  ]
}

function toGeoJson({ mesh, shape }: World): FeatureCollection<MultiPolygon> {
  const slice = newSlice(mesh.table.length, 1)
  const features = [...polygonsOf(shape.coverage, shape.rings)].map(
    ([row, polygons]): Feature<MultiPolygon> => {
      const { id, code, name, level } = mesh.table.units[row]
      const coordinates = polygons.map((polygon) =>
        polygon.map((ring) =>
          Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i] / SCALE, ring[2 * i + 1] / SCALE]),
        ),
      )
      const figures = Object.fromEntries(slice.columns.map(({ key, values }) => [key, values[row]]))
      const properties = { code, name, level: MESH_LEVELS[level].key, coarse: false, state: 0, ...figures }
      return { type: 'Feature', id, properties, geometry: { type: 'MultiPolygon', coordinates } }
    },
  )
  return { type: 'FeatureCollection', features }
}

/** A cold tile from geometry to bytes, head and tail, against geojson-vt's tile of the same address and its bytes. */
export async function benchColdTile(passes = 5): Promise<BenchRow[]> {
  const whole = world()
  const { mesh, zooms, tiles } = whole
  const slice = newSlice(mesh.table.length, 1)
  const collection = toGeoJson(whole)
  const own: number[] = []
  const cold: number[] = []
  const warm: number[] = []
  for (let pass = 0; pass < passes; pass++) {
    const index = new GeoJSONVT(collection, { maxZoom: 14, tolerance: 3, extent: 4096, buffer: 64 })
    const theirs = () => {
      const start = performance.now()
      for (const [z, x, y] of tiles) {
        const tile = index.getTile(z, x, y)
        if (tile) fromGeojsonVt({ units: tile }, { version: 2, extent: 4096 })
      }
      return performance.now() - start
    }
    cold.push(theirs())
    warm.push(theirs())
    const start = performance.now()
    const figures = tailFigures(slice.columns, slice.states, mesh.table)
    for (const [z, x, y] of tiles) {
      const cut = cutTile(zooms.get(z)!, x, y)
      contentKey(cut)
      const geometry = buildTileGeometry(cut)
      const head = encodeHead(geometry, SPECS)
      const tail = encodeTail(head, rowsOf(geometry, mesh.table), figures)
      joinParts(tileParts(head, tail))
    }
    own.push(performance.now() - start)
  }
  const [mine, first, again] = [own, cold, warm].map((times) => median(times) / tiles.length)
  const ratio = mine / again
  return [
    {
      measure: 'cold tile (head built) ÷ geojson-vt + vt-pbf on the same tile',
      reach: '≤ 2',
      value: ratio.toFixed(2),
      met: ratio <= 2,
      detail: `${tiles.length} tiles z 8–13: ${mine.toFixed(2)} ms with borders and labels; geojson-vt + vt-pbf ${again.toFixed(2)} ms with its tiles cut before, ${first.toFixed(2)} ms cutting them (ratio ${(mine / first).toFixed(2)}); both indexes made before`,
    },
  ]
}
