// Two small units with a hole and two parts, and what must come back of them from every format.
import type { FeatureCollection } from 'geojson'
import { expect } from 'vitest'
import type { UnitFile } from '../../../../server/ingest/unitFiles/unitFile.ts'

const hole = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 1],
  [1, 1],
]
export const square = (x: number) => [
  [x, 0],
  [x + 4, 0],
  [x + 4, 4],
  [x, 4],
  [x, 0],
]

export const towns: FeatureCollection = {
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

export const polygonCounts = (file: UnitFile) =>
  file.features.map(({ polygons }) => polygons.map((rings) => rings.map((ring) => ring.length)))
export const names = (file: UnitFile) => file.features.map(({ properties }) => properties.name)

export function expectTowns(file: UnitFile): void {
  expect(names(file)).toEqual(['漳泽新村', '英雄中路'])
  expect(file.features.map(({ properties }) => properties.households)).toEqual([1204, 87])
  expect(polygonCounts(file)).toEqual([[[5, 5]], [[5], [5]]])
  const xs = file.features[1].polygons.map((rings) => Math.max(...rings[0].map(([x]) => x)))
  expect(xs.sort((a, b) => a - b)).toEqual([8, 14])
}
