import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { geojson as flatGeobuf } from 'flatgeobuf'
import type { FeatureCollection } from 'geojson'
import { topology } from 'topojson-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatum } from '../../../server/ingest/datum.ts'
import { readUnitFile } from '../../../server/ingest/unitFiles/readUnitFile.ts'
import type { UnitFile } from '../../../server/ingest/unitFiles/unitFile.ts'
import { describeWithData, testData } from '../../setup/testData.ts'

const OGR2OGR = '/usr/bin/ogr2ogr'
const MAPSHAPER = 'fixtures/mapshaper'
const CITIES = 'boundaries/shanxi_11_cities_wgs84_census_leiii.geojson'
const AREAS = 'incidents/chicago/community_areas.geojson'
const TRACTS = 'incidents/chicago/tracts_2020_households.geojson'

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

const hole = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 1],
  [1, 1],
]
const square = (x: number) => [
  [x, 0],
  [x + 4, 0],
  [x + 4, 4],
  [x, 4],
  [x, 0],
]

const towns: FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: '漳泽新村', households: 1204 },
      geometry: { type: 'Polygon', coordinates: [square(0), hole] },
    },
    {
      type: 'Feature',
      properties: { name: '英雄中路', households: 87 },
      geometry: { type: 'MultiPolygon', coordinates: [[square(4)], [square(10)]] },
    },
  ],
}

const polygonCounts = (file: UnitFile) =>
  file.features.map(({ polygons }) => polygons.map((rings) => rings.map((ring) => ring.length)))
const names = (file: UnitFile) => file.features.map(({ properties }) => properties.name)

function expectTowns(file: UnitFile): void {
  expect(names(file)).toEqual(['漳泽新村', '英雄中路'])
  expect(file.features.map(({ properties }) => properties.households)).toEqual([1204, 87])
  expect(polygonCounts(file)).toEqual([[[5, 5]], [[5], [5]]])
  const xs = file.features[1].polygons.map((rings) => Math.max(...rings[0].map(([x]) => x)))
  expect(xs.sort((a, b) => a - b)).toEqual([8, 14])
}

describe('GeoJSON', () => {
  it('reads a collection, a feature and a bare geometry, whatever the file is called', async () => {
    expectTowns(await readUnitFile(await written('towns.txt', JSON.stringify(towns))))
    const one = await readUnitFile(await written('one.geojson', JSON.stringify(towns.features[0])))
    expect(polygonCounts(one)).toEqual([[[5, 5]]])
    const bare = await readUnitFile(await written('bare.json', JSON.stringify(towns.features[1].geometry)))
    expect(bare.features).toMatchObject([{ properties: {} }])
    expect(polygonCounts(bare)).toEqual([[[5], [5]]])
  })

  it('keeps a feature without a polygon, drops heights and offers the id as a property', async () => {
    const file = await readUnitFile(
      await written(
        'mixed.geojson',
        `\ufeff${JSON.stringify({
          type: 'FeatureCollection',
          crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } },
          features: [
            { type: 'Feature', id: 140402, properties: null, geometry: null },
            { type: 'Feature', properties: { id: 7 }, geometry: { type: 'Point', coordinates: [1, 2] } },
            {
              type: 'Feature',
              properties: {},
              geometry: { type: 'Polygon', coordinates: [square(0).map(([x, y]) => [x, y, 900])] },
            },
          ],
        })}`,
      ),
    )
    expect(file.datum).toBe('EPSG:4490')
    expect(file.features.map(({ properties }) => properties)).toEqual([{ id: 140402 }, { id: 7 }, {}])
    expect(polygonCounts(file)).toEqual([[], [], [[5]]])
    expect(file.features[2].polygons[0][0][1]).toEqual([4, 0])
  })

  it('names the line and column where the JSON breaks', async () => {
    const path = await written('broken.geojson', '{\n  "type": "Feature",\n  "properties": {"a": 1,}\n}')
    await expect(readUnitFile(path)).rejects.toMatchObject({
      code: 'json-invalid',
      message: expect.stringContaining('line 3, column 25'),
    })
    const cut = await written('cut.geojson', '{"type": "FeatureCollection", "features": [')
    await expect(readUnitFile(cut)).rejects.toThrow('unexpected the end of the file')
  })

  it('refuses JSON of another kind, malformed positions, and other files', async () => {
    const error = async (name: string, content: string) =>
      readUnitFile(await written(name, content)).then(
        () => null,
        (reason: { code: string }) => reason.code,
      )
    expect(await error('a.json', '{"type": "Thing"}')).toBe('geojson-malformed')
    expect(await error('b.json', '[1, 2]')).toBe('geojson-malformed')
    expect(await error('c.json', '{"type":"Polygon","coordinates":[[[1,"2"]]]}')).toBe('coordinate-malformed')
    expect(await error('d.shp', 'not a shapefile')).toBe('format-unknown')
    expect(await error('e.zip', 'PK\x05\x06')).toBe('zip-damaged')
    expect(await error('f.geojson', '')).toBe('file-empty')
    expect(await readUnitFile(join(folder, 'none.geojson')).catch(({ code }) => code)).toBe('file-unreadable')
  })
})

describe('TopoJSON', () => {
  it('gives the polygons that went in, object after object', async () => {
    const content = JSON.stringify(topology({ towns, more: towns.features[0] }))
    const file = await readUnitFile(await written('towns.topojson', content))
    expect(file.format).toBe('TopoJSON')
    expectTowns({ ...file, features: file.features.slice(0, 2) })
    expect(names(file)[2]).toBe('漳泽新村')
  })
})

describe('FlatGeobuf', () => {
  it('reads what its own serializer wrote, with the code of the datum', async () => {
    const file = await readUnitFile(await written('towns.fgb', flatGeobuf.serialize(towns, 4490)))
    expect(file).toMatchObject({ format: 'FlatGeobuf', datum: 'EPSG:4490' })
    expectTowns(file)
  })
})

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
    ['FlatGeobuf', 'null.fgb'],
    ['ESRI Shapefile', 'null.shp'],
  ])('keeps a feature without a geometry in %s', async (driver, name) => {
    const features = [...towns.features, { type: 'Feature', properties: { name: '待划' }, geometry: null }]
    const source = await written(`${name}.geojson`, JSON.stringify({ type: 'FeatureCollection', features }))
    // With an index GDAL leaves such features out of a FlatGeobuf.
    const creation = {
      GPKG: [],
      FlatGeobuf: ['-lco', 'SPATIAL_INDEX=NO'],
      'ESRI Shapefile': ['-lco', 'ENCODING=UTF-8'],
    }[driver]!
    const options = ['-nlt', 'MULTIPOLYGON', ...creation]
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

describeWithData('Shapefiles in many code pages', [`${MAPSHAPER}/dbf/cpg/big5.dbf`], () => {
  // The table is what is tested: most of these have no shapes, so the one point of big5.shp stands in.
  it.each([
    ['cpg/big5', '國語'],
    ['cpg/euckr', '한국말'],
    ['cpg/koi8r', 'русский'],
    ['cpg/latin2', 'čeština'],
    ['cpg/shiftjis', 'カタカナひらがな'],
    ['cpg/win1251', 'РУССКИЙ'],
    ['cpg/win874', 'ภาษาไทย'],
    ['ldid/chinese', '简体'],
  ])('%s says %s', async (name, expected) => {
    const base = testData(`${MAPSHAPER}/dbf/${name}.dbf`)!.slice(0, -'.dbf'.length)
    const copy = name.replace('/', '-')
    await writeFile(join(folder, `${copy}.shp`), await readFile(testData(`${MAPSHAPER}/dbf/cpg/big5.shp`)!))
    await writeFile(join(folder, `${copy}.dbf`), await readFile(`${base}.dbf`))
    if (existsSync(`${base}.cpg`)) await writeFile(join(folder, `${copy}.cpg`), await readFile(`${base}.cpg`))
    const file = await readUnitFile(join(folder, `${copy}.shp`))
    expect(file.features).toEqual([{ properties: { NAME: expected }, polygons: [] }])
  })
})

describeWithData('Shapefiles in several projections', [`${MAPSHAPER}/issues/166/d_geo.shp`], () => {
  it.each(['b_utm', 'e_merc'])('%s comes to the same places as d_geo', async (name) => {
    const file = await readUnitFile(testData(`${MAPSHAPER}/issues/166/${name}.shp`)!)
    const geographic = await readUnitFile(testData(`${MAPSHAPER}/issues/166/d_geo.shp`)!)
    const convert = createDatum(file.datum!)
    const places = file.features[0].polygons.flat(2).map(([x, y]) => convert(x, y))
    const expected = geographic.features[0].polygons.flat(2)
    expect(places.length).toBe(expected.length)
    const apart = places.map(([lng, lat], at) => Math.hypot(lng - expected[at][0], lat - expected[at][1]))
    expect(Math.max(...apart)).toBeLessThan(1e-6)
  })
})

describeWithData('Files that others failed on', [`${MAPSHAPER}/issues`], () => {
  const issue = (path: string) => readUnitFile(testData(`${MAPSHAPER}/issues/${path}`)!)

  it('reads measured lines and many columns without inventing polygons', async () => {
    const corrupt = await issue('518_519_shp_reading/data_corruption_error.shp')
    expect(corrupt.features).toHaveLength(8)
    const deep = await issue('518_519_shp_reading/max_callstack_error.shp')
    expect(deep.features).toHaveLength(138)
    expect(deep.features[0]).toEqual({ properties: { Length: 8057.3, Direction: 36.5 }, polygons: [] })
  })

  it('keeps points at no place out of the polygons and refuses them as places', async () => {
    for (const ending of ['shp', 'json']) {
      const file = await issue(`invalid_coords/invalid_coordinates.${ending}`)
      expect(file.features.every(({ polygons }) => polygons.length === 0)).toBe(true)
    }
    expect(() => createDatum('WGS84')(-1.7976931348623157e308, 0)).toThrow('-1.7976931348623157e+308')
  })

  it('says where invalid JSON breaks', async () => {
    await expect(issue('384_invalid_json/sample1.json')).rejects.toThrow('position 579')
    await expect(issue('384_invalid_json/sample.json')).rejects.toThrow('position 2208')
    expect((await issue('384_invalid_json/ex2.json')).features.length).toBeGreaterThan(0)
  })
})

describeWithData('Real boundaries', [CITIES, AREAS, TRACTS], () => {
  it.each([
    [CITIES, 11],
    ['boundaries/datav-2021/140000_full.json', 11],
    ['boundaries/datav-2021/140400_full.json', 12],
    ['boundaries/datav-2021/shanxi_counties_117_merged.geojson', 117],
    [AREAS, 77],
    [TRACTS, 803],
  ])('%s has %i units, each with polygons', async (path, count) => {
    const file = await readUnitFile(testData(path)!)
    expect(file.format).toBe('GeoJSON')
    expect(file.features).toHaveLength(count)
    expect(file.features.filter(({ polygons }) => polygons.length === 0)).toEqual([])
  })
})
