// mapshaper's dirty polygons: crossed, overlapping, nested, spiked. Whatever they are, the result is valid.
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkUnits } from '#data/coverage/checkUnits.ts'
import { SCALE } from '#data/coverage/coverage.ts'
import type { UnitOutline } from '#data/coverage/linework.ts'
import { validateCoverage } from '#data/coverage/validate.ts'
import { describeWithData, testData } from '../../setup/testData.ts'
import { readOutlines } from './outlines.ts'

const FOLDER = 'fixtures/mapshaper/features/clean'

/** Some files are in metres of a projection: taken to degrees by a power of ten, which keeps what is wrong. */
function shrunk(units: readonly UnitOutline[]): readonly UnitOutline[] {
  const largest = Math.max(...units.flatMap(({ polygons }) => polygons.flat(2)).map(Math.abs))
  const divisor = largest <= 180 * SCALE ? 1 : 10 ** Math.ceil(Math.log10(largest / (90 * SCALE)))
  return units.map((unit) => ({
    ...unit,
    polygons: unit.polygons.map((rings) =>
      rings.map((ring) => ring.map((value) => Math.round(value / divisor))),
    ),
  }))
}

/** Gaps, overlapping pairs, self-crossings; the other files have none. */
const FINDINGS: Readonly<Record<string, readonly [number, number, number]>> = {
  'ex3.json': [0, 3, 0],
  'ex4.json': [0, 1, 0],
  'ex5_three_precincts.json': [0, 2, 0],
  'ex6.json': [0, 1, 0],
  // The second unit lies on a lobe of the bow-tie.
  'ex10_bowtie.json': [0, 1, 1],
  // Two polygons of one unit side by side; spikes inside and out; a hole on the outer border; an outline that
  // runs along itself. JTS finds the same five invalid.
  'ex12_ogc.geojson': [0, 0, 1],
  'ex13_ogc.json': [0, 0, 2],
  'ex14_ogc.json': [0, 0, 2],
  'ex18_ogc.json': [0, 0, 1],
  'ex19_ogc.json': [0, 0, 1],
  // Over a hundred sliver holes of single units, valid in floating point. At 1e-7 degree those thinner than a
  // centimetre close; sixteen of them are longer than the tolerance and so are named.
  'ex23_three_ca_precincts.json': [0, 0, 16],
  // Not here: ex15 and ex17, where a hole's corners touch the border and cut the inside in pieces. JTS calls
  // them invalid; to us they are several faces of one unit, each sound.
}

describeWithData('mapshaper dirty polygons', [FOLDER], () => {
  for (const file of readdirSync(testData(FOLDER)!))
    it(`${file} becomes a valid coverage and is told what was wrong`, () => {
      const { build, findings } = checkUnits(shrunk(readOutlines(`${FOLDER}/${file}`).units), {
        codeOf: String,
        repair: true,
      })
      expect(validateCoverage(build.coverage)).toEqual([])
      expect([findings.gaps.count, findings.overlaps.pairs, findings.selfCrossings.count]).toEqual(
        FINDINGS[file] ?? [0, 0, 0],
      )
    })
})
