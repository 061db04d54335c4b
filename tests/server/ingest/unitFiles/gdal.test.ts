import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatum } from '../../../../server/ingest/datum.ts'
import { readUnitFile } from '../../../../server/ingest/unitFiles/readUnitFile.ts'
import type { UnitFile } from '../../../../server/ingest/unitFiles/unitFile.ts'
import { describeWithData, testData } from '../../../setup/testData.ts'
import { expectTowns, towns } from './towns.ts'

const OGR2OGR = '/usr/bin/ogr2ogr'
const AREAS = 'incidents/chicago/community_areas.geojson'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unit-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const ogr2ogr = (options: string[]) => execFileSync(OGR2OGR, options, { stdio: 'pipe' })
const hasOgr = existsSync(OGR2OGR)
describe.skipIf(!hasOgr)(hasOgr ? 'files that GDAL wrote' : 'files that GDAL wrote (no ogr2ogr)', () => {
  const converted = async (name: string, driver: string, ...options: string[]) => {
    const source = await written(`${name}.source.geojson`, JSON.stringify(towns))
    ogr2ogr(['-f', driver, join(folder, name), source, '-a_srs', 'EPSG:4490', ...options])
    return join(folder, name)
  }

  it('reads a GeoPackage', async () => {
    const file = await readUnitFile(await converted('towns.gpkg', 'GPKG'))
    expect(file).toMatchObject({ format: 'GeoPackage', datum: 'EPSG:4490' })
    expectTowns(file)
  })

  it('reads a GeoPackage with heights and a table without polygons before the towns', async () => {
    const path = await converted(
      'two.gpkg',
      'GPKG',
      '-nln',
      'points',
      '-nlt',
      'POINT',
      '-where',
      'households<0',
    )
    const source = join(folder, 'two.gpkg.source.geojson')
    const options = ['-f', 'GPKG', '-update', path, source, '-nln', 'towns', '-dim', 'XYZ']
    ogr2ogr([...options, '-a_srs', 'EPSG:4527'])
    const file = await readUnitFile(path)
    expect(file.datum).toBe('EPSG:4527')
    expectTowns(file)
  })

  it('reads an indexed FlatGeobuf', async () => {
    const file = await readUnitFile(await converted('ogr.fgb', 'FlatGeobuf', '-nlt', 'PROMOTE_TO_MULTI'))
    expect(file.datum).toBe('EPSG:4490')
    expectTowns({
      ...file,
      features: file.features.toSorted(
        (a, b) => Number(b.properties.households) - Number(a.properties.households),
      ),
    })
  })

  it.each([
    ['GPKG', 'null.gpkg'],
    ['ESRI Shapefile', 'null.shp'],
  ])('keeps a feature without a geometry in %s', async (driver, name) => {
    const features = [...towns.features, { type: 'Feature', properties: { name: '待划' }, geometry: null }]
    const source = await written(`${name}.geojson`, JSON.stringify({ type: 'FeatureCollection', features }))
    const options = ['-nlt', 'MULTIPOLYGON', ...(driver === 'GPKG' ? [] : ['-lco', 'ENCODING=UTF-8'])]
    ogr2ogr(['-f', driver, join(folder, name), source, ...options])
    const file = await readUnitFile(join(folder, name))
    const bare = file.features.filter(({ polygons }) => polygons.length === 0)
    expect(file.features).toHaveLength(3)
    expect(bare.map(({ properties }) => properties.name)).toEqual(['待划'])
  })

  it('says when a file was cut', async () => {
    for (const [driver, name] of [
      ['FlatGeobuf', 'whole.fgb'],
      ['ESRI Shapefile', 'whole.shp'],
      ['ESRI Shapefile', 'whole.shz'],
      ['GPKG', 'whole.gpkg'],
    ]) {
      const bytes = await readFile(await converted(name, driver))
      const cut = await written(`cut-${name}`, bytes.subarray(0, bytes.length - 60))
      await expect(readUnitFile(cut), name).rejects.toMatchObject({
        code: expect.stringMatching(/truncated|damaged|malformed/),
      })
    }
  })

  it('reads a zipped shapefile in GBK', async () => {
    const path = await converted('towns.shz', 'ESRI Shapefile', '-lco', 'ENCODING=CP936')
    const file = await readUnitFile(path)
    expect(file.format).toBe('Shapefile')
    expect(file.datum).toContain('China_2000')
    expectTowns(file)
    expect(createDatum(file.datum!)(113.1, 36.2)).toEqual([expect.closeTo(113.1, 9), expect.closeTo(36.2, 9)])
  })
})

/** What must survive a change of format: how many positions, and the area, of each feature. */
const measured = (file: UnitFile) =>
  file.features.map(({ polygons }) => {
    const area = (ring: number[][]) =>
      ring.slice(1).reduce((sum, [x, y], at) => sum + (x - ring[at][0]) * (y + ring[at][1]), 0) / 2
    const areas = polygons.map(([outer, ...holes]) =>
      holes.reduce((left, ring) => left - Math.abs(area(ring)), Math.abs(area(outer))),
    )
    return { positions: polygons.flat(2).length, area: areas.reduce((sum, value) => sum + value, 0) }
  })

describeWithData('Real boundaries in every format', [AREAS], () => {
  it.skipIf(!hasOgr).each([
    ['GPKG', 'areas.gpkg'],
    ['FlatGeobuf', 'areas.fgb'],
    ['ESRI Shapefile', 'areas.shz'],
    ['ESRI Shapefile', 'areas.shp'],
  ])('GDAL’s %s (%s) holds the same shapes (skipped without ogr2ogr)', async (driver, name) => {
    const options = driver === 'FlatGeobuf' ? ['-lco', 'SPATIAL_INDEX=NO'] : []
    ogr2ogr(['-f', driver, join(folder, name), testData(AREAS)!, ...options])
    const [file, source] = [await readUnitFile(join(folder, name)), await readUnitFile(testData(AREAS)!)]
    const [shapes, expected] = [measured(file), measured(source)]
    expect(shapes.map(({ positions }) => positions)).toEqual(expected.map(({ positions }) => positions))
    const apart = shapes.map(({ area }, at) => Math.abs(area - expected[at].area))
    expect(Math.max(...apart)).toBeLessThan(1e-9)
    expect(createDatum(file.datum!)(-87.6, 41.9)).toEqual([expect.closeTo(-87.6, 9), expect.closeTo(41.9, 9)])
  })
})
