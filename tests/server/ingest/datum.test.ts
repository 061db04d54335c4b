import { describe, expect, it } from 'vitest'
import { createDatum } from '../../../server/ingest/datum.ts'

const [LNG, LAT] = [113.1163, 36.1954]

function expectNear([lng, lat]: readonly [number, number], degrees: number): void {
  expect(Math.abs(lng - LNG)).toBeLessThan(degrees)
  expect(Math.abs(lat - LAT)).toBeLessThan(degrees)
}

describe('createDatum', () => {
  it('leaves WGS 84 and CGCS2000 in the order longitude, latitude', () => {
    for (const name of ['WGS84', 'wgs-84', 'EPSG:4326', 'EPSG:4490', ' epsg:4490 ']) {
      expectNear(createDatum(name)(LNG, LAT), 1e-9)
    }
  })

  it('moves GCJ-02 by some hundred metres and BD-09 by more', () => {
    const gcj02 = createDatum('GCJ02')(LNG, LAT)
    const bd09 = createDatum('BD09')(LNG, LAT)
    expect(LNG - gcj02[0]).toBeGreaterThan(0.003)
    expect(LNG - bd09[0]).toBeGreaterThan(LNG - gcj02[0])
    expectNear(bd09, 0.02)
  })

  it('reads Gauss-Krüger metres as easting, northing, whatever order the authority gives', () => {
    // Zone 38 has its central meridian at 114° E and its zone number before the easting.
    const [lng, lat] = createDatum('EPSG:4526')(38500000, 4000000)
    expect(lng).toBeCloseTo(114, 9)
    expect(lat).toBeGreaterThan(36)
    expect(lat).toBeLessThan(36.2)
    expect(createDatum('EPSG:3857')(0, 0)).toEqual([0, expect.closeTo(0, 9)])
  })

  const krueger = (name: string, geographic: string, parameters: string) =>
    `PROJCS["${name}",GEOGCS[${geographic},PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],${parameters},UNIT["Meter",1.0]]`
  const parameters = (easting: number, meridian: number) =>
    `PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0]`
  const cgcs =
    '"GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]]'
  const xian = '"GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]'

  it.each([
    ['CGCS2000_3_Degree_GK_Zone_38', cgcs, parameters(38500000, 114), 'EPSG:4526', 38500000],
    ['CGCS2000_3_Degree_GK_CM_114E', cgcs, parameters(500000, 114), 'EPSG:4547', 500000],
    ['Xian_1980_3_Degree_GK_Zone_38', xian, parameters(38500000, 114), 'EPSG:2362', 38500000],
  ])('reads the .prj of %s as its EPSG code', (name, geographic, projection, code, easting) => {
    const [x, y] = [easting - 79_500, 4_006_700]
    const [lng, lat] = createDatum(krueger(name, geographic, projection))(x, y)
    const expected = createDatum(code)(x, y)
    expect(lng).toBeCloseTo(expected[0], 8)
    expect(lat).toBeCloseTo(expected[1], 8)
    expectNear([lng, lat], 0.02)
  })

  it('names what it does not know or cannot convert', () => {
    expect(() => createDatum('EPSG:999999')).toThrow('EPSG:999999')
    expect(() => createDatum('Mars')).toThrow('"Mars"')
    expect(() => createDatum('EPSG:4978')).toThrow('EPSG:4978')
    expect(() => createDatum('PROJCS["x",PROJECTION["No_Such_Projection"]]')).toThrow('PROJCS["x"')
  })

  it.each([
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
    [180.1, 0],
    [0, 89.9],
    [0, -90],
    [38500000, 4000000],
  ])('refuses %d, %d as a place, naming it', (x, y) => {
    expect(() => createDatum('EPSG:4490')(x, y)).toThrow(`(${x}, ${y})`)
  })

  it('refuses metres that a projection takes nowhere', () => {
    expect(() => createDatum('EPSG:4526')(1e12, 1e12)).toThrow('1000000000000')
  })
})
