// The coverage validity cases of JTS. JTS asks whether edges match; we ask whose the ground is, and node the
// edges ourselves. So cases without disputed ground are mended silently here; they are named below.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { buildCoverage } from '#data/coverage/build.ts'
import type { Polygon } from '#data/coverage/coverage.ts'
import type { UnitOutline } from '#data/coverage/linework.ts'
import { validateCoverage } from '#data/coverage/validate.ts'
import { describeWithData, testData } from '../../setup/testData.ts'

interface Case {
  readonly file: string
  readonly test: string
  readonly calls: readonly string[]
  readonly wkt: readonly string[]
}

/** Invalid to JTS, nothing to report to us. */
const NO_DISPUTED_GROUND: Readonly<Record<string, string>> = {
  testCollinearUnmatchedEdge: 'borders on one line with different ends: a T-junction, gets its node',
  testTargetVertexTouchesSegment: 'a vertex on the other border: a T-junction, gets its node',
  testAdjVertexTouchesSegment: 'the same from the other side',
  testGapDisjoint: 'an inlet open at both ends: not enclosed, so outside',
  testGore: 'an inlet open at one end: outside',
}

const CASES = 'fixtures/jts-coverage/validator_cases.json'

function polygonsOf(wkt: string): Polygon[] {
  const polygons = wkt.match(/\(\((?:[^()]*|\([^()]*\)|\), ?\()*\)\)/g) ?? []
  return polygons.flatMap((text) =>
    text
      .split(/\)\),\s*\(\(/)
      .map((polygon) =>
        polygon
          .split(/\),\s*\(/)
          .map((ring) => [...ring.matchAll(/[\d.]+/g)].map(([n]) => Math.round(Number(n) * 1e4))),
      ),
  )
}

describeWithData('JTS coverage cases', [CASES], () => {
  const cases: Case[] = JSON.parse(readFileSync(testData(CASES)!, 'utf8'))
  cases.forEach(({ file, test, calls, wkt }) => {
    const isInvalid = calls[0] !== 'checkValid'
    // A MULTIPOLYGON in the gap finder's case is a list of three units.
    const inputs = wkt.filter(
      (text) => text.includes('POLYGON') && !(calls[0] === 'checkGaps' && text.startsWith('POLYGON')),
    )
    const units: UnitOutline[] = (
      calls[0] === 'checkGaps' ? polygonsOf(inputs[0]).map((polygon) => [polygon]) : inputs.map(polygonsOf)
    ).map((polygons, i) => ({ id: i + 1, level: 0, parentId: null, polygons }))
    const isOpenInlet = file.startsWith('CoveragePolygonValidator') && test === 'testGap'
    const exception = isOpenInlet ? NO_DISPUTED_GROUND.testGore : NO_DISPUTED_GROUND[test]

    it(`${file} ${test}: ${!isInvalid ? 'clean' : exception ? `clean here, ${exception}` : 'disputed ground is found'}`, () => {
      const { coverage, problems } = buildCoverage(units)
      expect(validateCoverage(coverage)).toEqual([])
      expect(problems.filter(({ kind }) => kind !== 'self-crossing').length > 0).toBe(
        isInvalid && exception === undefined,
      )
    })
  })
})
