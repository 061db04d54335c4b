// The units of a level that stand out, in the order of how much, with how many there are in all; and the columns a funnel is
// drawn of. An answer of a few kilobytes where thousands of units are compared.
import type { EvidencePoints, StandOuts, UnitEvidence } from '../model/evidence.ts'
import { FUNNEL_PLACES } from '../model/funnelPlaces.ts'

/** Units of a list that are told in full. */
export const MOST_TOLD = 8

type Told = StandOuts['spots']

const most = (
  units: readonly UnitEvidence[],
  before: (a: UnitEvidence, b: UnitEvidence) => number,
): Told => ({
  count: units.length,
  units: [...units].sort(before).slice(0, MOST_TOLD),
})

export const standOutsOf = (units: readonly UnitEvidence[]): StandOuts => ({
  // Clusters beyond chance, the strongest first.
  spots: most(
    units.filter(({ spot }) => spot?.kind),
    (a, b) => Math.abs(b.spot!.z) - Math.abs(a.spot!.z),
  ),
  // Whose interval of observed ÷ expected leaves out 1, the most events over or under first.
  mix: most(
    units.filter(({ mix }) => mix && mix.low !== null && mix.high !== null && (mix.low > 1 || mix.high < 1)),
    (a, b) => Math.abs(b.mix!.observed - b.mix!.expected) - Math.abs(a.mix!.observed - a.mix!.expected),
  ),
  // Who report fewer than their like, the least likely first.
  few: most(
    units.filter(({ reporting }) => reporting?.isFew),
    (a, b) => a.reporting!.adjusted - b.reporting!.adjusted,
  ),
})

/** Five decimals of a share are a thousandth of a per cent. */
const short = (value: number): number => Number(value.toFixed(5))

/** Of a rate: every unit that is told, column by column. */
export function pointsOf(units: readonly UnitEvidence[]): EvidencePoints {
  const told = units.filter(({ figure }) => figure.value !== null && figure.denominator)
  return {
    id: told.map(({ id }) => id),
    numerator: told.map(({ figure }) => figure.numerator),
    denominator: told.map(({ figure }) => figure.denominator!),
    smoothed: told.map(({ smoothed }) => (smoothed === null ? null : short(smoothed))),
    place: told.map(({ funnel }) => (funnel === null ? 0 : FUNNEL_PLACES.indexOf(funnel))),
  }
}
