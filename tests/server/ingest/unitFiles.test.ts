import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { geojson as flatGeobuf } from 'flatgeobuf'
import { topology } from 'topojson-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatum } from '../../../server/ingest/datum.ts'
import { readUnitFile } from '../../../server/ingest/unitFiles/readUnitFile.ts'
import { describeWithData, testData } from '../../setup/testData.ts'
import { expectTowns, names, polygonCounts, square, towns } from './unitFiles/towns.ts'

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

  it('keeps a feature without a geometry', async () => {
    // The least feature there is: a table without fields.
    const bare = Uint8Array.of(12, 0, 0, 0, 8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0)
    const bytes = Buffer.concat([flatGeobuf.serialize(towns), bare])
    const file = await readUnitFile(await written('bare.fgb', bytes))
    expectTowns({ ...file, features: file.features.slice(0, 2) })
    expect(file).toMatchObject({ datum: null, features: { 2: { properties: {}, polygons: [] } } })
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
