import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type VersionId, versionId } from '#data/model/ids.ts'
import { createUnitTable } from '#data/model/unit.ts'
import { joinParts } from '#data/tiles/tail.ts'
import { createLru } from '../../../server/tiles/lru.ts'
import type { TileVersion } from '../../../server/tiles/shapeMaker.ts'
import {
  createTileService,
  type Tile,
  type TilePlace,
  type TileRequest,
  tilePlace,
} from '../../../server/tiles/tileService.ts'
import { mvtViolations } from '../../fixtures/mvtRules.ts'
import { MESH_LEVELS, raggedMesh } from '../../fixtures/raggedMesh.ts'
import { decode, randomFigures, tilesOf } from '../../fixtures/tiles.ts'

const mesh = raggedMesh({ columns: 24, rows: 20, detail: 3, seed: 31, lakes: 0.05, unsplit: 0.2 })
const city = { levels: MESH_LEVELS }
const first: TileVersion = { id: 1, table: mesh.table, coverage: mesh.coverage, city }
// The second version renames one grid and adds one unit in front of all others, so every row moves.
const renamed = mesh.units.findIndex((unit) => unit.level === 4)
const second: TileVersion = {
  ...first,
  id: 2,
  table: createUnitTable([
    { ...mesh.units[0], id: 999_999 as never, code: '00', level: 0 },
    ...mesh.units.map((unit, i) => (i === renamed ? { ...unit, name: '改名' } : unit)),
  ]),
}
const loadVersion = async (id: VersionId) => [first, second].find((version) => version.id === id) ?? null
const service = createTileService({ loadVersion })
const request = (
  z: number,
  x: number,
  y: number,
  { version = versionId(1), level = 4, ...rest }: Partial<TilePlace & TileRequest> = {},
): TileRequest => ({
  place: tilePlace({ version, level, z, x, y }),
  figures: null,
  gzip: false,
  ...rest,
})
const figures = (seed: number, table = mesh.table) => {
  const written = randomFigures(table, seed)
  return {
    key: `slice ${seed}`,
    columnsKey: 'received,handledRate',
    checksum: String(crc32(written.slots)),
    ...written,
  }
}
const withBody = (answer: Tile) => ({ ...answer, body: joinParts(answer.parts) })
const tile = async (asked: TileRequest) => withBody((await service.tile(asked)) as Tile)

describe('TileService', () => {
  it('answers gzip and plain with the same tile under different tags', async () => {
    const [x, y] = tilesOf(mesh, 10)[3]
    const plain = await tile(request(10, x, y, { figures: figures(1) }))
    const packed = await tile(request(10, x, y, { figures: figures(1), gzip: true }))
    expect(Buffer.compare(gunzipSync(packed.body), plain.body)).toBe(0)
    expect(packed.etag).not.toBe(plain.etag)
    expect(mvtViolations(plain.body)).toEqual([])
  })

  it('keeps the tag while values stay and changes it with them', async () => {
    const [x, y] = tilesOf(mesh, 10)[3]
    const tags = []
    for (const [seed, key] of [
      [1, 'a'],
      [1, 'b'],
      [2, 'c'],
    ] as const)
      tags.push((await tile(request(10, x, y, { figures: { ...figures(seed), key } }))).etag)
    expect(tags[0]).toBe(tags[1])
    expect(tags[0]).not.toBe(tags[2])
  })

  it('keeps all tiles of a new version but those that changed', async () => {
    let kept = 0
    const tiles = tilesOf(mesh, 11)
    for (const [x, y] of tiles) {
      const [one, two] = [
        await tile(request(11, x, y)),
        await tile(request(11, x, y, { version: versionId(2) })),
      ]
      const shows = new TextDecoder().decode(two.body).includes('改名')
      if (one.etag === two.etag) kept++
      expect(one.etag === two.etag).toBe(!shows)
    }
    expect(kept).toBeGreaterThan(tiles.length - 5)
  })

  it('gives a new version its own rows although it shares the head', async () => {
    const [x, y] = tilesOf(mesh, 11)[2]
    const own = figures(7, second.table)
    const { body } = await tile(request(11, x, y, { version: versionId(2), figures: own }))
    const { units } = decode(body)
    for (let i = 0; i < units.length; i++) {
      const { id, properties } = units.feature(i)
      const row = second.table.rowOf(id as never)
      expect(properties.state).toBe(own.states[row])
    }
  })

  it('shows the level above below a level’s own zoom', async () => {
    const [x, y] = tilesOf(mesh, 5)[0]
    const { units, meta } = decode((await tile(request(5, x, y))).body)
    expect(meta.feature(0).properties.level).toBe('county')
    expect(mesh.table.units[mesh.table.rowOf(units.feature(0).id as never)].level).toBe(1)
  })

  it('answers any numbers with a tile or a refusal, never with a throw', async () => {
    const number = fc.oneof(fc.integer({ min: -3, max: 30 }), fc.double())
    await fc.assert(
      fc.asyncProperty(number, number, number, number, fc.nat(5), async (z, x, y, version, level) => {
        const answer = await service.tile(request(z, x, y, { version: versionId(version), level }))
        if (!('refusal' in answer)) expect(joinParts(answer.parts)).toHaveLength(answer.length)
      }),
    )
    expect(await service.tile(request(0, 0, 0, { version: versionId(9) }))).toEqual({ refusal: 'no-version' })
    expect(await service.tile(request(0, 0, 0, { level: 7 }))).toEqual({ refusal: 'no-level' })
    expect(await service.tile(request(2, 4, 0))).toEqual({ refusal: 'bad-tile' })
    expect(await service.tile(request(15, 4, 0))).toEqual({ refusal: 'beyond-max-zoom' })
  })

  it('gives the same bytes with caches too small to keep anything', async () => {
    const small = createTileService({ loadVersion, limitBytes: 0 })
    for (const [x, y] of tilesOf(mesh, 9).slice(0, 4)) {
      const asked = request(9, x, y, { figures: figures(3), gzip: true })
      const [kept, made] = [await tile(asked), withBody((await small.tile(asked)) as Tile)]
      expect(made.etag).toBe(kept.etag)
      expect(Buffer.compare(made.body, kept.body)).toBe(0)
    }
  })
})

describe('least recently used cache', () => {
  it('stays under its limit and keeps what was used last', () => {
    const cache = createLru<number>(30)
    for (const key of ['a', 'b', 'c']) cache.set(key, 1, 10)
    cache.get('a')
    cache.set('d', 1, 10)
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([1, undefined, 1, 1])
    cache.set('e', 1, 100)
    expect([cache.size, cache.get('e')]).toEqual([1, 1])
  })
})

const hasGdal = spawnSync('ogrinfo', ['--version']).status === 0

describe.skipIf(!hasGdal)(`GDAL${hasGdal ? '' : ' (skipped: no ogrinfo; apt-get install gdal-bin)'}`, () => {
  it('reads every layer of a spliced tile, values included', async () => {
    const tiles = await Promise.all(
      tilesOf(mesh, 9).map(([x, y]) => tile(request(9, x, y, { figures: figures(1), gzip: true }))),
    )
    const { body } = tiles.reduce((a, b) => (b.body.length > a.body.length ? b : a))
    const folder = mkdtempSync(join(tmpdir(), 'jingwei-tile-'))
    try {
      const file = join(folder, 'tile.mvt')
      writeFileSync(`${file}.gz`, body)
      execFileSync('gunzip', [`${file}.gz`])
      const text = execFileSync('ogrinfo', ['-al', file], { encoding: 'utf8' })
      const { units } = decode(gunzipSync(body))
      for (const layer of ['borders', 'labels', 'meta', 'units'])
        expect(text).toContain(`Layer name: ${layer}`)
      expect(text).toContain(`Feature Count: ${units.length}`)
      expect(text).toContain(`received (Integer) = ${units.feature(0).properties.received}`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
