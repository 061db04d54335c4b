// GeoJSON polygons as unit outlines: ids count from 1 in file order, one level, no parents.
import { readFileSync } from 'node:fs'
import { type Polygon, SCALE } from '#data/coverage/coverage.ts'
import type { UnitOutline } from '#data/coverage/linework.ts'
import { testData } from '../../setup/testData.ts'

export interface OutlineFile {
  readonly units: readonly UnitOutline[]
  readonly properties: readonly Readonly<Record<string, unknown>>[]
}

const toPolygon = (rings: GeoJSON.Position[][]): Polygon =>
  rings.map((ring) => ring.flatMap(([lng, lat]) => [Math.round(lng * SCALE), Math.round(lat * SCALE)]))

export function toPolygons(geometry: GeoJSON.Geometry | null): Polygon[] {
  if (geometry?.type === 'Polygon') return [toPolygon(geometry.coordinates)]
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.map(toPolygon)
  return []
}

/** Any GeoJSON: a collection of features or geometries, or a bare geometry. */
export function readOutlines(path: string): OutlineFile {
  const file: GeoJSON.GeoJSON = JSON.parse(readFileSync(testData(path)!, 'utf8'))
  const members =
    file.type === 'FeatureCollection'
      ? file.features
      : file.type === 'GeometryCollection'
        ? file.geometries
        : [file]
  return {
    units: members.map((member, i) => ({
      id: i + 1,
      level: 0,
      parentId: null,
      polygons: toPolygons(member.type === 'Feature' ? member.geometry : member),
    })),
    properties: members.map((member) => (member.type === 'Feature' ? (member.properties ?? {}) : {})),
  }
}
