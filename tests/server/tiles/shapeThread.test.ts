// Shapes from the other thread against those of this one.
import { afterAll, expect, test } from 'vitest'
import { type VersionId, versionId } from '#data/model/ids.ts'
import { joinParts } from '#data/tiles/tail.ts'
import { likelyShapes } from '../../../server/tiles/likelyShapes.ts'
import type { TileVersion } from '../../../server/tiles/shapeMaker.ts'
import { createShapeThread } from '../../../server/tiles/shapeThread.ts'
import { createTileService, type Tile, tilePlace } from '../../../server/tiles/tileService.ts'
import { MESH_LEVELS, raggedMesh } from '../../fixtures/raggedMesh.ts'
import { tilesOf } from '../../fixtures/tiles.ts'

const meshes = [31, 32].map((seed) => raggedMesh({ columns: 12, rows: 10, detail: 3, seed, lakes: 0.05 }))
const versions = meshes.map(
  (mesh, index): TileVersion => ({
    id: index + 1,
    table: mesh.table,
    coverage: mesh.coverage,
    city: { levels: MESH_LEVELS },
  }),
)
const loadVersion = async (id: VersionId) => versions[id - 1] ?? null
const here = createTileService({ loadVersion })
const beside = createTileService({ loadVersion, shapeMaker: createShapeThread() })
afterAll(() => beside.close())

test('tiles are the same, whichever thread made the shapes, also where versions alternate', async () => {
  for (const [z, version, level] of [
    [9, 1, 4],
    [10, 2, 3],
    [11, 1, 4],
    [9, 2, 4],
  ]) {
    for (const [x, y] of tilesOf(meshes[version - 1], z).slice(0, 3)) {
      const asked = {
        place: tilePlace({ version: versionId(version), level, z, x, y }),
        figures: null,
        gzip: false,
      }
      const [own, other] = [(await here.tile(asked)) as Tile, (await beside.tile(asked)) as Tile]
      expect(other.etag).toBe(own.etag)
      expect(Buffer.compare(joinParts(other.parts), joinParts(own.parts))).toBe(0)
    }
  }
})

test('a warmed version has the shapes of what is looked at first', async () => {
  await beside.warm(versionId(1))
  const { misses } = beside.caches.shapes
  const [{ level, zoom: z }] = likelyShapes(versions[0])
  expect(level).toBe(MESH_LEVELS.length - 3)
  const [x, y] = tilesOf(meshes[0], z)[0]
  await beside.tile({
    place: tilePlace({ version: versionId(1), level, z, x, y }),
    figures: null,
    gzip: false,
  })
  expect(beside.caches.shapes.misses).toBe(misses)
})

test('many who ask at once wait for one shape', async () => {
  const service = createTileService({ loadVersion, shapeMaker: createShapeThread() })
  const tiles = tilesOf(meshes[0], 11)
  const answers = await Promise.all(
    tiles.map(([x, y]) =>
      service.tile({
        place: tilePlace({ version: versionId(1), level: 4, z: 11, x, y }),
        figures: null,
        gzip: false,
      }),
    ),
  )
  expect(answers.every((answer) => 'etag' in answer)).toBe(true)
  await service.close()
})
