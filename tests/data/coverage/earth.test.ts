import proj4 from 'proj4'
import { expect, it } from 'vitest'
import { buildCoverage } from '#data/coverage/build.ts'
import { SCALE } from '#data/coverage/coverage.ts'
import { lengthMeters, stripSquareMeters } from '#data/coverage/earth.ts'
import { areas } from '#data/coverage/measure.ts'
import { describeWithData } from '../../setup/testData.ts'
import { readOutlines } from './outlines.ts'

it('adds up to the known area of the ellipsoid', () => {
  // A band one degree wide from the equator to the pole, 720 times: 510,065,621.7 km² (NIMA TR 8350.2).
  const quarter = stripSquareMeters(1 * SCALE, 90 * SCALE, 0, 90 * SCALE, 0)
  expect(quarter * 720).toBeCloseTo(510065621.7e6, -6)
})

it('measures a degree of the meridian and of the equator', () => {
  expect(lengthMeters(0, 0, SCALE, 0)).toBeCloseTo(111319.491, 2)
  // Meridian arc from 44.5° to 45.5°: 111,132.95 m; one tangent plane gives it to a few centimetres.
  expect(Math.abs(lengthMeters(0, 44.5 * SCALE, 0, 45.5 * SCALE) - 111132.95)).toBeLessThan(3)
})

const CITIES = 'boundaries/shanxi_11_cities_wgs84_census_leiii.geojson'

describeWithData(CITIES, [CITIES], () => {
  it('measures as an ellipsoidal equal-area projection does', () => {
    const { units } = readOutlines(CITIES)
    const albers = proj4(
      '+proj=aea +lat_1=35 +lat_2=40 +lat_0=37 +lon_0=112 +x_0=0 +y_0=0 +datum=WGS84 +units=m',
    )
    const measured = areas(buildCoverage(units).coverage)
    for (const { id, polygons } of units) {
      let twice = 0
      for (const ring of polygons.flat()) {
        const points = Array.from({ length: ring.length / 2 }, (_, i) =>
          albers.forward([ring[2 * i] / SCALE, ring[2 * i + 1] / SCALE]),
        )
        for (let i = 1; i < points.length; i++)
          twice += points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1]
      }
      expect(Math.abs(measured.get(id)! / Math.abs(twice / 2) - 1)).toBeLessThan(1e-5)
    }
  })
})
