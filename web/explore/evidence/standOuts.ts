// The units of an answer that stand out, in the order of how much.
import type { UnitEvidence } from '#data/model/evidence.ts'

const MOST = 8

/** Clusters beyond chance, the strongest first. */
export const spotsOf = (units: readonly UnitEvidence[]): UnitEvidence[] =>
  units
    .filter(({ spot }) => spot?.kind)
    .sort((a, b) => Math.abs(b.spot!.z) - Math.abs(a.spot!.z))
    .slice(0, MOST)

/** Whose interval of observed ÷ expected leaves out 1, the most events over or under first. */
export const beyondMix = (units: readonly UnitEvidence[]): UnitEvidence[] =>
  units
    .filter(({ mix }) => mix && mix.low !== null && mix.high !== null && (mix.low > 1 || mix.high < 1))
    .sort((a, b) => Math.abs(b.mix!.observed - b.mix!.expected) - Math.abs(a.mix!.observed - a.mix!.expected))
    .slice(0, MOST)

/** Who report fewer than their like, the least likely first. */
export const fewReports = (units: readonly UnitEvidence[]): UnitEvidence[] =>
  units
    .filter(({ reporting }) => reporting?.isFew)
    .sort((a, b) => a.reporting!.adjusted - b.reporting!.adjusted)
    .slice(0, MOST)
